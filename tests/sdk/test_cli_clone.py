"""`allot dataset clone` and `allot dataset merge`: into a new dataset, or one that is there."""

from cli_places import cli, place, work  # fixtures
from conftest import unique


def paths_of(work, dataset):
    return sorted(item["filename"] for item in work.cli.json("item", "list", "-d", dataset))


def test_a_dataset_is_cloned_and_counted(work):
    name = unique("copy")
    made = work.cli.id("dataset", "clone", work.dataset, name, "-p", work.project)
    assert paths_of(work, made) == paths_of(work, work.dataset)
    assert work.cli.json("dataset", "show", made)["name"] == name


def test_some_items_come_below_a_folder_of_a_dataset_that_is_there(work):
    into = work.cli.id("dataset", "create", unique("all"), "-p", work.project)
    words = ["--into", into, "--below", "/copies", "-f", "dir=/night", "--no-annotations"]
    assert work.cli.id("dataset", "clone", work.dataset, *words) == into
    assert paths_of(work, into) and all(path.startswith("/copies/night/") for path in paths_of(work, into))


def test_a_name_that_is_taken_is_told(work):
    name = unique("taken")
    work.cli.id("dataset", "create", name, "-p", work.project)
    assert "already exists" in work.cli.refused(1, "dataset", "clone", work.dataset, name, "-p", work.project)


def test_datasets_are_merged_by_their_names(work):
    copy = unique("copy")
    work.cli.id("dataset", "clone", work.dataset, copy, "-p", work.project)
    made = work.cli.id("dataset", "merge", unique("all"), work.dataset, copy, "-p", work.project)
    assert paths_of(work, made) == paths_of(work, work.dataset)


def test_either_a_name_or_a_dataset_is_named(work):
    assert "--into" in work.cli.refused(2, "dataset", "clone", work.dataset)
    assert "--into" in work.cli.refused(2, "dataset", "clone", work.dataset, "copy", "--into", work.dataset)
