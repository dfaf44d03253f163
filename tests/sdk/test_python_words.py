"""The package `allot` (python/allot) and what it says: tables that fit, what prints in words, who is told to be unknown."""

import re
import warnings
from datetime import datetime, timedelta, timezone

import pytest

from conftest import ADA, BEN, CLEO, MIA
from helper_package import allot, dl, left_as_found, task  # fixtures
from views import handle, holdings

STRANGER = "zoe@example.org"


@pytest.fixture(autouse=True)
def no_width(monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture
def table(allot):
    from allot.tables import table

    return table


# Tables


def test_a_table_has_numbers_at_the_right_and_says_that_there_is_nothing(table):
    rows = [{"PERSON": "ada", ">OPEN": 7, "DUE": None}, {"PERSON": "benedict", ">OPEN": 12, "DUE": "today"}]
    assert table(rows) == "PERSON    OPEN  DUE\nada          7  –\nbenedict    12  today"
    assert table([]) == ""


def test_where_no_terminal_says_its_width_nothing_is_cut(table):
    assert "x" * 300 in table([{"ITEM": "x" * 300}])


def test_what_is_too_wide_is_cut_of_paths_the_front_and_of_people_last(table, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    rows = [{"ITEM": "/a/very/long/folder/0001.png", "PERSON": "ada@example.org", "STATE": "completed"}]
    assert table(rows).splitlines()[1] == "…er/0001.png  ada@example.org  completed"
    monkeypatch.setenv("COLUMNS", "32")
    assert all(len(line) <= 32 for line in table(rows).splitlines())


def test_sentences_go_on_below(table, monkeypatch):
    monkeypatch.setenv("COLUMNS", "30")
    assert table([{"WHAT": "assigned", "~TEXT": "You got 6 items in “Morning”."}]).splitlines() == [
        "WHAT      TEXT",
        "assigned  You got 6 items in",
        "          “Morning”.",
    ]


def test_every_list_fits_eighty_columns(allot, dl, api, task, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    item = holdings(api, task.id)[ADA][0]
    handle(api, task.id, [item])
    task.redistribute({CLEO: 100})
    shown = [task.operations(), task.list_items(), task.pace(), task.events(), allot.inbox()]
    shown += [task.preview_redistribute({ADA: 50, BEN: 50}), dl.items.get(item_id=item).holders(task)]
    for each in shown:
        assert max(map(len, str(each).splitlines())) <= 80, str(each)
        assert not re.search(r"\b[0-9a-f]{24}\b", str(each))  # ids are in to_rows()


# Words


def test_items_of_a_task_have_the_words_of_the_command_line(api, task):
    """B-424."""
    first = holdings(api, task.id)[ADA][0]
    handle(api, task.id, [first])
    shown = str(task.list_items()).splitlines()
    assert shown[0].split() == ["ITEM", "PERSON", "STATE", "WHEN"]
    assert shown[1].split()[1:3] == [ADA, "completed"] and shown[2].split()[1:] == [ADA, "open", "–"]


def test_a_summary_says_why(dl, new_project, new_dataset, new_task):
    """B-426."""
    project = new_project()
    for person in (ADA, BEN):
        project.add_member(email=person, role=dl.MemberRole.ANNOTATOR)
    yesterday = (datetime.now() - timedelta(days=1)).timestamp()
    new_task(new_dataset(4, of=project), [ADA], due_date=yesterday)
    tasks, people = str(project.summary()).split("\n\n")
    assert tasks.splitlines()[0].split() == ["TASK", "WHY", "DUE", "DONE", "BY"] and " late " in tasks
    assert people.splitlines()[0].split() == ["PERSON", "OPEN", "WHY"]
    assert people.splitlines()[1:] == [f"{ADA}     4  twice the mean, or more", f"{BEN}     0  nothing to do"]


def test_who_is_away_is_said_in_words(allot):
    """B-422."""
    begin = datetime(2030, 1, 2, 8, tzinfo=timezone.utc)
    until = datetime(2030, 1, 9, 8, tzinfo=timezone.utc)
    assert str(allot.Availability(begin, until, None)) == "away from 2030-01-02 08:00 UTC until 2030-01-09 08:00 UTC"
    assert str(allot.Availability(begin, None, 0)) == "away from 2030-01-02 08:00 UTC until it is lifted"
    assert str(allot.Availability(begin, None, 2.5)).startswith("there 2.5 hours a day from ")


def test_the_times_of_a_pace_are_those_of_its_zone(allot):
    due = datetime(2030, 1, 2, 23, 30, tzinfo=timezone.utc)
    berlin = allot.Pace((), (), due, due, False, {}, "Europe/Berlin")
    assert str(berlin) == "0 items open, done by 2030-01-03 00:30 Europe/Berlin, due 2030-01-03 00:30 Europe/Berlin"
    assert str(allot.Pace((), (), None, due, False, {})) == "0 items open, due 2030-01-02 23:30 UTC"


def test_an_invitation_and_a_move_are_said_in_words(allot, task):
    link = allot.Invitation("http://x/welcome?token=a", datetime(2030, 1, 9, 8, tzinfo=timezone.utc))
    assert str(link) == "http://x/welcome?token=a (once, until 2030-01-09 08:00 UTC)"
    (creation,) = task.operations().first(1)
    assert repr(creation).startswith(f"<Operation {creation.id}: create: 12 items, {MIA}, 20")


# People


def test_people_alone_are_equal_parts(api, task):
    task.redistribute([BEN, CLEO])
    assert {person: len(items) for person, items in holdings(api, task.id).items()} == {BEN: 6, CLEO: 6}
    assert [row["after"] for row in task.preview_redistribute((ADA, BEN, CLEO)).to_rows()] == [4, 4, 4]


@pytest.mark.parametrize("loads", [BEN, 100, [60, 40], None], ids=str)
def test_what_is_no_workload_is_a_type_error_that_shows_one(task, loads):
    with pytest.raises(TypeError, match=r'Give loads as \{"ada@example.org": 60, '):
        task.preview_redistribute(loads)


def test_a_plan_names_who_is_new_to_the_task_and_who_is_unknown(task):
    plan = task.preview_redistribute({ADA: 50, CLEO: 25, STRANGER: 25})
    assert plan.strangers == (STRANGER,)
    assert f"{CLEO} (new to the task) " in str(plan) and f"{ADA}  " in str(plan)
    assert str(plan).splitlines()[-1] == f"{STRANGER} is no member of the project and has no account"
    mine = task.assignments.list()[0]
    assert mine.preview_reassign(STRANGER).strangers == (STRANGER,)
    assert mine.preview_redistribute({CLEO: 100}).strangers == ()


def test_work_that_goes_to_somebody_unknown_is_warned_of_unless_it_was_previewed(task):
    with pytest.warns(UserWarning, match=f"{STRANGER} is no member of the project and has no account"):
        task.redistribute({BEN: 50, STRANGER: 50})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        task.redistribute({ADA: 50, CLEO: 50})
        plan = task.preview_redistribute({STRANGER: 100})
        task.redistribute({STRANGER: 100}, expect=plan)


def test_work_of_an_assignment_that_goes_to_somebody_unknown_is_warned_of_too(dl, task):
    """The SDK's own methods; they are as they were for whom somebody knows."""
    adas, bens = task.assignments.list()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        (cleos,) = adas.redistribute(dl.Workload([dl.WorkloadUnit(assignee_id=CLEO, load=100)]))
    said = f"{STRANGER} is no member of the project and has no account"
    with pytest.warns(UserWarning, match=said) as told:
        (zoes,) = cleos.redistribute(workload=dl.Workload([dl.WorkloadUnit(assignee_id=STRANGER, load=100)]))
    assert told[0].filename == __file__  # where the script is to be put right
    assert (zoes.annotator, zoes.total_items) == (STRANGER, 6)
    for form in (STRANGER, [STRANGER]):
        with pytest.warns(UserWarning, match=said):
            bens = bens.reassign(assignee_id=form)


def test_connecting_again_warns_once(allot, server, task):
    allot.connect(server.base)
    with pytest.warns(UserWarning) as told:
        task.assignments.list()[0].reassign(STRANGER)
    assert len(told) == 1


def test_the_first_of_a_list_print_as_a_table(task):
    first = task.list_items().first(2)
    assert len(first) == 2 and [each.status for each in first] == [None, None]
    assert [line.split()[1] for line in str(first).splitlines()] == ["PERSON", ADA, ADA]
    assert str(task.list_items().first(0)) == "(none)" and first.to_rows()[0]["item_id"] == first[0].item_id


def test_a_contributor_whom_nobody_knows_is_warned_of(dl, pool):
    terms = {"batch_size": 3, "max_batch_workload": 6, "allowed_assignees": [ADA]}
    pulled = pool.tasks.create(task_name="pulled by strangers", **terms)
    with pytest.warns(UserWarning, match=STRANGER):
        pulled.add_contributors([STRANGER])
