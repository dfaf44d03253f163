"""`allot inbox`: what one is told, at a server and in a data folder."""

import time

import pytest

from cli_places import as_person, cli, place, work  # fixtures
from command_line import COLOUR
from conftest import MIA, password_of, unique


@pytest.fixture
def nova(place, work):
    """A new member, who was told nothing: what others are told comes a moment later, from other tests too."""
    email = f"{unique('nova')}@example.org"
    if not place.cli.everywhere:  # in a data folder nobody needs an account
        words = ["user", "add", email, "--password-stdin", "--data", place.data]
        place.cli.run(*words, typed=password_of(email) + "\n")
    work.cli.run("member", "add", email, "--project", work.project)
    return email


@pytest.fixture
def told(nova, as_person):
    """The command line as nova has it."""
    return as_person(nova)


def wait_for_lines(person, count):
    """A server tells a moment after the change."""
    end = time.monotonic() + 30
    while len(lines := person.json("inbox")) < count:
        assert time.monotonic() < end, lines
        time.sleep(0.1)
    return lines


def test_new_work_is_told_until_it_is_read(work, nova, told):
    """B-282."""
    name, task = work.task("--filter", "dir=/night", assign=nova)
    (line,) = wait_for_lines(told, 1)
    assert line["kind"] == "assigned" and line["taskId"] == task and line["by"] == MIA
    assert line["text"] == f"You got 3 items in “{name}”."
    assert told.ids("inbox") == [line["id"]]
    said = told.says("inbox", "--read")
    assert said.splitlines()[0].split() == ["WHEN", "WHAT", "TEXT"]
    assert f"assigned  You got 3 items in “{name}”." in said
    assert told.says("inbox") == "Nothing new; --all shows what you have read.\n"
    assert line["id"] in told.ids("inbox", "--all")
    assert task not in [each.get("taskId") for each in work.cli.json("inbox") if each["kind"] == "assigned"]


def test_many_lines_are_told_as_far_as_is_asked(work, nova, told):
    for _ in range(3):
        work.task("--filter", "dir=/night", assign=nova)
    wait_for_lines(told, 3)
    some = told.run("inbox", "--count", "2")
    assert len(some.out.splitlines()) == 3
    assert some.err == "1 more before them; --count 3 tells all.\n"


def test_a_sentence_that_is_too_long_for_a_terminal_goes_on_below(work, nova, told):
    name, _ = work.task("--filter", "dir=/night", assign=nova)
    wait_for_lines(told, 1)
    title, *lines = COLOUR.sub("", told.on_terminal("inbox", columns=50).out).splitlines()
    begin = title.index("TEXT")
    assert len(lines) > 1 and max(len(line) for line in [title, *lines]) <= 50
    assert all(line[:begin].strip() == "" for line in lines[1:])
    assert " ".join(line[begin:].strip() for line in lines) == f"You got 3 items in “{name}”."


def test_an_inbox_may_be_empty(told):
    assert told.says("inbox", "--all") == "Your inbox is empty.\n"
