"""The package `allot` (python/allot) and labels in the formats of others."""

import csv
import json
import zipfile

import pytest

from conftest import ADA, BEN
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
    with pytest.raises(OSError):
        dataset.export_as("coco", tmp_path / "nowhere" / "labels.json")
    assert not list(tmp_path.iterdir())
