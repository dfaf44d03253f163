"""`allot task redistribute`, `task log`, `undo` and `item holders`: work under way is moved, seen, and taken back."""

import os
import pty
import re
import select
import subprocess
import time

import pytest

from cli_places import cli, place, stored, work  # fixtures, but for stored
from command_line import COLOUR
from conftest import ADA, BEN, CLEO, MIA, unique
from database import differences
from test_cli_plans import table_of


def newest(work, task):
    return work.cli.json("task", "log", task, "--count", "1")[0]


# Sharing out


def test_a_whole_task_is_shared_out_anew(work):
    """B-290."""
    name, task = work.task(assign="ada=75,ben=25")
    said = work.cli.says("task", "redistribute", task, "ada=25", "ben=50", "cleo=25", "--yes")
    (operation,) = re.fullmatch(
        r"4 items changed hands; `allot undo ([0-9a-f]{24})` takes it back\n", said
    ).groups()
    assert work.loads(task) == {ADA: 2, BEN: 4, CLEO: 2}
    assert newest(work, task)["id"] == operation


def test_the_shares_may_be_those_of_the_pace(work):
    """B-311."""
    _, task = work.task(assign="ada=75,ben=25")
    said = work.cli.says("task", "redistribute", task, "--by-pace", "-n")
    assert table_of(said)[BEN] == [2, 2, 4] and work.loads(task) == {ADA: 6, BEN: 2}
    done = work.cli.run("task", "redistribute", task, "--by-pace", "--yes")
    assert done.out.startswith("2 items changed hands;")
    assert done.err == "Nobody's speed is known yet: equal parts.\n"
    assert work.loads(task) == {ADA: 4, BEN: 4}


def test_shares_are_named_or_those_of_the_pace(work):
    _, task = work.task()
    assert "ada=40 ben=60, or --by-pace" in work.cli.refused(2, "task", "redistribute", task, "-y")
    assert "leave those that are named out" in work.cli.refused(2, "task", "redistribute", task, "ada", "--by-pace", "-y")


def test_an_id_that_is_empty_is_told_as_such(work):
    _, task = work.task()
    assert work.cli.refused(2, "undo", "").startswith("Say which move: its id, ")
    assert work.cli.refused(2, "item", "holders", "", "-t", task) == "The id of the item is empty."


def test_a_preview_shows_it_and_changes_nothing(work):
    _, task = work.task()
    before = stored(work.place)
    said = work.cli.says("task", "redistribute", task, "ada", "cleo", "-n")
    assert said.startswith("4 items would change hands; nothing was changed.\n")
    assert table_of(said)[CLEO] == [0, 4, 4] and table_of(said)[BEN] == [4, -4, 0]
    plan = work.cli.json("task", "redistribute", task, "ada", "cleo", "-n")["plan"]
    assert (plan["kind"], plan["total"], plan["assignmentId"]) == ("redistribute", 4, None)
    assert differences(before, stored(work.place)) == []


def test_it_is_shown_and_asked_before_it_is_done(work):
    name, task = work.task()
    said = work.cli.refused(4, "task", "redistribute", task, "cleo")
    assert said.startswith(f"Share {name} out like this?") and "--yes" in said
    assert work.loads(task) == {ADA: 4, BEN: 4}
    words = ["task", "redistribute", task, "cleo"]
    done = work.cli.on_terminal(*words, typed="n\n", after="[y/N]")
    assert done.code == 4 and work.loads(task) == {ADA: 4, BEN: 4}
    done = work.cli.on_terminal(*words, typed="y\n", after="[y/N]", columns=80)
    shown = COLOUR.sub("", done.out)
    assert done.code == 0 and shown.startswith("8 items will change hands:\nPERSON ")
    assert "8 items changed hands; `allot undo" in " ".join(shown.split())
    assert work.loads(task) == {CLEO: 8}


