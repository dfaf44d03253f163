"""The server as strangers meet it, over sockets: docs/security.md says what is promised."""

import csv
import http.client
import json
import re
import socket
import threading

import pytest
import requests

from conftest import MIA, password_of, unique
from http_api import Api, ok, refused, sign_in
from server import ROOT, Server

GATE = [
    ("GET", "/"),
    ("GET", "/login"),
    ("POST", "/login"),
    ("POST", "/logout"),
    ("POST", "/token"),
    ("GET", "/welcome"),
    ("POST", "/welcome"),
    ("GET", "/style.css"),
    ("GET", "/api/docs"),
    ("GET", "/api/docs/tasks"),
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("GET", "/projects"),
    ("GET", "/projects/x"),
    ("GET", "/projects/x/tasks/y"),
    ("GET", "/projects/x/datasets/y/items/z"),
    ("GET", "/iam/x/members"),
    ("GET", "/nowhere"),
    ("PATCH", "/login"),
]
# The same for everybody, so whoever passes it on may keep it.
PUBLIC = ("/style.css", "/api/docs", "/api/v1/openapi.json")


def api_routes():
    with open(ROOT / "docs" / "routes.csv", encoding="utf-8") as file:
        return [(row["method"], "/api/v1" + row["path"]) for row in csv.DictReader(file)]


# The one answer without an end is a page where JSON is asked for.
AS_A_PAGE = {"/api/v1/events": {"Accept": "application/json"}}
ROUTES = GATE + api_routes()


def filled(path):
    return re.sub(r"\{[^}]*\}", "65a1b2c3d4e5f60718293a4b", path)


def send(server, method, path, headers=None, body=None):
    return requests.request(
        method,
        server.base + filled(path),
        headers=AS_A_PAGE.get(path, {}) | (headers or {}),
        data=body,
        allow_redirects=False,
        timeout=60,
    )


def bearer(token):
    return {"Authorization": "Bearer " + token}


# Headers


def check_headers(answer, where):
    heads = answer.headers
    assert heads["X-Content-Type-Options"] == "nosniff", where
    assert heads["Referrer-Policy"] == "no-referrer", where
    assert "Cache-Control" in heads, where
    is_public = any(path in where for path in PUBLIC)
    if not is_public:
        assert "public" not in heads["Cache-Control"], where
    for name in ("Server", "X-Powered-By", "Via", "Access-Control-Allow-Origin"):
        assert name not in heads, where
    for word in ("/src/", ".cpp", "std::", "terminate", "sqlite", "SQLITE", "0x7f"):
        assert word not in answer.text, where
    if heads.get("Content-Type", "").startswith("text/html"):
        assert "default-src 'none'" in heads["Content-Security-Policy"], where
        assert is_public or "no-store" in heads["Cache-Control"], where


def test_every_kind_of_answer_of_every_route_is_kept_and_guessed_by_nobody(server, api):
    """B-383."""
    seen = set()
    for method, path in ROUTES:
        for who in ({}, bearer("a.b.c"), bearer(api.token)):
            for body in (None, "{", "{}"):
                if body and method == "GET":
                    continue
                if (method, path) == ("POST", "/api/v1/projects") and body == "{}":
                    continue
                answer = send(server, method, path, who, body)
                seen.add(answer.status_code)
                check_headers(answer, f"{method} {path} {body} {answer.status_code}")
    assert {200, 302, 303, 400, 401, 404, 405} <= seen


def raw(server, request):
    """The answer's head to bytes that need not be HTTP."""
    host, port = server.base.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        connection.sendall(request)
        answer = b""
        while b"\r\n\r\n" not in answer:
            piece = connection.recv(65536)
            if not piece:
                break
            answer += piece
    return answer.split(b"\r\n\r\n")[0].decode().lower()


