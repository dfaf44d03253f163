"""Wrong fields, status words, filters and names: each gets its status and one sentence, and changes nothing."""

import json

import pytest

from conftest import ADA, BEN, loads_json, workload
from http_api import refused
from test_task_creation import create_body
from views import files_of, set_status
from wrong_input import UNKNOWN, nothing_changes, other, task  # fixtures


@pytest.mark.parametrize(
    "missing", ["name", "query", "projectId", "datasetId", "recipeId", "taskOwner", "spec"]
)
def test_a_missing_field_is_named(api, project, pool, missing):
    """B-151, B-047."""
    body = create_body(project, pool)
    del body[missing]
    refused(api.post("/annotationtasks", body), 400, missing)


@pytest.mark.parametrize(
    "field, value",
    [
        ("name", ""),
        ("name", "   "),
        ("name", 7),
        ("query", {"filter": {}}),
        ("query", "[]"),
        ("projectId", 12),
        ("datasetId", ["a"]),
        ("taskOwner", {"email": ADA}),
        ("taskOwner", "no address"),
        ("spec", "annotation"),
        ("spec", {"type": "something"}),
        ("workload", {"assigneeId": ADA, "load": 100}),
        ("workload", [ADA]),
        ("workload", [{"assigneeId": ADA, "load": "all"}]),
        ("workload", [{"assigneeId": 5, "load": 100}]),
        ("workload", [{"assigneeId": ADA, "load": -1}, {"assigneeId": BEN, "load": 101}]),
        ("workload", [{"assigneeId": ADA, "load": 90}]),
        ("assignmentIds", [UNKNOWN]),
        ("dueDate", "tomorrow"),
        ("priority", 9),
        ("limit", "many"),
        ("availableActions", [{"displayName": "no action"}]),
        ("metadata", "text"),
    ],
)
def test_a_mistyped_field_is_named(api, project, pool, field, value):
    """B-151."""
    refused(api.post("/annotationtasks", create_body(project, pool, **{field: value})), 400, field)


def test_loads_that_sum_to_ninety(sdk, api, project, pool, task):
    """B-031, by the SDK too."""
    work = loads_json([ADA, BEN], [40, 50])
    refused(api.post("/annotationtasks", create_body(project, pool, workload=work)), 400, "100")
    path = f"/assignments/{task.assignmentIds[0]}/redistribute"
    refused(api.post(path, {"workload": work}), 400, "100")
    share = sdk.assignments.get(assignment_id=task.assignmentIds[0])
    with pytest.raises(sdk.exceptions.BadRequest):
        share.redistribute(workload([ADA, BEN], [40, 50]))


def test_an_unknown_status_word(sdk, api, pool, task):
    """B-091."""
    item = files_of(api, pool.id)[0]
    refused(set_status(api, task.id, [item], "nearly done"), 400, "nearly done")
    with pytest.raises(sdk.exceptions.BadRequest):
        pool.items.get(item_id=item).update_status(status="nearly done", task_id=task.id)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"itemIds": "one", "statusPayload": {"operation": "create", "status": "completed"}},
        {"itemIds": [], "statusPayload": "completed"},
        {"itemIds": [1], "statusPayload": {"operation": "create", "status": "completed"}},
        {"itemIds": [UNKNOWN], "statusPayload": {"operation": "toggle", "status": "completed"}},
        {"itemIds": [UNKNOWN], "statusPayload": {"operation": "create"}},
    ],
)
def test_a_wrong_status_call(api, task, body):
    refused(api.post(f"/assignments/items/tasks/{task.id}/status", body), 400)


@pytest.mark.parametrize(
    "method, path, body",
    [
        ("POST", "/projects", {}),
        ("POST", "/projects", {"name": ""}),
        ("POST", "/projects", {"name": "a/b"}),
        ("POST", "/datasets", {"projects": []}),
        ("POST", "/datasets/query", {"filter": {"name": {"$near": 1}}, "resource": "datasets"}),
        ("POST", "/annotationtasks/query", {"filter": {"name": {"$near": 1}}}),
        ("POST", "/annotationtasks/query", {"filter": []}),
        ("POST", "/annotationtasks/query", {"filter": {}, "page": "first"}),
    ],
)
def test_other_wrong_bodies(api, method, path, body):
    refused(api.request(method, path, json=body), 400)


@pytest.mark.parametrize(
    "condition",
    [
        {"name": {"$regex": "a.*"}},
        {"$nor": [{"name": "a"}]},
        {"name": {"$in": "text"}},
        {"$and": {"name": "a"}},
        {"metadata.user.x": {"$exists": "maybe"}},
    ],
)
def test_a_filter_that_cannot_be_understood_gets_no_answer_by_guess(api, pool, condition):
    """Contract 40 §5.1: unknown operators are 400 with their name."""
    answer = api.post(f"/datasets/{pool.id}/query", {"filter": condition, "page": 0, "pageSize": 10})
    body = refused(answer, 400)
    for operator in ("$regex", "$nor"):
        if operator in json.dumps(condition):
            assert operator in body["message"]


def test_taken_names(sdk, project, pool):
    """B-152."""
    with pytest.raises(sdk.exceptions.BadRequest, match="Failed to create project"):
        sdk.projects.create(project_name=project.name)
    with pytest.raises(sdk.exceptions.BadRequest):
        project.datasets.create(dataset_name=pool.name)


def test_unfit_project_names(api):
    for name in ("", "   ", "a/b", "semi;colon", "line\nbreak", "nul\x00"):
        refused(api.post("/projects", {"name": name}), 400, "name")
