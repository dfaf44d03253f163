"""Removing and deleting (90-behaviour §9, §13)."""

import pytest

from conftest import ADA, BEN, CLEO, DEV, unique, workload
from http_api import command, ok, refused
from views import (
    assignment_of,
    assignments_of,
    files_of,
    handle,
    holdings,
    ids_of,
    references,
    task_json,
)


@pytest.fixture
def task(new_task, pool):
    return new_task(pool, [ADA, BEN])


def in_list(sdk, items):
    return sdk.Filters(field="id", values=items, operator=sdk.FiltersOperations.IN, use_defaults=False)


def test_open_items_leave_and_handled_ones_stay(sdk, api, pool, task):
    """B-100, B-240: references go, the log stays."""
    items = files_of(api, pool.id)
    handle(api, task.id, items[:2])
    log = ok(api.get(f"/items/{items[0]}"))["metadata"]["system"]["taskStatusLog"]
    assert task.remove_items(filters=in_list(sdk, items[:8])) is True
    assert holdings(api, task.id) == {ADA: items[:2], BEN: items[8:]}
    for item in items[2:8]:
        assert ("task", task.id) not in references(api, item)
    assert ok(api.get(f"/items/{items[0]}"))["metadata"]["system"]["taskStatusLog"] == log


def test_the_command_counts_matches_and_removed_ones(api, pool, new_task):
    """B-100."""
    import json

    items = files_of(api, pool.id)
    task = new_task(pool, [ADA], limit=6)
    handle(api, task.id, items[:2])
    body = {"query": json.dumps({"filter": {"id": {"$in": items}}})}
    spec = command(api.post(f"/annotationtasks/{task.id}/removeFromTask", body))["spec"]
    assert spec["removeFromTaskId"] == task.id
    assert (spec["totalItemsCount"], spec["removeItemsCount"]) == (6, 4)


def test_removing_nothing_is_a_success(sdk, api, pool, new_task):
    """B-100."""
    items = files_of(api, pool.id)
    task = new_task(pool, [ADA], limit=4)
    assert task.remove_items(filters=in_list(sdk, items[8:])) is True
    assert holdings(api, task.id) == {ADA: items[:4]}


def test_an_assignment_left_empty_disappears(sdk, api, pool, task):
    """B-101."""
    first = assignment_of(api, task.id, ADA)["id"]
    items = ids_of(api, pool.id, first)
    task.remove_items(items=[pool.items.get(item_id=item) for item in items])
    refused(api.get(f"/assignments/{first}"), 404)
    assert list(holdings(api, task.id)) == [BEN]


def test_in_a_batch_node_empty_assignments_stay(sdk, api, pool, new_task):
    """B-102."""
    task = new_task(pool, [ADA, BEN], metadata={"type": "batchNode"})
    task.remove_items(filters=sdk.Filters(use_defaults=False))
    shares = assignments_of(api, task.id)
    assert [(share["annotator"], share["totalItems"]) for share in shares] == [(ADA, 0), (BEN, 0)]
    assert {share["status"] for share in shares} == {"todo"}  # B-073


def test_removing_everything_leaves_an_open_empty_task(sdk, api, task):
    """B-103."""
    task.remove_items(filters=sdk.Filters(use_defaults=False))
    now = task_json(api, task.id)
    assert (now["totalItems"], now["status"], now["assignmentIds"]) == (0, "open", [])


def test_a_task_deleted_twice(api, task):
    """B-140, B-141, B-160: straight after the first it is a repeat, later it is not found."""
    path = f"/annotationtasks/{task.id}"
    first = command(api.delete(path, {"asynced": True}))
    assert first["spec"]["deleteTaskId"] == task.id
    assert command(api.delete(path, {"asynced": True}))["id"] == first["id"]
    refused(api.get(path), 404)
    refused(api.delete(path, {"asynced": True}), 404)


def test_empty_only_spares_a_task_with_items(sdk, api, pool, new_task, task):
    refused(api.delete(f"/annotationtasks/{task.id}", {"emptyOnly": True}), 409)
    assert len(holdings(api, task.id)) == 2
    empty = new_task(pool, [ADA], filters=sdk.Filters(field="name", values="none"))
    command(api.delete(f"/annotationtasks/{empty.id}", {"emptyOnly": True}))


def test_a_dismissed_task_can_be_deleted(sdk, api, task):
    """B-122."""
    ok(api.patch(f"/annotationtasks/{task.id}", {"status": "dismissed"}))
    assert sdk.tasks.get(task_id=task.id).delete() is True


def test_history_stays_after_a_task_is_deleted(api, new_dataset, new_task):
    """B-140."""
    dataset = new_dataset(1)
    (item,) = files_of(api, dataset.id)
    task = new_task(dataset, [ADA])
    handle(api, task.id, [item])
    task.delete()
    system = ok(api.get(f"/items/{item}"))["metadata"]["system"]
    assert system.get("refs", []) == []
    assert [entry["action"] for entry in system["taskStatusLog"]][0] == "created"


def test_deleting_a_dataset_deletes_its_items_and_tasks(sdk, api, project, new_dataset, new_task):
    """B-142."""
    dataset = new_dataset(2)
    items = files_of(api, dataset.id)
    task = new_task(dataset, [ADA])
    assert dataset.delete(sure=True, really=True) is True
    refused(api.get(f"/datasets/{dataset.id}"), 404)
    refused(api.get(f"/annotationtasks/{task.id}"), 404)
    refused(api.get(f"/assignments/{task.assignmentIds[0]}"), 404)
    refused(api.get(f"/items/{items[0]}"), 404)
    assert task.id not in [each.id for each in project.tasks.list()]
    assert task.assignmentIds[0] not in [each.id for each in project.assignments.list()]


