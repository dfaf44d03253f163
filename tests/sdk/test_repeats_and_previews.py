"""Retries of lost answers (B-160) and previews of moves (80-operations §1)."""

import json

import pytest

from conftest import ADA, BEN, CLEO, DAN, EVE, MIA, loads_json, unique
from database import snapshot
from http_api import command, ok, refused
from test_task_creation import create_body
from views import assignment_of, files_of, handle, holdings, task_json


@pytest.fixture
def task(new_task, pool):
    return new_task(pool, [ADA, BEN])


def in_query(items):
    return json.dumps({"filter": {"id": {"$in": items}}})


# Repeats


def test_a_repeated_redistribution_gets_the_first_command_and_moves_nothing(api, pool, task):
    """B-160: with the source among the receivers a second run would move again."""
    items = files_of(api, pool.id)
    path = f"/assignments/{task.assignmentIds[0]}/redistribute"
    body = {"workload": loads_json([ADA, CLEO], [50, 50])}
    first = command(api.post(path, body))
    assert command(api.post(path, body)) == first
    assert command(api.post(path, body)) == first
    assert holdings(api, task.id) == {ADA: items[:3], CLEO: items[3:6], BEN: items[6:]}
    # Reads came in between, so this one means it.
    assert command(api.post(path, body))["id"] != first["id"]
    assert len(holdings(api, task.id)[ADA]) == 2


def test_a_repeated_creation_makes_one_task(api, project, pool):
    """B-160."""
    body = create_body(project, pool)
    first = command(api.post("/annotationtasks", body))
    assert command(api.post("/annotationtasks", body))["spec"] == first["spec"]
    assert [task.name for task in project.tasks.list()].count(body["name"]) == 1


def test_another_body_query_or_caller_is_no_repeat(api, api_of, project, pool):
    """B-160."""
    body = create_body(project, pool)
    ids = [command(api.post("/annotationtasks", body))["spec"]["createdTaskId"]]
    ids.append(command(api.post("/annotationtasks?x=1", body))["spec"]["createdTaskId"])
    other = {**body, "priority": 3}
    ids.append(command(api.post("/annotationtasks?x=1", other))["spec"]["createdTaskId"])
    assert len(set(ids)) == 3
    refused(api_of(EVE).post("/annotationtasks?x=1", other), 404)


def test_a_refused_request_is_no_first_of_a_repeat(api, task):
    path = f"/assignments/{task.assignmentIds[0]}/redistribute"
    wrong = {"workload": loads_json([CLEO], [90])}
    for _ in range(2):
        refused(api.post(path, wrong), 400)


def test_a_repeated_reassignment_and_deletion(api, task):
    """B-160: the second call would otherwise find nothing."""
    first, second = task.assignmentIds
    path = f"/assignments/{first}/reassign"
    done = command(api.post(path, {"annotator": CLEO}))
    assert command(api.post(path, {"annotator": CLEO})) == done
    done = command(api.delete(f"/assignments/{second}"))
    assert command(api.delete(f"/assignments/{second}")) == done


def test_a_repeat_is_done_again_when_somebody_changed_what_the_first_left(api, api_of, project, task):
    """B-160."""
    ok(api.post(f"/projects/{project.id}/members/{DAN}", {"role": "engineer"}))
    path = f"/assignments/{task.assignmentIds[0]}/redistribute"
    body = {"workload": loads_json([ADA, CLEO], [50, 50])}
    first = command(api.post(path, body))
    back = assignment_of(api_of(DAN), task.id, CLEO)["id"]
    command(api_of(DAN).post(f"/assignments/{back}/redistribute", {"workload": loads_json([ADA], [100])}))
    again = command(api.post(path, body))
    assert again["id"] != first["id"]
    assert len(holdings(api, task.id)[CLEO]) == 3


# Commands


def test_commands_can_be_read_and_listed_by_who_gave_them(api, api_of, task):
    """Contract 00 §6."""
    done = command(api.delete(f"/annotationtasks/{task.id}"))
    assert done["progress"] == 100
    assert "/api/v1/commands/" + done["id"] in done["url"]
    assert ok(api.get(f"/commands/{done['id']}")) == done
    assert ok(api.get("/commands"))[0]["id"] == done["id"]
    assert ok(api.post(f"/commands/{done['id']}/abort"))["status"] == "success"
    refused(api_of(EVE).get(f"/commands/{done['id']}"), 404)
    assert done["id"] not in [each["id"] for each in ok(api_of(EVE).get("/commands"))]


# Previews

PERSON = {"assigneeId", "assignmentId", "open", "handled", "inUse", "gives", "gets", "after"}


def preview(server, api, method, path, body=None):
    """The plan; and nothing may be written."""
    before = snapshot(server)
    answer = ok(api.request(method, path + "?dryRun=true", json=body))
    assert snapshot(server) == before
    plan = answer["plan"]
    for person in plan["people"]:
        assert set(person) >= PERSON
        if plan["kind"] != "reassign":  # which moves handled items as well
            assert person["after"] == person["open"] - person["gives"] + person["gets"]
    assert plan["total"] == sum(person["gets"] for person in plan["people"]) or not plan["undoable"]
    assert set(plan["left"]) >= {"handled", "inUse", "notMatching"}
    assert isinstance(plan["version"], str) and plan["version"]
    return plan


