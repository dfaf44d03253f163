"""What `allot` prints: for people on a terminal, for scripts in a pipe, as JSON."""

import os
import subprocess
import unicodedata

import pytest

from cli_places import ID, as_person, cli, place, stored, work  # fixtures, but for ID and stored
from command_line import COLOUR, Cli
from conftest import ADA, CLEO, MIA, unique
from database import differences
from http_api import ok


# JSON


@pytest.mark.parametrize("place", ["server"], indirect=True)
def test_json_is_what_the_api_says(work, api):
    cli = work.cli
    name, task = work.task("--filter", "dir=/night")
    assignment = work.assignment(task, ADA)["id"]
    item = cli.ids("item", "list", "--task", task)[0]
    project = cli.id("project", "show", work.project)
    dataset = cli.id("dataset", "show", work.dataset)
    for words, path in (
        (["project", "show", project], f"/projects/{project}"),
        (["dataset", "show", dataset], f"/datasets/{dataset}"),
        (["task", "show", task], f"/annotationtasks/{task}"),
        (["assignment", "show", assignment], f"/assignments/{assignment}"),
    ):
        assert cli.json(*words) == ok(api.get(path)), words
    listed = cli.json("item", "list", "--task", task)
    assert [each["id"] for each in listed] == cli.ids("item", "list", "--task", task)
    assert listed[0]["filename"] == ok(api.get(f"/items/{item}"))["filename"]
    changed = cli.json("task", "update", task, "--name", name + "!")
    assert changed == ok(api.get(f"/annotationtasks/{task}"))


@pytest.mark.parametrize("place", ["server"], indirect=True)
def test_a_plan_in_json_is_what_the_api_says(work, api):
    cli = work.cli
    _, task = work.task()
    assignment = work.assignment(task, ADA)["id"]
    body = {"workload": [{"assigneeId": ADA, "load": 50}, {"assigneeId": MIA, "load": 50}]}
    path = f"/assignments/{assignment}/redistribute?dryRun=true"
    told = ok(api.post(path, body))["plan"]
    ours = cli.json("assignment", "redistribute", assignment, "ada=50", "mia=50", "-n")["plan"]
    for part in (ours, *ours["people"], ours["left"]):
        assert part  # nothing is empty
    assert ours == only(ours, told)


def only(ours, told):
    """What was told, of the keys that ours has."""
    if isinstance(ours, dict):
        return {key: only(ours[key], told[key]) for key in ours}
    if isinstance(ours, list):
        return [only(*pair) for pair in zip(ours, told, strict=True)]
    return told


def test_changes_answer_in_json_too(work):
    cli = work.cli
    project, dataset = unique("project"), unique("dataset")
    made = cli.json("project", "create", project)
    assert made["name"] == project
    assert cli.json("dataset", "create", dataset, "-p", project)["name"] == dataset
    assert cli.json("member", "add", ADA, "-p", project)["email"] == ADA
    assert cli.json("member", "remove", "ada", "-p", project, "--yes") == {"email": ADA}
    assert cli.json("project", "rename", project, project + "!")["id"] == made["id"]
    assert cli.json("dataset", "delete", dataset, "--yes")["name"] == dataset
    _, task = work.task()
    item = cli.ids("item", "list", "--task", task)[0]
    (now,) = cli.json("item", "status", "completed", item, "--task", task)
    assert now["id"] == item and '"completed"' in cli.says("item", "list", "-t", task, "--json")
    adas = work.assignment(task, ADA)["id"]
    (receiver,) = cli.json("assignment", "redistribute", adas, "cleo")
    assert receiver["annotator"].startswith("cleo@")
    assert cli.json("task", "delete", task, "--yes")["id"] == task


# Quiet


