"""Who may do what, and who sees what (90-behaviour §16, contract 60 §4)."""

import json

import pytest

from conftest import ADA, BEN, CLEO, DAN, DEV, EVE, MAX, MIA, loads_json, unique
from http_api import command, ok, refused
from test_task_creation import create_body
from views import files_of, holdings, ids_of, set_status


class Place:
    """A project of mia with every kind of member and two tasks: one of hers, one of max's."""


@pytest.fixture(scope="module")
def place(api, api_of, new_project, new_dataset, new_task):
    place = Place()
    place.project = new_project()
    place.project.add_member(email=DEV, role="engineer")
    place.project.add_member(email=MAX, role="annotationManager")
    place.project.add_member(email=ADA, role="annotator")
    place.dataset = new_dataset(6, of=place.project)
    place.items = files_of(api, place.dataset.id)
    place.task = new_task(place.dataset, [ADA, BEN], limit=4)
    place.ada, place.ben = place.task.assignmentIds
    body = create_body(place.project, place.dataset, taskOwner=MAX, workload=loads_json([DAN], [100]))
    place.managed = command(api_of(MAX).post("/annotationtasks", body))["spec"]["createdTaskId"]
    return place


def names(page):
    return sorted(each["id"] for each in page["items"])


def test_an_annotator_lists_own_assignments_and_their_tasks_only(sdk, place, sign_in_sdk):
    """B-171, by the SDK."""
    sign_in_sdk(ADA)
    project = sdk.projects.get(project_id=place.project.id)
    assert [task.id for task in project.tasks.list()] == [place.task.id]
    assert [share.id for share in project.assignments.list()] == [place.ada]
    assert [share.id for share in sdk.tasks.get(task_id=place.task.id).assignments.list()] == [place.ada]
    with pytest.raises(sdk.exceptions.NotFound):
        sdk.assignments.get(assignment_id=place.ben)
    with pytest.raises(sdk.exceptions.NotFound):
        sdk.tasks.get(task_id=place.managed)


def test_an_annotator_reads_only_items_of_own_assignments(sdk, api_of, place, sign_in_sdk):
    """B-171, B-170: lists, counts and single items."""
    sign_in_sdk(ADA)
    share = sdk.assignments.get(assignment_id=place.ada)
    pages = share.get_items()
    assert pages.items_count == 2
    assert [item.id for item in pages.all()] == place.items[:2]
    assert share.dataset.items.list().items_count == 2
    api = api_of(ADA)
    assert ids_of(api, place.dataset.id, place.task.id) == place.items[:2]
    assert ids_of(api, place.dataset.id, place.ben) == []
    assert api.get(f"/items/{place.items[0]}/stream").ok
    for path in ("", "/stream", "/annotations"):
        refused(api.get(f"/items/{place.items[2]}{path}"), 404)


def test_a_holder_who_is_no_member_reads_what_contains_the_assignment(api_of, place):
    """Contract 60 §4: task, dataset, recipe and project, and own items only."""
    ben = api_of(BEN)
    assert ok(ben.get(f"/assignments/{place.ben}"))["annotator"] == BEN
    for path in (
        f"/annotationtasks/{place.task.id}",
        f"/datasets/{place.dataset.id}",
        f"/recipes/{place.task.recipe_id}",
        f"/projects/{place.project.id}",
    ):
        ok(ben.get(path))
    assert ids_of(ben, place.dataset.id, place.task.id) == place.items[2:4]


def test_a_stranger_finds_nothing(api_of, place):
    """B-170: not visible is not found."""
    eve = api_of(EVE)
    for path in (
        f"/projects/{place.project.id}",
        f"/projects/{place.project.name}/name",
        f"/projects/{place.project.id}/members",
        f"/datasets/{place.dataset.id}",
        f"/annotationtasks/{place.task.id}",
        f"/assignments/{place.ada}",
        f"/items/{place.items[0]}",
        f"/items/{place.items[0]}/stream",
        f"/recipes/{place.task.recipe_id}",
    ):
        refused(eve.get(path), 404)
    assert place.project.id not in [each["id"] for each in ok(eve.get("/projects"))]
    query = {"filter": {}, "page": 0, "pageSize": 100, "context": {"projectIds": [place.project.id]}}
    assert ok(eve.post("/annotationtasks/query", query))["totalItemsCount"] == 0
    assert ok(eve.get(f"/assignments?projects={place.project.id}&pageSize=500"))["items"] == []


def test_without_a_token_there_is_nothing_but_the_door(api_of, place):
    nobody = api_of(None)
    for path in ("/projects", f"/items/{place.items[0]}/stream", "/users/me", "/commands"):
        refused(nobody.get(path), 401)
    refused(nobody.post("/annotationtasks/query", {}), 401)


