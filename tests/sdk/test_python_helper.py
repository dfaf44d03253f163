"""The package `allot` (python/allot): one line that connects the SDK, `Assignment.delete()`, and invitations.

What it does with moves of work is in test_python_moves.py.
"""

import json
import socket
import subprocess
import sys
import threading
import urllib.parse
import urllib.request
from datetime import datetime, timedelta, timezone

import pytest

from conftest import ADA, BEN, EVE, MIA, password_of
from helper_package import allot, left_as_found  # fixtures
from http_api import sign_in
from views import handle, holdings, ids_of


@pytest.fixture
def unknown(sdk, server):
    """The server, as the SDK sees it that has never heard of it."""
    environments = dict(sdk.client_api.environments)
    del environments[server.api]
    sdk.client_api.environments = environments
    sdk.setenv("prod")


@pytest.fixture
def task(new_task, pool):
    """Six items for each of two people."""
    return new_task(pool, [ADA, BEN])


def in_cookie_file(sdk, key):
    with open(sdk.client_api.cookie_io.COOKIE) as file:
        return json.load(file)[key]


def others(environments, server):
    return {key: each for key, each in environments.items() if key != server.api}


# Connecting


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
        "localhost:8080",
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


# Signing in


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


def test_email_and_password_sign_in(allot, sdk, server, unknown):
    """B-001, B-002."""
    dl = allot.connect(server.base, email=ADA, password=password_of(ADA))
    assert dl.token_expired() is False
    assert dl.client_api.info()["user_email"] == ADA
    assert isinstance(list(dl.projects.list()), list)


@pytest.mark.parametrize("email", [MIA, EVE])
def test_a_wrong_password_is_a_permission_error_and_signs_nobody_out(allot, sdk, server, email):
    """B-003: no token is stored."""
    good, refresh = sdk.client_api.token, sdk.client_api.refresh_token
    assert sdk.client_api.info()["user_email"] == MIA
    with pytest.raises(PermissionError, match=r"refused this e-mail address and password, or "):
        allot.connect(server.base, email=email, password="wrong")
    assert (sdk.client_api.token, sdk.client_api.refresh_token) == (good, refresh)


def test_a_server_that_is_not_there_is_one_sentence(allot, sdk, server):
    """Whoever was signed in elsewhere still is."""
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{nobody.getsockname()[1]}"
    with pytest.raises(ConnectionError, match=f"^No server answers at {url}; does it run\\?$") as problem:
        allot.connect(url, email=ADA, password=password_of(ADA))
    assert problem.value.__suppress_context__ and problem.value.__cause__ is None
    allot.connect(server.base)
    assert sdk.client_api.info()["user_email"] == MIA


def test_a_server_without_tls_is_said_to_have_none(allot, server):
    with pytest.raises(ConnectionError, match=r"has no certificate that is trusted here, or speaks no TLS\."):
        allot.connect(server.base.replace("http:", "https:"), email=ADA, password=password_of(ADA))


def test_a_token_signs_in(allot, sdk, server):
    """B-001."""
    allot.connect(server.base, token=sign_in(server.base, EVE, password_of(EVE)))
    assert sdk.client_api.info()["user_email"] == EVE
    assert list(sdk.projects.list()) == []


@pytest.mark.parametrize("damage", [lambda token: "no token", lambda token: token[:-8] + "AAAAAAAA"])
def test_a_wrong_token_is_a_permission_error_and_the_sign_in_before_it_stays(allot, sdk, server, damage):
    good, refresh = sdk.client_api.token, sdk.client_api.refresh_token
    with pytest.raises(PermissionError, match=r"refused this token\.$"):
        allot.connect(server.base, token=damage(good))
    assert (sdk.client_api.token, sdk.client_api.refresh_token) == (good, refresh)


@pytest.mark.parametrize(
    "half",
    [{"email": MIA}, {"password": "secret"}, {"token": "a", "email": MIA, "password": "b"}],
    ids=lambda half: "+".join(half),
)
def test_half_a_sign_in_or_two_are_a_value_error(allot, server, half):
    with pytest.raises(ValueError, match="^Give "):
        allot.connect(server.base, **half)


# Assignment.delete


