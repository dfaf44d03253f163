"""`allot member away` and `back`: who is not there, at a server and in a data folder."""

import re

import pytest

from cli_places import as_person, cli, place, work  # fixtures
from conftest import ADA, BEN, unique


@pytest.fixture
def back_again(work):
    yield
    work.cli.run("member", "back", BEN, "--project", work.project)


def test_a_manager_says_who_is_away_by_the_short_name(work, back_again):
    """B-422."""
    said = work.cli.says("member", "away", "ben", "-p", work.project, "--from", "2030-01-02", "--until", "2030-01-09")
    assert said == f"{BEN} is away from 2 Jan 2030 until 9 Jan 2030\n"
    assert work.cli.says("member", "away", "ben", "-p", work.project, "--show") == said
    assert work.cli.says("member", "back", "ben", "-p", work.project) == f"{BEN} is there\n"


def test_who_is_away_is_told_where_a_manager_looks(work, back_again):
    """B-422."""
    cli, project = work.cli, ["-p", work.project]
    cli.run("member", "away", "ben", *project, "--until", "2036-01-06")
    rows = {line.split()[0]: line for line in cli.says("member", "list", *project).splitlines()}
    assert rows[BEN].endswith("away until 6 Jan 2036") and "away" not in rows[ADA]
    (ben,) = [each for each in cli.json("member", "list", *project) if each["email"] == BEN]
    assert set(ben["availability"]) == {"from", "until"}
    note = f"{BEN} is away until 6 Jan 2036.\n"
    create = ["task", "create", unique("task"), "-d", work.dataset, *project, "--dry-run", "--assign"]
    assert cli.run(*create, "ada,ben").err == note
    assert cli.run(*create, "ada").err == ""
    _, task = work.task(assign="ada")
    assert cli.run("task", "redistribute", task, "ada=30", "ben=70", "-n").err == note
    cli.run("member", "away", "ben", *project, "--hours", "3")
    assert cli.run(*create, "ben").err == f"{BEN} is there 3 hours a day.\n"
    cli.run("member", "away", "ben", *project, "--from", "2030-01-02")
    assert cli.run(*create, "ben").err == ""


def test_the_hours_that_were_said_are_told(work, back_again):
    """B-422."""
    away = ["member", "away", "ben", "-p", work.project, "--from", "2030-01-02", "--until"]
    said = work.cli.says(*away, "2030-01-02 12:00")
    assert re.fullmatch(rf"{BEN} is away from 2 Jan 2030 until 2 Jan 2030 12:00 \S+\n", said)


def test_who_sees_no_members_is_known_by_the_own_short_name(work, as_person, back_again):
    """B-423."""
    ben = as_person(BEN)
    said = ben.says("member", "away", "ben", "-p", work.project, "--from", "2030-01-02", "--hours", "2")
    assert said == f"{BEN} works 2 hours a day from 2 Jan 2030\n"
    assert ben.json("member", "away", "BEN", "-p", work.project, "--show")["hoursPerDay"] == 2
    assert ben.id("member", "back", "ben", "-p", work.project) == BEN
    refused = ben.refused(2, "member", "away", "cleo", "-p", work.project)
    assert refused == "You see nobody else in the project, so `cleo` may be anybody; give the whole address."
