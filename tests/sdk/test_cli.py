"""The work verbs of `allot`, at a server and in a data folder without one: the same words, the same
answers."""

import json
import re

import pytest

from cli_places import cli, place, work  # fixtures
from command_line import Cli
from conftest import ADA, BEN, CLEO, DAN, MIA, unique
from database import differences, snapshot

ID = re.compile(r"[0-9a-f]{24}")


def stored(place):
    """All of it but when whom was last seen, the last column of an account."""
    rows, files = snapshot(place)
    return {**rows, "account": [row[:-1] for row in rows["account"]]}, files


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
    assert re.search(rf"{DAN}\s+developer", cli.says("member", "list", "-p", project))
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
    assert (nothing.out, nothing.err) == ("", "No item matches.\n")
    assert "begins with `zoe@`" in cli.refused(2, "item", "list", "-t", task, "--person", "zoe")


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


# Names


def test_a_name_or_an_id_wherever_a_thing_is_asked_for(work):
    cli = work.cli
    name, task = work.task()
    assignment = work.assignment(task, ADA)
    project = cli.id("project", "show", work.project)
    dataset = cli.id("dataset", "show", work.dataset)
    for noun, one, other in (
        ("project", work.project, project),
        ("dataset", work.dataset, dataset),
        ("task", name, task),
        ("assignment", assignment["name"], assignment["id"]),
    ):
        assert cli.json(noun, "show", one) == cli.json(noun, "show", other)


def test_of_several_things_with_one_name_the_ids_are_listed(cli):
    name = unique("twice")
    projects = [unique("project"), unique("project")]
    datasets = []
    for project in projects:
        cli.run("project", "create", project)
        datasets.append(cli.id("dataset", "create", name, "-p", project))
    said = cli.refused(2, "dataset", "show", name)
    assert said.startswith(f"There are 2 datasets named `{name}`; give the id:\n")
    assert sorted(ID.findall(said)) == sorted(datasets)
    assert cli.id("dataset", "show", name, "-p", projects[1]) == datasets[1]


def test_an_unknown_name_is_told_with_where_to_look(cli):
    for noun in ("project", "dataset", "task", "assignment"):
        said = cli.refused(1, noun, "show", "nothing of that name")
        assert f"There is no {noun} named `nothing of that name`" in said
        assert f"`allot {noun} list`" in said
    cli.refused(1, "task", "show", "0" * 24)


def test_a_person_is_an_address_or_its_beginning_when_it_is_one_members(cli, work):
    for who in ("ada", "Ada", ADA, "ada=100"):
        _, task = work.task(assign=who)
        assert work.loads(task) == {ADA: 8}
    create = ["task", "create", unique("task"), "-d", work.dataset, "--assign"]
    assert "begins with `zoe@`; give the whole" in cli.refused(2, *create, "zoe")
    assert "Give everybody a load" in cli.refused(2, *create, "ada=50,ben")
    assert "`ada=half` is no share" in cli.refused(2, *create, "ada=half")
    assert "100" in cli.refused(1, *create, "ada=50,ben=60")


def test_a_beginning_that_several_have_is_told_with_their_addresses(cli):
    project, dataset = unique("project"), unique("dataset")
    cli.run("project", "create", project)
    for person in (ADA, "ada@example.com"):
        cli.run("member", "add", person, "-p", project)
    cli.run("dataset", "create", dataset, "-p", project)
    said = cli.refused(2, "task", "create", "t", "-d", dataset, "--assign", "ada")
    assert ADA in said and "ada@example.com" in said


def test_a_member_without_an_account_is_invited_by_a_link(cli):
    """B-009."""
    project, zoe = unique("project"), unique("zoe") + "@example.org"
    cli.run("project", "create", project)
    added = cli.run("member", "add", zoe, "-p", project)
    assert "`allot member invite`" in added.err
    told = cli.says("member", "invite", zoe, "-p", project)
    assert f"By this link {zoe} chooses a password" in told and "for seven days, until " in told
    assert re.fullmatch(r"https?://\S+/welcome\?token=\S+", told.splitlines()[-1])
    assert set(cli.json("member", "invite", zoe, "-p", project)) == {"email", "url", "expiresAt"}
    assert cli.id("member", "invite", zoe.split("@")[0], "-p", project).startswith("http")
    assert "begins with `nobody@`" in cli.refused(2, "member", "invite", "nobody", "-p", project)
    cli.refused(1, "member", "invite", MIA, "-p", project)


