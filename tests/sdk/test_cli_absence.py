"""`allot member away` and `back`: who is not there, at a server and in a data folder."""

import pytest

from cli_places import as_person, cli, place, work  # fixtures
from conftest import BEN


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


def test_the_hours_that_were_said_are_told(work, back_again):
    """B-422."""
    away = ["member", "away", "ben", "-p", work.project, "--from", "2030-01-02", "--until"]
    assert work.cli.says(*away, "2030-01-02 12:00") == f"{BEN} is away from 2 Jan 2030 until 2 Jan 2030 12:00\n"


def test_who_sees_no_members_is_known_by_the_own_short_name(work, as_person, back_again):
    """B-423."""
    ben = as_person(BEN)
    said = ben.says("member", "away", "ben", "-p", work.project, "--from", "2030-01-02", "--hours", "2")
    assert said == f"{BEN} works 2 hours a day from 2 Jan 2030\n"
    assert ben.json("member", "away", "BEN", "-p", work.project, "--show")["hoursPerDay"] == 2
    assert ben.id("member", "back", "ben", "-p", work.project) == BEN
    refused = ben.refused(2, "member", "away", "cleo", "-p", work.project)
    assert refused == "You see nobody else in the project, so `cleo` may be anybody; give the whole address."
