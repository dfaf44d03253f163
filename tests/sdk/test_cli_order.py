"""`allot item show`, `item move`, `item delete` and `dataset label`: a dataset is put in order."""

import pytest

from cli_places import ID, cli, place, work, write_day_and_night  # fixtures
from conftest import ADA, unique


@pytest.fixture
def pictures(work, tmp_path):
    """A dataset of the test's own, with eight pictures."""
    name = unique("order")
    work.cli.run("dataset", "create", name, "-p", work.project, "-l", "car", "-l", "tree")
    work.cli.run("item", "upload", write_day_and_night(tmp_path), "-d", name)
    return name


def paths(work, dataset):
    return sorted(item["filename"] for item in work.cli.json("item", "list", "-d", dataset))


# B-460
def test_items_and_folders_move_into_a_folder(work, pictures):
    said = work.cli.says("item", "move", "/1.png", "/night", "-d", pictures, "--to", "/sorted")
    assert said == "7 items moved to /sorted\n"  # files, and folders
    assert paths(work, pictures) == sorted(
        ["/2.png", "/3.png", "/day/4.png", "/sorted/1.png"]
        + [f"/sorted/night/{name}.png" for name in ("5", "6", "7", "deep/8")]
    )
    done = work.cli.json("item", "move", "-d", pictures, "-f", "name=2.png", "--to", "/sorted")
    assert done == {"itemsCount": 1}


# B-460
def test_items_come_back_into_the_root(work, pictures):
    assert work.cli.says("item", "move", "/night/5.png", "/night/deep", "-d", pictures, "--to", "/") == "3 items moved to /\n"
    assert {"/5.png", "/deep/8.png"} <= set(paths(work, pictures))


# B-460
def test_one_gets_another_path(work, pictures):
    item = work.cli.id("item", "move", "/1.png", "-d", pictures, "--path", "/one/first.png")
    assert work.cli.json("item", "show", item, "-d", pictures)["filename"] == "/one/first.png"
    said = work.cli.says("item", "move", "/night", "-d", pictures, "--path", "/dark")
    assert said == "/night is /dark now\n"
    assert "/dark/deep/8.png" in paths(work, pictures)


# B-462
def test_what_cannot_move_is_named(work, pictures):
    before = paths(work, pictures)
    assert "/night" in work.cli.refused(1, "item", "move", "/night", "-d", pictures, "--to", "/night/deep")
    assert "/2.png" in work.cli.refused(2, "item", "move", "/1.png", "-d", pictures, "--path", "/2.png")
    assert "Say where" in work.cli.refused(2, "item", "move", "/1.png", "-d", pictures)
    assert "Name the items" in work.cli.refused(2, "item", "move", "-d", pictures, "--to", "/x")
    assert paths(work, pictures) == before


# B-466
def test_items_go_when_it_is_confirmed(work, pictures):
    assert "--yes" in work.cli.refused(4, "item", "delete", "/1.png", "-d", pictures)
    assert work.cli.says("item", "delete", "/1.png", "-d", pictures, "--yes") == "/1.png is gone\n"
    assert work.cli.says("item", "delete", "-d", pictures, "-f", "dir=/night", "--yes") == "3 items deleted\n"
    assert paths(work, pictures) == ["/2.png", "/3.png", "/day/4.png", "/night/deep/8.png"]
    assert work.cli.says("item", "delete", "/night", "-d", pictures, "-y") == "/night is gone, with 1 item\n"
    assert paths(work, pictures) == ["/2.png", "/3.png", "/day/4.png"]


# B-144
def test_what_goes_with_a_folder_that_is_named_is_not_looked_for_when_it_is_gone(work, pictures):
    named = ["/night", "/night/deep/8.png", "/1.png", "/1.png"]
    assert work.cli.says("item", "delete", *named, "-d", pictures, "-y") == "/night is gone, with 4 items\n/1.png is gone\n"
    assert paths(work, pictures) == ["/2.png", "/3.png", "/day/4.png"]


# B-466
def test_what_a_deletion_takes_is_counted_before_it_is_asked(work, pictures):
    asked = "Nobody can be asked here: repeat it with --yes."
    for words, question in (
        (["/night"], f"Delete /night with its 4 items of {pictures}?"),
        (["/night", "/1.png"], f"Delete 5 items of {pictures}?"),
        (["/1.png"], f"Delete /1.png of {pictures}?"),
        (["-f", "dir=/night"], f"Delete 3 items of {pictures}?"),
    ):
        said = work.cli.refused(4, "item", "delete", *words, "-d", pictures)
        assert said == f"{question} This cannot be undone. {asked}"
    said = work.cli.says("item", "delete", "-d", pictures, "-f", "dir=/nowhere")
    assert said == "No item matches; nothing was deleted.\n"
    assert len(paths(work, pictures)) == 8


