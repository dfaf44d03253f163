"""Wrong input: each gets its status and one sentence, and what is stored stays as it is.

Every test of this file runs between two snapshots of the database and of the files (fixture
`nothing_changes`).
"""

import http.client
import json
import socket

import pytest

from conftest import ADA, BEN, CLEO, loads_json, workload
from database import differences, settles_at, snapshot
from http_api import Api, error_body, file_part, ok, part, refused
from pictures import png
from test_task_creation import create_body
from views import files_of, set_status

UNKNOWN = "0123456789abcdef01234567"
LIMIT = 10 * 1024 * 1024


@pytest.fixture(scope="module")
def task(new_task, pool):
    return new_task(pool, [ADA, BEN])


@pytest.fixture(scope="module")
def other(new_project, new_dataset, new_task):
    """A task in another project, of another dataset."""
    project = new_project()
    dataset = new_dataset(2, of=project)
    return new_task(dataset, [ADA])


@pytest.fixture(autouse=True)
def nothing_changes(server, api, task, other):
    before = snapshot(server)
    yield
    assert differences(before, snapshot(server)) == []


# Fields


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


# Ids


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


# Bodies


@pytest.mark.parametrize(
    "text",
    ["{", "", "null", "[]", '"text"', '{"name": "x",}', '{"name": "\\ud800"}', "{'name': 1}", "[" * 5000],
)
def test_broken_json(api, text):
    answer = api.request(
        "POST", "/annotationtasks", data=text.encode(), headers={"Content-Type": "application/json"}
    )
    refused(answer, 400)


def test_bytes_that_are_no_text(api):
    answer = api.request(
        "POST",
        "/annotationtasks",
        data=b'{"name": "\xff\xfe"}',
        headers={"Content-Type": "application/json"},
    )
    refused(answer, 400)


def test_a_query_broken_by_an_apostrophe(sdk, api, project, pool, task, new_task):
    """Contract 10 §2: the SDK replaces ' by ", so the text is no JSON; nobody guesses."""
    filters = sdk.Filters(field="metadata.user.name", values="O'Brien")
    with pytest.raises(sdk.exceptions.BadRequest):
        new_task(pool, [ADA], filters=filters)
    with pytest.raises(sdk.exceptions.BadRequest):
        sdk.tasks.get(task_id=task.id).add_items(filters=filters, assignee_ids=[ADA])
    broken = '{"filter": {"name": "O"Brien"}}'
    refused(api.post("/annotationtasks", create_body(project, pool, query=broken)), 400, "query", "2")


def test_a_body_over_the_limit_is_refused_before_it_is_read(server, api):
    """413; the length is announced, so nothing of it need be sent."""
    connection = http.client.HTTPConnection(server.base.split("//")[1], timeout=20)
    connection.putrequest("POST", "/api/v1/annotationtasks/query")
    connection.putheader("Authorization", "Bearer " + api.token)
    connection.putheader("Content-Type", "application/json")
    connection.putheader("Content-Length", str(LIMIT + 1))
    connection.endheaders()
    answer = connection.getresponse()
    error_body(json.loads(answer.read()), 413)
    assert answer.status == 413
    connection.close()


