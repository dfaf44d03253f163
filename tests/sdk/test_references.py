"""References and queries (90-behaviour §19)."""

import json

import pytest

from conftest import ADA, BEN
from http_api import ok
from pictures import png
from views import files_of, handle, ids_of, query_ids, references


@pytest.fixture(scope="module")
def dataset(new_dataset):
    return new_dataset(6)


@pytest.fixture(scope="module")
def tasks(new_task, dataset):
    return new_task(dataset, [ADA, BEN], limit=4), new_task(dataset, [BEN], limit=2)


def test_an_item_has_two_references_for_each_task_and_nothing_else(api, dataset, tasks):
    """B-240."""
    first, second = tasks
    items = files_of(api, dataset.id)
    assert references(api, items[0]) == {
        ("task", first.id): None,
        ("assignment", first.assignmentIds[0]): None,
        ("task", second.id): None,
        ("assignment", second.assignmentIds[0]): None,
    }
    assert set(references(api, items[3])) == {("task", first.id), ("assignment", first.assignmentIds[1])}
    assert references(api, items[5]) == {}


def test_filtering_by_reference_finds_exactly_its_items(api, dataset, tasks):
    """B-241."""
    first, second = tasks
    items = files_of(api, dataset.id)
    assert ids_of(api, dataset.id, first.id) == items[:4]
    assert ids_of(api, dataset.id, second.id) == items[:2]
    assert ids_of(api, dataset.id, first.assignmentIds[1]) == items[2:4]
    refs = "metadata.system.refs.id"
    both = {"$and": [{refs: first.id}, {refs: {"$ne": second.id}}]}
    assert query_ids(api, dataset.id, type="file", **both) == items[2:4]
    assert query_ids(api, dataset.id, type="file", **{refs: {"$nin": [first.id]}}) == items[4:]


def test_no_references_finds_the_items_in_no_task(sdk, api, dataset, tasks):
    """B-242."""
    filters = sdk.Filters(field="metadata.system.refs", values=[])
    assert sorted(item.id for item in dataset.items.list(filters=filters).all()) == files_of(
        api, dataset.id
    )[4:]


def test_match_tests_one_reference_at_a_time(sdk, api, new_task, new_dataset):
    """B-243."""
    dataset = new_dataset(2)
    items = files_of(api, dataset.id)
    one, two = new_task(dataset, [ADA]), new_task(dataset, [BEN])
    handle(api, one.id, items[:1], "completed")
    handle(api, two.id, items[:1], "discard")

    def matching(task, status):
        wanted = {"id": task.id, "type": "task", "metadata": {"status": status}}
        found = query_ids(api, dataset.id, **{"metadata.system.refs": {"$match": wanted}})
        assert found == query_ids(api, dataset.id, **{"metadata.system.refs": wanted})
        return found

    assert matching(one, "completed") == items[:1]
    assert matching(one, "discard") == []
    assert matching(two, "discard") == items[:1]
    assert matching(two, {"$exists": False}) == items[1:]


def test_a_wildcard_crosses_folders(sdk, api, new_dataset):
    """B-244."""
    dataset = new_dataset()
    paths = ["/a/one.png", "/a/b/two.png", "/c/three.jpg"]
    made = {path: ok(api.upload(dataset.id, path, png(seed=i)))["id"] for i, path in enumerate(paths)}

    def matching(**conditions):
        return query_ids(api, dataset.id, type="file", **conditions)

    assert matching(filename="/a/*") == [made["/a/one.png"], made["/a/b/two.png"]]
    assert matching(filename="/a/**") == matching(filename="/a/*")
    assert matching(filename="*.png") == matching(filename="/a/*")
    assert matching(filename={"$glob": "/*/t*"}) == [made["/a/b/two.png"], made["/c/three.jpg"]]
    assert matching(dir="/a") == [made["/a/one.png"]]
    assert matching(name="three.*") == [made["/c/three.jpg"]]
    filters = sdk.Filters(field="filename", values="/a")  # the SDK makes it /a/**
    assert dataset.items.list(filters=filters).items_count == 2