# B-142
def test_what_goes_with_a_dataset_is_told_before_it_is_asked(work, pictures):
    work.cli.run("task", "create", unique("task"), "-d", pictures, "--assign", "ada,ben")
    said = work.cli.refused(4, "dataset", "delete", pictures)
    assert said.startswith(f"Delete {pictures} with its 8 items and 0 annotations? Its task goes with it, in which 8")
    assert "8 items are open. This cannot be undone." in said
    assert work.cli.says("dataset", "delete", pictures, "-y") == f"{pictures} is gone, with 8 items\n"


# B-143
def test_what_goes_with_a_project_is_told_before_it_is_asked(work):
    said = work.cli.refused(4, "project", "delete", work.project)
    assert said.startswith(f"Delete {work.project} with its ") and " annotations and " in said
    assert "? This cannot be undone. " in said


# B-460
def test_what_a_filter_would_move_is_counted(work, pictures):
    words = ["item", "move", "-d", pictures, "-f", "dir=/night", "--to", "/sorted"]
    before = paths(work, pictures)
    assert work.cli.says(*words, "-n") == "3 items would move to /sorted; nothing was changed\n"
    assert work.cli.json(*words, "-n") == {"itemsCount": 3}
    said = work.cli.says("item", "move", "/night", "/1.png", "-d", pictures, "--to", "/sorted", "-n")
    assert said == "5 items would move to /sorted; nothing was changed\n"
    done = work.cli.on_terminal(*words, typed="n\n", after="[y/N]")
    assert done.code == 4 and f"Move 3 items of {pictures} to /sorted? [y/N]" in done.out
    assert paths(work, pictures) == before
    assert work.cli.on_terminal(*words, "--yes").out == "3 items moved to /sorted\n"


# B-462
def test_what_is_in_the_way_of_a_path_is_told(work, pictures):
    move = ["item", "move", "-d", pictures, "--path"]
    assert "There is a file at /2.png already; give" in work.cli.refused(2, *move, "/2.png", "/1.png")
    assert "There is a folder at /night already, with 4 items;" in work.cli.refused(2, *move, "/night", "/1.png")
    work.cli.run("item", "move", "/day/4.png", "-d", pictures, "--to", "/sorted")
    said = work.cli.refused(2, *move, "/day", "/night")
    assert said == "There is an empty folder at /day already; delete it, or give another --path."


def test_a_dataset_gets_another_name(work, pictures):
    name = unique("renamed")
    assert work.cli.says("dataset", "update", pictures, "--name", name) == f"{pictures} is now {name}\n"
    assert work.cli.json("dataset", "show", name)["name"] == name


def test_an_item_is_shown_with_whose_it_is(work):
    name, _ = work.task("--filter", "name=1.png", assign="ada")
    said = work.cli.says("item", "show", "/1.png", "-d", work.dataset)
    assert said.startswith("/1.png  ") and ID.search(said)
    assert "image/png" in said and "0 annotations" in said
    assert f"{name} ({ADA})" in said and "open" in said
    assert "a folder" in work.cli.says("item", "show", "/night", "-d", work.dataset)


# B-470
def test_what_matches_gets_a_classification(work, pictures):
    assert work.cli.says("dataset", "annotate", pictures, "--label", "rain", "-f", "dir=/night").endswith("is marked rain\n")
    counts = {line["label"]: line["count"] for line in work.cli.json("dataset", "label", pictures)}
    assert counts["rain"] == 3 and counts["car"] == 0
    assert "--label" in work.cli.refused(2, "dataset", "annotate", pictures)


# B-468
def test_labels_are_shown_with_their_counts_and_added(work, pictures):
    assert work.cli.json("dataset", "label", pictures) == [{"label": "car", "count": 0}, {"label": "tree", "count": 0}]
    assert work.cli.ids("dataset", "label", pictures, "--add", "bus", "-a", "car") == ["car", "tree", "bus"]
    told = work.cli.run("dataset", "label", pictures, "--add", "bus").err
    assert told == f"{pictures} has the label bus already.\n"
