"""`dl.login()`: the browser flow, with the real page in a real browser."""

import json
import socket
import subprocess
import sys
import time

import pytest
import requests

from conftest import ADA, BROWSER_SCRIPT, password_of
from http_api import sign_in


def callback_port():
    """The SDK's own port 3001, unless another program on this machine has it."""
    with socket.socket() as probe:
        try:
            probe.bind(("", 3001))
            return None
        except OSError:
            probe.bind(("", 0))
            return probe.getsockname()[1]


def read_when_written(path, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if path.exists() and path.stat().st_size:
            return json.loads(path.read_text())
        time.sleep(0.05)
    raise AssertionError("the browser never finished")


@pytest.fixture
def person(monkeypatch, tmp_path):
    """Tells the browser script who sits before it."""
    monkeypatch.setenv("ALLOT_TEST_EMAIL", ADA)
    monkeypatch.setenv("ALLOT_TEST_PASSWORD", password_of(ADA))
    monkeypatch.setenv("ALLOT_TEST_SEEN", str(tmp_path / "seen.json"))
    return tmp_path / "seen.json"


def test_login_opens_the_sign_in_page_and_goes_on_after_the_form_was_sent(sdk, server, person):
    """B-001, B-004: three non-empty tokens reach the callback by one GET; nothing else does."""
    sdk.logout()
    port = callback_port()
    assert sdk.login(**({} if port is None else {"callback_port": port})) is True
    assert sdk.client_api.info()["user_email"] == ADA
    assert sdk.token_expired() is False
    assert sdk.client_api.refresh_token
    assert isinstance(list(sdk.projects.list()), list)  # the token is good for calls

    seen = read_when_written(person)
    local = f"http://localhost:{port or 3001}"
    assert seen["address"] == f"{server.base}/login?callback={local}"
    to_callback = [request for request in seen["requests"] if request[1].startswith(local)]
    assert to_callback[0] == ["GET", local + "/"]
    assert seen["ended_at"].startswith(local)


def test_a_wrong_password_stays_on_the_page_and_names_no_reason_that_helps_a_stranger(
    server, person, monkeypatch
):
    """B-003 of the page: no redirect, no token, a sentence."""
    monkeypatch.setenv("ALLOT_TEST_PASSWORD", "not the password")
    address = f"{server.base}/login?callback=http://localhost:9"
    subprocess.run([sys.executable, str(BROWSER_SCRIPT), address], check=True, timeout=60)
    seen = read_when_written(person)
    assert seen["ended_at"].startswith(server.base)
    assert not [request for request in seen["requests"] if request[1].startswith("http://localhost:9")]
    assert seen["text"].strip()


@pytest.mark.parametrize(
    "callback",
    [
        "http://example.org:3001",
        "https://localhost:3001",
        "http://localhost:3001@example.org",
        "http://localhost.example.org:3001",
        "http://localhost:3001/#fragment",
        "http://localhost:3001/path",
        "javascript:alert(1)",
        "//example.org",
        "http://user@localhost:3001",
    ],
)
def test_the_page_sends_tokens_to_loopback_callbacks_only(server, callback):
    """The callback is parsed, not searched for words (contract 00 §3.2)."""
    answer = requests.get(
        server.base + "/login", params={"callback": callback}, allow_redirects=False, timeout=20
    )
    assert answer.status_code == 400


def test_the_page_may_be_neither_framed_nor_stored(server):
    answer = requests.get(server.base + "/login?callback=http://localhost:3001", timeout=20)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    # Chromium applies form-action to the redirect after the form too.
    assert "http://localhost:3001" in policy


def test_the_gate_answers_with_tokens_that_nobody_stores(server):
    answer = requests.post(
        server.base + "/token?default",
        json={"username": ADA, "password": password_of(ADA), "type": "user_credentials"},
        timeout=20,
    )
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    assert sign_in(server.base, ADA.upper(), password_of(ADA))  # B-007
