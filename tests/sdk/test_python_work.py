"""The package `allot` (python/allot) and looking after work: pace, lists, who is away, the inbox, what happens."""

import itertools
import threading
import time
from datetime import datetime, timedelta, timezone

import pytest

from conftest import ADA, BEN, CLEO, MIA, password_of
from helper_package import allot, dl, left_as_found, task  # fixtures
from views import assignment_of, handle, holdings


@pytest.fixture
def team(dl, new_project, new_dataset):
    """A project of its own with ada and ben, and a dataset of four pictures."""
    project = new_project()
    for person in (ADA, BEN):
        project.add_member(email=person, role=dl.MemberRole.ANNOTATOR)
    return project, new_dataset(4, of=project)


def as_person(allot, server, email):
    return allot.connect(server.base, email=email, password=password_of(email))


# Pace


def test_the_pace_of_a_task_is_rows_of_people(api, task):
    """B-310, B-311."""
    handle(api, task.id, holdings(api, task.id)[ADA][:2])
    pace = task.pace(days=3, tz="Europe/Berlin")
    assert [(each.assignee_id, each.open, each.handled) for each in pace.people] == [(ADA, 4, 2), (BEN, 6, 0)]
    assert [day.items for day in pace.left] == [10]
    assert [len(each.per_day) for each in pace.people] == [3, 3]
    assert pace.balanced == {ADA: 50, BEN: 50} and pace.late is False
    assert [row["handled"] for row in pace.to_rows()] == [2, 0]
    shown = str(pace).splitlines()
    assert shown[0].startswith("10 items open")
    assert shown[1].split() == ["PERSON", "OPEN", "DONE", "AN", "HOUR", "ACTIVE", "DONE", "BY"]
    assert [line.split()[:3] for line in shown[2:]] == [[ADA, "4", "2"], [BEN, "6", "0"]]
    assert list(pace.to_pandas()["open"]) == [4, 6]


def test_the_loads_of_a_pace_are_what_a_redistribution_takes(task):
    """B-311."""
    assert task.preview_redistribute(task.pace().balanced).total == 0


def test_zones_that_are_none_are_the_exception_of_the_sdk(dl, task):
    with pytest.raises(dl.exceptions.BadRequest):
        task.pace(tz="Mars/Olympus")


def test_the_pace_of_a_project_is_over_its_tasks(team, new_task):
    """B-312."""
    project, dataset = team
    for _ in range(2):
        new_task(dataset, [ADA])
    (adas,) = project.pace().people
    assert (adas.assignee_id, adas.tasks, adas.open, adas.assignment_id) == (ADA, 2, 8, None)


# Lists


def test_items_of_a_task_are_listed_with_who_has_them(api, task):
    """B-424."""
    mine = holdings(api, task.id)[ADA]
    handle(api, task.id, mine[:1])
    items = task.list_items()
    assert items.count() == 12
    first = items.first(1)[0]
    assert (first.item_id, first.assignee_id, first.status, first.by) == (mine[0], ADA, "completed", MIA)
    assert first.filename == "/" + first.name
    assert datetime.now(timezone.utc) - first.at < timedelta(minutes=10)
    assert [each.item_id for each in task.list_items(ADA, status="open")] == mine[1:]
    bens = assignment_of(api, task.id, BEN)["id"]
    assert {each.assignee_id for each in task.list_items(assignment=bens)} == {BEN}
    assert task.list_items(order="time").first(1)[0].item_id == mine[0]
    assert list(task.list_items([ADA, BEN]).to_pandas()["status"]).count("completed") == 1


def test_what_comes_next_is_told_to_whose_it_is(allot, dl, api, server, task):
    """B-420."""
    mine = holdings(api, task.id)[ADA]
    bens = dl.assignments.get(assignment_id=assignment_of(api, task.id, BEN)["id"])
    share = assignment_of(api, task.id, ADA)["id"]
    with pytest.raises(dl.exceptions.Forbidden):
        bens.next()
    as_person(allot, server, ADA)
    assignment = dl.assignments.get(assignment_id=share)
    coming = assignment.next(count=2)
    assert [item.id for item in coming.items] == mine[:2] and (coming.remaining, coming.waiting) == (6, None)
    assert isinstance(coming.items[0], dl.Item)
    assert assignment.next(after=coming.items[1]).items[0].id == mine[2]
    assert assignment.next(after=mine[-1]).items == ()
    assert str(coming).splitlines()[0] == "6 items to work on"
    assert share in [each.id for each in allot.my_assignments()]
    assert share not in [each.id for each in allot.my_assignments(active=False)]
    listed = str(allot.my_assignments()).splitlines()
    assert listed[0].split() == ["ASSIGNMENT", "PRIORITY", "DUE", "DONE", "OPEN"]
    row = next(each for each in allot.my_assignments().to_rows() if each["id"] == share)
    assert (row["priority"], row["done"], row["open"]) == ("medium", 0, 6)