class Asked:
    """`allot` on a terminal, which asks now and then."""

    def __init__(self, cli, *words):
        self.leader, follower = pty.openpty()
        terminal = {"stdin": follower, "stdout": follower, "stderr": follower}
        self.process = subprocess.Popen(cli.command(*words), env=cli.environment, start_new_session=True, **terminal)
        os.close(follower)
        self.unread = ""

    def reads(self, text):
        """Until it stands there; what stands before it is done with."""
        end = time.monotonic() + 30
        while text not in self.unread:
            assert time.monotonic() < end, self.unread
            if select.select([self.leader], [], [], 0.2)[0]:
                self.unread += os.read(self.leader, 65536).decode(errors="replace")
        self.unread = self.unread.split(text, 1)[1]

    def types(self, text):
        os.write(self.leader, text.encode())


@pytest.mark.parametrize("place", ["server"], indirect=True)
def test_where_the_work_changed_while_one_was_asked_the_new_plan_is_shown_and_asked(work):
    """80 §2."""
    _, task = work.task()
    asked = Asked(work.cli, "task", "redistribute", task, "ada=100")
    try:
        asked.reads("4 items will change hands")
        asked.reads("[y/N]")
        work.cli.run("task", "redistribute", task, "cleo", "--yes")
        asked.types("y\n")
        asked.reads("The work has changed meanwhile")
        asked.reads("8 items will change hands")
        asked.reads("[y/N]")
        assert work.loads(task) == {CLEO: 8}
        asked.types("y\n")
        asked.reads("8 items changed hands")
        assert asked.process.wait(timeout=30) == 0
    finally:
        asked.process.kill()
        os.close(asked.leader)
    assert work.loads(task) == {ADA: 8}


def test_what_is_so_already_is_told_and_leaves_no_trace(work):
    """B-291."""
    _, task = work.task()
    before = stored(work.place)
    words = ["task", "redistribute", task, "ada", "ben"]
    assert work.cli.says(*words, "--yes") == "The open items are shared out like that already; nothing was changed.\n"
    assert work.cli.json(*words) is None
    assert work.cli.says(*words, "-q") == ""
    assert differences(before, stored(work.place)) == []


def test_that_nothing_is_open_is_told_as_such(work):
    cli = work.cli
    name, task = work.task("-f", "dir=/day", assign="ada")
    said = cli.says("task", "redistribute", task, "ben", "-f", "name=none.png", "--yes")
    assert said == "No open item matches; nothing was changed.\n"
    cli.run("item", "status", "completed", "/day/4.png", "-t", task)
    said = cli.says("task", "redistribute", task, "ben", "--yes")
    assert said == f"{name} has no open items; nothing was changed.\n"
    said = cli.says("task", "redistribute", task, "--by-pace", "--yes")
    assert said == f"{name} has no open items; nothing was changed.\n"


def test_filters_narrow_what_may_move(work):
    _, task = work.task(assign="ada")
    plan = work.cli.json("task", "redistribute", task, "ben", "-f", "dir=/night", "-n")["plan"]
    assert (plan["total"], plan["left"]["notMatching"]) == (3, 5)
    assert "5 stay: the filter leaves them out." in work.cli.says(
        "task", "redistribute", task, "ben", "-f", "dir=/night", "-n"
    )


def test_wrong_shares_are_refused_in_the_words_of_the_command(work):
    _, task = work.task()
    said = work.cli.refused(2, "task", "redistribute", task, "ada=50", "ben=60", "-y")
    assert said.startswith("`SHARES` must add up to 100")
    assert "`ada=-1` is no share" in work.cli.refused(2, "task", "redistribute", task, "ada=-1", "ben=101", "-y")


# The log, and undo


def test_the_log_tells_who_moved_what_newest_first(work):
    """B-283."""
    _, task = work.task()
    moved = work.cli.id("task", "redistribute", task, "ben=100", "-y", "-q")
    ids = work.cli.ids("task", "log", task)
    assert ids[0] == moved and len(ids) == 2
    lines = work.cli.says("task", "log", task).splitlines()
    assert re.fullmatch(rf"redistribute · 4 items · {MIA} · \d+ \w+ \d{{4}} \d\d:\d\d \S+", lines[0])
    assert lines[1] == f"  {BEN} +4, {ADA} −4"
    assert lines[2] == f"  {moved} · 4 can be taken back"
    assert lines[3].startswith("create · 8 items · ")
    assert lines[5].endswith(" · cannot be undone")
    assert [each["kind"] for each in work.cli.json("task", "log", task)] == ["redistribute", "create"]
    done = work.cli.run("task", "log", task, "--count", "1")
    assert len(done.out.splitlines()) == 3 and done.err == "1 more before them; --count 2 tells all.\n"