MOVES = {
    "rename": lambda api, p, task, share: api.patch(f"/annotationtasks/{task}", {"priority": 3}),
    "add": lambda api, p, task, share: api.post(
        f"/annotationtasks/{task}/addToTask?dryRun=true",
        {"query": json.dumps({"filter": {"id": {"$in": p.items}}})},
    ),
    "remove": lambda api, p, task, share: api.post(
        f"/annotationtasks/{task}/removeFromTask?dryRun=true",
        {"query": json.dumps({"filter": {"id": {"$in": p.items}}})},
    ),
    "redistribute": lambda api, p, task, share: api.post(
        f"/assignments/{share}/redistribute?dryRun=true", {"workload": loads_json([CLEO], [100])}
    ),
    "reassign": lambda api, p, task, share: api.post(
        f"/assignments/{share}/reassign?dryRun=true", {"annotator": CLEO}
    ),
    "delete assignment": lambda api, p, task, share: api.delete(f"/assignments/{share}?dryRun=true"),
    "delete": lambda api, p, task, share: api.delete(f"/annotationtasks/{task}?dryRun=true"),
}


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("who, status", [(MIA, 200), (DEV, 200), (MAX, 403), (ADA, 403), (EVE, 404)])
def test_moves_in_a_task_of_somebody_else(api_of, place, move, who, status):
    """B-172, contract 60 §4."""
    answer = MOVES[move](api_of(who), place, place.task.id, place.ada)
    assert answer.status_code == status, answer.text


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("who, status", [(MIA, 200), (DEV, 200), (MAX, 200), (DAN, 403), (ADA, 404)])
def test_moves_in_a_task_that_an_annotation_manager_owns(api_of, place, move, who, status):
    """B-172: managed tasks."""
    share = ok(api_of(MIA).get(f"/annotationtasks/{place.managed}"))["assignmentIds"][0]
    answer = MOVES[move](api_of(who), place, place.managed, share)
    assert answer.status_code == status, answer.text


@pytest.mark.parametrize("who, status", [(MIA, 200), (DEV, 200), (MAX, 200), (ADA, 403), (EVE, 404)])
def test_creating_tasks(api_of, place, who, status):
    body = create_body(place.project, place.dataset)
    assert api_of(who).post("/annotationtasks?dryRun=true", body).status_code == status


@pytest.mark.parametrize("who, status", [(DEV, 403), (MAX, 403), (ADA, 403), (EVE, 404)])
def test_only_owners_manage_members_and_delete_the_project(api_of, place, who, status):
    api = api_of(who)
    path = f"/projects/{place.project.id}"
    refused(api.delete(path), status)
    refused(api.post(f"{path}/members/{CLEO}", {"role": "engineer"}), status)
    refused(api.patch(f"{path}/members/{ADA}", {"role": "engineer"}), status)
    refused(api.delete(f"{path}/members/{ADA}"), status)
    ok(api_of(MIA).get(path))


@pytest.mark.parametrize("who, status", [(MAX, 403), (ADA, 403), (EVE, 404)])
def test_data_is_changed_by_owners_and_developers_only(api_of, place, who, status):
    api = api_of(who)
    refused(api.patch(f"/datasets/{place.dataset.id}", {"name": "mine"}), status)
    refused(api.delete(f"/datasets/{place.dataset.id}"), status)
    refused(api.upload(place.dataset.id, "/mine.png", b"bytes"), status)
    refused(api.delete(f"/items/{place.items[0]}"), status)
    refused(api.post("/datasets", {"name": unique("d"), "projects": [place.project.id]}), status)


def test_an_annotation_manager_sees_everything_and_handles_what_is_managed(api_of, place):
    api = api_of(MAX)
    assert ids_of(api, place.dataset.id, place.task.id) == place.items[:4]
    page = ok(api.get(f"/assignments?projects={place.project.id}&pageSize=500"))
    assert {place.ada, place.ben} <= set(names(page))
    item = place.items[5]
    assert list(ok(set_status(api, place.managed, [item]))) == [item]
    ok(set_status(api, place.managed, [item], operation="delete"))
    body = {"operation": "create", "status": "completed"}
    refused(api.post(f"/assignments/{place.ada}/items/{place.items[0]}/status", body), 403)


def test_a_task_owner_without_membership_manages_the_task(api_of, api, place, new_task):
    """B-173."""
    task = new_task(place.dataset, [ADA], task_owner=CLEO, limit=3)
    cleo = api_of(CLEO)
    assert ok(cleo.get(f"/annotationtasks/{task.id}"))["taskOwner"] == CLEO
    assert ids_of(cleo, place.dataset.id, task.id) == place.items[:3]
    body = {"workload": loads_json([BEN], [100])}
    command(cleo.post(f"/assignments/{task.assignmentIds[0]}/redistribute", body))
    assert holdings(api, task.id) == {BEN: place.items[:3]}
    refused(cleo.get(f"/items/{place.items[5]}"), 404)
    task.delete()


def test_a_changed_role_acts_at_the_next_request(api_of, new_project, new_dataset):
    """B-175."""
    own = new_project()
    dataset = new_dataset(1, of=own)
    eve = api_of(EVE)
    refused(eve.get(f"/datasets/{dataset.id}"), 404)
    own.add_member(email=EVE, role="annotationManager")
    ok(eve.get(f"/datasets/{dataset.id}"))
    refused(eve.patch(f"/datasets/{dataset.id}", {"metadata": {"user": {"x": 1}}}), 403)
    own.update_member(email=EVE, role="engineer")
    ok(eve.patch(f"/datasets/{dataset.id}", {"metadata": {"user": {"x": 1}}}))
    own.remove_member(email=EVE)
    refused(eve.get(f"/datasets/{dataset.id}"), 404)


def test_people_are_visible_to_those_who_share_a_project(api_of, place):
    assert ok(api_of(DEV).get(f"/users/{MAX.upper()}"))["email"] == MAX
    assert ok(api_of(EVE).get(f"/users/{EVE}"))["email"] == EVE
    refused(api_of(EVE).get(f"/users/{DEV}"), 404)


def test_keys_are_ones_own(api_of):
    refused(api_of(EVE).post("/apiKeys", {"userId": MIA}), 403)
