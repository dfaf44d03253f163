"""The example runs as a user would run it: its own process, its own home, only the SDK."""

import os
import subprocess
import sys

import pytest

from conftest import MIA, password_of, unique
from server import ROOT, Server

EXAMPLE = ROOT / "examples" / "manage_tasks.py"


@pytest.fixture
def run(server, tmp_path):
    def run(*arguments, **environment):
        # The process gets a home of its own, so that it writes no settings into anybody's.
        places = {"HOME": str(tmp_path), "DATALOOP_PATH": str(tmp_path / ".dataloop")}
        return subprocess.run(
            [sys.executable, str(EXAMPLE), *arguments],
            env={**os.environ, **places, **environment},
            capture_output=True,
            text=True,
            timeout=120,
        )

    return run


def test_manage_tasks_follows_the_page_prints_each_step_and_ends_well(sdk, server, run):
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


def test_manage_tasks_says_so_when_the_password_is_wrong(server, run):
    done = run(ALLOT_URL=server.base, ALLOT_EMAIL=MIA, ALLOT_PASSWORD="wrong")
    assert done.returncode == 1
    assert "refused" in done.stderr


def test_manage_tasks_asks_for_a_sign_in_where_there_is_no_demo(run, tmp_path):
    done = run("--sign-ins", str(tmp_path / "none.txt"), ALLOT_PASSWORD="", ALLOT_EMAIL="")
    assert done.returncode == 2
    assert "--password" in done.stderr


def test_manage_tasks_runs_on_the_demo_as_its_owner(run, tmp_path):
    """The demo keeps its sign-ins in a file; the example reads the first."""
    demo = Server(tmp_path / "demo")
    demo.start("demo")
    try:
        sign_ins = demo.data / "demo-sign-ins.txt"
        assert sign_ins.stat().st_mode & 0o777 == 0o600
        done = run("--url", demo.base, "--sign-ins", str(sign_ins))
        assert done.returncode == 0, done.stdout + done.stderr
    finally:
        assert demo.stop() == 0
