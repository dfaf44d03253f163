"""A dataset in order: what the SDK does with many items at once, and what it has no method for."""

import io
import json
import zipfile

import dtlpy as dl
import pytest

from conftest import ADA
from http_api import command, ok, refused
from views import ids_of


@pytest.fixture
def dataset(new_dataset):
    """Four pictures in its root."""
    return new_dataset(4)


def paths_of(api, dataset):
    body = {"filter": {"type": "file"}, "pageSize": 1000, "sort": {"filename": "ascending"}}
    return [item["filename"] for item in ok(api.post(f"/datasets/{dataset.id}/query", body))["items"]]


def count(api, dataset, **conditions):
    body = {"filter": {"type": "file", **conditions}, "pageSize": 0}
    return ok(api.post(f"/datasets/{dataset.id}/query", body))["totalItemsCount"]


def annotate(item, *labels):
    builder = item.annotations.builder()
    for label in labels:
        builder.add(annotation_definition=dl.Box(label=label, left=1, top=1, right=5, bottom=5))
    item.annotations.upload(builder)


# B-460
def test_move_items_brings_what_a_filter_finds_into_a_folder(api, dataset):
    names = [path.rsplit("/", 1)[1] for path in paths_of(api, dataset)]
    assert dataset.items.move_items(destination="/sorted", filters=dl.Filters()) is True
    assert paths_of(api, dataset) == [f"/sorted/{name}" for name in names]
    # Once more changes nothing.
    assert dataset.items.move_items(destination="/sorted", filters=dl.Filters()) is True
    assert paths_of(api, dataset) == [f"/sorted/{name}" for name in names]


# B-460
def test_move_items_brings_them_back_into_the_root(api, dataset):
    names = [path.rsplit("/", 1)[1] for path in paths_of(api, dataset)]
    dataset.items.move_items(destination="/sorted", filters=dl.Filters())
    assert dataset.items.move_items(destination="/", filters=dl.Filters()) is True
    assert paths_of(api, dataset) == [f"/{name}" for name in names]


# B-460, B-461
def test_what_moves_keeps_its_id_tasks_and_annotations(api, dataset, new_task):
    items = list(dataset.items.list().all())
    annotate(items[0], "cat", "dog")
    task = new_task(dataset, [ADA])
    before = ids_of(api, dataset.id, task.id)
    filters = dl.Filters(field="id", values=[item.id for item in items[:2]], operator=dl.FiltersOperations.IN)
    dataset.items.move_items(destination="/some/where", filters=filters)
    moved = dataset.items.get(item_id=items[0].id)
    assert moved.dir == "/some/where" and moved.name == items[0].name
    assert len(moved.annotations.list()) == 2
    assert ids_of(api, dataset.id, task.id) == before
    assert dataset.items.get(filepath=moved.filename).id == items[0].id


# B-460
def test_an_item_moves_to_a_folder_or_a_path(dataset):
    first, second, *_ = dataset.items.list().all()
    first.move("/folder/")
    assert dataset.items.get(item_id=first.id).filename == f"/folder/{first.name}"
    second.move("/folder")  # which is there
    assert dataset.items.get(item_id=second.id).filename == f"/folder/{second.name}"
    second.move("/another/name.png")
    assert dataset.items.get(item_id=second.id).filename == "/another/name.png"


# B-460
def test_a_folder_moves_with_all_that_is_below_it(api, dataset):
    dataset.items.move_items(destination="/a/deep", filters=dl.Filters())
    folder = dataset.items.get(filepath="/a", is_dir=True)
    folder.move("/b/c")
    assert {path.rsplit("/", 1)[0] for path in paths_of(api, dataset)} == {"/b/c/deep"}
    assert dataset.items.get(filepath="/b/c", is_dir=True).id == folder.id
    assert dataset.items.list(filters=dl.Filters(field="dir", values="/b/c/deep")).items_count == 4
    with pytest.raises(dl.exceptions.NotFound):
        dataset.items.get(filepath="/a", is_dir=True)


# B-462
def test_a_move_that_cannot_be_says_why_and_changes_nothing(api, dataset):
    first, second, *_ = dataset.items.list().all()
    second.move(f"/taken/{first.name}")
    before = paths_of(api, dataset)
    with pytest.raises(dl.exceptions.BadRequest, match=f"/taken/{first.name}"):
        dataset.items.move_items(destination="/taken", filters=dl.Filters(field="dir", values="/"))
    folder = dataset.items.get(filepath="/taken", is_dir=True)
    with pytest.raises(dl.exceptions.BadRequest, match="inside the folder"):
        folder.move("/taken/below/it")
    assert paths_of(api, dataset) == before


