"""Changes by query: what is counted is what is changed, or nothing is (90-behaviour §19)."""

import json

import pytest

from conftest import ADA
from http_api import ok
from views import files_of, ids_of, query_ids

LATER = {"update": {"metadata": {"user": {"seen": True}}}}
CHANGES = [{"delete": True}, LATER]

UNCLEAR = [
    ("resource", {"resource": "annotation", "filter": {}}),
    ("resource", {"resource": "Items", "filter": {}}),
    ("resource", {"resource": None, "filter": {}}),
    ("filters", {"filters": {"name": "nobody.png"}}),
    ("filters", {"filter": {}, "filters": {"name": "nobody.png"}}),
    ("filter", {}),
    ("filter", {"filter": None}),
    ("filter", {"filter": []}),
    ("limits", {"filter": {}, "limits": 1}),
    ("limit", {"filter": {}, "limit": -1}),
    ("limit", {"filter": {}, "limit": 0.5}),
    ("limit", {"filter": {}, "limit": "1"}),
    ("skip", {"filter": {}, "skip": 1}),
    ("context.dataset", {"filter": {}, "context": {"dataset": ["x"]}}),
    ("context.datasets", {"filter": {}, "context": {"datasets": []}}),
    ("join.filters", {"filter": {}, "join": {"filters": {"label": "cat"}}}),
    ("join.filter", {"filter": {}, "join": {"on": {}}}),
    ("except.query.filters", {"filter": {}, "except": {"query": {"filters": {}}}}),
    ("intersect.filter", {"filter": {}, "intersect": {"filter": {}}}),
]


@pytest.fixture(scope="module")
def kept(new_dataset):
    """Nothing here may change; each picture has one cat."""
    dataset = new_dataset(3)
    for item in dataset.items.list().all():
        builder = item.annotations.builder()
        builder.add(annotation_definition=_box("cat"))
        item.annotations.upload(builder)
    return dataset


def _box(label):
    import dtlpy as dl

    return dl.Box(label=label, left=1, top=1, right=5, bottom=5)


def _state(api, dataset_id):
    page = ok(api.post(f"/datasets/{dataset_id}/query", {"filter": {}, "sort": {"id": "ascending"}}))
    annotations = ok(
        api.post(f"/datasets/{dataset_id}/query", {"filter": {}, "resource": "annotations"})
    )
    return page, annotations


def _refused(answer, member):
    assert answer.status_code == 400, answer.text
    assert [each["path"] for each in answer.json()["fields"]] == [member]


@pytest.mark.parametrize("change", CHANGES, ids=["delete", "update"])
@pytest.mark.parametrize(("member", "query"), UNCLEAR, ids=[json.dumps(each[1]) for each in UNCLEAR])
def test_a_change_that_is_not_clear_is_refused_and_names_the_member(api, kept, member, query, change):
    """B-253."""
    before = _state(api, kept.id)
    _refused(api.post(f"/datasets/{kept.id}/query", {**query, **change}), member)
    assert _state(api, kept.id) == before


@pytest.mark.parametrize(
    ("member", "change"),
    [
        ("delete", {"delete": "yes"}),
        ("delete", {"delete": 1}),
        ("update", {"update": []}),
        ("update", {"update": "seen"}),
        ("update.user", {"update": {"user": {"seen": True}}}),
        ("update", {"delete": True, **LATER}),
        ("references", {"references": {"operation": "create", "refs": []}}),
    ],
)
@pytest.mark.parametrize("resource", ["items", "annotations"])
def test_a_change_of_the_wrong_kind_is_refused(api, kept, resource, member, change):
    """B-253."""
    before = _state(api, kept.id)
    answer = api.post(f"/datasets/{kept.id}/query", {"filter": {}, "resource": resource, **change})
    assert answer.status_code == 400
    assert answer.json()["fields"][0]["path"] in (member, "delete")
    assert _state(api, kept.id) == before


def test_the_sdk_updates_and_deletes_what_its_filters_list(sdk, api, new_dataset):
    """B-253: with sort, page size and join, as the SDK sends them."""
    dataset = new_dataset(5)
    first, second, *_ = dataset.items.list().all()
    for item, label in ((first, "cat"), (second, "dog")):
        builder = item.annotations.builder()
        builder.add(annotation_definition=_box(label))
        item.annotations.upload(builder)

    filters = sdk.Filters()
    filters.page_size = 1
    filters.sort_by(field="filename")
    dataset.items.update(filters=filters, update_values={"seen": 1})
    assert len(query_ids(api, dataset.id, **{"metadata.user.seen": 1})) == 5

    cats = sdk.Filters()
    cats.add_join(field="label", values="cat")
    assert dataset.items.list(filters=cats).items_count == 1
    dataset.items.update(filters=cats, update_values={"cat": True})
    assert query_ids(api, dataset.id, **{"metadata.user.cat": True}) == [first.id]

    system = sdk.Filters(field="id", values=second.id)
    dataset.items.update(filters=system, system_update_values={"mark": 7}, system_metadata=True)
    assert query_ids(api, dataset.id, **{"metadata.system.mark": 7}) == [second.id]

    dogs = sdk.Filters(resource=sdk.FiltersResource.ANNOTATION, field="label", values="dog")
    dataset.annotations.delete(filters=dogs)
    assert len(second.annotations.list()) == 0
    assert len(first.annotations.list()) == 1

    dataset.items.delete(filters=cats)
    assert len(files_of(api, dataset.id)) == 4
    assert first.id not in files_of(api, dataset.id)


