"""Item statuses, counters and the states that follow from them (90-behaviour §8, §10, §11)."""

import pytest

from conftest import ADA, BEN, CLEO, EVE, unique
from http_api import ok, refused
from views import (
    assignment_of,
    assignments_of,
    counters_agree,
    files_of,
    handle,
    holdings,
    ids_of,
    query_ids,
    references,
    set_status,
    task_json,
)


@pytest.fixture
def task(new_task, pool):
    return new_task(pool, [ADA, BEN])


def log_of(api, item_id):
    return ok(api.get(f"/items/{item_id}"))["metadata"]["system"].get("taskStatusLog", [])


def test_a_status_shows_at_once_for_task_and_assignment(sdk, api, pool, task):
    """B-090, B-095, B-110, B-111: whichever of the two it was set for."""
    items = files_of(api, pool.id)
    share = task.assignments.list()[0]
    first = pool.items.get(item_id=items[0])
    first.update_status(status=sdk.ItemStatus.COMPLETED, task_id=task.id)
    assert share.set_status(status="completed", operation="create", item_id=items[1]) is True
    for item in items[:2]:
        found = pool.items.get(item_id=item)
        assert found.status(task_id=task.id) == "completed"
        assert found.status(assignment_id=share.id) == "completed"
        for ref in found.metadata["system"]["refs"]:
            if ref["id"] in (task.id, share.id):
                assert ref["metadata"]["creator"] == "mia@example.org"
                assert ref["metadata"]["timestamp"].endswith("Z")
    now = task_json(api, task.id)
    assert now["itemStatus"] == {"completed": 2, "remaining": 10, "actions": {"completed": 2}}
    assert (now["progress"], now["status"]) == (16, "open")  # B-113: rounded down
    mine = assignment_of(api, task.id, ADA)
    assert mine["itemStatus"] == {"completed": 2, "remaining": 4, "actions": {"completed": 2}}
    assert (mine["progress"], mine["status"]) == (33, "in progress")
    assert assignment_of(api, task.id, BEN)["status"] == "todo"
    holdings(api, task.id)


def test_statuses_are_found_by_filters(sdk, api, pool, task):
    """B-090, B-093, B-243."""
    items = files_of(api, pool.id)
    handle(api, task.id, items[:3])

    def matching(**status):
        filters = sdk.Filters(use_defaults=False)
        filters.add(
            field="metadata.system.refs",
            values={"id": task.id, "type": "task", "metadata": {"status": status}},
            operator=sdk.FiltersOperations.MATCH,
        )
        return sorted(item.id for item in pool.items.list(filters=filters).all())

    assert matching(**{"$exists": True}) == items[:3]
    assert matching(**{"$exists": False}) == items[3:]
    assert matching(**{"$in": ["completed", "discard"]}) == items[:3]
    assert matching(**{"$ne": "completed"}) == items[3:]
    assert pool.items.get(item_id=items[0]).status(task_id=task.id) == "completed"


@pytest.mark.parametrize("word", ["completed", "approved", "discard"])
def test_three_words_are_good_in_any_task(api, pool, task, word):
    """B-091, B-099: any of them counts as handled."""
    item = files_of(api, pool.id)[0]
    handle(api, task.id, [item], word)
    assert task_json(api, task.id)["itemStatus"]["actions"] == {word: 1}


@pytest.mark.parametrize("spelling, word", [("complete", "completed"), ("approve", "approved")])
def test_two_other_spellings_are_read(api, pool, task, spelling, word):
    """B-091."""
    item = files_of(api, pool.id)[0]
    ok(set_status(api, task.id, [item], spelling))
    assert references(api, item)[("task", task.id)] == word


def test_other_words_are_good_where_they_are_listed(sdk, api, pool, new_task, task):
    """B-091, B-096."""
    item = files_of(api, pool.id)[0]
    own = new_task(pool, [ADA], available_actions=[sdk.ItemAction("blurred"), sdk.ItemAction("fine")])
    handle(api, own.id, [item], "blurred")
    assert task_json(api, own.id)["itemStatus"]["actions"] == {"blurred": 1}
    with pytest.raises(sdk.exceptions.BadRequest):
        task.set_status(status="blurred", operation="create", item_ids=[item])
    own.available_actions = [sdk.ItemAction("fine")]
    own.update()
    assert references(api, item)[("task", own.id)] == "blurred"
    refused(set_status(api, own.id, [item], "blurred"), 400, "blurred")


