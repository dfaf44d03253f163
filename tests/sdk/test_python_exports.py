"""The package `allot` (python/allot) and labels in the formats of others."""

import csv
import json
import zipfile

import pytest

from conftest import ADA, BEN, MIA
from helper_package import allot, left_as_found  # fixtures
from http_api import ok
from views import handle, holdings


@pytest.fixture
def dl(allot, server):
    return allot.connect(server.base)


@pytest.fixture
def dataset(dl, new_dataset, api):
    """Four pictures, the first with a label."""
    made = new_dataset(4)
    item = next(iter(made.items.list().all()))
    box = {"type": "box", "label": "car", "coordinates": [{"x": 1, "y": 2}, {"x": 11, "y": 22}]}
    ok(api.post(f"/items/{item.id}/annotations", [box]))
    return made


def rows(path):
    with open(path, encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_a_dataset_goes_out_into_a_file_of_its_name(dl, dataset, tmp_path):
    file = tmp_path / "labels.json"
    file.write_text("old")
    assert dataset.export_as("coco", file) == str(file)
    coco = json.loads(file.read_text())
    assert len(coco["images"]) == 4 and [each["bbox"] for each in coco["annotations"]] == [[1, 2, 10, 20]]
    assert [path.name for path in tmp_path.iterdir()] == ["labels.json"]
    with zipfile.ZipFile(dataset.export_as("yolo", str(tmp_path / "labels.zip"))) as archive:
        assert archive.testzip() is None


def test_filters_choose(dl, dataset, tmp_path):
    filters = dl.Filters(field="annotated", values=True)
    lines = open(dataset.export_as("ndjson", tmp_path / "x", filters=filters)).read().splitlines()
    assert [json.loads(line)["annotationsCount"] for line in lines] == [1]


def test_a_task_goes_out_with_who_has_what_and_its_history(dl, api, dataset, new_task, tmp_path):
    task = new_task(dataset, [ADA, BEN])
    handle(api, task.id, holdings(api, task.id)[ADA][:1])
    of_task = rows(task.export_as("csv", tmp_path / "task.csv"))
    assert {row["assignee"] for row in of_task} == {ADA, BEN}
    assert [row["status"] for row in of_task if row["status"]] == ["completed"]
    assignment = next(each for each in task.assignments.list() if each.annotator == ADA)
    assert {row["assignee"] for row in rows(assignment.export_as("csv", tmp_path / "own.csv"))} == {ADA}
    history = rows(task.export_history(tmp_path / "history.csv"))
    assert "setStatus" in {row["what"] for row in history}
    lines = open(task.export_history(tmp_path / "history", format="ndjson")).read().splitlines()
    assert len(lines) == len(history)


def test_what_is_refused_leaves_no_file(dl, dataset, tmp_path):
    with pytest.raises(dl.exceptions.BadRequest, match="ndjson"):
        dataset.export_as("xml", tmp_path / "labels.xml")
    file = str(tmp_path / "nowhere" / "labels.json")
    with pytest.raises(FileNotFoundError) as problem:
        dataset.export_as("coco", file)
    assert problem.value.filename == file  # not that of the draft
    with pytest.raises(TypeError, match=r'Give filters as dl.Filters\(field="dir", .*, not \{.dir'):
        dataset.export_as("coco", tmp_path / "labels.json", filters={"dir": "/"})
    assert not list(tmp_path.iterdir())


def test_what_the_server_wrote_is_listed_fetched_and_deleted(allot, dl, dataset, tmp_path):
    dataset.export(local_path=str(tmp_path / "of the sdk"), include_annotations=True)
    dataset.export(local_path=str(tmp_path / "zipped"), include_annotations=True, export_type=dl.ExportType.ZIP)
    found = dataset.exports()
    assert found.count() == 2 and [each.form for each in found] == ["zip", "json"]  # newest first
    assert str(found).splitlines()[0].split() == ["WHEN", "BY", "STATE", "FILE"]
    assert set(found.to_rows()[0]) >= {"id", "item_id", "status", "begun_at", "ended_at"}
    assert [each.form for each in found.first(1)] == ["zip"] and len(str(found.first(1)).splitlines()) == 2
    zipped, whole = found
    assert (whole.by, whole.status, whole.dataset_id) == (MIA, "success", dataset.id)
    file = whole.download(tmp_path / "again.json")
    assert len(json.loads((tmp_path / "again.json").read_text())) == 4
    item = whole.item()
    assert item.name.endswith(".json") and item.size == (tmp_path / "again.json").stat().st_size
    whole.delete()
    for gone in (whole.item, whole.delete, lambda: whole.download(file)):
        with pytest.raises(dl.exceptions.NotFound):
            gone()
    assert zipped.item().name.endswith(".zip")


def test_an_export_without_a_file_says_so(allot, dl):
    waits = allot.Export("1", "2", MIA, "json", "created", None, None, None, None, dl.client_api)
    with pytest.raises(dl.exceptions.NotFound, match="has no file; it is created"):
        waits.item()
