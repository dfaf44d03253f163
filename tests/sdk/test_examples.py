"""The examples run as a user would run them: own process, own home, the SDK as it comes."""

import functools
import os
import re
import subprocess
import sys

import pytest

from conftest import MIA, password_of, unique
from http_api import Api, ok, sign_in
from server import PYTHON_PACKAGE, ROOT, Server

EXAMPLES = ROOT / "examples"
WITH_PACKAGE, PLAIN = "manage_tasks.py", "plain_dtlpy.py"
BOT = re.compile(r"bot\.[0-9a-f-]{36}@")


@pytest.fixture(params=[WITH_PACKAGE, PLAIN])
def example(request):
    return request.param


@pytest.fixture
def run_example(server, tmp_path):
    def run(example, *arguments, **environment):
        # The process gets a home of its own, so that it writes no settings into anybody's.
        places = {"HOME": str(tmp_path), "DATALOOP_PATH": str(tmp_path / ".dataloop")}
        if example == WITH_PACKAGE:  # the other does without
            places["PYTHONPATH"] = str(PYTHON_PACKAGE)
        command = [sys.executable, str(EXAMPLES / example), *arguments]
        once = functools.partial(subprocess.run, command, capture_output=True, text=True, timeout=120)
        done = once(env={**os.environ, **places, **environment})
        # SDKs up to 1.124 may forget an environment that is added at once after their import; `allot.connect`
        # waits for them, a script without it can only be run again.
        if example == PLAIN and "Unknown" in done.stderr and "environment" in done.stderr:
            done = once(env={**os.environ, **places, **environment})
        return done

    return run


@pytest.fixture
def run(run_example, example):
    return functools.partial(run_example, example)


def test_an_example_follows_the_page_prints_each_step_and_ends_well(sdk, server, run):
    name = unique("example")
    done = run(
        "--url", server.base, "--email", MIA, "--password", password_of(MIA), "--project", name
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.rstrip().endswith("done")
    for line in (
        "dl.token_expired() is False",
        "ada@example.org 7 (0 handled), ben@example.org 5 (0 handled)",
        "three times the same task: True",
        "four times the same assignment: True",
        "label the first wave, quickly_qa",
        "tasks left: 0, assignments left: 0",
    ):
        assert line in done.stdout, done.stdout
    assert name not in [project.name for project in sdk.projects.list()]


def test_an_example_says_so_when_the_password_is_wrong(server, run):
    done = run(ALLOT_URL=server.base, ALLOT_EMAIL=MIA, ALLOT_PASSWORD="wrong")
    assert done.returncode == 1
    assert "refused" in done.stderr


def test_an_example_says_so_when_no_server_is_there(run):
    done = run("--url", "http://127.0.0.1:9", "--email", MIA, "--password", "any")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "No server answers at http://127.0.0.1:9; does it run? --url says where it is."
    assert "Traceback" not in done.stderr


def test_an_example_asks_for_a_sign_in_where_there_is_no_demo(run, tmp_path):
    done = run("--sign-ins", str(tmp_path / "none.txt"), ALLOT_PASSWORD="", ALLOT_EMAIL="")
    assert done.returncode == 2
    assert "--password" in done.stderr


def test_an_example_runs_on_the_demo_as_its_owner(run, tmp_path):
    """The demo keeps its sign-ins in a file; the examples read the first."""
    demo = Server(tmp_path / "demo")
    demo.start("demo")
    try:
        sign_ins = demo.data / "demo-sign-ins.txt"
        assert sign_ins.stat().st_mode & 0o777 == 0o600
        done = run("--url", demo.base, "--sign-ins", str(sign_ins))
        assert done.returncode == 0, done.stdout + done.stderr
    finally:
        assert demo.stop() == 0


def work_of(api):
    """Every task and assignment with its counts, and how many items each folder has in no task."""
    project = ok(api.get("/projects"))[0]["id"]
    tasks = ok(api.post("/annotationtasks/query", {"filter": {}, "context": {"projectIds": [project]}}))
    assignments = ok(api.get(f"/assignments?projects={project}"))
    (dataset,) = ok(api.post("/datasets/query", {"filter": {}, "resource": "datasets"}))["items"]
    free = {"filter": {"metadata.system.refs": []}, "resource": "items"}
    return (
        [(each["id"], each["name"], each["totalItems"], each["itemStatus"]) for each in tasks["items"]],
        [(each["id"], each["annotator"], each["itemStatus"]) for each in assignments["items"]],
        ok(api.post(f"/datasets/{dataset['id']}/query", free))["totalItemsCount"],
    )


def test_the_first_snippet_of_the_readme_runs_on_the_demo_and_leaves_it_as_it_was(tmp_path):
    demo = Server(tmp_path / "demo")
    demo.start("demo")
    try:
        email, _, password = (demo.data / "demo-sign-ins.txt").read_text().splitlines()[0].split(" ")
        api = Api(demo.base, sign_in(demo.base, email, password))
        before = work_of(api)
        snippet = re.search(r"^```python\n(.*?)^```$", (ROOT / "README.md").read_text(), re.M | re.S)[1]
        assert f'email="{email}", password="…"' in snippet
        script = snippet.replace("http://127.0.0.1:8080", demo.base).replace("…", password)
        places = {"HOME": str(tmp_path), "DATALOOP_PATH": str(tmp_path / ".dataloop")}
        done = subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, **places, "PYTHONPATH": str(PYTHON_PACKAGE)},
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert done.stdout.endswith("ben@demo.example 80\ncleo@demo.example 20\n"), done.stdout
        assert work_of(api) == before
    finally:
        assert demo.stop() == 0


def test_both_examples_do_the_same(server, run_example):
    """What they print differs where they connect and where an assignment is deleted."""
    name = unique("example")
    sign_in = ("--url", server.base, "--email", MIA, "--password", password_of(MIA))
    printed = [
        BOT.sub("a bot", run_example(example, *sign_in, "--project", name).stdout).splitlines()
        for example in (WITH_PACKAGE, PLAIN)
    ]
    assert len(printed[0]) == len(printed[1])
    differing = [pair for pair in zip(*printed) if pair[0] != pair[1]]
    assert [pair[0].split(":")[0] for pair in differing] == ["* allot.connect", "* assignment.delete"]
    assert [pair[1].split(":")[0] for pair in differing] == ["* dl.login_m2m", "* DELETE /assignments/{id}"]