def test_a_new_status_replaces_the_old_and_both_are_in_the_log(api, new_dataset, new_task):
    """B-092."""
    dataset = new_dataset(1)
    (item,) = files_of(api, dataset.id)
    task = new_task(dataset, [ADA])
    handle(api, task.id, [item], "completed")
    handle(api, task.id, [item], "discard")
    assert references(api, item)[("task", task.id)] == "discard"
    log = log_of(api, item)
    assert [(entry["action"], entry["status"]["status"]) for entry in log] == [
        ("created", "completed"),
        ("created", "discard"),
    ]
    for entry in log:
        assert entry["status"]["taskId"] == task.id
        assert entry["status"]["assignmentId"] == task.assignmentIds[0]
        assert entry["status"]["creator"] == "mia@example.org"
    assert log[0]["status"]["timestamp"] <= log[1]["status"]["timestamp"]


def test_clearing_removes_the_status_and_is_in_the_log(sdk, api, new_dataset, new_task):
    """B-093."""
    dataset = new_dataset(1)
    task = new_task(dataset, [ADA])
    (item,) = files_of(api, dataset.id)
    handle(api, task.id, [item])
    dataset.items.get(item_id=item).update_status(status="whatever", clear=True, task_id=task.id)
    refs = ok(api.get(f"/items/{item}"))["metadata"]["system"]["refs"]
    assert all("status" not in ref["metadata"] for ref in refs)
    assert [(e["action"], e["status"]["status"]) for e in log_of(api, item)] == [
        ("created", "completed"),
        ("deleted", "completed"),
    ]
    assert task_json(api, task.id)["itemStatus"] == {"completed": 0, "remaining": 1, "actions": {}}


def test_clearing_where_nothing_is_set_is_a_success(api, pool, task):
    """B-093."""
    item = files_of(api, pool.id)[0]
    before = log_of(api, item)
    answer = ok(set_status(api, task.id, [item], operation="delete"))
    assert answer in (None, {}, {item: None})
    assert references(api, item)[("task", task.id)] is None
    assert log_of(api, item) == before


def test_a_bulk_call_names_what_it_changed_and_leaves_the_rest(sdk, api, pool, new_task):
    """B-094, B-150: the single call is refused instead."""
    items = files_of(api, pool.id)
    task = new_task(pool, [ADA], limit=4)
    unknown = "0123456789abcdef01234567"
    answer = ok(set_status(api, task.id, [items[0], items[8], unknown]))
    assert list(answer) == [items[0]]
    assert answer[items[0]]["status"] == "completed"
    assert ("task", task.id) not in references(api, items[8])
    body = {"operation": "create", "status": "completed"}
    share = task.assignmentIds[0]
    refused(api.post(f"/assignments/{share}/items/{items[8]}/status", body), 404)
    with pytest.raises(sdk.exceptions.NotFound):
        sdk.assignments.set_status(
            status="completed", operation="create", item_id=unknown, assignment_id=share
        )
    answer = ok(
        api.post(
            f"/assignments/{share}/items/status",
            {"itemIds": [items[1], items[9]], "statusPayload": {**body, "returnLastStatus": True}},
        )
    )
    assert list(answer) == [items[1]]


def test_a_status_in_one_task_does_not_touch_another(api, pool, task, new_task):
    """B-097, B-083."""
    item = files_of(api, pool.id)[0]
    other = new_task(pool, [CLEO])
    handle(api, task.id, [item])
    assert references(api, item)[("task", other.id)] is None
    assert task_json(api, other.id)["itemStatus"]["completed"] == 0


