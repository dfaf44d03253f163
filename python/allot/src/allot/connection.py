"""`connect`: the SDK, pointed at one server and, when wanted, signed in."""

import sys
import threading
import time

import dtlpy as dl
import requests

from allot.address import API_PATH, parse_address
from allot.methods import add_methods

# What is known of an environment and stays when it is connected to again.
KEPT = ("token", "refresh_token", "login_domain", "use_ssl_context")


def connect(url, *, email=None, password=None, token=None, verify_ssl=True, alias=None):
    """Adds the server to the SDK's environments, selects it, and gives back the SDK.

    `url` is where the server is, with or without `/api/v1`; HOST:PORT alone is asked by http on this machine, by https
    elsewhere. With `email` and `password`, or with a
    `token`, it also signs in; without, whoever was signed in at this server still is, and
    `dl.login()` opens the sign-in page. `alias` is the name for `dl.setenv`: the one that this
    server has, else HOST:PORT.

    Repeatable. Other environments stay as they are, with their sign-ins.

    Errors: ValueError (no address of a server, half a sign-in, an alias of another server),
    PermissionError (the server refused the sign-in), ConnectionError (no server answers there, or none
    that is trusted). Whoever was signed in still is.
    """
    root = parse_address(url)
    if (email is None) != (password is None):
        raise ValueError("Give email and password together.")
    if token is not None and email is not None:
        raise ValueError("Give either a token or email and password.")

    _add_environment(root, verify_ssl, alias)
    dl.setenv(root + API_PATH)
    add_methods()
    if token is not None:
        _sign_in_by_token(root, token)
    elif email is not None:
        _sign_in_by_password(root, email, password)
    return dl


def _add_environment(root, verify_ssl, alias):
    _wait_for_other_readers()
    environments = dl.client_api.environments
    environment = root + API_PATH
    known = environments.get(environment, {})
    others = {each.get("alias"): key for key, each in environments.items() if key != environment}
    if alias in others and alias is not None:  # the SDK would drop the other one
        raise ValueError(f"The alias {alias!r} belongs to {others[alias]}; choose another.")
    wanted = {
        "alias": alias or known.get("alias") or _free_alias(root, others),
        "gate_url": root,
        "url": root + "/",  # the console: the SDK appends paths to it
        "verify_ssl": verify_ssl,
    }
    if any(known.get(key) != value for key, value in wanted.items()):
        kept = {key: known[key] for key in KEPT if key in known}
        dl.add_environment(environment=environment, **kept, **wanted)


def _wait_for_other_readers():
    """Up to 1.124 the SDK reads its environments in a thread of its own, too, when it is imported. One that has
    begun before anybody had read them puts back what it read, and whatever was added meanwhile is lost."""
    getter = type(dl.client_api).environments.fget.__code__
    dl.client_api.environments  # read by now: nobody else begins
    while any(_is_in(getter, frame) for frame in _frames_of_others()):
        time.sleep(0.001)


def _frames_of_others():
    return [frame for thread, frame in sys._current_frames().items() if thread != threading.get_ident()]


def _is_in(code, frame):
    while frame is not None and frame.f_code is not code:
        frame = frame.f_back
    return frame is not None


def _free_alias(root, taken):
    """HOST:PORT, with a number when another server has that name."""
    host = alias = root.split("://")[1]
    number = 1
    while alias in taken:
        number += 1
        alias = f"{host}-{number}"
    return alias


def _sign_in_by_password(root, email, password):
    client = dl.client_api
    before = client.token, client.refresh_token
    # By force: otherwise the SDK does not ask the server when this person has a token already.
    if not _reached(root, lambda: dl.login_m2m(email=email, password=password, force=True)):
        client.token, client.refresh_token = before  # the SDK would sign out who is signed in
        raise PermissionError(f"{root} refused this e-mail address and password, or answers at another address (https?).")


def _reached(root, sign_in):
    """What came of it. The SDK shows how each of its layers failed when nobody answers: that tells no more."""
    try:
        return sign_in()
    except requests.exceptions.SSLError:
        raise ConnectionError(
            f"{root} has no certificate that is trusted here, or speaks no TLS. For a certificate of your own "
            "there is verify_ssl=False."
        ) from None
    except (requests.exceptions.ConnectionError, requests.exceptions.Timeout):
        raise ConnectionError(f"No server answers at {root}; does it run?") from None


def _sign_in_by_token(root, token):
    client = dl.client_api
    before = client.token, client.refresh_token
    try:
        dl.login_token(token)
    except Exception as problem:
        client.token, client.refresh_token = before  # the SDK would keep the token that failed
        if isinstance(problem, (ValueError, dl.exceptions.TokenExpired)):
            raise PermissionError(f"{root} refused this token.") from problem
        raise