@pytest.mark.parametrize(
    "request_bytes, status",
    [
        (b"nonsense\r\n\r\n", "400"),
        (b"GET / HTTP/1.1\r\n\r\n", "400"),
        (b"BREW / HTTP/1.1\r\nHost: x\r\n\r\n", "405"),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"x" * 20_000 + b"\r\n\r\n", "431"),
        (b"POST /token HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n", "413"),
    ],
)
def test_so_are_answers_to_what_is_no_request(server, request_bytes, status):
    head = raw(server, request_bytes)
    assert head.startswith("http/1.1 " + status)
    for line in ("x-content-type-options: nosniff", "referrer-policy: no-referrer", "cache-control: no-store"):
        assert line in head
    assert "server:" not in head


def test_content_and_redirects_carry_the_headers_too(server, api, new_dataset):
    dataset = new_dataset()
    item = ok(api.upload(dataset.id, "/a.png", b"bytes"))["id"]
    address = server.api + f"/items/{item}/stream"
    whole = requests.get(address, headers=bearer(api.token), timeout=20)
    tag = whole.headers["ETag"]
    for more in ({}, {"Range": "bytes=0-1"}, {"If-None-Match": tag}, {"Range": "bytes=99-"}):
        answer = requests.get(address, headers={**bearer(api.token), **more}, timeout=20)
        check_headers(answer, str(more))
        if answer.status_code != 416:
            assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


# The Host header and what proxies send


def test_no_answer_believes_who_it_is_said_to_be(server, api):
    """B-390: absolute addresses come from --public-url."""
    lies = {
        "Host": "evil.example",
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "gopher",
        "X-Forwarded-For": "198.51.100.99",
        "X-Real-Ip": "198.51.100.99",
        "Forwarded": "for=198.51.100.99;host=evil.example;proto=gopher",
        "X-Original-Url": "/evil.example",
        "X-Rewrite-Url": "/evil.example",
        "X-Http-Method-Override": "DELETE",
    }
    project = ok(api.post("/projects", {"name": unique("host")}))
    for method, path in [*ROUTES, ("GET", f"/api/v1/projects/{project['id']}")]:
        if method != "GET":
            continue
        answer = send(server, method, path, {**lies, **bearer(api.token)})
        text = answer.text + str(answer.headers)
        assert "evil.example" not in text and "gopher" not in text, path
    made = ok(api.post("/datasets", {"name": unique("host"), "projects": [project["id"]]}, headers=lies))
    assert "evil.example" not in json.dumps(made) and server.base in json.dumps(made)
    invited = f"{unique('host')}@example.org"
    ok(api.post(f"/projects/{project['id']}/members/{invited}", {"role": "annotator"}))
    link = ok(api.post(f"/projects/{project['id']}/members/{invited}/invite", headers=lies))
    assert link["url"].startswith(server.base + "/welcome?token=")
    ok(api.get(f"/projects/{project['id']}"))  # nothing was deleted
    log = [line for line in server.output if " info request " in line]
    assert log and not [line for line in log if "198.51.100.99" in line]


def test_no_other_site_may_read_an_answer(server, api):
    lies = {"Origin": "http://evil.example", "Access-Control-Request-Method": "DELETE"}
    for method, path in ROUTES:
        for verb in {method, "OPTIONS"}:
            answer = send(server, verb, path, {**lies, **bearer(api.token)} if verb == "GET" else lies)
            assert not [name for name in answer.headers if name.lower().startswith("access-control")], path


# Rights that end while one is at work


class Kept:
    """One connection for all requests of a person, until the server closes it."""

    def __init__(self, api):
        self.connection = http.client.HTTPConnection(api.base.removeprefix("http://"), timeout=20)
        self.token = api.token
        self.connection.connect()
        self.socket = self.connection.sock

    def status(self, path):
        self.connection.request("GET", "/api/v1" + path, headers=bearer(self.token))
        answer = self.connection.getresponse()
        answer.read()
        assert self.connection.sock is self.socket, "the connection was not kept"
        return answer.status


def test_a_disabled_person_is_refused_on_the_connection_that_is_open(server, person):
    """B-006."""
    kept = Kept(person)
    assert kept.status("/users/me") == 200
    server.user("disable", person.email)
    assert kept.status("/users/me") == 401
    server.user("enable", person.email)
    assert kept.status("/users/me") == 401  # what was revoked stays so