def test_update_status_without_ids_works_for_an_item_in_one_task(sdk, api, new_dataset, new_task):
    """B-098."""
    dataset = new_dataset(2)
    task = new_task(dataset, [ADA])
    first, second = files_of(api, dataset.id)
    dataset.items.get(item_id=first).update_status(status=sdk.ItemStatus.DISCARDED)
    assert dataset.items.get(item_id=first).status(task_id=task.id) == "discard"
    items = [dataset.items.get(item_id=second)]
    dataset.items.update_status(status=sdk.ItemStatus.COMPLETED, items=items)
    assert task_json(api, task.id)["itemStatus"]["actions"] == {"discard": 1, "completed": 1}


def test_a_task_completes_with_its_last_item_and_opens_when_one_is_cleared(api, pool, task):
    """B-121, B-073, B-113."""
    items = files_of(api, pool.id)
    handle(api, task.id, items[:11])
    assert (task_json(api, task.id)["status"], task_json(api, task.id)["progress"]) == ("open", 91)
    handle(api, task.id, items[11:], "discard")
    done = task_json(api, task.id)
    assert (done["status"], done["progress"]) == ("completed", 100)
    assert {share["status"] for share in assignments_of(api, task.id)} == {"done"}
    ok(set_status(api, task.id, items[:1], operation="delete"))
    assert task_json(api, task.id)["status"] == "open"
    assert [share["status"] for share in assignments_of(api, task.id)] == ["in progress", "done"]


def test_a_dismissed_task_refuses_statuses_and_comes_back_as_it_was(sdk, api, pool, task):
    """B-122."""
    items = files_of(api, pool.id)
    handle(api, task.id, items[:2])
    before = task_json(api, task.id)
    found = sdk.tasks.get(task_id=task.id)
    found.status = "dismissed"
    assert found.update().status == "dismissed"
    assert task.id in [each.id for each in pool.tasks.list(status="dismissed")]
    with pytest.raises(sdk.exceptions.Conflict):
        found.set_status(status="completed", operation="create", item_ids=[items[3]])
    refused(set_status(api, task.id, [items[0]], operation="delete"), 409)
    with pytest.raises(sdk.exceptions.Conflict):
        found.add_items(filters=sdk.Filters(), assignee_ids=[CLEO])
    with pytest.raises(sdk.exceptions.Conflict):
        found.remove_items(filters=sdk.Filters())
    found.status = "open"
    assert found.update().status == "open"
    after = task_json(api, task.id)
    assert after.pop("availableActions") == []  # sent by the update
    for changed in ("updatedAt", "updatedBy"):
        before.pop(changed, None), after.pop(changed, None)
    assert after == before
    handle(api, task.id, [items[3]])


def test_a_stale_status_in_an_update_changes_nothing(sdk, api, new_dataset, new_task):
    """Contract 10 §4: derived values are ignored."""
    dataset = new_dataset(1)
    task = new_task(dataset, [ADA])
    handle(api, task.id, files_of(api, dataset.id))
    task.status = "open"  # stale: it is completed by now
    assert task.update().status == "completed"


def test_a_task_without_items_is_open_at_progress_zero(api, project, pool, sdk, new_task):
    """B-113, B-034."""
    task = new_task(pool, [ADA], filters=sdk.Filters(field="name", values="none"))
    now = task_json(api, task.id)
    assert (now["progress"], now["status"], now["totalItems"]) == (0, "open", 0)
    counters_agree(now)


def test_a_holder_sets_own_statuses_others_do_not(api, api_of, pool, task):
    """B-174, B-163."""
    items = files_of(api, pool.id)
    assert list(ok(set_status(api_of(ADA), task.id, [items[0]]))) == [items[0]]
    assert references(api, items[0])[("task", task.id)] == "completed"
    # ben's item: left out in bulk
    assert list(ok(set_status(api_of(ADA), task.id, [items[1], items[8]])) or {}) == [items[1]]
    assert references(api, items[8])[("task", task.id)] is None
    refused(set_status(api_of(EVE), task.id, [items[0]]), 404)
    body = {"operation": "create", "status": "completed"}
    refused(api_of(ADA).post(f"/assignments/{task.assignmentIds[1]}/items/{items[8]}/status", body), 404)