def test_work_for_a_stranger_is_told_with_the_member_who_is_nearest(work):
    cli = work.cli
    stranger = "aada@example.org"
    create = ["task", "create", unique("task"), "-d", work.dataset, "--dry-run", "--assign"]
    done = cli.run(*create, f"{stranger},ben")
    said = f"allot: {stranger} is no member of {work.project} and has no account; do you mean `{ADA}`?\n"
    assert done.err == said and "8 items would be handed out" in done.out
    assert cli.run(*create, "unlike@elsewhere.test").err.endswith("and has no account.\n")
    assert cli.run(*create, f"{ADA},ben").err == ""
    _, task = work.task()
    adas = work.assignment(task, ADA)["id"]
    for words in (["redistribute", adas, stranger], ["reassign", adas, stranger]):
        assert cli.run("assignment", *words, "--dry-run").err == said, words
    assert cli.run("task", "add", task, "--assign", stranger, "--dry-run").err == said


def test_what_is_wrong_is_told_in_the_words_that_were_typed(work):
    cli = work.cli
    create = ["task", "create", "x", "-d", work.dataset, "--assign"]
    assert "The loads of `--assign` must add up to 100" in cli.refused(1, *create, "ada=50,ben=60")
    assert "`--assign` (number 1)" in cli.refused(1, *create, "ada=-10,ben=110")
    _, task = work.task()
    adas = work.assignment(task, ADA)["id"]
    said = cli.refused(1, "assignment", "redistribute", adas, "ada=50", "ben=60")
    assert "The loads of `SHARES` must add up to 100" in said
    assert "`NAME` must not be empty" in cli.refused(1, "project", "create", "")
    assert "`ADDRESS` must be" in cli.refused(1, "member", "add", "nix", "-p", work.project)


# Selectors


def test_operators_of_a_filter_mean_what_they_say(work):
    cli = work.cli
    pictures = ["item", "list", "-d", work.dataset, "-f"]

    def names(condition):
        return sorted(each["name"] for each in cli.json(*pictures, condition))

    assert names("dir!=/night") == ["1.png", "2.png", "3.png", "4.png", "8.png"]
    assert names("name<3.png") == ["1.png", "2.png"] == names("name<=2.png")
    assert names("name>7.png") == ["8.png"] == names("name>=8.png")
    assert names("filename~night/d") == ["8.png"]
    assert names("name~*.jpg") == [] == names("annotationsCount>0")
    assert len(names("size>0")) == len(names("createdAt>2020-01-01")) == 8


def test_unknown_fields_and_operators_are_refused_with_those_that_there_are(work):
    cli = work.cli
    _, task = work.task("--filter", "dir=/")
    before = stored(work.place)
    for words in (
        ["item", "list", "-d", work.dataset],
        ["item", "download", "/tmp/never", "-d", work.dataset],
        ["task", "create", "never", "-d", work.dataset],
        ["task", "add", task, "-y"],
        ["task", "remove", task, "-y"],
        ["assignment", "redistribute", work.assignment(task, ADA)["id"], "cleo"],
    ):
        said = cli.refused(2, *words, "-f", "drr=/day")
        assert "no field `drr`; do you mean `dir`? Fields: dir, name, " in said, words
        assert "no operator `==`; there are = != " in cli.refused(2, *words, "-f", "dir==/day")
        assert "no operator `$like`" in cli.refused(2, *words, "-f", '{"dir": {"$like": "/day"}}')
    assert differences(before, stored(work.place)) == []


