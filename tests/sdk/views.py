"""What the server says about tasks, read without the SDK."""

from http_api import ok


def query_ids(api, dataset_id, **conditions):
    """Ids of the matching items, in id order, which is the order of creation."""
    page = ok(
        api.post(
            f"/datasets/{dataset_id}/query",
            {"filter": conditions, "sort": {"id": "ascending"}, "page": 0, "pageSize": 1000},
        )
    )
    assert page["totalItemsCount"] == len(page["items"])
    return [item["id"] for item in page["items"]]


def ids_of(api, dataset_id, reference):
    """Items of a task or an assignment."""
    return query_ids(api, dataset_id, **{"metadata.system.refs.id": {"$in": [reference]}})


def files_of(api, dataset_id):
    return query_ids(api, dataset_id, type="file", hidden=False)


def task_json(api, task_id):
    return ok(api.get(f"/annotationtasks/{task_id}"))


def assignments_of(api, task_id):
    task = task_json(api, task_id)
    page = ok(api.get(f"/assignments?projects={task['projectId']}&taskId={task_id}&pageSize=500"))
    return page["items"]


def assignment_of(api, task_id, person):
    found = [each for each in assignments_of(api, task_id) if each["annotator"] == person]
    assert len(found) == 1, f"{person} has {len(found)} assignments"
    return found[0]


def holdings(api, task_id):
    """Person → ids of the items that they hold. Checks on the way that nothing is held twice,
    that the shares make up the task, and that every counter agrees (B-070, B-110 to B-113, B-240)."""
    task = task_json(api, task_id)
    shares = assignments_of(api, task_id)
    held = {share["annotator"]: ids_of(api, task["datasetId"], share["id"]) for share in shares}
    assert len(held) == len(shares), "somebody has two assignments in the task"
    everything = sorted(item for ids in held.values() for item in ids)
    assert everything == ids_of(api, task["datasetId"], task_id), "the shares are not the task"
    assert sorted(task["assignmentIds"]) == sorted(share["id"] for share in shares)
    for share in shares:
        assert share["totalItems"] == len(held[share["annotator"]])
        counters_agree(share)
        assert share["metadata"]["system"]["markForDeletion"] is False
        assert share["metadata"]["system"]["taskId"] == task_id
        assert share["metadata"]["system"]["datasetId"] == task["datasetId"]
    counters_agree(task)
    assert task["totalItems"] == sum(share["totalItems"] for share in shares)
    for key in ("completed", "remaining"):
        assert task["itemStatus"][key] == sum(share["itemStatus"][key] for share in shares)
    return held


def counters_agree(thing):
    """B-111, B-113, for a task or an assignment."""
    counted = thing["itemStatus"]
    total = thing["totalItems"]
    assert counted["completed"] + counted["remaining"] == total
    assert sum(counted["actions"].values()) == counted["completed"]
    assert 0 not in counted["actions"].values()
    assert thing["progress"] == (100 * counted["completed"] // total if total else 0)


def references(api, item_id):
    """(type, id) → status of the references of an item."""
    refs = ok(api.get(f"/items/{item_id}"))["metadata"]["system"].get("refs", [])
    return {(ref["type"], ref["id"]): ref["metadata"].get("status") for ref in refs}


def set_status(api, task_id, item_ids, status="completed", operation="create"):
    return api.post(
        f"/assignments/items/tasks/{task_id}/status",
        {
            "itemIds": item_ids,
            "statusPayload": {"operation": operation, "returnLastStatus": True, "status": status},
        },
    )


def handle(api, task_id, item_ids, status="completed"):
    """Sets the status on all of them, which must work for each."""
    assert sorted(ok(set_status(api, task_id, item_ids, status))) == sorted(item_ids)
