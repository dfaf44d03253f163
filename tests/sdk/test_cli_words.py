"""What the words of `allot` mean: names, people, filters; and what is said of those that mean nothing."""

import re
import shlex

import pytest

from cli_places import ID, cli, place, stored, work, write_day_and_night  # cli, place and work are fixtures
from command_line import Cli
from conftest import ADA, BEN, MIA, unique
from database import differences


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
    for project in projects:
        assert f"  in {project}, made " in said
    assert cli.id("dataset", "show", name, "-p", projects[1]) == datasets[1]


def test_a_second_task_of_one_name_is_told_when_it_is_made(work):
    cli, name = work.cli, unique("Morning")
    create = ["task", "create", name, "-d", work.dataset, "-p", work.project, "--assign", "ada"]
    assert cli.run(*create).err == ""
    told = cli.run(*create).err
    (second,) = ID.findall(told)
    assert told == f"There is another task named {name} already: give the id, {second}, where this one is meant.\n"
    said = cli.refused(2, "task", "show", name)
    assert f"\n  {second}  of {work.dataset}, open, made " in said


def test_an_unknown_name_is_told_with_where_to_look(cli):
    for noun in ("project", "dataset", "task", "assignment"):
        said = cli.refused(1, noun, "show", "nothing of that name")
        assert f"There is no {noun} named `nothing of that name`" in said
        assert f"`allot {noun} list`" in said
    cli.refused(1, "task", "show", "0" * 24)


def test_a_name_that_is_nearly_one_is_told_with_that(cli):
    name = unique("Label streets")
    cli.run("project", "create", name)
    said = cli.refused(1, "project", "show", name.replace("streets", "stretes"))
    assert f"; do you mean `{name}`? `allot project list` shows" in said


def test_an_assignment_goes_by_its_tasks_name_where_it_is_the_only_one(work):
    cli = work.cli
    name, task = work.task(assign="ada")
    assert cli.id("assignment", "show", name) == work.assignment(task, ADA)["id"]
    several, _ = work.task(assign="ada,ben")
    said = cli.refused(2, "assignment", "show", several)
    assert said.splitlines() == [
        f"There are 2 assignments of `{several}`; give the name of one, with whose it is, like `{several} (ada)`:",
        f"  {several} ({ADA})",
        f"  {several} ({BEN})",
    ]


def test_an_item_goes_by_the_end_of_its_path_where_it_is_the_only_one(work):
    cli = work.cli
    _, task = work.task(assign="ada")
    by_path = cli.json("item", "holders", "/night/5.png", "-t", task)
    assert cli.json("item", "holders", "5.png", "-t", task) == by_path
    assert cli.json("item", "holders", "night/5.png", "-t", task) == by_path
    said = cli.refused(1, "item", "holders", "/nowhere/5.png", "-t", task)
    assert "5.png" in said
    said = cli.refused(1, "item", "holders", "ight/5.png", "-t", task)
    assert said == f"There is no item `ight/5.png` in {work.dataset}; give its path, like /day/1.png, or its id."
    dataset = unique("twins")
    cli.run("dataset", "create", dataset, "-p", work.project)
    for folder in ("/day", "/night"):
        cli.run("item", "upload", work.folder / "1.png", "-d", dataset, "-p", work.project, "--to", folder)
    twins = cli.id("task", "create", unique("twins"), "-d", dataset, "-p", work.project, "--assign", "ada")
    said = cli.refused(2, "item", "status", "completed", "1.png", "-t", twins)
    assert said.splitlines() == [
        f"Several items of {dataset} are named `1.png`; give the path of one:",
        "  /day/1.png",
        "  /night/1.png",
    ]


def test_a_person_is_an_address_or_its_beginning_when_it_is_one_members(cli, work):
    for who in ("ada", "Ada", ADA, "ada=100"):
        _, task = work.task(assign=who)
        assert work.loads(task) == {ADA: 8}
    create = ["task", "create", unique("task"), "-d", work.dataset, "--assign"]
    assert "begins with `zoe@`; give the whole" in cli.refused(2, *create, "zoe")
    assert "Give everybody a share" in cli.refused(2, *create, "ada=50,ben")
    assert "`ada=half` is no share" in cli.refused(2, *create, "ada=half")
    assert "100" in cli.refused(2, *create, "ada=50,ben=60")
    assert cli.refused(2, *create, "ada:50,ben:50") == "`ada:50` is no share; write it like ada=50."


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
    assert f"`allot member invite {zoe} -p {shlex.quote(project)}`" in added.err
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
    assert cli.refused(2, *create, "ada=50,ben=60").startswith("`--assign` must add up to 100")
    assert "`ada=-10` is no share" in cli.refused(2, *create, "ada=-10,ben=110")
    _, task = work.task()
    adas = work.assignment(task, ADA)["id"]
    said = cli.refused(2, "assignment", "redistribute", adas, "ada=50", "ben=60")
    assert said.startswith("`SHARES` must add up to 100")
    assert "`NAME` must not be empty" in cli.refused(2, "project", "create", "")
    assert "`ADDRESS` must be" in cli.refused(2, "member", "add", "nix", "-p", work.project)
    assert "`--status`" in cli.refused(2, "task", "items", task, "--status", "opne")


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


