"""What `allot` says where it cannot do what was meant: in its own words, with what there is."""

import re

import pytest

from cli_places import cli, place, work  # fixtures
from command_line import Cli
from conftest import ADA, BEN, CLEO, MIA, password_of, unique


def test_an_empty_list_says_which_option_emptied_it(work):
    cli = work.cli
    _, task = work.task("--filter", "dir=/night", assign="ada")
    items = cli.ids("item", "list", "-t", task)
    cli.run("item", "status", "completed", *items, "-t", task)

    def noted(*words):
        done = cli.run("item", "list", "-t", task, *words)
        return done.err

    assert noted("--open") == "No item matches; without --open 3 would.\n"
    assert noted("--open", "--person", "ada") == "No item matches; without --open 3 would.\n"
    assert noted("--person", "ben") == "No item matches; without --person 3 would.\n"
    assert noted("--open", "--person", "ben") == "No item matches; without --open and --person 3 would.\n"
    assert noted("--open", "-f", "name=no.png") == "No item matches.\n"
    assert noted("-f", "name=no.png") == "No item matches.\n"


def test_an_unknown_status_is_refused_with_those_that_there_are(work):
    _, task = work.task("--filter", "dir=/day", assign="ada")
    said = work.cli.refused(2, "item", "status", "compleeted", "/day/4.png", "-t", task)
    assert said.endswith("; do you mean `completed`? There are completed, discard.")
    said = work.cli.refused(2, "item", "status", "blurred", "/day/4.png", "-t", task)
    assert said.startswith("`blurred` is no status in ") and said.endswith("; there are completed, discard.")


def test_shares_and_numbers_that_are_none_are_refused_in_the_words_of_the_command(work):
    task = ["task", "create", "X", "-d", work.dataset, "-p", work.project]
    said = work.cli.refused(2, *task, "--assign", "ada=60,ben=30")
    assert "`--assign`" in said and "100" in said and "workload" not in said
    assert "`7` is no number from 1 to 3" in work.cli.refused(2, *task, "--priority", "7")
    assert "like 2026-11-01" in work.cli.refused(2, *task, "-f", "createdAt>=yesterday")


def test_blanks_around_an_operator_are_for_the_eye(work):
    words = ["item", "list", "-d", work.dataset, "-p", work.project]
    assert work.cli.ids(*words, "-f", "name = 4.png") == work.cli.ids(*words, "-f", "name=4.png") != []
    assert len(work.cli.ids(*words, "-f", "dir != /night", "-f", "size > 0")) == 5


def test_a_review_may_be_looked_at_before_it_is_made(work):
    cli = work.cli
    name, task = work.task("--filter", "dir=/night", assign="ada")
    cli.run("item", "status", "completed", *cli.ids("item", "list", "-t", task), "-t", task)
    before = cli.ids("task", "list")
    said = cli.says("task", "review", name, "--assign", "ben", "-n", "-p", work.project)
    assert said.startswith("3 items would be handed out; nothing was changed.\n") and BEN in said
    assert cli.ids("task", "list") == before


READING = (
    ["project", "list"],
    ["project", "show", "P"],
    ["project", "delete", "P", "--yes"],
    ["dataset", "list"],
    ["dataset", "create", "D", "-p", "P"],
    ["member", "list", "-p", "P"],
    ["item", "list", "-d", "D"],
    ["item", "download", "here", "-d", "D"],
    ["task", "list"],
    ["task", "watch", "T"],
    ["assignment", "list"],
    ["whoami"],
    ["logout"],
    ["user", "list"],
    ["user", "link", ADA],
    ["user", "disable", ADA],
    ["check"],
    ["backup", "kept"],
    ["log-level", "debug"],
)


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_a_mistyped_data_folder_is_told_and_not_made(tmp_path, words):
    cli = Cli(tmp_path / "home")
    nowhere = tmp_path / "teem"
    said = cli.refused(1, *words, "--data", nowhere, cwd=tmp_path)
    assert str(nowhere) in said
    assert list(tmp_path.iterdir()) == []
    nowhere.mkdir()  # nor is a folder filled that is there
    cli.refused(1, *words, "--data", nowhere, cwd=tmp_path)
    assert list(nowhere.iterdir()) == []


def test_the_first_project_and_the_first_account_make_the_data_folder(tmp_path):
    cli = Cli(tmp_path / "home")
    cli.run("project", "create", "P", "--data", tmp_path / "one")
    assert "P" in cli.says("project", "list", "--data", tmp_path / "one")
    words = ["user", "add", MIA, "--admin", "--password-stdin", "--data", tmp_path / "two"]
    cli.run(*words, typed=password_of(MIA) + "\n")
    assert MIA in cli.says("user", "list", "--data", tmp_path / "two")


def test_a_folder_that_a_server_holds_is_told_with_the_way_in(server, tmp_path):
    said = Cli(tmp_path).refused(1, "project", "list", "--data", server.data)
    assert said.endswith(
        "is in use by another process. A server serves it: sign in there, `allot login http://HOST:PORT`, and leave "
        "--data out."
    )


def test_a_file_that_cannot_be_written_is_told_by_the_name_that_was_given(work):
    said = work.cli.refused(1, "dataset", "export", work.dataset, "--format", "csv", "-o", "/nowhere/x.csv")
    assert said == "The file /nowhere/x.csv cannot be written: No such file or directory."


def test_moves_that_tell_no_operation_tell_how_they_are_taken_back(work):
    """B-292."""
    _, task = work.task()
    before = work.loads(task)
    adas = work.assignment(task, ADA)["id"]
    for words in (
        ["assignment", "redistribute", adas, "cleo"],
        ["assignment", "reassign", adas, "cleo"],
    ):
        told = work.cli.run(*words).err
        hint = re.fullmatch(r"4 items changed hands; `allot undo (\w{24})` takes it back\.\n", told)
        assert hint, told
        work.cli.run("undo", hint[1], "--yes")
        assert work.loads(task) == before
    assert "takes it back" not in work.cli.run("assignment", "redistribute", adas, "ada").err
    assert work.cli.run("assignment", "reassign", adas, "cleo", "--json").err == ""


def test_a_change_of_contributors_tells_how_it_is_taken_back(work):
    """B-295."""
    create = ["task", "create", unique("pulled"), "-d", work.dataset, "-p", work.project, "--batch", "3"]
    task = work.cli.id(*create, "--pull", "ada")
    told = work.cli.run("task", "contributors", task, "--add", "cleo").err
    (operation,) = re.findall(r"`allot undo (\w{24})` takes it back\.", told)
    work.cli.run("undo", operation, "--yes")
    assert work.cli.ids("task", "contributors", task) == [ADA]


def test_two_changes_of_contributors_tell_which_undo_is_whose(work):
    """B-295."""
    create = ["task", "create", unique("pulled"), "-d", work.dataset, "-p", work.project, "--batch", "3"]
    task = work.cli.id(*create, "--pull", "ada")
    told = work.cli.run("task", "contributors", task, "--add", "cleo", "--remove", "ada", "--yes").err
    hints = [line for line in told.splitlines() if "takes it back" in line]
    assert len(hints) == 2
    assert [ADA in line for line in hints] != [CLEO in line for line in hints], told
    assert any(f"({ADA} −3" in line for line in hints), told
