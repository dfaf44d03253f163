"""docs/guides/command-line.md, as it stands there: its commands run from top to bottom in one bash,
and print what the guide says that they print."""

import os
import re
import subprocess

import pytest

from guide_text import NEXT, scripts, snippets, without_ids
from http_api import Api, sign_in
from pictures import write_pictures
from server import ROOT, Server, binary

GUIDE = ROOT / "docs" / "guides" / "command-line.md"
WRITTEN_AS = "http://127.0.0.1:8080"  # what the guide calls the server
EMAIL, PASSWORD = "ada@example.org", "a good long secret"


@pytest.fixture
def own(tmp_path):
    server = Server(tmp_path / "server")
    server.add_user(EMAIL, PASSWORD, admin=True)
    server.start()
    yield server
    assert server.stop() == 0


def run(server, folder):
    """What each snippet prints."""
    write_pictures(folder / "pictures", 12)
    script = f"echo '{NEXT}'\n".join(scripts(GUIDE, "sh"))
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script.replace(WRITTEN_AS, server.base)],
        cwd=folder,
        env={
            **os.environ,
            "HOME": str(folder),
            "DATALOOP_PATH": str(folder / ".dataloop"),
            "PATH": f"{binary().parent}:{os.environ['PATH']}",
            "TZ": "UTC",
        },
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout.split(NEXT + "\n")


def test_the_command_line_guide_runs_and_prints_what_it_says(own, tmp_path):
    told = snippets(GUIDE, "sh")
    printed = run(own, tmp_path)
    assert len(printed) == len(told) and [text for _, text in told if text]
    for (commands, expected), text in zip(told, printed):
        if expected is not None:
            assert without_ids(text) == without_ids(expected), commands
    assert (tmp_path / "here" / "allot.db").exists()


def test_the_exit_codes_of_the_guide_are_those_of_the_manual():
    guide = dict(re.findall(r"^\| (\d) \| (\w+)", GUIDE.read_text(), re.M))
    page = (ROOT / "docs" / "man" / "allot.1").read_text().split(".SH EXIT STATUS")[1]
    manual = dict(re.findall(r"^\.B (\d)\n(\w+)", page.split(".SH")[0], re.M))
    assert sorted(guide) == sorted(manual) == list("01234")


MOVING = ROOT / "docs" / "guides" / "moving-from-dataloop.md"


def shape(method, path):
    """A route apart from the names of what is in its address."""
    return method.lower(), re.sub(r"\{[^}]*\}", "{}", path)


def served():
    rows = re.findall(
        r'^ *\{(get|post|put|patch|delete)_?, *"(/[^"]*)"',
        (ROOT / "src" / "http" / "routes.cpp").read_text(),
        re.M,
    )
    return {shape(*row) for row in rows}


def told_as_missing():
    section = MOVING.read_text().split("## Not here")[1]
    return re.findall(r"`(GET|POST|PUT|PATCH|DELETE) (/[^`]*)`", section)


def test_what_the_guide_on_moving_tells_as_missing_is_not_served(own):
    """B-150. Whoever adds a route strikes it from the guide."""
    missing = told_as_missing()
    assert len(missing) > 30 and len(served()) > 90
    assert [each for each in missing if shape(*each) in served()] == []
    api = Api(own.base, sign_in(own.base, EMAIL, PASSWORD))
    for method, path in missing:
        answer = api.request(method, path.replace("{id}", "0" * 24), json={})
        assert answer.status_code in (404, 405), (method, path, answer.text)