def test_a_new_password_ends_what_is_open(server, person):
    """B-005. The signature is remembered, the right is not."""
    kept = Kept(person)
    assert kept.status("/users/me") == 200
    server.user("passwd", person.email, "--password-stdin", secret="another good secret")
    assert kept.status("/users/me") == 401
    refused(person.post("/projects", {"name": unique("p")}), 401)


def test_a_changed_role_acts_on_the_connection_that_is_open(api, person):
    """B-175."""
    project = ok(api.post("/projects", {"name": unique("role")}))["id"]
    member = f"/projects/{project}/members/{person.email}"
    ok(api.post(member, {"role": "engineer"}))
    dataset = ok(person.post("/datasets", {"name": unique("d"), "projects": [project]}))["id"]
    kept = Kept(person)
    assert kept.status(f"/datasets/{dataset}") == 200
    ok(api.patch(member, {"role": "annotator"}))
    refused(person.patch(f"/datasets/{dataset}", {"name": "mine"}), 403)
    assert kept.status(f"/projects/{project}") == 200
    ok(api.delete(member))
    assert kept.status(f"/projects/{project}") == 404


# A flood of sign-ins

FLOOD = 40

def test_a_flood_of_sign_ins_holds_up_nobody_who_is_in(server, api):
    """B-386. Each takes a hash of 80 ms and 64 MiB. Others are answered while they wait."""
    statuses, others = [], []

    def guess(number):
        body = {"username": f"{number}@flood.example.org", "password": "x", "type": "user_credentials"}
        statuses.append(requests.post(server.base + "/token", json=body, timeout=120).status_code)

    threads = [threading.Thread(target=guess, args=(number,)) for number in range(FLOOD)]
    for thread in threads:
        thread.start()
    for _ in range(5):
        ok(api.get("/datasets?projects=x"))  # the slow lane
        ok(api.post("/users/me", {"firstName": "Mia"}))  # the writer
        others.append(len(statuses))
    for thread in threads:
        thread.join()
    assert set(statuses) <= {401, 503} and len(statuses) == FLOOD
    assert others[-1] < FLOOD, "the others were answered after the flood"


# Secrets at rest


def test_only_the_owner_of_the_data_folder_reads_it(tmp_path):
    """B-389: even where the folder was made beforehand for everybody to look into."""
    data = tmp_path / "data"
    data.mkdir(mode=0o755)
    server = Server(data)
    server.add_user(MIA, password_of(MIA))
    server.start()
    try:
        api = Api(server.base, sign_in(server.base, MIA, password_of(MIA)))
        project = ok(api.post("/projects", {"name": "p"}))["id"]
        dataset = ok(api.post("/datasets", {"name": "d", "projects": [project]}))["id"]
        ok(api.upload(dataset, "/a.png", b"bytes"))
        open_to_others = [
            f"{path.relative_to(data)} {path.stat().st_mode & 0o777:o}"
            for path in data.rglob("*")
            if not path.is_dir() and path.stat().st_mode & 0o077
        ]
        assert open_to_others == []
        assert (data / "allot.db-wal").exists()
    finally:
        server.stop()


def test_no_secret_is_stored_as_it_is(server, api):
    """B-389. Passwords, tokens, keys and links: the database holds hashes of them, or nothing."""
    answer = requests.post(
        server.base + "/token",
        json={"username": MIA, "password": password_of(MIA), "type": "user_credentials"},
        timeout=60,
    ).json()
    key = ok(api.post("/apikeys", {"userId": MIA}))["jwt"]
    link = server.user("link", MIA).strip().split("token=")[1].split()[0]
    project = ok(api.post("/projects", {"name": unique("p")}))["id"]
    bot = ok(api.post(f"/projects/{project}/bots", {"name": "b", "returnCredentials": True}))["password"]
    stored = b"".join(path.read_bytes() for path in server.data.glob("allot.db*"))
    for secret in (password_of(MIA), answer["refresh_token"], answer["id_token"], key, link, bot):
        assert len(secret) > 10
        assert secret.encode() not in stored
        assert secret.split(".")[-1].encode() not in stored
    log = "\n".join(server.output)
    for secret in (password_of(MIA), answer["refresh_token"], answer["id_token"], key, link, bot):
        assert secret not in log
