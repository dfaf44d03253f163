"""Pulling tasks (90-behaviour §5), as the SDK makes them and as scripts work in them."""

import pytest

from conftest import ADA, BEN, CLEO, workload
from http_api import command, ok, refused
from views import assignment_of, assignments_of, files_of, handle, ids_of, set_status, task_json


@pytest.fixture
def pulling(pool):
    """A task of the pool's twelve pictures in batches of three, made by the SDK."""

    def make(**more):
        options = {"batch_size": 3, "max_batch_workload": 6, "allowed_assignees": [ADA, BEN], **more}
        return pool.tasks.create(task_name=f"pulling {make.count()}", **options)

    numbers = iter(range(100))
    make.count = lambda: next(numbers)
    return make


def holdings(api, task_id):
    """Person → ids of the items that they hold, in the order of the assignments; the rest waits."""
    task = task_json(api, task_id)
    held = {each["annotator"]: ids_of(api, task["datasetId"], each["id"]) for each in assignments_of(api, task_id)}
    everything = [item for ids in held.values() for item in ids]
    assert len(everything) == len(set(everything)), "an item is with two people"
    assert set(everything) <= set(ids_of(api, task["datasetId"], task_id))
    return held


def waiting(api, task):
    return ok(api.get(f"/annotationtasks/{task.id}/queue"))["remaining"]


def contributors(api, task, action, *people):
    return ok(
        api.post(f"/annotationtasks/{task.id}/contributors", {"action": action, "assignees": list(people)})
    )


def test_everybody_gets_a_batch_and_the_rest_waits(api, pool, pulling):
    """B-050, B-051, B-057."""
    task = pulling()
    items = files_of(api, pool.id)
    assert holdings(api, task.id) == {ADA: items[:3], BEN: items[3:6]}
    assert waiting(api, task) == len(items) - 6
    now = task_json(api, task.id)
    assert now["totalItems"] == len(items) and now["itemStatus"]["remaining"] == len(items)
    system = now["metadata"]["system"]
    assert (system["batchSize"], system["maxBatchWorkload"]) == (3, 6)
    assert system["allowedAssignees"] == [ADA, BEN]


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ({"allowed_assignees": ADA.upper()}, [ADA]),
        ({"allowed_assignees": None, "assignee_ids": [BEN]}, [BEN]),
        ({"allowed_assignees": [ADA], "workload": workload([BEN], [100])}, [ADA, BEN]),
        ({"allowed_assignees": [ADA, ADA.upper()]}, [ADA]),
    ],
)
def test_allowed_assignees_come_in_many_ways(api, pulling, people, expected):
    """B-056."""
    task = pulling(**people)
    assert task_json(api, task.id)["metadata"]["system"]["allowedAssignees"] == expected
    assert list(holdings(api, task.id)) == expected


def test_a_labeling_task_pulls_too(api, pool, project):
    """The other helper of the SDK for it."""
    task = project.tasks.create_labeling_task(name="labeling", dataset=pool, batch_size=4, allowed_assignees=[ADA])
    system = task_json(api, task.id)["metadata"]["system"]
    assert (system["batchSize"], system["maxBatchWorkload"]) == (4, 6)
    assert len(holdings(api, task.id)[ADA]) == 4


def test_the_next_batch_is_there_with_the_next_look(sdk, api, sign_in_sdk, pulling):
    """B-053: a script handles what it gets until nothing comes."""
    task = pulling(allowed_assignees=[ADA])
    sign_in_sdk(ADA)
    assignment = task.assignments.list()[0]
    done = set()
    while True:
        todo = [item for item in assignment.get_items().all() if item.id not in done]
        if not todo:
            break
        assert len(todo) <= 6
        todo[0].update_status(status=sdk.ITEM_STATUS_COMPLETED, task_id=task.id)
        done.add(todo[0].id)
    assert len(done) == len(files_of(api, task.dataset.id))
    assert task_json(api, task.id)["status"] == "completed"
    assert waiting(api, task) == 0


def test_contributors_come_and_go(api, pool, pulling):
    """B-055."""
    task = pulling()
    items = files_of(api, pool.id)
    added = contributors(api, task, "add", CLEO)
    assert added["metadata"]["system"]["allowedAssignees"] == [ADA, BEN, CLEO]
    assert holdings(api, task.id)[CLEO] == items[6:9]
    handle(api, task.id, items[:1])
    mine = assignment_of(api, task.id, ADA)["id"]
    contributors(api, task, "remove", ADA)
    left = ok(api.get(f"/assignments/{mine}"))
    assert left["metadata"]["system"]["active"] is False
    assert (left["totalItems"], left["itemStatus"]["completed"]) == (1, 1)
    assert contributors(api, task, "add", ADA)["metadata"]["system"]["allowedAssignees"] == [BEN, CLEO, ADA]
    assert ok(api.get(f"/assignments/{mine}"))["metadata"]["system"].get("active") is not False


def test_a_removed_contributor_sets_no_status(api, api_of, pool, pulling):
    """B-055."""
    task = pulling()
    items = files_of(api, pool.id)
    handle(api, task.id, items[:1])
    contributors(api, task, "remove", ADA)
    refused(set_status(api_of(ADA), task.id, items[:1], "discard"), 403)


def test_clearing_gives_back_and_a_batch_can_be_asked_for(api, api_of, pulling):
    """B-054, B-053."""
    task = pulling(allowed_assignees=[ADA])
    ada = api_of(ADA)
    path = f"/assignments/{assignment_of(api, task.id, ADA)['id']}"
    first = holdings(api, task.id)[ADA]
    command(ada.post(path + "/clear", {"asynced": True}))
    assert ok(api.get(path))["totalItems"] == 0
    command(ada.post(path + "/batch", {"asynced": True}))
    assert holdings(api, task.id)[ADA][:3] == first


def test_an_addition_of_contributors_is_undone(api, pulling):
    """B-295; with the limit at a batch and two more nobody has room for what goes back."""
    task = pulling(max_batch_workload=5)
    before = holdings(api, task.id)
    contributors(api, task, "add", CLEO)
    listed = ok(api.get(f"/annotationtasks/{task.id}/operations"))["items"]
    operation = next(each for each in listed if each["kind"] == "contributors")
    command(api.post(f"/operations/{operation['id']}/undo", {}))
    assert holdings(api, task.id) == before
    assert task_json(api, task.id)["metadata"]["system"]["allowedAssignees"] == [ADA, BEN]


def test_terms_out_of_bounds_are_refused(sdk, pool, pulling):
    """B-052."""
    for wrong in ({"batch_size": 2}, {"batch_size": 101}, {"max_batch_workload": 4}, {"max_batch_workload": 7}):
        with pytest.raises(sdk.exceptions.BadRequest):
            pulling(**wrong)
