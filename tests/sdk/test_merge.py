"""datasets.merge by the SDK, unmodified (contract 30 §2)."""

import pytest

from conftest import EVE, unique
from http_api import ok, refused
from pictures import png


def annotate(dl, item, *labels):
    builder = item.annotations.builder()
    for number, label in enumerate(labels):
        builder.add(annotation_definition=dl.Box(label=label, left=1, top=number, right=9, bottom=8 + number))
    item.annotations.upload(builder)


@pytest.fixture
def project(new_project):
    return new_project()


@pytest.fixture
def source(project, api):
    """Two pictures."""
    dataset = project.datasets.create(dataset_name=unique("dataset"))
    dataset.add_labels(label_list=["car", "sign"])
    for number, path in enumerate(("/rain/1.png", "/2.png")):
        item = ok(api.upload(dataset.id, path, png(16, 12, seed=number + 1)))
        ok(api.patch(f"/items/{item['id']}", {"metadata": {"user": {"number": number}}}))
    return dataset


def files_of(dataset):
    return {item.filename: item for item in dataset.items.get_all_items()}


def labels_of(item):
    return sorted(annotation.label for annotation in item.annotations.list())


def merge(project, *datasets, **more):
    name = unique("merged")
    done = project.datasets.merge(
        merge_name=name,
        dataset_ids=[dataset.id for dataset in datasets],
        project_ids=[project.id],
        **more,
    )
    assert done is True
    return project.datasets.get(dataset_name=name)


# B-246
def test_a_file_and_its_clones_become_one_item_with_the_annotations_of_all(sdk, api, project, source):
    bens = source.clone(clone_name=unique("ben"), with_items_annotations=False)
    cleos = bens.clone(clone_name=unique("cleo"), with_items_annotations=False)
    annotate(sdk, files_of(source)["/rain/1.png"], "car")
    annotate(sdk, files_of(bens)["/rain/1.png"], "car", "sign")
    annotate(sdk, files_of(cleos)["/2.png"], "sign")
    merged = merge(project, source, bens, cleos)
    files = files_of(merged)
    assert set(files) == {"/rain/1.png", "/2.png"}
    assert labels_of(files["/rain/1.png"]) == ["car", "car", "sign"]
    assert labels_of(files["/2.png"]) == ["sign"]
    shown = ok(api.get(f"/datasets/{merged.id}"))
    assert [shown[count] for count in ("itemsCount", "annotated", "annotationsCount")] == [2, 2, 4]
    assert ok(api.get(f"/items/{files['/2.png'].id}"))["metadata"]["user"] == {"number": 1}
    assert len(files_of(source)) == len(files_of(bens)) == len(files_of(cleos)) == 2


def test_other_files_are_added_with_a_number_where_their_path_is_taken(api, project, source):
    other = project.datasets.create(dataset_name=unique("other"))
    content = png(16, 12, seed=7)
    ok(api.upload(other.id, "/rain/1.png", content))
    ok(api.upload(other.id, "/night/3.png", png(16, 12, seed=8)))
    files = files_of(merge(project, source, other))
    assert set(files) == {"/rain/1.png", "/rain/1 (2).png", "/2.png", "/night/3.png"}
    assert api.get(f"/items/{files['/rain/1 (2).png'].id}/stream").content == content


def test_each_part_may_stay_behind(sdk, api, project, source):
    annotate(sdk, files_of(source)["/2.png"], "car")
    bare = merge(project, source, with_items_annotations=False, with_metadata=False, with_task_annotations_status=False)
    assert ok(api.get(f"/datasets/{bare.id}"))["annotationsCount"] == 0
    assert all("user" not in ok(api.get(f"/items/{item.id}"))["metadata"] for item in files_of(bare).values())


def test_the_command_may_be_waited_for_later(project, source):
    name = unique("merged")
    command = project.datasets.merge(
        merge_name=name, dataset_ids=[source.id], project_ids=project.id, wait=False
    )
    command = command.wait(timeout=0)
    assert command.spec["mergeDatasetsConfiguration"]["datasetId"] == project.datasets.get(dataset_name=name).id


# B-153
def test_a_name_that_is_taken_is_a_failed_command(sdk, project, source):
    with pytest.raises(sdk.exceptions.FailedDependency, match="Dataset with the same name already exists"):
        project.datasets.merge(merge_name=source.name, dataset_ids=[source.id], project_ids=[project.id])


# B-170
def test_who_may(api_of, source):
    body = {"name": unique("merged"), "datasetsIds": [source.id]}
    refused(api_of(EVE).post("/datasets/merge", body), 404)
    refused(api_of(None).post("/datasets/merge", body), 401)