def test_deleting_a_project_deletes_all_below_it(sdk, api, new_project, new_dataset, new_task):
    """B-143, B-029."""
    own = new_project()
    dataset = new_dataset(1, of=own)
    task = new_task(dataset, [ADA])
    (item,) = files_of(api, dataset.id)
    assert own.delete(sure=True, really=True) is True
    for path in (
        f"/projects/{own.id}",
        f"/datasets/{dataset.id}",
        f"/annotationtasks/{task.id}",
        f"/assignments/{task.assignmentIds[0]}",
        f"/items/{item}",
    ):
        refused(api.get(path), 404)
    assert own.id not in [each.id for each in sdk.projects.list()]
    with pytest.raises(sdk.exceptions.NotFound):
        sdk.projects.get(project_name=own.name)


def test_deleting_an_item_takes_it_out_of_its_tasks_and_may_complete_one(api, new_dataset, new_task):
    """B-144, B-121."""
    dataset = new_dataset(3)
    first, second, third = files_of(api, dataset.id)
    task = new_task(dataset, [ADA, BEN])  # ada: first and second, ben: third
    other = new_task(dataset, [CLEO])
    handle(api, task.id, [first, second])
    dataset.items.get(item_id=third).delete()
    refused(api.get(f"/items/{third}"), 404)
    assert holdings(api, task.id) == {ADA: [first, second]}
    assert task_json(api, task.id)["status"] == "completed"
    assert holdings(api, other.id) == {CLEO: [first, second]}
    dataset.items.get(item_id=first).delete()  # whatever its status
    assert holdings(api, task.id) == {ADA: [second]}


def test_deleting_an_assignment_takes_its_items_out_handled_ones_too(api, pool, task):
    """B-145: the task stays even when empty."""
    items = files_of(api, pool.id)
    handle(api, task.id, items[:3])
    first, second = task.assignmentIds
    command(api.delete(f"/assignments/{first}"))
    assert holdings(api, task.id) == {BEN: items[6:]}
    command(api.delete(f"/assignments/{second}"))
    now = task_json(api, task.id)
    assert (now["totalItems"], now["status"], now["assignmentIds"]) == (0, "open", [])
    refused(api.delete(f"/assignments/{first}"), 404)


def test_a_removed_member_keeps_the_work_and_may_not_go_on(
    api, api_of, new_project, new_dataset, new_task
):
    """B-146, B-226."""
    own = new_project()
    own.add_member(email=ADA, role="annotator")
    dataset = new_dataset(4, of=own)
    items = files_of(api, dataset.id)
    task = new_task(dataset, [ADA, BEN])
    handle(api_of(ADA), task.id, items[:1])
    own.remove_member(email=ADA)
    share = assignment_of(api, task.id, ADA)
    assert share["metadata"]["system"]["active"] is False
    assert references(api, items[0])[("assignment", share["id"])] == "completed"
    assert api_of(ADA).get(f"/assignments/{share['id']}").status_code in (403, 404)
    body = {"operation": "create", "status": "completed"}
    answer = api_of(ADA).post(f"/assignments/{share['id']}/items/{items[1]}/status", body)
    assert answer.status_code in (403, 404)
    assert holdings(api, task.id) == {ADA: items[:2], BEN: items[2:]}
    command(api.post(f"/assignments/{share['id']}/reassign", {"annotator": CLEO}))
    assert holdings(api, task.id) == {CLEO: items[:2], BEN: items[2:]}


def test_a_removed_member_is_refused_as_receiver_until_added_back(api, new_project, new_dataset, new_task):
    """B-147."""
    own = new_project()
    own.add_member(email=ADA, role="annotator")
    task = new_task(new_dataset(4, of=own), [ADA, BEN])
    own.remove_member(email=ADA)
    (giver,) = [share["id"] for share in assignments_of(api, task.id) if share["annotator"] == BEN]
    to_ada = {"workload": [{"assigneeId": ADA, "load": 100}]}
    before = holdings(api, task.id)
    refused(api.post(f"/assignments/{giver}/redistribute", to_ada), 400)
    refused(api.post(f"/assignments/{giver}/reassign", {"annotator": ADA}), 400)
    assert holdings(api, task.id) == before
    own.add_member(email=ADA, role="annotator")
    command(api.post(f"/assignments/{giver}/redistribute", to_ada))
    assert list(holdings(api, task.id)) == [ADA]


def test_a_stranger_to_the_project_is_no_inactive_person(api, new_project, new_dataset, new_task):
    """B-147, B-041."""
    own = new_project()
    task = new_task(new_dataset(2, of=own), [BEN])
    share = task.assignments.list()[0]
    assert [a.annotator for a in share.redistribute(workload([DEV, ADA], [50, 50]))] == [DEV, ADA]


def test_items_are_deleted_by_filter_all_pages(sdk, api, new_dataset, new_task):
    """B-144, contract 40 §6."""
    dataset = new_dataset(5)
    items = files_of(api, dataset.id)
    task = new_task(dataset, [ADA])
    filters = in_list(sdk, items[1:4])
    filters.page_size = 1
    assert dataset.items.delete(filters=filters) is True
    assert files_of(api, dataset.id) == [items[0], items[4]]
    assert holdings(api, task.id) == {ADA: [items[0], items[4]]}


def test_a_name_is_free_again_after_deletion(project):
    """B-152."""
    name = unique("again")
    project.datasets.create(dataset_name=name).delete(sure=True, really=True)
    assert project.datasets.create(dataset_name=name).name == name
