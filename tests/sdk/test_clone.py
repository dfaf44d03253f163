"""dataset.clone and item.clone by the SDK, unmodified (contract 30 §2, 40 §3)."""

from types import SimpleNamespace

import pytest

from conftest import ADA, EVE, unique
from http_api import ok, refused
from pictures import png

PATHS = ("/rain/1.png", "/rain/2.png", "/night/3.png", "/plain.png")
OWN = ("id", "url", "item", "itemId", "dataset", "datasetId", "createdAt", "updatedAt", "updatedBy")


def annotate(dl, item, *labels):
    builder = item.annotations.builder()
    for number, label in enumerate(labels):
        builder.add(annotation_definition=dl.Box(label=label, left=1, top=number, right=9, bottom=8 + number))
    item.annotations.upload(builder)


@pytest.fixture(scope="module")
def source(sdk, new_project, api):
    """Four pictures in folders; two of them with labels, one with an issue, all with metadata."""
    project = new_project()
    dataset = project.datasets.create(dataset_name=unique("dataset"))
    dataset.add_labels(label_list=["car", "sign"])
    for number, path in enumerate(PATHS):
        item = ok(api.upload(dataset.id, path, png(16, 12, seed=number + 1)))
        ok(api.patch(f"/items/{item['id']}", {"metadata": {"user": {"number": number}}}))
    items = {path: dataset.items.get(filepath=path) for path in PATHS}
    annotate(sdk, items["/rain/1.png"], "car", "sign")
    annotate(sdk, items["/night/3.png"], "sign")
    (issue,) = annotations_of(api, items["/night/3.png"].id)
    status = {"metadata": {"system": {"status": "issue"}}}
    ok(api.put(f"/annotations/{issue['id']}?system=true", status))
    return SimpleNamespace(project=project, dataset=project.datasets.get(dataset_id=dataset.id), items=items)


def annotations_of(api, item_id):
    return ok(api.get(f"/items/{item_id}/annotations"))


def labels_of(api, item_id):
    """What annotations are, less what makes them these."""
    return [{name: each[name] for name in each if name not in OWN} for each in annotations_of(api, item_id)]


def files_of(dataset):
    return {item.filename: item for item in dataset.items.get_all_items()}


def shown(api, item):
    return ok(api.get(f"/items/{item.id}"))


def test_a_clone_is_the_whole_dataset_again(api, source):
    clone = source.dataset.clone(clone_name=unique("clone"))
    files = files_of(clone)
    assert set(files) == set(PATHS)
    for path, item in source.items.items():
        there, before = shown(api, files[path]), shown(api, item)
        assert there["id"] != before["id"]
        assert (there["srcItem"], there["srcDataset"]) == (item.id, source.dataset.id)
        assert there["metadata"]["user"] == before["metadata"]["user"]
        assert there["metadata"]["system"]["size"] == before["metadata"]["system"]["size"]
        assert labels_of(api, files[path].id) == labels_of(api, item.id)
        assert api.get(f"/items/{files[path].id}/stream").content == api.get(f"/items/{item.id}/stream").content
    dataset = ok(api.get(f"/datasets/{clone.id}"))
    assert dataset["srcDataset"] == source.dataset.id
    assert dataset["metadata"]["system"]["recipes"] == source.dataset.metadata["system"]["recipes"]
    assert [dataset[count] for count in ("itemsCount", "annotated", "annotationsCount")] == [4, 2, 3]
    assert {"/rain", "/night"} <= folders_of(api, clone)


def folders_of(api, dataset):
    tree = ok(api.get(f"/datasets/{dataset.id}/directoryTree"))
    return {child["value"]["filename"] for child in tree["children"]}


def test_each_part_may_stay_behind(api, source):
    bare = source.dataset.clone(
        clone_name=unique("clone"),
        with_items_annotations=False,
        with_metadata=False,
    )
    files = files_of(bare)
    assert ok(api.get(f"/datasets/{bare.id}"))["annotationsCount"] == 0
    assert all("user" not in shown(api, item)["metadata"] for item in files.values())
    unreviewed = source.dataset.clone(clone_name=unique("clone"), with_task_annotations_status=False)
    (cleared,) = annotations_of(api, files_of(unreviewed)["/night/3.png"].id)
    assert "status" not in cleared["metadata"]["system"]
    reviewed = source.dataset.clone(clone_name=unique("clone"))
    (kept,) = annotations_of(api, files_of(reviewed)["/night/3.png"].id)
    assert kept["metadata"]["system"]["status"] == "issue"


def test_a_filter_picks_the_items(sdk, source):
    rain = source.dataset.clone(clone_name=unique("clone"), filters=sdk.Filters(field="dir", values="/rain"))
    assert set(files_of(rain)) == {"/rain/1.png", "/rain/2.png"}
    labelled = sdk.Filters()
    labelled.add_join(field="label", values="sign")
    signs = source.dataset.clone(clone_name=unique("clone"), filters=labelled)
    assert set(files_of(signs)) == {"/rain/1.png", "/night/3.png"}


