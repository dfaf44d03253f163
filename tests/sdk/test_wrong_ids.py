"""Ids, paths and methods that are none, or of something else: each gets its status, and changes nothing."""

import pytest

from conftest import CLEO, loads_json
from http_api import error_body, ok, refused
from test_task_creation import create_body
from views import files_of, set_status
from wrong_input import UNKNOWN, nothing_changes, other, task  # fixtures


@pytest.mark.parametrize(
    "path, unknown, malformed",
    [
        ("/annotationtasks/{}", UNKNOWN, 400),
        ("/tasks/{}", UNKNOWN, 400),
        ("/assignments/{}", UNKNOWN, 400),
        ("/items/{}", UNKNOWN, 400),
        ("/annotations/{}", UNKNOWN, 400),
        ("/recipes/{}", UNKNOWN, 400),
        ("/ontologies/{}", UNKNOWN, 400),
        ("/datasets/{}", UNKNOWN, 404),
        ("/projects/{}", "01234567-89ab-cdef-0123-456789abcdef", 404),
        ("/commands/{}", UNKNOWN, 404),
        ("/operations/{}", UNKNOWN, 404),
    ],
)
def test_unknown_and_malformed_ids(api, path, unknown, malformed):
    """B-150: well-formed is 24 hex digits or any 12 characters."""
    refused(api.get(path.format(unknown)), 404)
    refused(api.get(path.format("111111111111")), 404)
    for text in ("not-an-id", "0123", "z" * 24, UNKNOWN + "00"):
        refused(api.get(path.format(text)), malformed)


@pytest.mark.parametrize(
    "method, path, body, field",
    [
        ("post", "/assignments/{}/redistribute", {"taskId": "x", "workload": []}, "taskId"),
        ("post", "/users/me/inbox/read", {"upTo": "x"}, "upTo"),
        ("get", "/assignments/{}/next?after=x", None, "after"),
        ("get", "/assignments?taskId=x", None, "taskId"),
        ("get", "/annotationtasks?parentTaskId=x", None, "parentTaskId"),
    ],
)
def test_a_malformed_id_is_named_with_its_field(api, path, method, body, field):
    """B-151."""
    answer = getattr(api, method)(path.format(UNKNOWN), *([body] if body else []))
    told = refused(answer, 400)
    assert told["fields"] == [{"path": field, "reason": "must be 24 hex digits"}]
    assert f"`x` in `{field}` is malformed" in told["message"]


@pytest.mark.parametrize(
    "path, least, most",
    [
        ("/annotationtasks?pageOffset={}", 0, 1_000_000_000),
        (f"/annotationtasks/{UNKNOWN}/pace?days={{}}", 1, 90),
        (f"/assignments/{UNKNOWN}/next?count={{}}", 1, 10),
    ],
)
def test_a_number_out_of_its_bounds_is_told_both(api, path, least, most):
    """B-255."""
    for number in (least - 1, most + 1, 99_999_999_999, "x"):
        told = refused(api.get(path.format(number)), 400)
        assert told["fields"][0]["reason"] == f"must be a whole number from {least} to {most}"


def test_unknown_things_through_the_sdk(sdk, project):
    """B-150."""
    for repository, name in (
        (sdk.tasks, "task_id"),
        (sdk.assignments, "assignment_id"),
        (project.datasets, "dataset_id"),
    ):
        with pytest.raises(sdk.exceptions.NotFound):
            repository.get(**{name: UNKNOWN})


def test_ids_of_other_projects_and_datasets(api, project, pool, task, other):
    """Foreign ids: what is named together must belong together."""
    body = create_body(project, pool)
    for changed in (
        {"datasetId": other.dataset_id},
        {"projectId": other.project_id},
        {"recipeId": other.recipe_id},
    ):
        answer = api.post("/annotationtasks", {**body, **changed})
        assert answer.status_code in (400, 404), answer.text
        error_body(answer.json(), answer.status_code)
    for changed in (
        {"datasetId": UNKNOWN},
        {"recipeId": UNKNOWN},
        {"projectId": "01234567-89ab-cdef-0123-456789abcdef"},
        {"spec": {"type": "qa", "parentTaskId": UNKNOWN}},
    ):
        refused(api.post("/annotationtasks", {**body, **changed}), 404)
    item = files_of(api, other.dataset_id)[0]
    assert ok(set_status(api, task.id, [item])) in (None, {})
    body = {"operation": "create", "status": "completed"}
    refused(api.post(f"/assignments/{task.assignmentIds[0]}/items/{item}/status", body), 404)
    fields = {"fields": ["name"], "relatedItemId": item}
    refused(api.post(f"/assignments/{task.assignmentIds[0]}/partial", fields), 404)


@pytest.mark.parametrize("verb", ["redistribute", "reassign"])
def test_moves_of_assignments_that_are_none(api, verb):
    body = {"workload": loads_json([CLEO], [100]), "annotator": CLEO}
    refused(api.post(f"/assignments/{UNKNOWN}/{verb}", body), 404)
    refused(api.post(f"/assignments/nonsense/{verb}", body), 400)


def test_paths_and_methods_that_do_not_exist(api, task):
    refused(api.get("/no/such/thing"), 404)
    refused(api.put(f"/annotationtasks/{task.id}", {}), 405)
