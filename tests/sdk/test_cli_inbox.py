"""`allot inbox`: what one is told, at a server and in a data folder."""

import time

import pytest

from cli_places import cli, place, work  # fixtures
from command_line import COLOUR, Cli
from conftest import ADA, MIA, password_of, unique


@pytest.fixture
def ada(place, work, tmp_path, request):
    """The command line as ada has it, with nothing new in the inbox."""
    if place.cli.everywhere:  # a data folder
        person = Cli(tmp_path, "--data", place.data, "--as", ADA)
    else:
        server = request.getfixturevalue("server")
        person = Cli(tmp_path)
        person.run("login", server.base, "--email", ADA, "--password-stdin", typed=password_of(ADA) + "\n")
    person.run("inbox", "--read", "--most", "1000", "--quiet")
    return person


def wait_for_lines(person, count):
    """A server tells a moment after the change."""
    end = time.monotonic() + 30
    while len(lines := person.json("inbox")) < count:
        assert time.monotonic() < end, lines
        time.sleep(0.1)
    return lines


def test_new_work_is_told_until_it_is_read(work, ada):
    """B-282."""
    name, task = work.task("--filter", "dir=/night", assign="ada")
    (line,) = wait_for_lines(ada, 1)
    assert line["kind"] == "assigned" and line["taskId"] == task and line["by"] == MIA
    assert line["text"] == f"You got 3 items in “{name}”."
    assert ada.ids("inbox") == [line["id"]]
    said = ada.says("inbox", "--read")
    assert said.splitlines()[0].split() == ["WHEN", "WHAT", "TEXT"]
    assert f"assigned  You got 3 items in “{name}”." in said
    assert ada.says("inbox") == "Nothing new; --all shows what you have read.\n"
    assert line["id"] in ada.ids("inbox", "--all")
    assert task not in [each.get("taskId") for each in work.cli.json("inbox") if each["kind"] == "assigned"]


def test_many_lines_are_cut_and_fit_a_terminal(work, ada):
    for _ in range(3):
        work.task("--filter", "dir=/night", assign="ada")
    wait_for_lines(ada, 3)
    some = ada.run("inbox", "--most", "2")
    assert len(some.out.splitlines()) == 3
    assert some.err == "1 more; --most shows them.\n"
    drawn = COLOUR.sub("", ada.on_terminal("inbox", columns=50).out)
    assert max(len(line) for line in drawn.splitlines()) <= 50


def test_an_inbox_may_be_empty(work, tmp_path, place):
    if not place.cli.everywhere:
        pytest.skip("everybody of the server has been told something")
    nobody = f"{unique('nobody')}@example.org"
    work.cli.run("member", "add", nobody, "--project", work.project)
    person = Cli(tmp_path, "--data", place.data, "--as", nobody)
    assert person.says("inbox", "--all") == "Your inbox is empty.\n"
