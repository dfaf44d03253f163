"""Behind nginx and Caddy, set up as docs/guides/deploying.md says; only addresses and certificates are the test's."""

import os
import re
import socket
import subprocess
import time

import pytest
import requests

from certificates import Authority
from http_api import Api, ok
from server import ROOT, Server

GUIDE = ROOT / "docs" / "guides" / "deploying.md"
PROGRAMS = ROOT / "build" / "proxies" / "usr"  # by `./dev test`
MIA, PASSWORD = "mia@example.org", "a good long secret of mia"
SERVED = "127.0.0.1:8080"  # what the guide calls the server


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def guide_says(language):
    (text,) = re.findall(rf"^```{language}\n(.*?)^```$", GUIDE.read_text(), re.M | re.S)
    return text


def replaced(text, changes):
    """Each must be there: a guide that says something else is another guide."""
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


def nginx(folder, port, address, certificate, key):
    site = replaced(
        guide_says("nginx"),
        {
            "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
            "/etc/ssl/label.pem": str(certificate),
            "/etc/ssl/label.key": str(key),
            SERVED: address,
        },
    )
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; events {{}} http {{ access_log off; {places} {site} }}"
        + ("user root;" if os.geteuid() == 0 else "")
    )
    return [PROGRAMS / "sbin" / "nginx", "-c", folder / "nginx.conf", "-e", folder / "errors"]


def caddy(folder, port, address, certificate, key):
    site = replaced(
        guide_says("caddy"),
        {
            "label.example.org {": f"https://127.0.0.1:{port} {{\n  bind 127.0.0.1\n  tls {certificate} {key}",
            SERVED: address,
        },
    )
    own = "{\n  admin off\n  auto_https disable_redirects\n}\n"
    (folder / "Caddyfile").write_text(own + site)
    return [PROGRAMS / "bin" / "caddy", "run", "--config", folder / "Caddyfile", "--adapter", "caddyfile"]


@pytest.fixture(params=[nginx, caddy], ids=["nginx", "caddy"])
def place(request, tmp_path):
    """The address of a proxy, a session that trusts its certificate, and the server behind it."""
    authority = Authority(tmp_path)
    certificate, key = authority.issue()
    port = free_port()
    base = f"https://127.0.0.1:{port}"
    server = Server(tmp_path / "data", "--public-url", base, "--trusted-proxy", "127.0.0.1")
    server.add_user(MIA, PASSWORD, admin=True)
    server.start()
    command = request.param(tmp_path, port, server.base.removeprefix("http://"), certificate, key)
    assert command[0].exists(), "`./dev test` unpacks the proxies"
    own = {**os.environ, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    with (tmp_path / "proxy.log").open("wb") as log:
        proxy = subprocess.Popen([str(word) for word in command], env=own, stdout=log, stderr=log)
    session = requests.Session()
    session.trust_env = False  # what this machine says about authorities
    session.verify = str(authority.file)
    try:
        wait_for(session, base, proxy, tmp_path / "proxy.log")
        yield base, session, server
    finally:
        proxy.terminate()
        proxy.wait(timeout=20)
    assert server.stop() == 0


def wait_for(session, base, proxy, log):
    end = time.monotonic() + 30
    while True:
        try:
            assert session.get(base + "/healthz", timeout=5).status_code == 200
            return
        except requests.ConnectionError:
            assert proxy.poll() is None and time.monotonic() < end, log.read_text()
            time.sleep(0.05)


def signed_in(base, session):
    said = session.post(base + "/token?default", json={"username": MIA, "password": PASSWORD, "type": "user_credentials"})
    api = Api(base, said.json()["id_token"])
    api._session = session
    return api


def test_files_of_any_size_go_up_and_down(place):
    base, session, _ = place
    api = signed_in(base, session)
    project = ok(api.post("/projects", {"name": "behind"}))
    dataset = ok(api.post("/datasets", {"name": "behind", "projects": [project["id"]]}))
    content = os.urandom(1 << 20) * 24  # more than a proxy takes by itself
    item = ok(api.upload(dataset["id"], "/large.bin", content))
    assert item["stream"].startswith(base)
    answer = api.get(item["stream"])
    assert answer.status_code == 200 and answer.content == content
    part = api.get(item["stream"], headers={"Range": "bytes=5-9"})
    assert part.status_code == 206 and part.content == content[5:10]


class FromElsewhere(requests.adapters.HTTPAdapter):
    def init_poolmanager(self, *words, **more):
        super().init_poolmanager(*words, source_address=("127.0.0.2", 0), **more)


# B-314
def test_the_one_who_asks_is_the_client_of_the_proxy_whatever_it_says(place):
    """The proxy's word counts, the client's own does not."""
    base, session, server = place
    session.mount("https://", FromElsewhere())
    session.get(base + "/api/v1/mark", headers={"X-Forwarded-For": "203.0.113.9"})
    end = time.monotonic() + 30
    lines = []
    while not lines and time.monotonic() < end:
        lines = [line for line in server.output if "path=/api/v1/mark" in line]
        time.sleep(0.02)
    assert [line for line in lines if line.endswith("peer=127.0.0.2")], lines


def test_an_address_of_a_person_comes_through_as_it_was_written(place):
    """Members are named in paths, some proxies read those anew."""
    base, session, _ = place
    api = signed_in(base, session)
    project = ok(api.post("/projects", {"name": "behind"}))
    ok(api.post(f"/projects/{project['id']}/members/ada+night@example.org", {"role": "annotator"}))
    members = {member["email"] for member in ok(api.get(f"/projects/{project['id']}/members"))}
    assert "ada+night@example.org" in members