def test_a_move_is_taken_back_and_so_is_that(work):
    """B-292, B-293, B-296."""
    cli = work.cli
    _, task = work.task()
    adas = work.assignment(task, ADA)["id"]
    moved = cli.id("task", "redistribute", task, "ben=100", "-y", "-q")
    said = cli.says("undo", moved, "-n")
    assert said.startswith("4 items would go back; nothing was changed.\n")
    assert cli.json("undo", moved, "-n")["plan"]["kind"] == "undo"
    assert cli.refused(4, "undo", moved).startswith("Take it back like this?")
    assert work.loads(task) == {BEN: 8}
    said = cli.says("undo", moved, "-y")
    (undo,) = re.fullmatch(r"4 items went back; `allot undo (\w+)` takes it back\n", said).groups()
    assert work.assignment(task, ADA)["id"] == adas
    assert f"· undone by {undo}" in cli.says("task", "log", task)
    assert f"· undo of {moved}" in cli.says("task", "log", task)
    assert "undone already" in cli.refused(1, "undo", moved, "-y")
    assert cli.json("undo", undo, "-y")["undoOf"] == undo
    assert work.loads(task) == {BEN: 8}


def test_the_last_move_of_a_task_is_taken_back_by_the_tasks_name(work):
    """B-292."""
    cli = work.cli
    name, task = work.task()
    cli.run("task", "redistribute", task, "ben=100", "-y")
    done = cli.run("undo", "--last", name, "-y")
    assert done.err.startswith(f"The last move of {name}: redistribute · 4 items · {MIA} · ")
    assert done.out.startswith("4 items went back; ") and work.loads(task) == {ADA: 4, BEN: 4}
    assert cli.json("undo", "--last", name, "-n")["plan"]["kind"] == "undo"
    cli.run("undo", "--last", task, "-y")  # that, too
    assert work.loads(task) == {BEN: 8}
    other, _ = work.task()
    assert "The making of a task cannot be undone" in cli.run("undo", "--last", other, "-y", code=1).err
    assert cli.refused(2, "undo", newest(work, task)["id"], "--last", name).startswith("Say which move: ")
    assert cli.refused(2, "undo", "Label streets").startswith("`Label streets` is no id of a move; `allot task log")


def test_batches_that_people_pull_are_no_last_move(work):
    cli = work.cli
    create = ["task", "create", unique("pulled"), "-d", work.dataset, "-p", work.project]
    task = cli.id(*create, "--batch", "3", "--pull", "ada")
    cli.run("task", "contributors", task, "--add", "ben")
    cli.run("item", "status", "completed", *cli.ids("item", "list", "-t", task, "--person", "ada"), "-t", task)
    assert newest(work, task)["kind"] == "batch"
    assert "contributors" in cli.run("undo", "--last", task, "-n").err


def test_what_was_worked_on_stays_and_is_told(work):
    """B-292."""
    cli = work.cli
    _, task = work.task()
    items = cli.ids("item", "list", "-t", task, "--person", "ada")
    moved = cli.id("task", "redistribute", task, "ben=100", "-y", "-q")
    cli.run("item", "status", "completed", *items[:3], "-t", task)
    assert "3 stay: a status was set since." in cli.says("undo", moved, "-n")
    lines = cli.says("undo", moved, "-y").splitlines()
    assert lines[1] == "These stay, since they were worked on:"
    assert lines[2].split() == ["PERSON", "HANDLED", "ANNOTATED", "WENT", "ON", "ON", "SCREEN"]
    assert lines[3].split() == [BEN, "3", "0", "0", "0"]


