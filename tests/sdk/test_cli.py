"""The work verbs of `allot`, at a server and in a data folder without one: the same words, the same
answers."""

import json
import re

from cli_places import cli, place, work  # fixtures
from command_line import Cli
from conftest import ADA, BEN, CLEO, DAN, MIA, password_of, unique


def test_from_nothing_to_reviewed_work(work):
    """B-031, B-080, B-090, B-093, B-111, B-113."""
    cli, name = work.cli, unique("Cars")
    shown = cli.says(
        *["task", "create", name, "--dataset", work.dataset, "--filter", "dir=/night"],
        *["--assign", "ada=60,ben=40", "--due", "2026-12-24", "--priority", "3"],
    )
    assert name in shown and "due 24 Dec 2026" in shown and "high priority" in shown
    assert work.loads(name) == {ADA: 2, BEN: 1}

    items = cli.ids("item", "list", "--task", name)
    cli.run("item", "status", "completed", items[0], "/night/6.png", "--task", name)
    assert "66 %   2 of 3 done, 1 open" in cli.says("task", "show", name)
    assert re.search(rf"{ADA}  █{{12}}   2/2     0  ", cli.says("task", "show", name))

    bens = work.assignment(name, BEN)["id"]
    assert "1 item would change hands" in cli.says(
        "assignment", "redistribute", bens, "cleo", "--dry-run"
    )
    assert CLEO in cli.says("assignment", "redistribute", bens, "cleo")
    assert work.loads(name)[CLEO] == 1

    review = cli.id("task", "review", name, "--assign", "cleo")
    assert cli.json("task", "show", review)["spec"]["type"] == "qa"
    assert work.loads(review) == {CLEO: 2}

    cli.run("item", "status", "completed", items[0], "--task", name, "--clear")
    assert "33 %" in cli.says("task", "show", name)


# Nouns


def test_projects_are_made_shown_renamed_and_deleted(cli):
    name, other = unique("project"), unique("project")
    made = cli.id("project", "create", name)
    assert made in cli.ids("project", "list")
    assert made in cli.says("project", "show", name)
    assert cli.id("project", "show", name) == made
    assert f"{name} is now {other}" in cli.says("project", "rename", name, other)
    assert cli.json("project", "show", other)["id"] == made
    assert cli.json("project", "delete", made, "--yes")["id"] == made
    assert made not in cli.ids("project", "list")


def test_members_come_get_roles_and_go(cli):
    project = unique("project")
    cli.run("project", "create", project)
    assert cli.id("member", "add", DAN, "-p", project, "--role", "developer") == DAN
    listed = cli.says("member", "list", "-p", project)
    assert re.search(rf"{DAN}\s+developer  ", listed)
    assert re.search(r"bot\.[0-9a-f-]{36}@\S+\s+developer, bot “default bot”\s+active", listed)
    cli.run("member", "update", "dan", "-p", project, "--role", "annotationManager")
    roles = {each["email"]: each["role"] for each in cli.json("member", "list", "-p", project)}
    assert roles[DAN] == "annotationManager" and roles[MIA] == "owner"
    cli.run("member", "remove", "dan", "-p", project, "--yes")
    assert DAN not in cli.ids("member", "list", "-p", project)


def test_datasets_are_made_shown_and_deleted(work):
    cli, name = work.cli, unique("dataset")
    made = cli.id("dataset", "create", name, "-p", work.project, "-l", "car", "-l", "größe")
    assert made in cli.ids("dataset", "list", "-p", work.project)
    assert "0 items, 0 annotations; labels: car, größe" in cli.says("dataset", "show", name)
    assert cli.id("dataset", "show", name) == made
    cli.run("dataset", "delete", name, "--yes")
    assert made not in cli.ids("dataset", "list")


def test_items_are_listed_by_dataset_task_assignment_and_filter(work):
    cli = work.cli
    name, task = work.task(assign="ada=50,ben=50")
    everything = cli.ids("item", "list", "--dataset", work.dataset)
    assert len(everything) == 8
    assert cli.ids("item", "list", "--task", task) == everything
    adas = work.assignment(name, ADA)["id"]
    assert cli.ids("item", "list", "--assignment", adas) == everything[:4]
    night = ["--filter", "dir=/night", "--filter", '{"name": {"$ne": "5.png"}}']
    listed = cli.says("item", "list", "-d", work.dataset, *night)
    assert [line.split()[0] for line in listed.splitlines()[1:]] == ["/night/6.png", "/night/7.png"]
    for places in ([], ["-d", work.dataset, "-t", task], ["-t", task, "-a", adas]):
        assert "Name a dataset" in cli.refused(2, "item", "list", *places)


