"""Tasks that people pull from, by `allot`: made, looked at, changed."""

import pytest

from cli_places import as_person, cli, place, stored, work  # fixtures, but for stored
from conftest import ADA, BEN, CLEO, unique
from database import differences


def pulled(work, *words, pull="ada,ben"):
    """A new task of eight items; two people pull three at a time."""
    name = unique("pulled")
    create = ["task", "create", name, "-d", work.dataset, "-p", work.project, "--batch", "3"]
    return name, work.cli.id(*create, *(["--pull", pull] if pull else []), *words)


def test_a_task_that_people_pull_from_is_made_and_shown(work):
    """B-050, B-051."""
    name, task = pulled(work, "--max", "6", "--idle", "30")
    system = work.cli.json("task", "show", task)["metadata"]["system"]
    assert (system["batchSize"], system["maxBatchWorkload"], system["batchIdleMinutes"]) == (3, 6, 30)
    assert system["allowedAssignees"] == [ADA, BEN]
    assert work.loads(task) == {ADA: 3, BEN: 3}
    shown = work.cli.says("task", "show", name)
    assert "pulled 3 at a time, up to 6 open, back after 30 idle minutes; 2 in the queue\n" in shown
    work.cli.run("task", "update", task, "--idle", "0")
    assert "pulled 3 at a time, up to 6 open; 2 in the queue\n" in work.cli.says("task", "show", task)


def test_it_is_previewed(work):
    before = stored(work.place)
    create = ["task", "create", unique("pulled"), "-d", work.dataset, "--batch", "3", "--pull", "ada"]
    said = work.cli.says(*create, "-n")
    assert said.startswith("8 items would be handed out; nothing was changed.\n")
    assert "5 of them in the queue, which nobody has yet." in said
    assert differences(before, stored(work.place)) == []


def test_terms_that_do_not_fit_are_refused_in_the_words_of_the_command(work):
    """B-052."""
    create = ["task", "create", unique("pulled"), "-d", work.dataset]
    assert "Say how many items people pull at a time: --batch 10." in work.cli.refused(2, *create, "--pull", "ada")
    assert "name them by --pull" in work.cli.refused(2, *create, "--batch", "3", "--assign", "ada")
    assert "is no number from 3 to 100" in work.cli.refused(2, *create, "--batch", "2")
    said = work.cli.refused(2, *create, "--batch", "3", "--max", "20", "--pull", "ada")
    assert "`--max` must be from `--batch` + 2 to twice `--batch`" in said
    said = work.cli.refused(2, *create, "--batch", "3", "--pull", "ada=60,ben=40")
    assert "`ada=60` is no person; names alone" in said


def test_a_batch_is_loaded_when_one_fits(work):
    """B-053."""
    _, task = pulled(work, "--max", "6", pull="ada")
    adas = work.assignment(task, ADA)["id"]
    assert work.cli.says("assignment", "batch", adas, "-n").startswith("3 items would come from the queue;")
    assert work.cli.says("assignment", "batch", adas) == f"3 items came; {ADA} has 6 open.\n"
    assert work.cli.says("assignment", "batch", adas) == f"No batch fits, or nothing waits; {ADA} has 6 open.\n"
    assert work.cli.id("assignment", "batch", adas) == adas


def test_whoever_pulls_loads_their_own_next_batch(work, as_person):
    """B-053."""
    name, task = pulled(work, "--max", "6", pull="ada")
    ada = as_person(ADA)
    assert ada.says("task", "pull", task, "-n").startswith("3 items would come from the queue;")
    assert ada.says("task", "pull", name) == f"3 items came; {ADA} has 6 open.\n"
    assert ada.says("task", "pull", task) == f"No batch fits, or nothing waits; {ADA} has 6 open.\n"
    assert f"You do not pull from {name}; who manages it lets you in." in work.cli.refused(1, "task", "pull", task)
    name, task = work.task()
    assert f"Nobody pulls from {name}" in work.cli.refused(1, "task", "pull", task)


def test_open_items_are_put_back_after_a_question(work):
    """B-054."""
    _, task = pulled(work, "--max", "6", pull="ada")
    adas = work.assignment(task, ADA)["id"]
    said = work.cli.refused(4, "assignment", "clear", adas)
    assert said.startswith(f"Take them from {ADA}?")
    assert "3 items would go back to the queue" in work.cli.says("assignment", "clear", adas, "-n")
    assert work.cli.says("assignment", "clear", adas, "-y") == "3 items went back to the queue\n"
    assert work.cli.says("assignment", "clear", adas, "-y") == "Nothing of it is open; nothing was changed.\n"


def test_what_goes_on_to_others_at_once_is_told(work):
    """B-053, B-054."""
    _, task = pulled(work, pull="ada,ben")
    bens = work.cli.ids("item", "list", "-t", task, "--person", "ben")
    work.cli.run("item", "status", "completed", *bens, "-t", task)
    adas = work.assignment(task, ADA)["id"]
    said = work.cli.says("assignment", "clear", adas, "-y")
    assert said == f"3 items went back to the queue, and 3 went on to {BEN}\n"
    work.cli.run("member", "away", "cleo", "-p", work.project, "--until", "2036-01-06")
    try:
        lines = work.cli.says("task", "contributors", task, "--add", "cleo").splitlines()
    finally:
        work.cli.run("member", "back", "cleo", "-p", work.project)
    assert lines[-1].split()[3:] == ["pulls,", "away", "until", "6", "Jan", "2036"]


def test_where_nobody_pulls_yet_it_is_said_who_lets_people_in(work):
    name, task = pulled(work, pull="")
    said = work.cli.says("task", "show", task)
    assert f"Nobody has items of it; `allot task contributors '{name}' --add ADDRESS` lets people pull." in said


def test_contributors_are_shown_let_in_and_taken_out(work):
    """B-055."""
    cli = work.cli
    name, task = pulled(work)
    cli.run("item", "status", "completed", cli.ids("item", "list", "-t", task, "--person", "ada")[0], "-t", task)
    cli.refused(2, "task", "contributors", name, "--add", "cleo", "-n")  # they have no preview
    assert cli.ids("task", "contributors", task) == [ADA, BEN]
    lines = cli.says("task", "contributors", name, "--add", "cleo").splitlines()
    assert lines[0].startswith("pulled 3 at a time, up to 5 open; ")
    assert lines[1].split() == ["PERSON", "DONE", "OPEN", "STATE"]
    assert [line.split()[0] for line in lines[2:]] == [ADA, BEN, CLEO]
    assert lines[2].split()[3:] == ["pulls"]
    said = cli.refused(4, "task", "contributors", task, "--remove", "ada")
    assert said.startswith(f"Take {ADA} out? ") and "go back to the queue" in said
    lines = cli.says("task", "contributors", task, "--remove", "ada", "-y").splitlines()
    assert lines[-1].split() == [ADA, "1", "0", "no", "longer", "pulls"]
    (row,) = [line for line in cli.says("task", "show", task).splitlines() if line.startswith(ADA)]
    assert row.endswith("done, no longer pulls")
    assert cli.ids("task", "contributors", task) == [BEN, CLEO]
    assert cli.json("task", "contributors", task)["metadata"]["system"]["allowedAssignees"] == [BEN, CLEO]


def test_a_task_that_nobody_pulls_from_has_no_contributors(work):
    name, task = work.task()
    assert f"Nobody pulls from {name}" in work.cli.refused(1, "task", "contributors", task)
    adas = work.assignment(task, ADA)["id"]
    work.cli.refused(1, "assignment", "batch", adas)
    work.cli.refused(1, "assignment", "clear", adas, "-y")