def by_person(plan):
    return {person["assigneeId"]: person for person in plan["people"]}


def test_preview_of_a_redistribution(server, api, pool, task):
    items = files_of(api, pool.id)
    handle(api, task.id, items[:2])
    share = task.assignmentIds[0]
    body = {"workload": loads_json([CLEO, BEN], [50, 50])}
    plan = preview(server, api, "POST", f"/assignments/{share}/redistribute", body)
    assert (plan["kind"], plan["taskId"], plan["total"]) == ("redistribute", task.id, 4)
    assert plan["undoable"] is True
    assert plan["left"]["handled"] == 2
    people = by_person(plan)
    assert [person["assigneeId"] for person in plan["people"]][:2] == [CLEO, BEN]
    assert people[CLEO]["assignmentId"] is None
    assert (people[CLEO]["gets"], people[BEN]["gets"], people[ADA]["gives"]) == (2, 2, 4)
    assert (people[ADA]["open"], people[ADA]["handled"], people[ADA]["after"]) == (4, 2, 0)
    assert people[BEN]["assignmentId"] == task.assignmentIds[1]
    command(api.post(f"/assignments/{share}/redistribute", body))
    held = holdings(api, task.id)
    assert (len(held[CLEO]), len(held[BEN]), len(held[ADA])) == (2, 8, 2)


def test_preview_of_a_reassignment(server, api, pool, task):
    handle(api, task.id, files_of(api, pool.id)[:2])
    share = task.assignmentIds[0]
    plan = preview(server, api, "POST", f"/assignments/{share}/reassign", {"annotator": BEN})
    assert (plan["kind"], plan["assignmentId"], plan["total"]) == ("reassign", share, 6)
    assert by_person(plan)[BEN]["assignmentId"] == task.assignmentIds[1]


def test_preview_of_adding_and_removing(server, api, pool, new_task):
    items = files_of(api, pool.id)
    task = new_task(pool, [ADA], limit=4)
    handle(api, task.id, items[:1])
    body = {"query": in_query(items[2:7]), "workload": loads_json([BEN], [100])}
    plan = preview(server, api, "POST", f"/annotationtasks/{task.id}/addToTask", body)
    assert (plan["total"], by_person(plan)[BEN]["gets"]) == (3, 3)
    body = {"query": in_query(items[:3])}
    plan = preview(server, api, "POST", f"/annotationtasks/{task.id}/removeFromTask", body)
    assert (plan["total"], plan["left"]["handled"], plan["undoable"]) == (2, 1, False)  # B-295
    assert by_person(plan)[ADA]["gives"] == 2
    assert holdings(api, task.id) == {ADA: items[:4]}


def test_preview_of_a_creation(server, api, project, pool):
    body = create_body(project, pool, workload=loads_json([ADA, BEN], [75, 25]))
    plan = preview(server, api, "POST", "/annotationtasks", body)
    people = by_person(plan)
    assert (plan["total"], people[ADA]["gets"], people[BEN]["gets"]) == (12, 9, 3)
    assert body["name"] not in [task.name for task in project.tasks.list()]


def test_preview_of_deletions(server, api, task):
    """B-295."""
    plan = preview(server, api, "DELETE", f"/assignments/{task.assignmentIds[0]}")
    assert (plan["total"], plan["undoable"]) == (6, False)
    plan = preview(server, api, "DELETE", f"/annotationtasks/{task.id}")
    assert (plan["total"], plan["undoable"]) == (12, False)
    assert task_json(api, task.id)["totalItems"] == 12


def test_a_preview_has_all_checks_of_the_real_call(api, api_of, project, pool, task):
    share = task.assignmentIds[0]
    path = f"/assignments/{share}/redistribute?dryRun=true"
    refused(api.post(path, {"workload": loads_json([CLEO], [90])}), 400)
    refused(api_of(ADA).post(path, {"workload": loads_json([CLEO], [100])}), 403)
    refused(api_of(EVE).post(path, {"workload": loads_json([CLEO], [100])}), 404)
    refused(api.post(f"/assignments/{share}/reassign?dryRun=true", {"annotator": []}), 400)
    refused(api.post("/annotationtasks?dryRun=true", create_body(project, pool, name="")), 400)
    ok(api.patch(f"/annotationtasks/{task.id}", {"status": "dismissed"}))
    refused(api.post(path, {"workload": loads_json([DAN], [100])}), 409)


def test_every_move_names_its_operation(api, project, pool, new_task):
    """80 §4: the command carries `spec.operationId`."""
    items = files_of(api, pool.id)
    made = command(api.post("/annotationtasks", create_body(project, pool, name=unique("ops"), limit=4)))
    task_id = made["spec"]["createdTaskId"]
    added = command(
        api.post(
            f"/annotationtasks/{task_id}/addToTask",
            {"query": in_query(items), "workload": loads_json([BEN], [100])},
        )
    )
    share = assignment_of(api, task_id, BEN)["id"]
    moved = command(api.post(f"/assignments/{share}/reassign", {"annotator": CLEO}))
    removed = command(api.post(f"/annotationtasks/{task_id}/removeFromTask", {"query": in_query(items[:2])}))
    ids = [done["spec"]["operationId"] for done in (made, added, moved, removed)]
    assert len(set(ids)) == 4
    assert MIA == task_json(api, task_id)["creator"]
