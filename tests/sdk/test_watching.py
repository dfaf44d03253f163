"""Numbers and logs of a running server, for who operates it."""

import json
import re
import subprocess

import pytest
import requests
from http_api import Api, ok, sign_in
from server import Server, binary

PASSWORD = "a good long secret of mia"
OTHER_PASSWORD = "another good secret of ada"


@pytest.fixture
def loud(tmp_path, monkeypatch):
    """A server that logs all it can."""
    monkeypatch.setenv("ALLOT_LOG_LEVEL", "debug")
    server = Server(tmp_path / "data")
    server.add_user("mia@example.org", PASSWORD, admin=True)
    server.add_user("ada@example.org", OTHER_PASSWORD)
    server.start()
    yield server
    server.stop()


def log_of(server):
    """All of it: the server has ended."""
    assert server.stop() == 0
    server.join()
    return server.output


def secrets_of_every_way_in(server):
    """Goes each way in, the right and the wrong one; returns what must stay secret."""
    base = server.base
    secrets = {PASSWORD, OTHER_PASSWORD, "a wrong secret", "typed into the wrong field"}
    tokens = ok(
        requests.post(
            base + "/token?default",
            json={"username": "mia@example.org", "password": PASSWORD, "type": "user_credentials"},
            timeout=60,
        )
    )
    refresh, session = tokens["refresh_token"], tokens["id_token"]
    secrets |= {refresh, session}
    for address in ("mia@example.org", "typed into the wrong field"):
        assert sign_in(base, address, "a wrong secret") is None
    renewal = {"type": "refresh_token", "refresh_token": refresh}
    secrets.add(ok(requests.post(base + "/token", json=renewal, timeout=60))["id_token"])
    broken = {"type": "refresh_token", "refresh_token": "a-broken-refresh-token"}
    assert requests.post(base + "/token", json=broken, timeout=60).status_code == 401
    secrets.add("a-broken-refresh-token")

    key = ok(Api(base, session).post("/apikeys", {"userId": "mia@example.org"}))["jwt"]
    secrets.add(key)
    assert Api(base, key).get("/users/me").ok
    assert Api(base, key[:-8] + "AAAAAAAA").get("/users/me").status_code == 401
    secrets.add(key[:-8])

    link = server.user("link", "ada@example.org").strip()
    link_token = link.split("token=")[1]
    secrets |= {link_token, "a third good secret"}
    assert requests.get(base + "/welcome", params={"token": link_token}, timeout=60).ok
    form = {"token": link_token, "password": "a third good secret"}
    used = requests.post(base + "/welcome", data=form, allow_redirects=False, timeout=60)
    assert used.status_code == 303
    assert requests.post(base + "/welcome", data=form, timeout=60).status_code == 404

    callback = {"callback": "http://localhost:3001/?state=a-secret-of-the-caller"}
    assert requests.get(base + "/login", params=callback, timeout=60).status_code in (200, 400)
    form = {"callback": "http://localhost:3001/", "email": "mia@example.org", "password": PASSWORD}
    done = requests.post(base + "/login", data=form, allow_redirects=False, timeout=60)
    assert done.status_code == 303
    secrets |= set(re.findall(r"_token=([^&]+)", done.headers["Location"]))
    secrets |= {done.cookies["allot_session"], "a-secret-of-the-caller"}
    elsewhere = {"callback": "https://evil.example.org/?secret=of-nobody"}
    assert requests.get(base + "/login", params=elsewhere, timeout=60).status_code == 400
    secrets.add("of-nobody")
    out = requests.post(base + "/logout", cookies={"allot_session": session}, timeout=60)
    assert out.status_code < 500
    return secrets


# B-342
def test_no_way_in_leaves_a_secret_in_the_log(loud):
    secrets = secrets_of_every_way_in(loud)
    log = "\n".join(log_of(loud))
    assert log.count("path=/token") >= 5 and " debug " in log, "the log is not what this looks at"
    for secret in secrets:
        assert secret not in log, f"in the log: {secret}"


# B-343
def test_each_line_of_a_request_carries_the_id_of_its_answer(loud):
    answer = Api(loud.base, "no token").get("/users/me")
    assert answer.status_code == 401
    name = answer.headers["x-request-id"]
    lines = [line for line in log_of(loud) if name in line]
    events = [line.split()[2] for line in lines]
    assert events == ["refused", "request"], lines
    assert all(f"request={name} " in line + " " for line in lines)


# B-344
def test_the_level_is_changed_while_the_server_runs(loud):
    def say(level):
        return subprocess.run(
            [str(binary()), "log-level", level, "--data", str(loud.data)],
            capture_output=True,
            text=True,
            timeout=60,
        )

    assert say("error").stdout == "The server logs error and above.\n"
    quiet = requests.get(loud.base + "/healthz", timeout=60).headers["x-request-id"]
    assert say("loud").returncode == 2
    assert say("info").returncode == 0
    heard = requests.get(loud.base + "/healthz", timeout=60).headers["x-request-id"]
    log = "\n".join(log_of(loud))
    assert quiet not in log and heard in log
    gone = say("debug")
    assert gone.returncode == 1 and "No server answers" in gone.stderr


def test_json_lines_can_be_parsed(tmp_path, monkeypatch):
    monkeypatch.setenv("ALLOT_LOG_FORMAT", "json")
    server = Server(tmp_path / "data").start()
    answer = requests.get(server.base + '/no/such "page"\\', timeout=60)
    lines = [json.loads(line) for line in log_of(server) if line.startswith("{")]
    found = [line for line in lines if line.get("request") == answer.headers["x-request-id"]]
    assert [line["status"] for line in found] == [404]
    assert found[0]["level"] == "info" and found[0]["event"] == "request"


# B-340, B-341
def test_prometheus_reads_the_numbers_by_its_token(tmp_path, monkeypatch):
    token = tmp_path / "token"
    token.write_text("a long token of the watcher\n")
    monkeypatch.setenv("ALLOT_METRICS_TOKEN_FILE", str(token))
    server = Server(tmp_path / "data")
    server.add_user("mia@example.org", PASSWORD, admin=True)
    server.start()
    try:
        address = server.base + "/metrics"
        assert requests.get(address, timeout=60).status_code == 401
        bearer = {"Authorization": "Bearer a long token of the watcher"}
        assert requests.get(server.base + "/api/v1/users/me", headers=bearer, timeout=60).status_code == 401
        session = requests.Session()  # one connection: what was answered before is counted
        session.get(server.base + "/api/v1/items/aaaaaaaaaaaaaaaaaaaaaaaa", timeout=60)
        text = session.get(address, headers=bearer, timeout=60).text
        assert (
            'allot_http_requests_total{method="GET",route="/api/v1/items/{id}",status="401"} 1' in text
        )
        assert "aaaaaaaa" not in text
        assert re.search(r'allot_build_info\{version="\d+\.\d+\.\d+"\} 1', text)
        started = float(re.search(r"^process_start_time_seconds (\S+)$", text, re.M)[1])
        assert started > 1_700_000_000
    finally:
        server.stop()