def test_a_quiet_run_prints_ids_one_a_line_and_nothing_else(work):
    cli = work.cli
    name, task = work.task()
    adas = work.assignment(task, ADA)["id"]
    for words in (
        ["dataset", "list", "-p", work.project],
        ["dataset", "show", work.dataset],
        ["item", "list", "-d", work.dataset],
        ["task", "list", "-p", work.project],
        ["task", "show", name],
        ["task", "update", task, "--priority", "1"],
        ["assignment", "list", "-t", name],
        ["assignment", "show", adas],
        ["assignment", "redistribute", adas, "cleo"],
        ["task", "review", task, "--assign", "cleo", "--name", unique("review")],
    ):
        done = cli.run(*words, "-q")
        assert done.err == "", words
        assert done.out and all(ID.fullmatch(line) for line in done.out.splitlines()), words
    assert cli.says("task", "remove", task, "-nq") == ""


# Terminals


def test_colours_are_for_terminals_alone(work):
    name, _ = work.task()
    words = ["task", "show", name]
    piped = work.cli.says(*words)
    shown = work.cli.on_terminal(*words)
    assert not COLOUR.search(piped)
    assert COLOUR.search(shown.out)
    assert COLOUR.sub("", shown.out) == piped
    assert work.cli.on_terminal(*words, NO_COLOR="1").out == piped
    assert COLOUR.search(work.cli.on_terminal(*words, NO_COLOR="").out)
    assert not COLOUR.search(work.cli.on_terminal(*words, "--json").out)


