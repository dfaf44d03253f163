"""What people put into items and paths, as an attacker would: docs/security.md says what is promised."""

import json
import re
import socket

import pytest

from canary import Canary
from conftest import unique
from http_api import ok, refused
from server import ROOT

# Addresses in items

LINK = {"type": "link", "shebang": "dataloop", "metadata": {"type": "link", "linkInfo": None}}


def link_item(api, dataset, kind, ref):
    body = {**LINK, "metadata": {"linkInfo": {"type": kind, "ref": ref, "mimetype": "image/png"}}}
    return ok(api.upload(dataset, f"/{unique('link')}.json", json.dumps(body).encode()))["id"]


def test_the_server_fetches_no_address_that_an_item_names(server, api, new_dataset):
    """B-387. So there is nothing to check before fetching: the reader gets the address."""
    canary = Canary()
    dataset = new_dataset().id
    item = link_item(api, dataset, "url", canary.base + "/picture.png")
    for path in ("", "/stream", "/thumbnail", "/annotations"):
        api.get(f"/items/{item}{path}", allow_redirects=False)
    answer = api.get(f"/items/{item}/stream", allow_redirects=False)
    assert answer.status_code == 302 and answer.headers["Location"] == canary.base + "/picture.png"
    ok(api.post(f"/datasets/{dataset}/query", {"filter": {}}))
    assert canary.visits == []
    canary.stop()


@pytest.mark.parametrize(
    "ref",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://example.org/x",
        "//example.org/x",
        "/login",
        "",
        "http://",
        "http://a b/",
        "http://example.org/\r\nset-cookie: a=b",
        "http://user:word@example.org/",
        "http:\\\\example.org",
    ],
)
def test_an_address_that_is_none_leads_nowhere(api, new_dataset, ref):
    """B-387."""
    item = link_item(api, new_dataset().id, "url", ref)
    answer = api.get(f"/items/{item}/stream", allow_redirects=False)
    assert "Location" not in answer.headers and "Set-Cookie" not in answer.headers
    refused(answer, 400)


def test_a_link_to_another_item_is_read_with_the_reader_s_right(api, api_of, new_dataset, person):
    """Not with the right of whoever wrote the link."""
    secret = ok(api.upload(new_dataset().id, "/secret.png", b"secret"))["id"]
    project = ok(person.post("/projects", {"name": unique("own")}))["id"]
    own = ok(person.post("/datasets", {"name": unique("own"), "projects": [project]}))["id"]
    item = link_item(person, own, "id", secret)
    for path in ("/stream", "/thumbnail"):
        answer = person.get(f"/items/{item}{path}")
        refused(answer, 404)
        assert b"secret" not in answer.content.replace(secret.encode(), b"")
    mine = ok(person.upload(own, "/mine.png", b"mine"))["id"]
    assert person.get(f"/items/{link_item(person, own, 'id', mine)}/stream").content == b"mine"
    ok(person.patch(f"/items/{mine}?system=true", {"metadata": {"system": {"shebang": {"linkInfo": {"type": "id", "ref": secret}}}}}))
    refused(person.get(f"/items/{mine}/stream"), 404)


def test_the_server_s_own_code_makes_no_connections():
    """No HTTP client, no resolver, no connect: what cannot be done cannot be tricked into."""
    words = re.compile(r"<curl/|::connect\(|async_connect|tcp::resolver|<netdb\.h>|\b(popen|system|execv\w*)\(")
    found = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "src").rglob("*.cpp")
        if not path.name.endswith("_test.cpp") and words.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"src/net/listener.cpp"}  # the address to listen at


# Paths


SECRET = "a secret that is nobody's"


@pytest.mark.parametrize("before", ["", "/style.css", "/projects", "/login", "/api/v1/items", "/files"])
@pytest.mark.parametrize(
    "path",
    [
        "/../keys",
        "/../../../../../../etc/passwd",
        "/%2e%2e/keys",
        "/%2e%2e%2fkeys",
        "/..%2f..%2fkeys",
        "/%252e%252e%252fkeys",
        "/..\\keys",
        "/....//keys",
        "/%c0%ae%c0%ae/keys",
        "//keys",
        "/keys%00.css",
        "/keys",
        "/allot.db",
    ],
)
def test_no_path_reaches_the_data_folder(server, api, before, path):
    request = f"GET {before}{path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {api.token}\r\nConnection: close\r\n\r\n"
    host, port = server.base.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        connection.sendall(request.encode())
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert b"root:" not in answer and b"SQLite format" not in answer
    assert (server.data / "keys").read_bytes()[:40] not in answer
    assert answer.split()[1] in (b"200", b"400", b"404")
    if answer.split()[1] == b"200":
        assert b"text/html" in answer  # the sign-in form of a console address


@pytest.mark.parametrize(
    "path",
    ["/../x", "/a/../x", "/a/..", "/./x", "/a/./b", "x", "", "/", "..", "/a\u0000b", "/a\r\nb", "/a\x7fb", "/" + "x" * 5000],
    ids=lambda path: repr(path)[:20],
)
def test_items_have_no_names_that_lead_elsewhere(api, new_dataset, path):
    dataset = new_dataset().id
    answer = api.upload(dataset, path, b"bytes")
    assert answer.status_code == 400, answer.text
    assert answer.json()["error"] == "invalid"
    folder = api.post(f"/datasets/{dataset}/items", {"type": "dir", "path": path})
    assert folder.status_code == (200 if path == "/" else 400)  # the root is there always
    item = ok(api.upload(dataset, "/plain.png", b"bytes"))["id"]
    assert api.patch(f"/items/{item}", {"filename": path}).status_code == 400
    assert ok(api.get(f"/items/{item}"))["filename"] == "/plain.png"


def test_names_that_look_alike_are_different_items(api, new_dataset):
    """Case, unicode's normal forms and directions: bytes decide, and each keeps its own content."""
    dataset = new_dataset().id
    names = ["/caf\u00e9.png", "/cafe\u0301.png", "/CAF\u00c9.png", "/\u202egnp.exe", "/gnp.exe", "/ a", "/a", "/a.", "/a\u200b"]
    ids = {name: ok(api.upload(dataset, name, name.encode()))["id"] for name in names}
    assert len(set(ids.values())) == len(names)
    for name, item in ids.items():
        answer = api.get(f"/items/{item}/stream")
        assert answer.content == name.encode()
        assert "Content-Disposition" not in answer.headers  # no name is in a header