def test_where_nothing_is_untouched_nothing_is_done(work):
    cli = work.cli
    _, task = work.task("-f", "dir=/day", assign="ada")
    moved = cli.id("task", "redistribute", task, "ben=100", "-y", "-q")
    cli.run("item", "status", "completed", "/day/4.png", "-t", task)
    before = stored(work.place)
    assert cli.refused(1, "undo", moved, "-y") == "Nothing of it is untouched."
    assert cli.refused(1, "undo", moved, "-n") == "Nothing of it is untouched."
    assert "· cannot be undone" in cli.says("task", "log", task, "--count", "1")
    assert differences(before, stored(work.place)) == []


def test_an_undo_of_who_pulls_alone_is_offered_and_carried_out(work):
    """B-295."""
    cli = work.cli
    create = ["task", "create", unique("pulled"), "-d", work.dataset, "-p", work.project, "-f", "dir=/day"]
    task = cli.id(*create, "--batch", "3", "--pull", "ada")
    said = cli.run("task", "contributors", task, "--add", "cleo").err
    assert "Who pulls has changed; `allot undo " in said
    added = newest(work, task)
    assert (added["kind"], added["undoable"]) == ("contributors", {"items": 0})
    assert f"  {added['id']} · who pulls can be taken back\n" in cli.says("task", "log", task)
    assert cli.says("undo", added["id"], "-n").startswith("Who pulls would be as before; nothing was changed.\n")
    assert cli.refused(4, "undo", added["id"]).startswith("Take it back like this?")
    said = cli.says("undo", "--last", task, "-y")
    (undo,) = re.fullmatch(r"Who pulls is as before; `allot undo (\w+)` takes it back\n", said).groups()
    assert cli.ids("task", "contributors", task) == [ADA]
    assert f"  {undo} · undo of {added['id']} · who pulls can be taken back\n" in cli.says("task", "log", task)
    cli.run("undo", undo, "-y")
    assert cli.ids("task", "contributors", task) == [ADA, CLEO]


def test_what_cannot_be_undone_and_what_is_not_there_is_refused(work):
    """B-295."""
    _, task = work.task()
    (creation,) = work.cli.ids("task", "log", task)
    work.cli.refused(1, "undo", creation, "-y")
    work.cli.refused(1, "undo", "0" * 24, "-y")


# Holders


def test_an_item_tells_who_held_it_from_when_to_when(work):
    """B-283."""
    cli = work.cli
    name, task = work.task("-f", "dir=/day", assign="ada")
    moved = cli.id("task", "redistribute", task, "ben=100", "-y", "-q")
    when = r"\d+ \w+ \d{4} \d\d:\d\d \S+"
    lines = cli.says("item", "holders", "/day/4.png", "-t", task).splitlines()
    assert lines[0].split() == ["PERSON", "FROM", "TO", "BY"]
    assert re.fullmatch(rf"{ADA}\s+{when}\s+{when}\s+{MIA}", lines[1])
    assert re.fullmatch(rf"{BEN}\s+{when}\s+now\s+{MIA}", lines[2])
    first, second = cli.json("item", "holders", "/day/4.png", "-t", name)
    assert (first["to"], second["to"], second["operationId"]) == (second["from"], None, moved)
    assert cli.ids("item", "holders", "/day/4.png", "-t", task)[-1] == moved
    assert "Nobody has held /1.png" in cli.says("item", "holders", "/1.png", "-t", task)


def test_a_time_in_which_nobody_had_it_is_shown(work):
    cli = work.cli
    _, task = work.task("-f", "dir=/day", assign="ada")
    cli.run("task", "add", task, "-f", "dir=/", "--assign", "ada")
    cli.run("task", "remove", task, "-f", "dir=/day", "-y")
    people = [line.split()[0] for line in cli.says("item", "holders", "/day/4.png", "-t", task).splitlines()]
    assert people == ["PERSON", ADA, "nobody"]
    cli.run("task", "add", task, "-f", "dir=/day", "--assign", "ben")
    people = [line.split()[0] for line in cli.says("item", "holders", "/day/4.png", "-t", task).splitlines()]
    assert people == ["PERSON", ADA, "nobody", BEN]