def columns_of(line):
    """What a terminal takes for it: an accent stands on its letter, an ideograph takes two."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def test_what_is_shown_on_a_terminal_fits_it(work):
    name, task = work.task()
    adas = work.assignment(task, ADA)["id"]
    for words in (
        ["project", "list"],
        ["project", "show", work.project],
        ["member", "list", "-p", work.project],
        ["dataset", "list"],
        ["item", "list", "-d", work.dataset],
        ["item", "list", "-t", task],
        ["task", "list"],
        ["task", "show", name],
        ["assignment", "list"],
        ["assignment", "show", adas],
        ["assignment", "redistribute", adas, "cleo", "-n"],
        ["task", "redistribute", task, "cleo", "ben", "-n"],
        ["task", "log", task],
        ["item", "holders", "/1.png", "-t", task],
        ["item", "list", "-t", task, "--person", "cleo"],
        ["task", "--help"],
    ):
        for columns in (80, 60, 40):
            shown = COLOUR.sub("", work.cli.on_terminal(*words, columns=columns).out)
            assert max(map(columns_of, shown.splitlines())) <= columns, (words, shown)
        assert "…" not in work.cli.says(*words), words  # a program reads all of it


def test_on_a_narrow_terminal_ids_are_cut_last_and_that_is_said(work):
    work.task()
    words = ["task", "list", "-p", work.project]
    ids = work.cli.ids(*words)
    shown = work.cli.on_terminal(*words, columns=80).out
    assert all(each in shown for each in ids) and "shortened" not in shown
    shown = work.cli.on_terminal(*words, columns=40).out
    assert not any(each in shown for each in ids)
    assert all("…" + each[-5:] in shown for each in ids)
    assert "Ids with a … are shortened; --quiet\nprints whole ones.\n" in shown


def test_of_items_paths_stay_whole_before_ids(work):
    _, task = work.task()
    words = ["item", "list", "-t", task]
    ids = work.cli.ids(*words)
    shown = work.cli.on_terminal(*words, columns=80).out
    assert all(each in shown for each in ids)
    shown = work.cli.on_terminal(*words, columns=60).out
    assert "/night/deep/8.png" in shown and not any(each in shown for each in ids)
    assert all(each[-5:] in shown for each in ids) and "shortened" not in shown


def test_a_terminal_that_tells_no_width_is_as_wide_as_COLUMNS_says(work):
    name, _ = work.task()
    shown = work.cli.on_terminal("task", "show", name, columns=0, COLUMNS="40").out
    widest = max(columns_of(COLOUR.sub("", line)) for line in shown.splitlines())
    assert widest <= 40
    shown = work.cli.on_terminal("task", "show", name, columns=0, COLUMNS="many").out
    assert 40 < max(columns_of(COLOUR.sub("", line)) for line in shown.splitlines()) <= 80


def test_a_no_deletes_nothing_and_is_exit_code_4(work):
    name, task = work.task()
    before = stored(work.place)
    for answer in ("n\n", "\n", "no\n", "\x04"):
        done = work.cli.on_terminal("task", "delete", name, typed=answer, after="[y/N]")
        assert done.code == 4
        assert f"Delete {name} with its 2 assignments?" in done.out
        assert "allot: Nothing was done." in done.out
    assert differences(before, stored(work.place)) == []


def test_a_yes_deletes(work):
    name, task = work.task()
    done = work.cli.on_terminal("task", "delete", task, typed="y\n", after="[y/N]")
    assert (done.code, done.out.splitlines()[-1]) == (0, f"{name} is gone")
    assert task not in work.cli.ids("task", "list")


def test_yes_in_advance_is_not_asked(work):
    name, task = work.task()
    done = work.cli.on_terminal("task", "delete", task, "--yes")
    assert (done.code, done.out) == (0, f"{name} is gone\n")


def test_output_that_cannot_be_written_is_a_failure(work):
    """On a full disk a script must not take half a list for the whole one."""
    for words in (["task", "list"], ["task", "list", "--json"], ["--help"]):
        with open("/dev/full", "w") as full:
            done = subprocess.run(
                work.cli.command(*words), stdout=full, stderr=subprocess.PIPE, env=work.cli.environment, timeout=60
            )
        assert done.returncode == 1, words
        assert done.stderr.decode() == "allot: Not all of the output could be written.\n"


def test_watching_ends_when_nobody_reads(work):
    name, _ = work.task()
    watching = subprocess.Popen(
        work.cli.command("task", "watch", name, "--every", "3600"), stdout=subprocess.PIPE, env=work.cli.environment
    )
    try:
        assert watching.stdout.readline()
        watching.stdout.close()
        assert watching.wait(timeout=20) == 0
    finally:
        watching.kill()


def test_a_list_of_assignments_names_people_and_ids_whole(work):
    name, task = work.task(assign="ada,cleo")
    shown = COLOUR.sub("", work.cli.on_terminal("assignment", "list", "--task", task, columns=80).out)
    assert max(map(columns_of, shown.splitlines())) <= 80
    for person in (ADA, CLEO):
        assert person in shown and work.assignment(task, person)["id"] in shown
        assert f"({person})" not in shown  # the name says no more than the person beside it
    assert "…" not in shown


def test_ones_own_work_is_named_without_ones_address(work, as_person):
    name, task = work.task(assign="ada")
    ada = as_person(ADA)
    shown = COLOUR.sub("", ada.on_terminal("assignment", "mine", columns=80).out)
    (row,) = [line for line in shown.splitlines() if line.startswith(name + " ")]
    assert ADA not in row
    assert ada.id("assignment", "show", name) == work.assignment(task, ADA)["id"]


def test_what_backup_and_restore_say_fits_a_terminal(work, tmp_path):
    cli, kept = Cli(tmp_path), tmp_path / "kept"
    for words in (["backup", kept, "--data", work.place.data], ["restore", kept, "--data", tmp_path / "again"]):
        done = cli.on_terminal(*words, columns=60)
        assert done.code == 0, done.out
        assert all(len(line) <= 60 or " " not in line for line in done.out.splitlines()), done.out


@pytest.mark.parametrize("ends_by_signal", [True, False])
def test_whoever_reads_the_beginning_alone_hears_no_complaint(work, ends_by_signal):
    """`allot item list … | head`; 141 is what a shell tells of a closed pipe."""
    for words in (["item", "list", "-d", work.dataset], ["--help"]):
        read, write = os.pipe()
        os.close(read)
        done = subprocess.run(
            work.cli.command(*words),
            stdout=write,
            stderr=subprocess.PIPE,
            env=work.cli.environment,
            restore_signals=ends_by_signal,
            timeout=60,
        )
        os.close(write)
        assert "could not be written" not in done.stderr.decode()
        assert done.returncode in (141, -13), words