def test_a_filter_sees_what_was_written_before(api, new_dataset):
    """B-245."""
    dataset = new_dataset()
    for number in range(5):
        item = ok(api.upload(dataset.id, f"/{number}.png", png(seed=number)))["id"]
        assert query_ids(api, dataset.id, name=f"{number}.png") == [item]
        ok(api.patch(f"/items/{item}", {"metadata": {"user": {"number": number}}}))
        assert query_ids(api, dataset.id, **{"metadata.user.number": number}) == [item]


def test_references_cannot_be_written_by_users(sdk, api, new_dataset, new_task):
    """B-247: by metadata, uploads or bulk updates; the attempt is ignored."""
    dataset = new_dataset(1)
    (item,) = files_of(api, dataset.id)
    task = new_task(dataset, [ADA])
    before = ok(api.get(f"/items/{item}"))["metadata"]["system"]["refs"]
    forged = {"refs": [], "taskStatusLog": [{"action": "created"}], "size": 1}
    changed = ok(api.patch(f"/items/{item}?system=true", {"metadata": {"system": forged}}))
    assert changed["metadata"]["system"]["refs"] == before
    assert changed["metadata"]["system"].get("taskStatusLog", []) == []
    assert changed["metadata"]["system"]["size"] > 1
    body = {
        "filter": {"id": item},
        "update": {"metadata": {"system": forged}},
        "systemSpace": True,
    }
    ok(api.post(f"/datasets/{dataset.id}/query", body))
    assert ok(api.get(f"/items/{item}"))["metadata"]["system"]["refs"] == before
    ref = {"id": task.id, "type": "task", "metadata": {"status": "completed"}}
    made = ok(
        api.upload(
            dataset.id,
            "/forged.png",
            png(seed=9),
            metadata=json.dumps({"system": {"refs": [ref], "size": 3, "kept": "yes"}}),
        )
    )
    assert made["metadata"]["system"].get("refs", []) == []
    assert made["metadata"]["system"]["size"] == len(png(seed=9))
    assert made["metadata"]["system"]["kept"] == "yes"
    assert ids_of(api, dataset.id, task.id) == [item]


def test_overwriting_keeps_id_tasks_and_annotations(sdk, api, new_dataset, new_task, tmp_path):
    """B-250."""
    dataset = new_dataset(1)
    (old,) = dataset.items.list().all()
    task = new_task(dataset, [ADA])
    old.annotations.upload([{"type": "class", "label": "cat", "coordinates": {}}])
    handle(api, task.id, [old.id])
    before = references(api, old.id)
    other = tmp_path / old.name
    other.write_bytes(png(width=40, height=30, seed=99))
    new = dataset.items.upload(local_path=str(other), overwrite=True)
    assert new.id == old.id
    assert (new.width, new.height) == (40, 30)
    assert references(api, old.id) == before
    assert new.annotations_count == 1
    assert api.get(f"/items/{old.id}/stream").content == other.read_bytes()


def test_a_skipped_upload_does_not_damage_the_stored_file(api, new_dataset, tmp_path):
    """B-251: the answer shows the received size, so that the SDK does not delete the item."""
    dataset = new_dataset(1)
    (old,) = dataset.items.list().all()
    stored = api.get(f"/items/{old.id}/stream").content
    other = tmp_path / old.name
    other.write_bytes(png(width=50, height=50, seed=5))
    kept = dataset.items.upload(local_path=str(other))
    assert kept.id == old.id
    answer = api.upload(dataset.id, old.filename, other.read_bytes(), mode="skip")
    assert answer.headers["x-item-op"] == "skip"
    assert ok(answer)["metadata"]["system"]["size"] == other.stat().st_size
    assert ok(api.get(f"/items/{old.id}"))["metadata"]["system"]["size"] == len(stored)
    assert api.get(f"/items/{old.id}/stream").content == stored


def test_pages_walked_give_every_match_once_while_others_upload(sdk, api, new_dataset):
    """B-252."""
    dataset = new_dataset(7)
    expected = files_of(api, dataset.id)
    pages = dataset.items.list(filters=sdk.Filters(page_size=3))
    seen = []
    for number, page in enumerate(pages):
        seen += [item.id for item in page]
        if number < 3:
            ok(api.upload(dataset.id, f"/a-late-{number}.png", png(seed=100 + number)))
    assert len(seen) == len(set(seen))
    assert set(expected) <= set(seen)
