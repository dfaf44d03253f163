"""`allot item upload` and `allot item download`: folders, again and again."""

import os

import pytest

from cli_places import cli, place, work, write_day_and_night  # fixtures
from command_line import COLOUR, Cli
from conftest import DAN, password_of, unique
from pictures import png

WITHOUT_POWER = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--"]


@pytest.fixture
def dataset(work):
    """Empty, of its own."""
    name = unique("dataset")
    work.cli.run("dataset", "create", name, "-p", work.project)
    return name


@pytest.fixture
def pictures(tmp_path):
    return write_day_and_night(tmp_path / "pictures")


def paths_in(cli, dataset):
    return sorted(item["filename"] for item in cli.json("item", "list", "-d", dataset))


def files_in(folder):
    return {
        "/" + str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


# Uploads


def test_a_folder_is_uploaded_with_all_below_it(cli, dataset, pictures):
    assert cli.says("item", "upload", pictures, "-d", dataset).startswith("8 files uploaded (")
    assert paths_in(cli, dataset) == sorted(files_in(pictures))


def test_a_second_run_uploads_only_what_is_new(cli, dataset, pictures):
    cli.run("item", "upload", pictures, "-d", dataset)
    ids = cli.ids("item", "list", "-d", dataset)
    (pictures / "night" / "9.png").write_bytes(png(seed=9))
    said = cli.says("item", "upload", pictures, "-d", dataset)
    assert said.startswith("1 file uploaded (") and "8 there already, 0 failed" in said
    said = cli.says("item", "upload", pictures, "-d", dataset)
    assert said == "0 files uploaded (0 B), 9 there already, 0 failed\n"
    assert cli.ids("item", "list", "-d", dataset)[:8] == ids


def test_a_file_or_a_folder_may_go_into_a_folder(cli, dataset, pictures):
    for to in ("deep/er", "/deep/er/"):
        cli.run("item", "upload", pictures / "1.png", "-d", dataset, "--to", to)
    cli.run("item", "upload", pictures / "night", "-d", dataset, "--to", "/deep")
    said = cli.says("item", "upload", pictures / "night", "-d", dataset, "--to", "deep")
    assert "4 there already" in said
    assert paths_in(cli, dataset) == [
        *["/deep/5.png", "/deep/6.png", "/deep/7.png", "/deep/deep/8.png", "/deep/er/1.png"]
    ]


@pytest.mark.parametrize("content", [png(seed=99), png(seed=1)[:-1] + b"x"], ids=["size", "hash"])
def test_a_file_that_differs_is_told_and_replaced_only_when_asked(
    cli, dataset, pictures, tmp_path, content
):
    """B-251."""
    cli.run("item", "upload", pictures, "-d", dataset)
    old, ids = files_in(pictures), cli.ids("item", "list", "-d", dataset)
    (pictures / "1.png").write_bytes(content)
    done = cli.run("item", "upload", pictures, "-d", dataset, code=1)
    assert done.err == "/1.png: Another file is there; --overwrite replaces it.\n"
    assert "0 files uploaded (0 B), 7 there already, 1 failed" in done.out
    cli.run("item", "download", tmp_path / "old", "-d", dataset)
    assert files_in(tmp_path / "old") == old

    said = cli.says("item", "upload", pictures, "-d", dataset, "--overwrite")
    assert said.startswith("1 file uploaded")
    cli.run("item", "download", tmp_path / "new", "-d", dataset)
    assert files_in(tmp_path / "new") == files_in(pictures)
    assert cli.ids("item", "list", "-d", dataset) == ids


def test_a_file_that_cannot_be_read_is_told_and_the_others_are_uploaded(place, dataset, pictures):
    reader = Cli(place.cli.home, *place.cli.everywhere)
    reader.through = WITHOUT_POWER if os.geteuid() == 0 else []
    (pictures / "2.png").chmod(0)
    (pictures / "day").chmod(0)
    (pictures / "nowhere.png").symlink_to("gone.png")
    (pictures / "circle.png").symlink_to("circle.png")
    (pictures / "more").symlink_to("night")
    os.mkfifo(pictures / "pipe")
    try:
        done = reader.run("item", "upload", pictures, "-d", dataset, code=1)
        again = reader.run("item", "upload", pictures, "-d", dataset, "--quiet", code=1)
    finally:
        (pictures / "day").chmod(0o755)
    assert done.out.startswith("6 files uploaded")
    assert "0 there already, 6 failed" in done.out
    for told in (done.err, again.err):
        lines = sorted(told.splitlines())
        assert [line.split(":")[0] for line in lines] == [
            *["/2.png", "/circle.png", "/day", "/more", "/nowhere.png", "/pipe"]
        ]
        assert "cannot be read" in lines[0] and "leads nowhere" in lines[4]
    assert again.out == ""
    assert "/night/5.png" in paths_in(place.cli, dataset)


@pytest.mark.parametrize("place", ["server"], indirect=True)
def test_whoever_may_not_upload_is_told_once_and_at_the_first_file(place, server, dataset, pictures, tmp_path):
    """B-172: an annotation manager sees the dataset and puts nothing into it."""
    place.cli.run("item", "upload", pictures / "1.png", "-d", dataset)
    project = place.cli.json("dataset", "show", dataset)["projects"][0]
    place.cli.run("member", "add", DAN, "-p", project, "--role", "annotationManager")
    dan = Cli(tmp_path)
    words = ["login", server.base, "--email", DAN, "--password-stdin"]
    dan.run(*words, typed=password_of(DAN) + "\n")
    done = dan.run("item", "upload", pictures, "-d", dataset, code=1)
    assert done.out == ""
    assert done.err.startswith("allot: ") and done.err.count("\n") == 1
    assert done.err.endswith("Ask an owner of the project.\n")
    assert paths_in(place.cli, dataset) == ["/1.png"]


def test_what_was_there_unreadable_now_is_no_other_file(place, dataset, pictures):
    place.cli.run("item", "upload", pictures, "-d", dataset)
    reader = Cli(place.cli.home, *place.cli.everywhere)
    reader.through = WITHOUT_POWER if os.geteuid() == 0 else []
    (pictures / "2.png").chmod(0)
    done = reader.run("item", "upload", pictures, "-d", dataset, "--overwrite", code=1)
    assert done.err == "/2.png: The file cannot be read.\n"


def test_what_is_not_there_is_wrong_words(cli, dataset, tmp_path):
    said = cli.refused(2, "item", "upload", tmp_path / "gone", "-d", dataset)
    assert "There is no file or folder" in said


@pytest.mark.parametrize("to", ["a/../b", "./day", "/day\n", "x" * 256])
def test_a_folder_that_no_dataset_has_ends_an_upload_before_it_begins(cli, dataset, pictures, to):
    said = cli.refused(2, "item", "upload", pictures, "-d", dataset, "--to", to)
    assert said.startswith("`--to ") and said.endswith("; write it like /day/july.")
    assert "/1.png" not in said and paths_in(cli, dataset) == []


def test_a_file_of_the_dataset_is_no_folder_to_upload_to(cli, dataset, pictures):
    """B-256."""
    cli.run("item", "upload", pictures, "-d", dataset, "--to", "day//one/")
    before = paths_in(cli, dataset)
    assert "/day/one/1.png" in before
    for to in ("/day/one/1.png", "day/one/1.png/deep"):
        said = cli.refused(2, "item", "upload", pictures, "-d", dataset, "--to", to)
        assert said == f"`--to /{to.lstrip('/')}` is no folder of {dataset}: /day/one/1.png is a file there."
    assert paths_in(cli, dataset) == before
    assert "8 there already" in cli.says("item", "upload", pictures, "-d", dataset, "--to", "day//one/")


def test_an_upload_in_json_tells_items_and_failures(cli, dataset, pictures):
    (pictures / "nowhere.png").symlink_to("gone.png")
    told = cli.json("item", "upload", pictures, "-d", dataset, code=1)
    assert sorted(item["filename"] for item in told["uploaded"]) == paths_in(cli, dataset)
    assert told["skipped"] == 0
    assert told["failed"] == [{"path": "/nowhere.png", "error": "The link leads nowhere."}]
    (pictures / "nowhere.png").unlink()
    told = cli.json("item", "upload", pictures, "-d", dataset)
    assert told == {"uploaded": [], "skipped": 8, "failed": []}


def test_a_quiet_upload_prints_the_new_ids(cli, dataset, pictures):
    ids = cli.ids("item", "upload", pictures, "-d", dataset)
    assert sorted(ids) == sorted(cli.ids("item", "list", "-d", dataset))


def test_on_a_terminal_a_bar_shows_how_far_it_is_and_how_fast(cli, dataset, pictures):
    shown = cli.on_terminal("item", "upload", pictures, "-d", dataset).out
    plain = COLOUR.sub("", shown)
    assert "█" in plain or "░" in plain
    assert "/8" in plain and "B/s" in plain
    assert plain.splitlines()[-1].split("\x1b[K")[-1].startswith("8 files uploaded")
    assert "\r" not in cli.says("item", "upload", pictures, "-d", dataset)


# Downloads


def test_a_download_makes_the_folders_and_brings_the_same_bytes(work, tmp_path):
    to = tmp_path / "new" / "folder"
    said = work.cli.says("item", "download", to, "-d", work.dataset)
    assert said.startswith("8 files downloaded (")
    assert files_in(to) == files_in(work.folder)


def test_a_second_run_downloads_only_what_is_missing(work, tmp_path):
    work.cli.run("item", "download", tmp_path, "-d", work.dataset)
    (tmp_path / "night" / "5.png").unlink()
    before = (tmp_path / "1.png").stat().st_mtime_ns
    said = work.cli.says("item", "download", tmp_path, "-d", work.dataset)
    assert said.startswith("1 file downloaded (") and "7 there already" in said
    assert (tmp_path / "1.png").stat().st_mtime_ns == before


def test_a_download_replaces_no_other_file_unasked(work, tmp_path):
    (tmp_path / "1.png").write_bytes(b"mine")
    words = ["item", "download", tmp_path, "-d", work.dataset]
    done = work.cli.run(*words, code=1)
    assert done.err == "/1.png: Another file is there; --overwrite replaces it.\n"
    assert (tmp_path / "1.png").read_bytes() == b"mine"
    assert "1 file downloaded" in work.cli.says(*words, "--overwrite")
    assert files_in(tmp_path) == files_in(work.folder)


def test_a_download_may_be_of_a_filter_a_task_or_an_assignment(work, tmp_path):
    name, task = work.task("--filter", "dir=/night", assign="ada=67,ben=33")
    adas = work.assignment(task, "ada@example.org")["id"]
    for words, count in (
        (["-d", work.dataset, "-f", "dir=/"], 3),
        (["--task", name], 3),
        (["--assignment", adas], 2),
    ):
        told = work.cli.json("item", "download", tmp_path / words[0], *words)
        assert len(told["downloaded"]) == len(files_in(tmp_path / words[0])) == count


def test_a_folder_that_cannot_be_made_is_told_for_each_file(work, tmp_path):
    (tmp_path / "night").write_bytes(b"a file")
    done = work.cli.run("item", "download", tmp_path, "-d", work.dataset, code=1)
    assert "4 files downloaded" in done.out and "4 failed" in done.out
    assert len(done.err.splitlines()) == 4