def test_a_body_that_turns_out_too_long_is_refused(server, api):
    """413, without an announced length."""
    connection = http.client.HTTPConnection(server.base.split("//")[1], timeout=20)
    connection.putrequest("POST", "/api/v1/annotationtasks/query")
    connection.putheader("Authorization", "Bearer " + api.token)
    connection.putheader("Content-Type", "application/json")
    connection.putheader("Transfer-Encoding", "chunked")
    connection.endheaders()
    piece = b'"' + b"a" * 65_534 + b'"'
    try:
        for _ in range(LIMIT // len(piece) + 2):
            connection.send(b"%x\r\n%s\r\n" % (len(piece), piece))
    except (BrokenPipeError, ConnectionResetError):
        pass  # the server need not read on
    answer = connection.getresponse()
    assert answer.status == 413
    error_body(json.loads(answer.read()), 413)
    connection.close()


def test_headers_over_the_limit(server, api):
    connection = http.client.HTTPConnection(server.base.split("//")[1], timeout=20)
    connection.request("GET", "/api/v1/users/me", headers={"X-Long": "a" * 200_000})
    assert connection.getresponse().status == 431
    connection.close()


# Uploads


@pytest.mark.parametrize(
    "path",
    [
        "/../up.png",
        "/a/../b.png",
        "/a/..",
        "..",
        "",
        "no/leading/slash.png",
        "/line\nbreak.png",
        "/tab\there.png",
        "/nul\x00.png",
        "/del\x7f.png",
    ],
)
def test_an_upload_to_a_path_that_is_none(api, pool, path):
    refused(api.upload(pool.id, path, png()), 400, "path")


def test_moving_to_a_path_that_is_none(api, pool):
    item = files_of(api, pool.id)[0]
    for path in ("/../x.png", "/a\nb.png", 7):
        refused(api.patch(f"/items/{item}?system=true", {"filename": path}), 400, "filename")


def test_a_request_path_with_dots_leaves_no_folder(server, api):
    """Sent as it is: ordinary clients would shorten it."""
    for path in (
        "/../../../../etc/passwd",
        "/api/v1/../../etc/passwd",
        "/api/v1/items/..%2f..%2fallot.db/stream",
        "/assets/../../allot.db",
        "/%2e%2e/%2e%2e/etc/passwd",
    ):
        connection = http.client.HTTPConnection(server.base.split("//")[1], timeout=20)
        connection.request("GET", path, headers={"Authorization": "Bearer " + api.token})
        answer = connection.getresponse()
        content = answer.read()
        assert answer.status in (400, 404), path
        assert b"root:" not in content and b"SQLite format" not in content
        connection.close()


def test_uploads_that_are_incomplete_or_go_nowhere(api, pool):
    boundary = "abc"
    head = {"Content-Type": "multipart/form-data; boundary=abc"}
    path = f"/datasets/{pool.id}/items"
    end = b"--abc--\r\n"
    no_path = part(boundary, "type", "file") + file_part(boundary, png()) + end
    refused(api.request("POST", path, data=no_path, headers=head), 400)
    no_file = part(boundary, "type", "file") + part(boundary, "path", "/x.png") + end
    refused(api.request("POST", path, data=no_file, headers=head), 400)
    no_end = part(boundary, "type", "file") + part(boundary, "path", "/x.png") + file_part(boundary, png())
    refused(api.request("POST", path, data=no_end, headers=head), 400)
    refused(api.upload(UNKNOWN, "/x.png", png()), 404)
    refused(api.upload(pool.id, "/x.png", png(), metadata="{broken"), 400, "metadata")


@pytest.mark.parametrize("chunked", [True, False], ids=["chunked", "announced length"])
def test_a_broken_upload_stores_nothing(server, api, pool, chunked):
    """Contract 40 §2: the connection ends in the middle of the file."""
    before = snapshot(server)
    host, port = server.base.split("//")[1].split(":")
    body = part("abc", "type", "file") + part("abc", "path", "/broken.png")
    body += file_part("abc", png(width=200, height=200))[:400]
    length = "Transfer-Encoding: chunked" if chunked else "Content-Length: 100000"
    head = (
        f"POST /api/v1/datasets/{pool.id}/items?mode=skip HTTP/1.1\r\nHost: {host}:{port}\r\n"
        f"Authorization: Bearer {api.token}\r\n{length}\r\n"
        "Content-Type: multipart/form-data; boundary=abc\r\n\r\n"
    )
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        sent = b"%x\r\n%s\r\n" % (len(body), body) if chunked else body
        connection.sendall(head.encode() + sent)
    assert settles_at(server, before) == []


def test_strangers_fill_no_disk(server, api_of, pool):
    """Refused at the head of the request, before the body is read."""
    refused(api_of(None).upload(pool.id, "/x.png", png()), 401)
    refused(Api(server.base, "no.token.atall").upload(pool.id, "/x.png", png()), 401)
    refused(api_of(ADA).upload(pool.id, "/x.png", png()), 403)


# Names that are taken


def test_taken_names(sdk, project, pool):
    """B-152."""
    with pytest.raises(sdk.exceptions.BadRequest, match="Failed to create project"):
        sdk.projects.create(project_name=project.name)
    with pytest.raises(sdk.exceptions.BadRequest):
        project.datasets.create(dataset_name=pool.name)


def test_unfit_project_names(api):
    for name in ("", "   ", "a/b", "semi;colon", "line\nbreak", "nul\x00"):
        refused(api.post("/projects", {"name": name}), 400, "name")