def test_items_are_listed_with_status_and_person_and_narrowed_by_them(work):
    """B-240, B-243."""
    cli = work.cli
    name, task = work.task("--filter", "dir=/night", assign="ada=60,ben=40")
    items = cli.ids("item", "list", "-t", task)
    cli.run("item", "status", "completed", items[0], "-t", task)
    rows = [line.split() for line in cli.says("item", "list", "-t", task).splitlines()]
    assert rows[0] == ["ITEM", "STATUS", "PERSON", "MARKS", "ID"]
    assert rows[1:] == [
        ["/night/5.png", "completed", ADA, "0", items[0]],
        ["/night/6.png", "open", ADA, "0", items[1]],
        ["/night/7.png", "open", BEN, "0", items[2]],
    ]
    everywhere = ["-d", work.dataset, "-f", f'{{"metadata.system.refs": {{"$match": {{"id": "{task}"}}}}}}']
    assert cli.ids("item", "list", *everywhere) == items
    for words, found in (
        (["--open"], items[1:]),
        (["--person", "ada"], items[:2]),
        (["--person", "Ada", "--open"], items[1:2]),
        (["--person", BEN], items[2:]),
        (["--person", CLEO], []),
        (["--person", "cleo", "--open"], []),
        (["--open", "-f", "name=7.png"], items[2:]),
    ):
        assert cli.ids("item", "list", "-t", task, *words) == found, words
    adas = work.assignment(task, ADA)["id"]
    assert cli.ids("item", "list", "-a", adas, "--open") == items[1:2]
    assert set(items[2:]) <= set(cli.ids("item", "list", "-d", work.dataset, "--open", "--person", "ben"))
    nothing = cli.run("item", "list", "-t", task, "--person", "cleo")
    assert (nothing.out, nothing.err) == ("", "No item matches; without --person 3 would.\n")
    assert "begins with `zoe@`" in cli.refused(2, "item", "list", "-t", task, "--person", "zoe")


def test_who_may_not_see_the_members_names_a_person_by_the_whole_address(work, tmp_path, request):
    """B-240: an annotator."""
    _, task = work.task("--filter", "dir=/night", assign="ada=60,ben=40")
    ada = Cli(tmp_path, *(ADA if word == MIA else word for word in work.cli.everywhere))
    if not ada.everywhere:
        base = request.getfixturevalue("server").base
        ada.run("login", base, "--email", ADA, "--password-stdin", typed=password_of(ADA) + "\n")
    own = ada.ids("item", "list", "-t", task)
    assert len(own) == 2
    assert ada.ids("item", "list", "-t", task, "--person", ADA) == own


def test_a_task_is_changed_filled_emptied_and_deleted(work):
    cli = work.cli
    name, task = work.task("--filter", "dir=/")
    cli.run("task", "update", name, "--name", name + "!", "--priority", "1", "--due", "2027-01-02")
    now = cli.json("task", "show", task)
    assert (now["name"], now["priority"]) == (name + "!", 1)
    assert cli.says("task", "add", task, "-f", "dir=/night").startswith("3 came into ")
    assert len(cli.ids("item", "list", "--task", task)) == 6
    assert cli.says("task", "remove", task, "-f", "dir=/night", "-y").startswith("3 went out of ")
    cli.run("task", "update", task, "--status", "dismissed")
    assert "dismissed" in cli.says("task", "list", "--dataset", work.dataset)
    cli.run("task", "update", task, "--status", "open")
    cli.run("task", "delete", task, "--yes")
    assert task not in cli.ids("task", "list")
    assert "Say what to change" in cli.refused(2, "task", "update", work.task()[1])


def test_assignments_are_shown_renamed_reassigned_and_deleted(work):
    """B-077."""
    cli = work.cli
    name, task = work.task()
    adas = work.assignment(task, ADA)["id"]
    assert "0 of 4 done, 4 open" in cli.says("assignment", "show", adas)
    other = unique("part")
    cli.run("assignment", "rename", adas, other)
    assert cli.id("assignment", "show", other) == adas
    assert cli.json("assignment", "reassign", other, "cleo")["annotator"] == CLEO
    assert work.loads(task) == {BEN: 4, CLEO: 4}
    bens = work.assignment(task, BEN)["id"]
    assert cli.json("assignment", "delete", bens, "--yes")["id"] == bens
    assert work.loads(task) == {CLEO: 4}


def test_lists_are_narrowed_by_project_dataset_and_task(work):
    cli = work.cli
    empty = unique("project")
    cli.run("project", "create", empty)
    name, task = work.task()
    for place in (["--dataset", work.dataset], ["--project", work.project], []):
        assert task in cli.ids("task", "list", *place)
    assert cli.ids("task", "list", "--project", empty) == []
    assert len(cli.ids("assignment", "list", "--task", name)) == 2
    assert cli.ids("assignment", "list", "--project", empty) == []
    assert "There are no tasks yet" in cli.says("task", "list", "--project", empty)


# Of every noun


def test_help_of_every_verb_is_there_and_every_verb_speaks_json(tmp_path):
    nouns = {"project": 6, "member": 7, "dataset": 10, "item": 8, "task": 17, "assignment": 11}
    for noun, count in nouns.items():
        text = Cli(tmp_path).says(noun, "--help")
        verbs = re.findall(r"^  (\w+)  ", text.split("Subcommands:")[1], re.M)
        assert len(verbs) == count, text
        for verb in verbs:
            assert "--json" in Cli(tmp_path).says(noun, verb, "--help")


def test_no_word_is_left_in_json_that_is_none(work):
    cli = work.cli
    for noun in ("project", "dataset", "task", "assignment"):
        listed = cli.json(noun, "list")
        assert [each["id"] for each in listed] == cli.ids(noun, "list")
    assert json.loads(cli.says("task", "list", "--json", "--quiet")) == cli.json("task", "list")