def test_delete_takes_the_assignment_and_its_items_out_of_the_task(allot, api, server, pool, task):
    """B-145: handled ones too; other assignments and the task stay."""
    dl = allot.connect(server.base)
    mine, theirs = task.assignments.list()
    kept = ids_of(api, pool.id, theirs.id)
    handle(api, task.id, ids_of(api, pool.id, mine.id)[:2])
    assert mine.delete() is True
    assert holdings(api, task.id) == {BEN: kept}
    with pytest.raises(dl.exceptions.NotFound):
        mine.delete()
    with pytest.raises(dl.exceptions.NotFound):
        dl.assignments.get(assignment_id=mine.id)
    assert dl.tasks.get(task_id=task.id).total_items == len(kept)


def test_delete_without_waiting_returns_the_command(allot, server, task):
    allot.connect(server.base)
    share = task.assignments.list()[0]
    command = share.delete(wait=False)
    assert command.wait().spec["deleteAssignmentId"] == share.id


def test_a_refusal_is_the_exception_of_the_sdk(allot, api, server, new_project, new_dataset, new_task):
    own = new_project()
    own.add_member(email=ADA, role="annotator")
    task = new_task(new_dataset(2, of=own), [ADA, BEN])
    share = task.assignments.list()[0]
    dl = allot.connect(server.base, email=ADA, password=password_of(ADA))
    with pytest.raises(dl.exceptions.Forbidden):
        share.delete()
    assert len(holdings(api, task.id)) == 2


def test_an_sdk_that_has_the_method_keeps_its_own(allot, sdk, server, monkeypatch):
    def delete(self):
        return "its own"

    monkeypatch.setattr(sdk.Assignment, "delete", delete, raising=False)
    allot.connect(server.base)
    assert sdk.Assignment.delete is delete


def test_the_installed_sdk_stays_unmodified(allot, sdk, server):
    """A process that never connects has no such method."""
    allot.connect(server.base)
    code = "import dtlpy; raise SystemExit(hasattr(dtlpy.Assignment, 'delete'))"
    assert subprocess.run([sys.executable, "-c", code], timeout=120).returncode == 0


# Inviting


@pytest.fixture
def own(new_project):
    """A project with a member who has no account yet; the address needs escaping."""
    project = new_project()
    guest = f"new+{project.id}@example.org"
    project.add_member(email=guest, role="annotator")
    return project, guest


def choose_password(link, password):
    form = urllib.parse.parse_qs(urllib.parse.urlsplit(link).query)
    form = urllib.parse.urlencode({"token": form["token"][0], "password": password})
    address = link.split("?")[0]
    # What follows the answer is a page for people; that it came is enough.
    with urllib.request.urlopen(address, form.encode(), timeout=30) as answer:
        return answer.status


def test_an_invitation_is_a_link_that_lets_its_person_in(allot, sdk, server, own):
    """B-009."""
    project, guest = own
    dl = allot.connect(server.base)
    before = datetime.now(timezone.utc)
    link = allot.invite(project, guest)
    assert link.url.startswith(server.base + "/welcome?token=")
    assert timedelta(days=7, seconds=-1) < link.expires_at - before < timedelta(days=7, minutes=2)
    assert choose_password(link.url, "one that is long enough") == 200
    allot.connect(server.base, email=guest, password="one that is long enough")
    assert [each.name for each in dl.projects.list()] == [project.name]


def test_a_later_invitation_makes_the_earlier_void(allot, server, own):
    """B-009. A project's id does as well as the project."""
    project, guest = own
    earlier, later = allot.invite(project.id, guest), allot.invite(project, guest.upper())
    with pytest.raises(urllib.error.HTTPError, match="404"):
        choose_password(earlier.url, "one that is long enough")
    assert choose_password(later.url, "one that is long enough") == 200


def test_no_member_and_whoever_has_an_account_are_invited_in_vain(allot, sdk, own, sign_in_sdk):
    """B-009."""
    project, guest = own
    project.add_member(email=ADA, role="annotator")
    with pytest.raises(sdk.exceptions.NotFound):
        allot.invite(project, "stranger@example.org")
    with pytest.raises(sdk.exceptions.Conflict):
        allot.invite(project, ADA)
    sign_in_sdk(ADA)
    with pytest.raises(sdk.exceptions.Forbidden):
        allot.invite(project, guest)