def test_a_clone_goes_into_a_dataset_that_is_there(sdk, api, source):
    target = source.project.datasets.create(dataset_name=unique("target"))
    ok(api.upload(target.id, "/rain/own.png", png(16, 12, seed=9)))
    clone = source.dataset.clone(
        filters=sdk.Filters(field="dir", values="/rain"), dst_dataset_id=target.id, target_directory="copies"
    )
    assert clone.id == target.id
    assert set(files_of(clone)) == {"/rain/own.png", "/copies/rain/1.png", "/copies/rain/2.png"}


# B-153
def test_a_name_or_a_path_that_is_taken_is_a_failed_command(sdk, source):
    with pytest.raises(sdk.exceptions.FailedDependency, match="Dataset with the same name already exists"):
        source.dataset.clone(clone_name=source.dataset.name)
    with pytest.raises(sdk.exceptions.FailedDependency, match="/1.png"):
        source.dataset.clone(dst_dataset_id=source.dataset.id)
    assert set(files_of(source.dataset)) >= set(PATHS)


# B-246
def test_clones_are_in_no_task_and_have_no_history(sdk, api, source):
    task = source.dataset.tasks.create(task_name=unique("task"), assignee_ids=[ADA], project_id=source.project.id)
    item = source.dataset.items.get(item_id=source.items["/plain.png"].id)
    item.update_status(status="completed", task_id=task.id)
    clone = source.dataset.clone(clone_name=unique("clone"))
    system = shown(api, files_of(clone)["/plain.png"])["metadata"]["system"]
    assert system.get("refs", []) == [] and not system.get("taskStatusLog")
    assert shown(api, item)["metadata"]["system"]["refs"] != []
    task.delete()


# B-170
def test_who_may(api_of, source):
    path = f"/datasets/{source.dataset.id}/clone"
    refused(api_of(EVE).post(path, {"name": unique("clone")}), 404)
    refused(api_of(None).post(path, {"name": unique("clone")}), 401)


# item.clone


def test_an_item_is_cloned_beside_itself(api, source):
    item = source.items["/rain/1.png"]
    clone = item.clone(remote_filepath="/elsewhere/copy.png", metadata={"user": {"copy": True}})
    there = shown(api, clone)
    assert there["filename"] == "/elsewhere/copy.png"
    assert there["metadata"]["user"] == {"number": 0, "copy": True}
    assert (there["srcItem"], there["datasetId"]) == (item.id, source.dataset.id)
    assert labels_of(api, clone.id) == labels_of(api, item.id)
    clone.delete()


def test_an_item_is_cloned_into_another_dataset_without_its_parts(api, source):
    target = source.project.datasets.create(dataset_name=unique("target"))
    item = source.items["/rain/1.png"]
    clone = item.clone(dst_dataset_id=target.id, with_annotations=False, with_metadata=False)
    there = shown(api, clone)
    assert (there["datasetId"], there["filename"]) == (target.id, item.filename)
    assert "user" not in there["metadata"] and there["annotationsCount"] == 0


def test_the_review_of_an_items_annotations_stays_behind_by_default(api, source):
    target = source.project.datasets.create(dataset_name=unique("target"))
    clone = source.items["/night/3.png"].clone(dst_dataset_id=target.id)
    (cleared,) = annotations_of(api, clone.id)
    assert "status" not in cleared["metadata"]["system"]
    kept = source.items["/night/3.png"].clone(
        dst_dataset_id=target.id, remote_filepath="/kept.png", with_task_annotations_status=True
    )
    (issue,) = annotations_of(api, kept.id)
    assert issue["metadata"]["system"]["status"] == "issue"


def test_the_same_name_needs_allow_many(sdk, source):
    target = source.project.datasets.create(dataset_name=unique("target"))
    item = source.items["/plain.png"]
    item.clone(dst_dataset_id=target.id)
    with pytest.raises(sdk.exceptions.FailedDependency, match="/plain.png"):
        item.clone(dst_dataset_id=target.id)
    item.clone(dst_dataset_id=target.id, allow_many=True)
    item.clone(dst_dataset_id=target.id, allow_many=True)
    assert set(files_of(target)) == {"/plain.png", "/plain (2).png", "/plain (3).png"}


def test_an_item_goes_into_another_project(new_project, source):
    other = new_project().datasets.create(dataset_name=unique("target"))
    clone = source.items["/plain.png"].clone(dst_dataset_id=other.id)
    assert clone.dataset_id == other.id


def test_a_clone_that_is_given_up_leaves_nothing(api, source):
    name = unique("clone")
    begun = ok(api.post(f"/datasets/{source.dataset.id}/clone", {"name": name}))
    ended = ok(api.post(f"/commands/{begun['id']}/abort"))
    # So few may have been done by then.
    there = [each["name"] for each in ok(api.get(f"/datasets?projects={source.project.id}"))]
    assert (ended["status"] == "success") == (name in there)
