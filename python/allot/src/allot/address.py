"""The address of a server."""

import re

API_PATH = "/api/v1"

_ADDRESS = re.compile(
    r"(https?://)?((?:[\w.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?)/*(?:/api/v1)?/*", re.ASCII | re.IGNORECASE
)
_THIS_MACHINE = re.compile(r"(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?")


def parse_address(url):
    """`http://HOST[:PORT]` in lower case, from that, from the same with slashes at the end, from the address of the
    API below it, or from HOST[:PORT] alone, which is http on this machine and https elsewhere.
    Errors: ValueError (anything else)."""
    found = _ADDRESS.fullmatch(url.strip()) if isinstance(url, str) else None
    if found is None:
        raise ValueError(
            f"{url!r} is no address of a server; give http://HOST[:PORT] or https://HOST[:PORT]."
        )
    host = found[2].lower()
    return (found[1] or ("http://" if _THIS_MACHINE.fullmatch(host) else "https://")).lower() + host
