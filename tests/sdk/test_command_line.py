"""`allot serve` and `allot user`, on data folders of their own."""

import re
import subprocess

import pytest
import requests

from command_line import COLOUR, Cli
from conftest import ADA, BEN, MIA, password_of
from http_api import Api, command, ok, sign_in
from pictures import png
from server import Server, binary
from views import files_of, holdings, set_status


@pytest.fixture
def own(tmp_path):
    """A server that is not started yet."""
    server = Server(tmp_path / "data")
    yield server
    server.stop()


def mia_of(server):
    return Api(server.base, sign_in(server.base, MIA, password_of(MIA)))


def test_accounts_before_the_first_start_and_while_running(own):
    own.add_user(MIA, password_of(MIA), admin=True)
    own.start()
    assert mia_of(own).get("/users/me").ok
    own.add_user(ADA, password_of(ADA))
    assert sign_in(own.base, ADA, password_of(ADA))
    own.user("passwd", ADA, "--password-stdin", secret="quite another secret")
    assert sign_in(own.base, ADA, password_of(ADA)) is None
    assert sign_in(own.base, ADA, "quite another secret")
    listed = own.user("list")
    assert listed.splitlines()[0].split() == ["ACCOUNT", "STATE", "ROLE"]
    assert MIA in listed and ADA in listed
    mia_of(own).post("/projects", {"name": "with a bot of its own"})
    assert re.search(r"^bot\.\S+\s+active\s+worker, bot “default bot”$", own.user("list"), re.M)
    own.user("disable", ADA)
    assert sign_in(own.base, ADA, "quite another secret") is None
    assert own.stop() == 0


def test_an_account_cannot_be_added_twice(own):
    own.add_user(MIA, password_of(MIA))
    with pytest.raises(RuntimeError, match=MIA):
        own.add_user(MIA.upper(), password_of(MIA))


def test_a_first_start_without_accounts_prints_a_link_and_no_password(own):
    own.start()
    own.stop()
    text = "\n".join(own.output)
    assert re.search(r"http://127\.0\.0\.1:\d+/\S+", text.split("listening on", 1)[1])
    assert "password:" not in text.lower()


def test_a_one_time_link_opens_the_page_where_one_sets_a_password(own):
    own.add_user(MIA, password_of(MIA), admin=True)
    own.start()
    own.add_user(ADA, password_of(ADA))
    link = own.user("link", ADA).strip().splitlines()[-1].split()[-1]
    page = requests.get(link, timeout=20)
    assert page.status_code == 200
    assert 'type="password"' in page.text
    assert "no-store" in page.headers["Cache-Control"]
    # A mail program that looks at the link does not use it up.
    assert requests.get(link, timeout=20).status_code == 200


def test_a_second_server_on_one_folder_is_refused_in_a_sentence(own):
    own.add_user(MIA, password_of(MIA))
    own.start()
    second = subprocess.run(
        [str(binary()), "serve", "--data", str(own.data), "--listen", "127.0.0.1:0"],
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert second.returncode != 0
    assert str(own.data) in second.stderr + second.stdout
    assert mia_of(own).get("/users/me").ok


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_nothing_acknowledged_is_missing_after_a_restart(own, end):
    """B-164: neither after a graceful stop nor after a power failure."""
    own.add_user(MIA, password_of(MIA), admin=True)
    own.start()
    api = mia_of(own)
    project = ok(api.post("/projects", {"name": "kept"}))["id"]
    dataset = ok(api.post("/datasets", {"name": "kept", "projects": [project]}))
    for number in range(4):
        ok(api.upload(dataset["id"], f"/{number}.png", png(seed=number)))
    body = {
        "name": "kept",
        "query": '{"filter": {"type": "file"}}',
        "projectId": project,
        "datasetId": dataset["id"],
        "recipeId": dataset["metadata"]["system"]["recipes"][0],
        "taskOwner": MIA,
        "spec": {"type": "annotation"},
        "workload": [{"assigneeId": ADA, "load": 50}, {"assigneeId": BEN, "load": 50}],
    }
    task = command(api.post("/annotationtasks", body))["spec"]["createdTaskId"]
    items = files_of(api, dataset["id"])
    ok(set_status(api, task, items[:1]))
    held = holdings(api, task)
    getattr(own, end)()
    own.start()
    api = Api(own.base, api.token)  # sessions outlive a restart too
    assert holdings(api, task) == held
    assert api.get(f"/items/{items[3]}/stream").content == png(seed=3)
    assert ok(api.get(f"/items/{items[0]}"))["metadata"]["system"]["refs"][0]["metadata"]["status"]


def test_help_explains(tmp_path):
    for arguments in (["--help"], ["serve", "--help"], ["user", "--help"], ["user", "add", "--help"]):
        done = subprocess.run([str(binary()), *arguments], capture_output=True, text=True, timeout=20)
        assert done.returncode == 0
        assert "--" in done.stdout
    for arguments in (["serve", "--no-such-flag"], ["user", "add"], ["dance"]):
        done = subprocess.run([str(binary()), *arguments], capture_output=True, text=True, timeout=20)
        assert done.returncode != 0
        assert done.stderr.strip()


def test_the_list_of_accounts_fits_a_terminal(own, tmp_path):
    own.add_user(MIA, password_of(MIA), admin=True)
    own.start()
    mia_of(own).post("/projects", {"name": "with a bot of its own"})
    shown = COLOUR.sub("", Cli(tmp_path).on_terminal("user", "list", "--data", own.data, columns=80).out)
    assert shown.splitlines()[0].split() == ["ACCOUNT", "STATE", "ROLE"]
    assert max(map(len, shown.splitlines())) <= 80
    assert MIA in shown and "worker, bot “default bot”" in shown
