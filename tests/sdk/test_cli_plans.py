"""What `allot` tells before it changes anything: plans, and the questions before a deletion."""

import re

from cli_places import cli, place, stored, work  # fixtures, but for stored
from command_line import COLOUR
from conftest import ADA, BEN, CLEO, unique
from database import differences


def table_of(text):
    """Person → the cells behind them, as numbers; a sign's cell is its sum."""
    rows = {}
    for line in text.splitlines():
        cells = re.split(r"\s{2,}", line.replace("−", "-").replace("·", "0"))
        name = cells[0].removesuffix(" (new to the task)")
        if "@" in name or name == "together":
            rows[name] = [sum(map(int, cell.split())) for cell in cells[1:]]
    return rows


def test_the_table_of_a_plan_adds_up_for_every_kind_of_move(work):
    cli = work.cli
    name, task = work.task(assign="ada,ben")
    items = cli.ids("item", "list", "--task", task)
    cli.run("item", "status", "completed", *items[:2], *items[5:6], "--task", task)
    adas = work.assignment(task, ADA)["id"]
    _, small = work.task("--filter", "dir=/", assign="ada,ben")
    for words, total, effect, handled in (
        (["task", "create", "never", "-d", work.dataset, "--assign", "ada,ben"], 8, "handed out", 0),
        (["task", "add", small], 5, "come into the task", 0),
        (["task", "remove", task], 5, "go out of the task", 0),
        (["task", "delete", task], 8, "nobody's work", 3),
        (["assignment", "redistribute", adas, "ben=50", "cleo=50"], 2, "change hands", 0),
        (["assignment", "reassign", adas, "ben"], 4, "change hands", 2),
        (["assignment", "delete", adas], 4, "go out of the task", 2),
    ):
        text = cli.says(*words, "--dry-run")
        assert text.startswith(f"{total} items would ") and effect in text.splitlines()[0], text
        assert ("DONE" in text) == (handled > 0), text
        rows = table_of(text)
        everybody = rows.pop("together", None) or next(iter(rows.values()))
        assert everybody == [sum(column) for column in zip(*rows.values())], text
        for before, moved, after in [row[at : at + 3] for row in rows.values() for at in range(0, len(row), 3)]:
            assert before + moved == after, text
        gained = sum(cell for row in rows.values() for cell in row[1::3] if cell > 0)
        lost = -sum(cell for row in rows.values() for cell in row[1::3] if cell < 0)
        assert max(gained, lost) == total, text


def test_a_dry_run_tells_and_changes_nothing(work):
    """B-295."""
    cli = work.cli
    name, task = work.task("--filter", "dir=/", assign="ada=100")
    adas = work.assignment(task, ADA)["id"]
    before = stored(work.place)
    for words, total in (
        (["task", "create", "never", "-d", work.dataset, "--assign", "ada,ben"], 8),
        (["assignment", "redistribute", adas, "ada=50", "ben=50"], 1),
        (["assignment", "reassign", adas, "cleo"], 3),
        (["assignment", "delete", adas], 3),
        (["task", "add", task, "-f", "dir=/night"], 3),
        (["task", "remove", task], 3),
        (["task", "delete", task], 3),
    ):
        assert "nothing was changed." in cli.says(*words, "--dry-run"), words
        plan = cli.json(*words, "-n")["plan"]
        assert plan["total"] == total, words
        assert plan["undoable"] == (words[1] not in ("create", "delete", "remove")), words
    assert differences(before, stored(work.place)) == []


def test_work_of_an_assignment_moves_after_a_question_where_somebody_can_be_asked(work):
    cli = work.cli
    _, task = work.task()
    adas = work.assignment(task, ADA)["id"]
    before = work.loads(task)
    for words, question in (
        (["assignment", "redistribute", adas, "cleo"], f"Take them from {ADA}? [y/N]"),
        (["assignment", "reassign", adas, "cleo"], f"Hand all of it to {CLEO}? [y/N]"),
    ):
        done = cli.on_terminal(*words, typed="n\n", after="[y/N]")
        shown = COLOUR.sub("", done.out)
        assert shown.startswith("4 items will change hands:\nPERSON ") and question in shown, words
        assert done.code == 4 and work.loads(task) == before
        done = cli.on_terminal(*words, typed="y\n", after="[y/N]")
        assert done.code == 0 and work.loads(task) == {BEN: 4, CLEO: 4}
        cli.run("undo", "--last", task, "--yes")
        assert cli.on_terminal(*words, "--yes").code == 0 and work.loads(task) == {BEN: 4, CLEO: 4}
        cli.run("undo", "--last", task, "--yes")
        cli.run(*words)  # nobody can be asked
        assert work.loads(task) == {BEN: 4, CLEO: 4}
        cli.run("undo", "--last", task, "--yes")


def test_what_deletes_is_refused_where_nobody_can_be_asked(work):
    cli = work.cli
    name, task = work.task()
    adas = work.assignment(task, ADA)["id"]
    before = stored(work.place)
    for words, shown in (
        (["project", "delete", work.project], "with its 1 dataset, 8 items, 0 annotations and"),
        (["dataset", "delete", work.dataset], "with its 8 items"),
        (["member", "remove", "ada", "-p", work.project], f"Take {ADA} out of {work.project}? They keep "),
        (["task", "remove", name], f"Take 8 open items out of {name}? This cannot be undone."),
        (["task", "delete", name], "with its 2 assignments? 0 of its 8 items are done"),
        (["task", "delete", name], "This cannot be undone."),
        (["assignment", "delete", adas], "and its 4 items (0 done) out of the task? This cannot be undone."),
    ):
        said = cli.refused(4, *words)
        assert shown in said and "--yes" in said, words
    assert differences(before, stored(work.place)) == []
