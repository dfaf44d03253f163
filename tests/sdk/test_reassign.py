"""Reassignment (90-behaviour §18)."""

import pytest

from conftest import ADA, BEN, CLEO, DAN, EVE, MIA
from http_api import command, ok, refused
from views import assignment_of, files_of, handle, holdings, references, task_json


@pytest.fixture
def task(new_task, pool):
    return new_task(pool, [ADA, BEN])


def reassign(api, assignment_id, to, **more):
    return api.post(f"/assignments/{assignment_id}/reassign", {"annotator": to, **more})


def test_open_and_handled_items_go_over_with_their_statuses(api, pool, task):
    """B-220, B-201, B-223."""
    items = files_of(api, pool.id)
    handle(api, task.id, items[:2], "completed")
    handle(api, task.id, items[2:3], "discard")
    old = task.assignmentIds[0]
    new = command(reassign(api, old, CLEO))["spec"]["toAssignment"]
    assert new != old
    refused(api.get(f"/assignments/{old}"), 404)
    assert holdings(api, task.id) == {CLEO: items[:6], BEN: items[6:]}
    statuses = [references(api, item)[("assignment", new)] for item in items[:6]]
    assert statuses == ["completed", "completed", "discard", None, None, None]


def test_the_new_assignment_equals_the_old_one_but_for_who_it_is(sdk, api, pool, task):
    """B-221."""
    handle(api, task.id, files_of(api, pool.id)[:1])
    old = sdk.assignments.get(assignment_id=task.assignmentIds[0])
    old.metadata["user"] = {"note": "hand over with care"}
    old = old.update()
    before = old.to_json()
    after = old.reassign(assignee_id=CLEO).to_json()
    differing = {key for key in before if before[key] != after[key]}
    # The SDK writes its cached datasets too; these are no part of the assignment.
    assert differing - {"_datasets", "datasets"} == {"id", "name", "url", "annotator"}


def test_a_receiver_with_an_assignment_gets_the_items_into_it(api, pool, task):
    """B-222, B-070."""
    first, second = task.assignmentIds
    assert command(reassign(api, first, BEN))["spec"]["toAssignment"] == second
    refused(api.get(f"/assignments/{first}"), 404)
    assert holdings(api, task.id) == {BEN: files_of(api, pool.id)}
    assert task_json(api, task.id)["assignmentIds"] == [second]


def test_to_the_present_person_nothing_changes(api, task):
    """B-225."""
    first = task.assignmentIds[0]
    before = holdings(api, task.id), ok(api.get(f"/assignments/{first}"))
    assert command(reassign(api, first, ADA.upper()))["spec"]["toAssignment"] == first
    assert (holdings(api, task.id), ok(api.get(f"/assignments/{first}"))) == before


@pytest.mark.parametrize("annotator", [[], [CLEO, DAN], None, 7, {"email": CLEO}, "", "no address"])
def test_a_wrong_receiver_moves_nothing(api, task, annotator):
    """B-224: an array must have one address."""
    before = holdings(api, task.id)
    refused(reassign(api, task.assignmentIds[0], annotator), 400, "annotator")
    assert holdings(api, task.id) == before


def test_the_receiver_need_not_be_known(api, task):
    """B-226."""
    command(reassign(api, task.assignmentIds[0], "first.time@example.net"))
    assert "first.time@example.net" in holdings(api, task.id)


def test_the_history_keeps_who_did_what(api, pool, task):
    """B-227, B-095."""
    item = files_of(api, pool.id)[0]
    handle(api, task.id, [item])
    log = ok(api.get(f"/items/{item}"))["metadata"]["system"]["taskStatusLog"]
    command(reassign(api, task.assignmentIds[0], CLEO))
    system = ok(api.get(f"/items/{item}"))["metadata"]["system"]
    assert system["taskStatusLog"] == log
    (mine,) = [ref for ref in system["refs"] if ref["id"] == task.id]
    assert mine["metadata"]["creator"] == MIA


def test_counters_and_names_are_right_afterwards(api, pool, task):
    """B-072, B-110."""
    handle(api, task.id, files_of(api, pool.id)[:3])
    command(reassign(api, task.assignmentIds[0], CLEO))
    share = assignment_of(api, task.id, CLEO)
    assert (share["totalItems"], share["progress"], share["status"]) == (6, 50, "in progress")
    assert share["itemStatus"] == {"completed": 3, "remaining": 3, "actions": {"completed": 3}}
    assert share["name"] == f"{task.name} ({CLEO})"


def test_the_latest_reassignment_can_be_asked_for(api, task):
    first = task.assignmentIds[0]
    refused(api.get(f"/assignments/{first}/reassign"), 404)
    done = command(reassign(api, first, CLEO))
    assert ok(api.get(f"/assignments/{first}/reassign"))["id"] == done["id"]


def test_who_may(api, api_of, task):
    """B-170, B-212."""
    refused(reassign(api_of(ADA), task.assignmentIds[0], CLEO), 403)
    refused(reassign(api_of(EVE), task.assignmentIds[0], CLEO), 404)
    refused(reassign(api_of(None), task.assignmentIds[0], CLEO), 401)


def test_a_dismissed_task_refuses(api, task):
    """B-122."""
    ok(api.patch(f"/annotationtasks/{task.id}", {"status": "dismissed"}))
    refused(reassign(api, task.assignmentIds[0], CLEO), 409)