# Words that are wrong


def test_a_due_date_that_is_over_is_told_and_taken(work):
    create = ["task", "create", unique("late"), "-d", work.dataset, "--assign", "ada", "--dry-run", "--due"]
    assert work.cli.run(*create, "2020-01-01").err == "The due date, 1 Jan 2020, is over already.\n"
    assert work.cli.run(*create, "2036-01-01").err == ""


def test_nobody_is_named_for_a_task_that_is_made_without_items(work):
    create = ["task", "create", unique("empty"), "-d", work.dataset, "--empty", "--assign", "ben"]
    assert "leave --assign out" in work.cli.refused(2, *create)


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


def test_an_assignment_goes_by_its_tasks_name_and_the_beginning_of_an_address(work):
    name, task = work.task(assign="ada,ben")
    assert work.cli.id("assignment", "show", f"{name} (ada)") == work.assignment(task, ADA)["id"]
    assert work.cli.id("assignment", "show", f"{name} (ben)") == work.assignment(task, BEN)["id"]
    assert "There is no assignment named" in work.cli.refused(1, "assignment", "show", f"{name} (b)")


def test_a_number_of_a_batch_that_cannot_be_tells_what_it_is_of(work):
    create = ["task", "create", "X", "-d", work.dataset, "--batch", "3"]
    said = work.cli.refused(2, *create, "--max", "2")
    assert "`2` is no number from 5 to 200, that is from two more than a batch to two batches" in said
    assert "`1` is no number from 5 to 10080 minutes" in work.cli.refused(2, *create, "--idle", "1")


def test_a_status_is_told_as_it_is_kept(work):
    _, task = work.task("--filter", "dir=/day", assign="ada")
    assert work.cli.says("item", "status", "complete", "/day/4.png", "-t", task) == "/day/4.png: completed\n"


def test_a_failure_is_told_by_its_reason_alone(work):
    taken = unique("taken")
    work.cli.run("dataset", "create", taken, "-p", work.project)
    said = work.cli.refused(1, "dataset", "clone", work.dataset, taken, "-p", work.project)
    assert not said.startswith("The command ")


def test_whose_all_items_are_is_told_where_nobody_was_named(work):
    create = ["task", "create", "-d", work.dataset, "-p", work.project]
    told = work.cli.run(*create, unique("task")).err
    assert told.startswith("All of them went to you, since --assign names nobody;")
    assert f"All of them went to {BEN}," in work.cli.run(*create, unique("task"), "--owner", "ben").err
    for more in (["--assign", "ada"], ["--quiet"], ["--json"], ["--empty", "-f", "dir=/nowhere"]):
        assert "All of them" not in work.cli.run(*create, unique("task"), *more).err, more


def test_a_status_of_many_is_summed_up(work):
    _, task = work.task("--filter", "dir=/night", assign="ada")
    done = work.cli.run("item", "status", "completed", "5.png", "6.png", "-t", task)
    assert done.out == "/night/5.png: completed\n/night/6.png: completed\n"
    assert done.err == "2 items: completed.\n"


def test_what_there_is_one_of_need_not_be_named(tmp_path):
    own = Cli(tmp_path / "home", "--data", tmp_path / "data")
    own.run("project", "create", "Streets")
    own.run("dataset", "create", "day", "-p", "Streets")
    own.run("item", "upload", write_day_and_night(tmp_path / "pictures"), "-d", "day")
    assert "You have no work to do;" in own.refused(2, "assignment", "next")
    own.run("task", "create", "Cars", "-d", "day")
    assert own.id("assignment", "next") == own.ids("item", "list", "-t", "Cars")[0]
    assert own.says("project", "summary") == own.says("project", "summary", "Streets")
    assert " is away from " in own.says("member", "away", "-p", "Streets")
    assert own.says("member", "back", "-p", "Streets").endswith(" is there\n")
    own.run("task", "create", "Signs", "-d", "day")
    own.run("project", "create", "Roads")
    assert "You have 2 assignments; name one," in own.refused(2, "assignment", "next")
    assert "There are 2 projects; name one," in own.refused(2, "project", "summary")
