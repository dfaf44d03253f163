"""`allot task pace`: how fast people work, and when it will be done."""

import unicodedata

import pytest

from cli_places import as_person, cli, place, work  # fixtures
from command_line import COLOUR
from conftest import ADA, BEN


def columns(line):
    """Of a terminal."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in line)


@pytest.fixture
def half_done(work):
    """A task of eight, four for each; ada's are done."""
    name, task = work.task()
    items = work.cli.ids("item", "list", "--task", task, "--person", ADA)
    work.cli.run("item", "status", "completed", *items, "--task", task)
    return task


def test_it_tells_what_is_left_and_who_did_what(work, half_done):  # B-310 B-311
    told = work.cli.says("task", "pace", half_done, "--days", 3, "--tz", "Europe/Berlin")
    assert "4 open items · nothing tells yet when they will be done" in told
    (day,) = [line for line in told.splitlines() if "█" in line and "@" not in line]
    assert day.split()[-2:] == ["4", "4"]  # left, and handled: not by ada but for her
    rows = {line.split()[0]: line.split() for line in told.splitlines() if "@" in line}
    assert rows[ADA][2:] == ["0", "4", "–", "0", "min", "–"]
    assert rows[BEN][2:] == ["4", "0", "–", "0", "min", "–"]
    assert "All would be done at the same time" not in told  # nobody's speed is known yet


def test_the_bars_beside_people_have_a_heading(work, half_done):
    (heading,) = [line for line in work.cli.says("task", "pace", half_done).splitlines() if line.startswith("PERSON")]
    assert heading.split()[:4] == ["PERSON", "PER", "DAY", "OPEN"]


def test_who_sees_the_own_row_alone_is_told_of_no_days_before_anything_was_handled(work, as_person, half_done):
    """B-312."""
    ben = as_person(BEN)
    told = ben.says("task", "pace", half_done).splitlines()
    days = told[told.index("") + 1 :]
    assert days[0].split() == ["DAY", "HANDLED"]
    assert days[1].split()[-1] == "0" and days[2] == ""  # today alone


def test_in_json_it_is_what_the_api_says_and_quiet_the_id(work, half_done):
    told = work.cli.json("task", "pace", half_done)
    assert told["taskId"] == half_done
    assert len(told["people"][0]["perDay"]) == 14
    assert work.cli.id("task", "pace", half_done) == half_done


def test_it_fits_a_terminal_of_eighty_columns(work, half_done):
    for width in (60, 80, 120):
        shown = work.cli.on_terminal("task", "pace", half_done, columns=width)
        assert shown.code == 0
        for line in COLOUR.sub("", shown.out).splitlines():
            assert columns(line) <= width, line
    assert "DONE BY" in shown.out


def test_days_and_zones_that_are_none_are_refused(work, half_done):
    said = work.cli.refused(2, "task", "pace", half_done, "--tz", "Mars/Olympus")
    assert "`--tz` must be the name of a time zone" in said
    work.cli.refused(2, "task", "pace", half_done, "--days", 91)
