"""`allot dataset export`, `allot task export`, `allot assignment export`: into a file, or a pipe."""

import csv
import io
import json
import zipfile

from cli_places import cli, place, work  # fixtures
from conftest import ADA, unique


def test_labels_go_into_a_file_that_has_its_name_once_it_is_whole(work, tmp_path):
    file = tmp_path / "labels.json"
    said = work.cli.says("dataset", "export", work.dataset, "--format", "coco", "-o", file)
    assert said == f"{file}: {file.stat().st_size} bytes\n"
    assert set(json.loads(file.read_text())) == {"info", "licenses", "images", "annotations", "categories"}
    assert [path.name for path in tmp_path.iterdir()] == ["labels.json"]


def test_labels_go_into_a_pipe(work):
    lines = work.cli.says("dataset", "export", work.dataset, "--format", "ndjson", "-f", "dir=/night").splitlines()
    assert {json.loads(line)["dir"] for line in lines} == {"/night"}


def test_an_archive_is_one(work, tmp_path):
    file = tmp_path / "labels.zip"
    work.cli.run("dataset", "export", work.dataset, "--format", "yolo", "-o", file)
    with zipfile.ZipFile(file) as zipped:
        assert zipped.testzip() is None and "data.yaml" in zipped.namelist()


def test_a_task_and_an_assignment_go_out_with_who_has_what(work):
    _, task = work.task("--filter", "dir=/night")
    rows = list(csv.DictReader(io.StringIO(work.cli.says("task", "export", task, "--format", "csv"))))
    assert rows and all(row["assignee"] and row["task_id"] == task for row in rows)
    assignment = work.assignment(task, ADA)["id"]
    lines = work.cli.says("assignment", "export", assignment, "--format", "ndjson").splitlines()
    assert {json.loads(line)["work"]["assigneeId"] for line in lines} == {ADA}


def test_a_locked_dataset_goes_out_as_of_one_moment_and_is_free_again(work, tmp_path):
    dataset, file = unique("pictures"), tmp_path / "labels.zip"
    work.cli.run("dataset", "create", dataset, "--project", work.project)
    work.cli.run("item", "upload", work.folder, "--dataset", dataset)
    words = ["dataset", "export", dataset, "--format", "dataloop", "--lock", "-f", "dir=/night", "-o", file]
    said = work.cli.says(*words)
    assert said == f"{file}: {file.stat().st_size} bytes\n"
    with zipfile.ZipFile(file) as zipped:
        assert zipped.testzip() is None
        documents = [json.loads(zipped.read(name)) for name in zipped.namelist()]
    assert sorted(each["filename"] for each in documents) == ["/night/5.png", "/night/6.png", "/night/7.png"]
    assert [path.name for path in tmp_path.iterdir()] == ["labels.zip"]
    work.cli.run("item", "upload", work.folder / "1.png", "--dataset", dataset, "--to", "/later")


def test_a_lock_needs_the_format_that_the_server_writes_and_a_file(work, tmp_path):
    for words in (("--format", "coco", "-o", tmp_path / "x"), ("--format", "dataloop")):
        assert "--lock" in work.cli.refused(2, "dataset", "export", work.dataset, "--lock", *words)
    assert not list(tmp_path.iterdir())


def test_an_unknown_format_is_named_with_those_there_are(work):
    said = work.cli.refused(2, "dataset", "export", work.dataset, "--format", "xml")
    assert "coco" in said and "yolo" in said