# B-465
def test_metadata_of_many_is_updated_by_a_filter(api, dataset):
    names = [item.name for item in list(dataset.items.list().all())[:3]]
    filters = dl.Filters(field="name", values=names, operator=dl.FiltersOperations.IN)
    dataset.items.update(filters=filters, update_values={"night": True})
    assert count(api, dataset, **{"metadata.user.night": True}) == 3


# B-466
def test_items_are_deleted_by_a_filter(api, dataset):
    first, *_ = dataset.items.list().all()
    dataset.items.delete(filters=dl.Filters(field="name", values=first.name))
    assert len(paths_of(api, dataset)) == 3


@pytest.mark.skipif(not hasattr(dl.Dataset, "split_ml_subsets"), reason="this SDK splits nothing")
def test_a_dataset_is_split_and_subsets_are_assigned(api, dataset):
    """B-465, B-467."""
    assert dataset.split_ml_subsets(percentages={"train": 50, "validation": 25, "test": 25})
    tags = "metadata.system.tags."
    assert [count(api, dataset, **{tags + each: True}) for each in ("train", "validation", "test")] == [2, 1, 1]
    assert dataset.get_items_missing_ml_subset() == []
    assert dataset.assign_subset_to_items(subset="test", items_query=dl.Filters())
    assert [count(api, dataset, **{tags + each: True}) for each in ("train", "validation", "test")] == [0, 0, 4]
    assert dataset.remove_subset_from_items(items_query=dl.Filters())
    assert len(dataset.get_items_missing_ml_subset()) == 4


# B-468
def test_labels_and_types_are_counted(api, dataset, new_task):
    first, second, *_ = dataset.items.list().all()
    annotate(first, "cat", "dog", "cat")
    annotate(second, "ant")
    labels = [{"label": "cat", "count": 2}, {"label": "ant", "count": 1}, {"label": "dog", "count": 1}]
    assert ok(api.get(f"/datasets/{dataset.id}/annotations/labels")) == labels
    task = new_task(dataset, [ADA], items=[second])
    body = {"taskId": task.id}
    assert ok(api.post(f"/datasets/{dataset.id}/annotations/labels", body)) == [{"label": "ant", "count": 1}]
    assert ok(api.post(f"/datasets/{dataset.id}/annotations/types", {})) == [{"type": "box", "count": 4}]
    dataset.annotations.delete(filters=dl.Filters(resource=dl.FiltersResource.ANNOTATION, field="label", values="cat"))
    assert ok(api.get(f"/datasets/{dataset.id}/annotations/labels")) == labels[1:]


# B-469
def test_labels_of_a_folder_go_out(api, dataset):
    first, *_ = dataset.items.list().all()
    annotate(first, "cat")
    first.move("/in/it/")
    (item,) = ok(api.get(f"/datasets/{dataset.id}/annotations/json?directory=/in"))
    assert item["id"] == first.id and [each["label"] for each in item["annotations"]] == ["cat"]
    answer = api.get(f"/datasets/{dataset.id}/annotations/zip?directory=/in")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        (name,) = archive.namelist()
        assert name == f"json/in/it/{first.name.rsplit('.', 1)[0]}.json" or name == f"json/in/it/{first.name}.json"
        assert json.loads(archive.read(name))["id"] == first.id


# B-466
def test_items_are_listed_by_an_address_and_deleted_with_a_command(api, dataset):
    address = f"/datasets/{dataset.id}/items"
    page = ok(api.get(address, params={"sort": '{"filename":"ascending"}', "pageSize": 2}))
    assert [item["filename"] for item in page["items"]] == paths_of(api, dataset)[:2] and page["hasNextPage"]
    dataset.items.move_items(destination="/gone", filters=dl.Filters())
    folder = dataset.items.get(filepath="/gone", is_dir=True)
    assert ok(api.get(f"/items/{folder.id}/items"))["totalItemsCount"] == 4
    refused(api.delete(address, {}), 400, "`filter`")
    gone = command(api.delete(address, {"filter": {"dir": "/gone"}}))
    assert gone["spec"]["itemsCount"] == 4
    assert paths_of(api, dataset) == []