def test_tasks_are_updated_in_place(sdk, api, pool, task):
    """B-130, B-076, B-072: assignments follow due date and priority, and keep their names."""
    names = [share["name"] for share in assignments_of(api, task.id)]
    task.name = unique("renamed")
    task.task_owner = CLEO.upper()
    task.due_date = 1_900_000_000_123.5
    task.priority = sdk.TaskPriority.LOW
    task.metadata["wave"] = 3
    task.description = "Look at the corners."
    task.update()
    found = sdk.tasks.get(task_id=task.id)
    assert (found.name, found.task_owner, found.priority) == (task.name, CLEO, 1)
    assert found.due_date == 1_900_000_000_123.5
    assert found.metadata["wave"] == 3
    assert found.description["content"] == "Look at the corners."
    shares = assignments_of(api, task.id)
    assert [share["name"] for share in shares] == names
    assert {share["priority"] for share in shares} == {1}
    assert {share["metadata"]["system"]["dueDate"] for share in shares} == {1_900_000_000_123.5}
    del found.metadata["wave"]
    found.update()
    assert "wave" not in task_json(api, task.id)["metadata"]


def test_numbers_given_as_text_are_taken_as_numbers(api, task):
    """B-130."""
    changed = ok(api.patch(f"/annotationtasks/{task.id}", {"dueDate": "1900000000000", "priority": "3"}))
    assert (changed["dueDate"], changed["priority"]) == (1_900_000_000_000, 3)


def test_server_owned_members_are_kept_whatever_is_sent(api, pool, task):
    """Contract 10 §4."""
    before = task_json(api, task.id)
    sent = {
        "id": "0123456789abcdef01234567",
        "creator": EVE,
        "progress": 99,
        "totalItems": 1,
        "assignmentIds": [],
        "projectId": "elsewhere",
        "datasetId": "elsewhere",
        "status": "completed",
        "spec": {"type": "qa"},
        "url": "http://example.org",
        "nobody knows": True,
    }
    ok(api.patch(f"/annotationtasks/{task.id}", sent))
    after = task_json(api, task.id)
    for changed in ("updatedAt", "updatedBy"):
        before.pop(changed, None), after.pop(changed, None)
    assert after == before


def test_an_assignment_is_renamed_and_otherwise_kept(sdk, api, task):
    """B-077."""
    share = sdk.assignments.get(assignment_id=task.assignmentIds[0])
    before = ok(api.get(f"/assignments/{share.id}"))
    share.name = unique("named by hand")
    share.annotator = EVE
    share.status = "done"
    share.update()
    after = ok(api.get(f"/assignments/{share.id}"))
    assert after.pop("name") == share.name
    before.pop("name")
    for changed in ("updatedAt", "updatedBy"):
        before.pop(changed, None), after.pop(changed, None)
    assert after == before


def test_assignment_names_are_numbered_when_taken(api, project, pool, new_task):
    """B-072."""
    name = unique("same")
    first, second = (new_task(pool, [ADA], task_name=name) for _ in range(2))
    assert assignments_of(api, first.id)[0]["name"] == f"{name} ({ADA})"
    assert assignments_of(api, second.id)[0]["name"] == f"{name} ({ADA}) #2"
    found = project.assignments.get(assignment_name=f"{name} ({ADA}) #2")
    assert found.id == second.assignmentIds[0]


def test_an_assignment_made_for_a_new_person_has_just_the_given_items(sdk, api, pool, new_task):
    """B-075, B-036."""
    items = files_of(api, pool.id)
    task = new_task(pool, [ADA], limit=4)
    made = task.create_assignment(
        assignment_name="ignored",
        assignee_id=BEN,
        items=[pool.items.get(item_id=item) for item in items[6:8]],
    )
    assert made.annotator == BEN
    assert ids_of(api, pool.id, made.id) == items[6:8]
    assert holdings(api, task.id) == {ADA: items[:4], BEN: items[6:8]}


def test_get_items_takes_further_filters(sdk, api, pool, task):
    """B-074."""
    share = task.assignments.list()[0]
    item = ids_of(api, pool.id, share.id)[2]
    filters = sdk.Filters(field="name", values=pool.items.get(item_id=item).name)
    assert [found.id for found in share.get_items(filters=filters).all()] == [item]
    assert query_ids(api, pool.id, **{"metadata.system.refs.id": share.id}) == ids_of(
        api, pool.id, share.id
    )
