"""`allot dataset export`, `allot task export`, `allot assignment export`: into a file, or a pipe."""

import csv
import io
import json
import zipfile
from pathlib import Path

from cli_places import cli, place, work  # fixtures
from conftest import ADA, BEN, unique


def told_bytes(file):
    size = file.stat().st_size
    return f"{size} B" if size < 1000 else f"{size / 1000:.1f} KB"


def test_labels_go_into_a_file_that_has_its_name_once_it_is_whole(work, tmp_path):
    file = tmp_path / "labels.json"
    said = work.cli.says("dataset", "export", work.dataset, "--format", "coco", "-o", file)
    assert said == f"{file}: 8 items, {told_bytes(file)}\n"
    assert set(json.loads(file.read_text())) == {"info", "licenses", "images", "annotations", "categories"}
    assert [path.name for path in tmp_path.iterdir()] == ["labels.json"]


def test_a_device_that_labels_go_into_stays_one(work):
    said = work.cli.refused(1, "dataset", "export", work.dataset, "--format", "coco", "-o", "/dev/full")
    assert "/dev/full cannot be written: No space left on device." in said
    work.cli.run("dataset", "export", work.dataset, "--format", "coco", "-o", "/dev/null")
    for device in ("/dev/full", "/dev/null"):
        assert Path(device).is_char_device()


def test_a_folder_is_refused_before_anything_is_fetched(work, tmp_path):
    said = work.cli.refused(1, "dataset", "export", work.dataset, "--format", "coco", "-o", tmp_path)
    assert f"{tmp_path} cannot be written: Is a directory." in said


def test_a_script_is_told_what_a_file_holds(work, tmp_path):
    file = tmp_path / "labels.csv"
    said = work.cli.json("dataset", "export", work.dataset, "--format", "csv", "-f", "dir=/night", "-o", file)
    assert said == {"file": str(file), "itemsCount": 3, "bytes": file.stat().st_size}
    name, task = work.task("--filter", "dir=/night")
    assert work.cli.json("task", "export", task, "--format", "csv", "-o", file)["itemsCount"] == 3
    adas = work.assignment(task, ADA)
    said = work.cli.json("assignment", "export", adas["id"], "--format", "csv", "-o", file)
    assert said["itemsCount"] == adas["totalItems"]


def test_where_no_item_matches_it_is_said_and_no_file_made(work, tmp_path):
    file = tmp_path / "labels.json"
    for words in (["--format", "coco"], ["--format", "dataloop", "--lock"]):
        said = work.cli.refused(1, "dataset", "export", work.dataset, *words, "-f", "dir=/nowhere", "-o", file)
        assert said == f"No item matches in {work.dataset}; no file was made."
    name, task = work.task()
    said = work.cli.refused(1, "task", "export", task, "--format", "csv", "-f", "dir=/nowhere", "-o", file)
    assert said == f"No item matches in {name}; no file was made."
    assert not list(tmp_path.iterdir())
    file.write_text("from before")
    work.cli.refused(1, "dataset", "export", work.dataset, "--format", "coco", "-f", "dir=/nowhere", "-o", file)
    assert file.read_text() == "from before"


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


def test_what_has_a_status_goes_out_alone(work, tmp_path):
    cli = work.cli
    _, task = work.task("--filter", "dir=/night")
    adas = work.assignment(task, ADA)["id"]
    mine = cli.ids("item", "list", "-a", adas)
    cli.run("item", "status", "completed", mine[0], "-t", task)

    def exported(noun, of, *words):
        lines = cli.says(noun, "export", of, "--format", "ndjson", *words).splitlines()
        return sorted(json.loads(line)["id"] for line in lines)

    everything = exported("task", task)
    assert exported("task", task, "--status", "completed") == [mine[0]]
    assert exported("task", task, "--status", "open") == [each for each in everything if each != mine[0]]
    assert exported("assignment", adas, "--status", "completed") == [mine[0]]
    assert exported("assignment", adas, "--status", "open") == sorted(mine[1:])
    assert exported("task", task, "--status", "completed", "-f", "dir=/nowhere") == []
    file = tmp_path / "done.csv"
    words = ["--format", "csv", "-o", file, "--status"]
    assert cli.json("task", "export", task, *words, "completed")["itemsCount"] == 1
    assert "No item matches in " in cli.refused(1, "task", "export", task, *words, "discard")


def test_a_task_goes_out_with_what_became_of_its_items(work, tmp_path):
    cli = work.cli
    _, task = work.task("--filter", "dir=/day", assign="ada")
    cli.run("task", "redistribute", task, "ben=100", "-y")
    cli.run("item", "status", "completed", "/day/4.png", "-t", task)
    rows = list(csv.DictReader(io.StringIO(cli.says("task", "history", task))))
    assert [row["what"] for row in rows] == ["create", "redistribute", "setStatus"]
    assert (rows[1]["from"], rows[1]["to"], rows[2]["status"]) == (ADA, BEN, "completed")
    file = tmp_path / "history.csv"
    assert cli.says("task", "history", task, "-o", file) == f"{file}: {told_bytes(file)}\n"
    assert list(csv.DictReader(file.open())) == rows
    said = cli.json("task", "history", task, "--format", "ndjson", "-o", file)
    assert said == {"file": str(file), "bytes": file.stat().st_size}
    assert [json.loads(line)["what"] for line in file.read_text().splitlines()] == [row["what"] for row in rows]
    assert "csv, ndjson" in cli.refused(2, "task", "history", task, "--format", "xml")


def test_a_locked_dataset_goes_out_as_of_one_moment_and_is_free_again(work, tmp_path):
    dataset, file = unique("pictures"), tmp_path / "labels.zip"
    work.cli.run("dataset", "create", dataset, "--project", work.project)
    work.cli.run("item", "upload", work.folder, "--dataset", dataset)
    words = ["dataset", "export", dataset, "--format", "dataloop", "--lock", "-f", "dir=/night", "-o", file]
    said = work.cli.says(*words)
    assert said == f"{file}: 3 items, {told_bytes(file)}\n"
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
