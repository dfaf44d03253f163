"""`allot completion`: what a shell offers, and how bash takes it."""

import json
import socket
import subprocess
import time

import pytest

from cli_places import cli, place, work  # fixtures
from command_line import Cli
from conftest import ADA, unique
from server import binary

# Sets what bash sets when somebody presses Tab at the end of the line, and prints the answers.
PRESS_TAB = """
set -u
source <("$1" completion bash)
complete -p allot >&2
COMP_LINE=$2
COMP_POINT=${#COMP_LINE}
shift 2
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_allot
printf '%s\\n' "${COMPREPLY[@]}"
"""


def offered(cli, *words):
    """The candidates for the last word; where the work is done stands behind noun and verb."""
    done = subprocess.run(
        [str(binary()), "--complete", "--", *words[:2], *cli.everywhere, *words[2:]],
        env=cli.environment,
        capture_output=True,
        text=True,
        timeout=20,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def tab(cli, line, *pieces):
    """`line` as readline cuts it: at spaces, and at = : @."""
    assert "".join(pieces).replace(" ", "") == line.replace(" ", "")
    done = subprocess.run(
        ["bash", "-c", PRESS_TAB, "bash", str(binary()), line, *pieces],
        env={**cli.environment, "PATH": f"{binary().parent}:{cli.environment['PATH']}"},
        capture_output=True,
        text=True,
        timeout=20,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == "complete -o bashdefault -o default -F _allot allot\n"
    return done.stdout.splitlines()


@pytest.fixture
def nobody(tmp_path):
    """At a machine where nobody signed in."""
    return Cli(tmp_path)


def test_nouns_verbs_and_options_are_those_of_the_program(nobody):
    assert "assignment" in offered(nobody, "")
    assert offered(nobody, "assignment", "re") == ["reassign", "redistribute", "rename"]
    assert "--password-stdin" in offered(nobody, "login", "--")
    assert "--listen" in offered(nobody, "serve", "--l")
    for word in ("--complete", "--manual"):  # are for tools
        assert word not in offered(nobody, "-")


def test_names_are_those_of_the_server_or_the_folder(work):
    cli = work.cli
    name, task = work.task()
    assert work.project in offered(cli, "project", "show", "")
    assert work.dataset in offered(cli, "task", "create", "x", "-d", "pict")
    assert offered(cli, "task", "show", "-p", work.project, name) == [name]
    assert f"{name} ({ADA})" in offered(cli, "assignment", "show", name)
    assert offered(cli, "assignment", "reassign", f"{name} ({ADA})", "b") == ["ben"]
    assert offered(cli, "task", "create", "x", "-d", work.dataset, "--assign", "ada=5,c") == [
        "ada=5,cleo"
    ]
    assert offered(cli, "member", "remove", "-p", work.project, "ada@") == [ADA]


def test_names_of_another_project_are_left_out(work):
    empty = unique("project")
    work.cli.run("project", "create", empty)
    assert offered(work.cli, "dataset", "show", "--project", empty, "") == []


def test_where_nobody_is_signed_in_no_names_and_no_noise(nobody):
    assert offered(nobody, "project", "show", "") == []
    assert offered(nobody, "project", "show", "--url", "http://127.0.0.1:9", "") == []


def test_a_folder_that_is_none_is_not_made(nobody, tmp_path):
    assert offered(nobody, "project", "show", "--data", str(tmp_path / "none"), "") == []
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("place", ["server"], indirect=True)
def test_nobody_waits_for_a_server_that_is_silent(place, nobody, tmp_path):
    cookies = place.cli.home / ".dataloop" / "cookie.json"
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        (tmp_path / ".dataloop").mkdir()
        known = cookies.read_text().replace(place.cli.json("whoami")["email"], "mia@example.org")
        signed_in = known.replace(server_of(known), f"http://127.0.0.1:{port}")
        (tmp_path / ".dataloop" / "cookie.json").write_text(signed_in)
        begun = time.monotonic()
        assert offered(nobody, "project", "show", "") == []
        silent.settimeout(1)
        assert silent.accept()  # it was asked
    assert 0.5 < time.monotonic() - begun < 5


def server_of(cookies):
    return next(iter(json.loads(cookies)["login_parameters"])).removesuffix("/api/v1")


# bash


def test_bash_completes_words(nobody):
    assert tab(nobody, "allot assignment re", "allot", "assignment", "re") == [
        *["reassign", "redistribute", "rename"]
    ]
    assert "task" in tab(nobody, "allot ", "allot", "")


def test_bash_completes_a_value_behind_an_equals_sign(nobody):
    line = ["allot", "member", "add", "x", "--role"]
    assert tab(nobody, " ".join(line) + "=o", *line, "=", "o") == ["owner"]
    assert "owner" in tab(nobody, " ".join(line) + "=", *line, "=")
    line = [*line[:3], "x@example.org", "--role"]
    assert tab(nobody, " ".join(line) + " o", *line[:3], "x", "@", "example.org", "--role", "o") == [
        "owner"
    ]


@pytest.mark.parametrize("place", ["server"], indirect=True)
def test_bash_quotes_names_that_need_it(cli):
    name = unique("North side")
    cli.run("project", "create", name)
    quoted = name.replace(" ", "\\ ")
    line = ["allot", "project", "show"]
    assert tab(cli, " ".join(line) + " Nor", *line, "Nor") == [quoted]
    assert tab(cli, " ".join(line) + " North\\ s", *line, "North\\ s") == [quoted]
    assert tab(cli, " ".join(line) + ' "North s', *line, '"North s') == [name]


@pytest.mark.parametrize("place", ["server"], indirect=True)
def test_bash_completes_behind_an_at_sign(work):
    name, _ = work.task(assign="ada")
    line = ["allot", "assignment", "show"]
    typed = f"{name}\\ \\(ada@exa"
    pieces = [*line, f"{name}\\ \\(ada", "@", "exa"]
    assert tab(work.cli, " ".join(line) + " " + typed, *pieces) == ["example.org\\)"]


@pytest.mark.parametrize("place", ["server"], indirect=True)
def test_bash_completes_shares_one_by_one(work):
    line = ["allot", "task", "create", "x", "-d", work.dataset, "--assign"]
    assert tab(work.cli, " ".join(line) + " ada=60,b", *line, "ada", "=", "60,b") == ["60,ben"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_has_a_script(nobody, shell):
    assert "--complete --" in nobody.says("completion", shell)
    assert nobody.json("completion", shell) + "\n" == nobody.says("completion", shell)
