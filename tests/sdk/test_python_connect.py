"""The package `allot` (python/allot): one line that connects the SDK. Signing in is in test_python_sign_in.py."""

import json
import threading

import pytest

from conftest import ADA, MIA, password_of
from helper_package import allot, left_as_found, unknown  # fixtures


def in_cookie_file(sdk, key):
    with open(sdk.client_api.cookie_io.COOKIE) as file:
        return json.load(file)[key]


def others(environments, server):
    return {key: each for key, each in environments.items() if key != server.api}


def test_connect_adds_the_environment_with_gate_and_console_and_selects_it(allot, sdk, server, unknown):
    """B-001."""
    dl = allot.connect(server.base)
    assert dl is sdk
    assert dl.environment() == server.api
    known = in_cookie_file(sdk, "login_parameters")[server.api]
    assert known["gate_url"] == server.base
    assert known["url"] == server.base + "/"
    assert known["verify_ssl"] is True
    assert in_cookie_file(sdk, "url") == server.api
    assert dl.token_expired() is True
    assert dl.client_api._get_resource_url("projects") == server.base + "/projects"


@pytest.mark.parametrize("ending", ["", "/", "/api/v1", "/api/v1/"])
def test_connect_takes_the_address_with_and_without_the_path_of_the_api(
    allot, sdk, server, unknown, ending
):
    allot.connect(f" {server.base.upper()}{ending}")
    assert sdk.environment() == server.api
    assert sdk.client_api.environments[server.api]["gate_url"] == server.base


@pytest.mark.parametrize(
    "url, root",
    [
        ("https://label.example.org", "https://label.example.org"),
        ("https://label.example.org:8443/api/v1", "https://label.example.org:8443"),
        ("http://[::1]:8080/", "http://[::1]:8080"),
        ("127.0.0.1:8399", "http://127.0.0.1:8399"),
        ("Localhost/api/v1", "http://localhost"),
        ("[::1]:8080", "http://[::1]:8080"),
        ("label.example.org:8443", "https://label.example.org:8443"),
    ],
)
def test_connect_needs_no_server_as_long_as_nobody_signs_in(allot, sdk, url, root):
    allot.connect(url, verify_ssl=False)
    assert sdk.environment() == root + "/api/v1"
    assert sdk.client_api.verify is False
    assert sdk.client_api.environments[root + "/api/v1"]["alias"] == root.split("://")[1]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "localhost:port",
        "ada@localhost:8080",
        "ftp://localhost",
        "http://",
        "http://local host",
        "http://localhost:port",
        "http://localhost:8080/console",
        "http://localhost:8080/?a=1",
        "http://ada@localhost:8080",
        None,
    ],
)
def test_what_is_no_address_is_a_value_error_of_one_sentence_and_changes_nothing(allot, sdk, server, url):
    before = json.dumps(sdk.client_api.environments)
    with pytest.raises(ValueError, match=r"is no address of a server; give http://HOST\[:PORT\].*\.$"):
        allot.connect(url)
    assert json.dumps(sdk.client_api.environments) == before
    assert sdk.environment() == server.api


def test_connect_is_repeatable(allot, sdk, server, unknown, caplog):
    first = allot.connect(server.base, email=ADA, password=password_of(ADA))
    environments = json.dumps(sdk.client_api.environments)
    caplog.clear()
    assert allot.connect(server.api) is first
    assert json.dumps(sdk.client_api.environments) == environments
    assert json.dumps(in_cookie_file(sdk, "login_parameters")) == environments
    assert sdk.client_api.info()["user_email"] == ADA
    assert sdk.projects.list() is not None
    assert [each for each in caplog.records if each.levelname == "WARNING"] == []


def test_connect_leaves_other_environments_as_they_are(allot, sdk, server, unknown):
    before = others(in_cookie_file(sdk, "login_parameters"), server)
    assert "https://gate.dataloop.ai/api/v1" in before
    allot.connect(server.base, email=ADA, password=password_of(ADA))
    assert others(in_cookie_file(sdk, "login_parameters"), server) == before


def test_an_environment_that_exists_keeps_its_alias_and_its_sign_in(allot, sdk, server):
    """It was added by hand, without gate and console, and another one is selected."""
    token = sdk.client_api.token
    sdk.add_environment(environment=server.api, alias="by hand", token=token, refresh_token="of mia")
    sdk.setenv("prod")
    dl = allot.connect(server.base)
    known = dl.client_api.environments[server.api]
    assert (known["alias"], known["token"], known["refresh_token"]) == ("by hand", token, "of mia")
    assert (known["gate_url"], known["url"]) == (server.base, server.base + "/")
    assert dl.token_expired() is False
    assert dl.client_api.info()["user_email"] == MIA
    assert dl.projects.list() is not None


def test_an_alias_may_be_given_and_is_good_for_setenv(allot, sdk, server, unknown):
    allot.connect(server.base, alias="labels")
    sdk.setenv("prod")
    sdk.setenv("labels")
    assert sdk.environment() == server.api


def test_an_alias_of_another_environment_is_refused(allot, sdk, server):
    """The SDK would drop that one."""
    before = json.dumps(sdk.client_api.environments)
    with pytest.raises(ValueError, match=r"'prod' belongs to https://gate\.dataloop\.ai/api/v1"):
        allot.connect(server.base, alias="prod")
    assert json.dumps(sdk.client_api.environments) == before


def test_two_servers_whose_hosts_have_one_name_get_two_aliases(allot, sdk):
    allot.connect("https://label.example.org")
    allot.connect("http://label.example.org")
    environments = sdk.client_api.environments
    assert environments["https://label.example.org/api/v1"]["alias"] == "label.example.org"
    assert environments["http://label.example.org/api/v1"]["alias"] == "label.example.org-2"


def test_what_connect_adds_is_not_lost_to_a_thread_that_reads_the_environments(allot, sdk, server, unknown, monkeypatch):
    """B-001: older SDKs have such a thread from their import on."""
    client = sdk.client_api
    read = client.cookie_io.get
    has_read, goes_on = threading.Event(), threading.Event()

    def read_slowly(key):
        value = read(key)
        if threading.current_thread() is reader and key == "login_parameters":
            has_read.set()
            goes_on.wait(10)
        return value

    reader = threading.Thread(target=lambda: client.environments)
    monkeypatch.setattr(client.cookie_io, "get", read_slowly)
    client._environments = None
    reader.start()
    assert has_read.wait(10)
    threading.Timer(0.3, goes_on.set).start()
    assert allot.connect(server.base).environment() == server.api
    reader.join(10)
    assert server.api in client.environments