def test_where_nothing_matches_that_is_said_and_nothing_is_made(work):
    cli = work.cli
    name, task = work.task("--filter", "dir=/")
    nothing = ["--filter", "dir=/nowhere"]
    before = stored(work.place)
    for create in (["--dry-run"], []):
        said = cli.refused(1, "task", "create", "x", "-d", work.dataset, *nothing, *create)
        assert said.startswith(f"No item matches in {work.dataset}; no task was made")
    assert cli.says("task", "add", task, *nothing) == (
        f"No item that is not in {name} matches; nothing was changed.\n"
    )
    assert cli.says("task", "remove", task, *nothing) == (
        f"No open item of {name} matches; nothing was changed.\n"
    )
    assert cli.says("item", "list", "-d", work.dataset, *nothing) == ""
    assert differences(before, stored(work.place)) == []
    empty = cli.id("task", "create", unique("empty"), "-d", work.dataset, *nothing, "--empty")
    assert cli.json("task", "show", empty)["totalItems"] == 0
    empty = cli.id("task", "create", unique("empty"), "-d", work.dataset, "--empty")
    assert cli.json("task", "show", empty)["totalItems"] == 0


def test_adding_all_items_asks_as_taking_all_out_does(work):
    cli = work.cli
    name, task = work.task("--filter", "dir=/")
    before = stored(work.place)
    said = cli.refused(4, "task", "add", task)
    assert said.startswith(f"Add all 5 items of the dataset that are not in {name} yet?")
    assert differences(before, stored(work.place)) == []
    assert cli.says("task", "add", task, "--yes").startswith("5 came into ")


# Looking before doing


def table_of(text):
    """Person → the cells behind them, as numbers; a sign's cell is its sum."""
    rows = {}
    for line in text.splitlines():
        cells = re.split(r"\s{2,}", line.replace("−", "-").replace("·", "0"))
        if "@" in cells[0] or cells[0] == "together":
            rows[cells[0]] = [sum(map(int, cell.split())) for cell in cells[1:]]
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


def test_what_deletes_is_refused_where_nobody_can_be_asked(work):
    cli = work.cli
    name, task = work.task()
    adas = work.assignment(task, ADA)["id"]
    before = stored(work.place)
    for words, shown in (
        (["project", "delete", work.project], "with its 1 dataset and"),
        (["dataset", "delete", work.dataset], "with its 8 items"),
        (["member", "remove", "ada", "-p", work.project], ADA),
        (["task", "remove", name], "Take 8 open items out of"),
        (["task", "delete", name], "with its 2 assignments? 0 of its 8 items are done"),
        (["assignment", "delete", adas], "and its 4 items (0 done)"),
    ):
        said = cli.refused(4, *words)
        assert shown in said and "--yes" in said, words
    assert differences(before, stored(work.place)) == []


# Words that are wrong


def test_days_and_filters_that_are_none_are_refused_with_an_example(work):
    create = ["task", "create", "x", "-d", work.dataset]
    assert "write it like 2026-12-24" in work.cli.refused(2, *create, "--due", "2026-02-31")
    assert "write it like dir=/day" in work.cli.refused(2, *create, "--filter", "/night")
    assert "JSON object" in work.cli.refused(2, *create, "--filter", '{"dir":')


@pytest.mark.parametrize(
    "words, hint",
    [
        (["task"], "`allot task --help`"),
        (["task", "shwo"], "There is no `shwo` here; `allot task --help`"),
        (["task", "shwo"], "the nearest is `show`."),
        (["task", "show"], "TASK is required. `allot task show --help`"),
        (["task", "show", "x", "--frob"], "`allot task show --help`"),
        (["task", "create", "x", "-d", "d", "--priority", "4"], "`allot task create --help`"),
        (["member", "add", "x@example.org", "-p", "p", "--role", "boss"], "owner"),
        (["project", "list", "--url", "http://x", "--data", "y"], "--data"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_words_are_exit_code_2_a_sentence_and_a_hint(tmp_path, words, hint):
    assert hint in Cli(tmp_path).refused(2, *words)
    assert not (tmp_path / "y").exists()


def test_help_of_every_verb_is_there_and_every_verb_speaks_json(tmp_path):
    nouns = {"project": 5, "member": 5, "dataset": 4, "item": 4, "task": 9, "assignment": 6}
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