def test_a_project_tells_what_needs_a_decision(team, new_task):
    """B-426."""
    project, dataset = team
    assert str(project.summary()) == "nothing needs a decision"
    new_task(dataset, [ADA])
    summary = project.summary()
    assert [(each.assignee_id, each.open) for each in summary.overloaded] == [(ADA, 4)]
    assert [each.assignee_id for each in summary.without_work] == [BEN]
    assert [(row["why"], row["what"]) for row in summary.to_rows()] == [("overloaded", ADA), ("without_work", BEN)]


# Absence


def test_who_is_away_is_said_and_lifted(dl, team):
    """B-422."""
    project, _ = team
    assert project.availability(BEN) is None
    begin = datetime(2030, 1, 2, 8, tzinfo=timezone.utc)
    said = project.set_availability(BEN, begin, until=begin + timedelta(days=7), hours_per_day=2)
    assert project.availability(BEN) == said
    assert (said.begin, said.until, said.hours_per_day) == (begin, begin + timedelta(days=7), 2)
    with pytest.raises(dl.exceptions.BadRequest):
        project.set_availability(BEN, begin, until=begin)
    assert project.clear_availability(BEN) is None
    assert project.availability(BEN) is None
    with pytest.raises(dl.exceptions.NotFound):
        project.availability(CLEO)


# The inbox, and what happens


def test_new_work_is_in_the_inbox_until_it_is_read(allot, server, task):
    """B-282."""
    as_person(allot, server, BEN)

    def told():
        return [line for line in allot.inbox(unread=True) if line.task_id == task.id]

    end = time.monotonic() + 30
    while not told():
        assert time.monotonic() < end
        time.sleep(0.1)
    (line,) = told()
    assert (line.kind, line.by, line.count, line.is_read) == ("assigned", MIA, 1, False)
    assert line.text.startswith("You got 6 items in ")
    allot.read_inbox([line])
    assert told() == [] and line.id in [each.id for each in allot.inbox()]
    newest = allot.inbox().first(1)[0]
    allot.read_inbox_up_to(newest)
    rows = allot.inbox().to_rows()
    known = [row["is_read"] for row in rows[[row["id"] for row in rows].index(newest.id) :]]
    assert known and all(known)  # other tests give work, too, and that is told a moment later


def test_a_walk_of_events_is_what_has_happened(allot, dl, task):
    """B-320."""
    begun = list(task.events())
    assert begun and {each.task_id for each in begun} == {task.id}
    task.redistribute({BEN: 100})
    news = list(task.events(after=begun[-1].number))
    assert news and all(each.number > begun[-1].number for each in news)
    assert MIA in [each.actor for each in news]
    assert [each.number for each in allot.events(tasks=[task], after=begun[-1].number)] >= [each.number for each in news]
    assert str(task.events()).splitlines()[0].split() == ["NUMBER", "WHEN", "WHAT", "BY"]
    with pytest.raises(dl.exceptions.NotFound):
        list(allot.events(tasks=["0" * 24]))


def test_whoever_listens_hears_what_comes(task):
    """B-320."""
    last = list(task.events())[-1].number
    timer = threading.Timer(1, lambda: task.redistribute({BEN: 100}))
    timer.start()
    heard = list(itertools.islice(task.events(after=last).listen(), 2))
    timer.join()
    assert last < heard[0].number < heard[1].number
    assert {each.task_id for each in heard} == {task.id}


def test_a_place_that_lies_ahead_of_what_happened_is_gone(allot, task):
    """B-320."""
    with pytest.raises(allot.Gone):
        list(task.events(after=10**8))


# Annotations


def test_an_item_tells_what_was_done_to_its_annotations(allot, dl, new_dataset):
    """B-265."""
    item = new_dataset(1).items.list().items[0]
    assert (len(item.annotation_log()), str(item.annotation_log())) == (0, "(none)")
    builder = item.annotations.builder()
    builder.add(dl.Box(left=1, top=1, right=5, bottom=5, label="car"))
    (box,) = item.annotations.upload(builder)
    box.label = "van"
    box.update()
    box.delete()
    changed, deleted = item.annotation_log()
    assert list(item.annotation_log().first(1)) == [changed] and len(item.annotation_log().first(5)) == 2
    assert {changed.annotation_id, deleted.annotation_id} == {box.id}
    assert changed.user == deleted.user == MIA
    assert changed.changes == {"label": {"from": "car", "to": "van"}}
    assert deleted.changes["id"] == {"from": box.id, "to": None}
    assert datetime.now(timezone.utc) - deleted.at < timedelta(minutes=5) and changed.at <= deleted.at
    log = item.annotation_log()
    assert log.to_rows()[0]["member"] == "label" and len(log.to_rows()) == 1 + len(deleted.changes)
    assert str(log).splitlines()[0].split()[:4] == ["AT", "BY", "ANNOTATION", "WHAT"]
    assert list(log.to_pandas()["to"])[0] == "van"
    builder = item.annotations.builder()
    builder.add(dl.Classification(label="night"))
    (night,) = item.annotations.upload(builder)
    (made,) = [change for change in item.annotation_log() if change.annotation_id == night.id]
    assert made.changes == {"id": {"from": None, "to": night.id}}