@pytest.mark.parametrize(
    "narrowing",
    [
        {"limit": 2},
        {"limit": 2, "sort": {"id": "ascending"}},
        {"limit": 0},
        {"context": {"datasets": ["000000000000000000000000"]}},
        {"intersect": {"query": {"filter": {"metadata.user.k": {"$lt": 2}}}}},
        {"except": {"query": {"filter": {"metadata.user.k": {"$lt": 2}}}}},
        {"page": 3, "pageSize": 1, "sort": {"name": "descending"}},
    ],
    ids=json.dumps,
)
def test_what_a_query_counts_is_what_its_deletion_takes(api, new_dataset, narrowing):
    """B-253."""
    dataset = new_dataset(4)
    for number, each in enumerate(files_of(api, dataset.id)):
        ok(api.patch(f"/items/{each}", {"metadata": {"user": {"k": number}}}))
    everything = files_of(api, dataset.id)
    query = {"filter": {"type": "file"}, **narrowing}
    whole = {**query, "page": 0, "pageSize": 1000}
    listed = ok(api.post(f"/datasets/{dataset.id}/query", whole))
    named = [each["id"] for each in listed["items"]]
    assert listed["totalItemsCount"] == len(named)
    answer = ok(api.post(f"/datasets/{dataset.id}/query", {**query, "delete": True}))
    assert answer["itemsCount"] == len(named)
    assert files_of(api, dataset.id) == [each for each in everything if each not in named]


def test_a_task_is_made_of_what_its_query_names(api, new_dataset, new_task):
    """B-253: its query is read as strictly, and narrowed in the same way."""
    dataset = new_dataset(4)
    task = new_task(dataset, [ADA], limit=1)
    held = ids_of(api, dataset.id, task.id)
    load = [{"assigneeId": ADA, "load": 100}]

    def add(query):
        return api.post(
            f"/annotationtasks/{task.id}/addToTask", {"query": json.dumps(query), "workload": load}
        )

    for member, query in UNCLEAR:
        if query:
            _refused(add(query), member)
            body = {"query": json.dumps(query)}
            _refused(api.post(f"/annotationtasks/{task.id}/removeFromTask", body), member)
    assert ids_of(api, dataset.id, task.id) == held
    ok(add({"filter": {"type": "file"}, "limit": 2, "sort": {"id": "descending"}}))
    assert ids_of(api, dataset.id, task.id) == sorted(held + files_of(api, dataset.id)[2:])


def test_ids_are_found_in_capitals(api, new_dataset, new_task):
    """B-253."""
    dataset = new_dataset(2)
    task = new_task(dataset, [ADA])
    first, second = files_of(api, dataset.id)
    assert query_ids(api, dataset.id, id=first.upper()) == [first]
    assert query_ids(api, dataset.id, id={"$in": [first.upper(), second]}) == [first, second]
    assert query_ids(api, dataset.id, id={"$gt": first.upper()}, type="file") == [second]
    assert ids_of(api, dataset.id, task.id.upper()) == [first, second]
    context = {"filter": {"type": "file"}, "context": {"datasets": [dataset.id.upper()]}}
    assert ok(api.post(f"/datasets/{dataset.id}/query", context))["totalItemsCount"] == 2
    tasks = ok(api.post("/annotationtasks/query", {"filter": {"id": task.id.upper()}}))
    assert [each["id"] for each in tasks["items"]] == [task.id]
    listed = ok(api.get(f"/annotationtasks?projects={task.project_id}&dataset={dataset.id.upper()}"))
    assert [each["id"] for each in listed["items"]] == [task.id]
    status = {"itemIds": [first.upper()], "statusPayload": {"operation": "create", "status": "completed"}}
    ok(api.post(f"/assignments/items/tasks/{task.id}/status", status))
    refs = "metadata.system.refs.metadata.status"
    assert query_ids(api, dataset.id, **{refs: "completed"}) == [first]


def test_a_task_refuses_items_of_another_dataset(sdk, api, new_dataset, new_task):
    """B-253."""
    dataset, other = new_dataset(2), new_dataset(1)
    task = new_task(dataset, [ADA], limit=1)
    held = ids_of(api, dataset.id, task.id)
    stranger = other.items.list().items[0]
    with pytest.raises(sdk.exceptions.BadRequest, match=stranger.id):
        task.add_items(items=[stranger], assignee_ids=[ADA])
    assert ids_of(api, dataset.id, task.id) == held
