"""The package `allot` (python/allot) and work under way: whole tasks shared out anew, undo, in use, pulling."""

from datetime import datetime, timedelta, timezone

import pytest

from conftest import ADA, BEN, CLEO, MIA, password_of, unique, workload
from helper_package import allot, dl, left_as_found, task  # fixtures
from http_api import command
from server import PYTHON_PACKAGE
from views import assignment_of, handle, holdings, ids_of


def counts(api, task):
    return {person: len(items) for person, items in holdings(api, task.id).items()}


# Sharing a whole task out


def test_a_whole_task_is_shared_out_with_the_least_items_changing_hands(api, task):
    """B-290."""
    before = holdings(api, task.id)
    operation = task.redistribute({ADA: 25, BEN: 50, CLEO: 25})
    after = holdings(api, task.id)
    assert after[ADA] == before[ADA][:3] and after[BEN] == before[BEN]
    assert after[CLEO] == before[ADA][3:]
    assert (operation.kind, operation.total, operation.by) == ("redistribute", 3, MIA)
    assert operation.to_rows() == [
        {"assignee_id": ADA, "gave": 3, "got": 0},
        {"assignee_id": CLEO, "gave": 0, "got": 3},
    ]


def test_a_workload_of_the_sdk_does_as_well_as_a_dict(api, task):
    task.redistribute(workload([ADA, BEN], [100, 0]))
    assert counts(api, task) == {ADA: 12}


def test_a_preview_changes_nothing_and_prints_as_a_table(api, task):
    plan = task.preview_redistribute({ADA: 25, BEN: 50, CLEO: 25})
    assert counts(api, task) == {ADA: 6, BEN: 6}
    assert (plan.kind, plan.total, plan.undoable, plan.task_id) == ("redistribute", 3, True, task.id)
    assert str(plan) == (
        "redistribute: 3 items would change hands\n"
        "PERSON                              OPEN  DONE  GIVES  GETS  AFTER\n"
        f"{ADA}                        6     0      3     0      3\n"
        f"{BEN}                        6     0      0     0      6\n"
        f"{CLEO} (new to the task)     0     0      0     3      3"
    )
    assert [row["after"] for row in plan.to_rows()] == [3, 6, 3]
    assert list(plan.to_pandas()["assignee_id"]) == [ADA, BEN, CLEO]


def test_what_was_previewed_is_done_or_nothing(allot, dl, api, task):
    """80 §2."""
    loads = {ADA: 50, CLEO: 50}
    plan = task.preview_redistribute(loads)
    task.redistribute({BEN: 100})
    with pytest.raises(allot.PlanChanged) as changed:
        task.redistribute(loads, expect=plan)
    assert isinstance(changed.value, dl.exceptions.Conflict)
    assert counts(api, task) == {BEN: 12}
    assert changed.value.plan.total == 12
    assert task.redistribute(loads, expect=changed.value.plan).total == 12
    assert counts(api, task) == {ADA: 6, CLEO: 6}


def test_what_may_move_is_narrowed_by_filters(dl, api, pool, task):
    items = ids_of(api, pool.id, task.id)
    plan = task.preview_redistribute({CLEO: 100}, filters=dl.Filters(field="id", values=items[:2], operator="in"))
    assert (plan.total, plan.left_not_matching) == (2, 10)
    assert "10 stay: they do not match" in str(plan)
    assert task.preview_redistribute({CLEO: 100}, only_not_annotated=True).total == 12


def test_wrong_loads_are_the_exception_of_the_sdk(dl, api, task):
    with pytest.raises(dl.exceptions.BadRequest):
        task.redistribute({ADA: 50})
    assert counts(api, task) == {ADA: 6, BEN: 6}


# Operations


def test_the_log_of_a_task_is_its_operations_newest_first(task):
    """B-283."""
    moved = task.redistribute({BEN: 100})
    log = task.operations()
    assert [each.kind for each in log] == ["redistribute", "create"]
    assert log.count() == 2
    assert log.first(1) == [moved]
    assert datetime.now(timezone.utc) - moved.at < timedelta(minutes=10)
    shown = str(log).splitlines()
    assert shown[0].split() == ["WHEN", "WHAT", "ITEMS", "BY", "STATE"]
    assert shown[1].split()[2:] == ["redistribute", "6", MIA, "6", "can", "be", "taken", "back"]
    assert shown[2].endswith("cannot be undone")
    assert list(log.to_pandas()["total"]) == [6, 12]


def test_an_operation_tells_what_it_moved(allot, api, pool, task):
    items = holdings(api, task.id)[ADA]
    moved = task.redistribute({BEN: 100})
    assert [each.item_id for each in moved.items()] == items
    assert moved.items(giver=ADA, receiver=BEN).count() == 6
    assert moved.items(giver=BEN).to_rows() == []
    assert moved.items().to_rows()[0] == {"item_id": items[0], "giver": ADA, "receiver": BEN}
    assert allot.get_operation(moved.id) == moved == moved.reload()
    assert str(moved).splitlines()[0].startswith(f"redistribute: 6 items, {MIA}, ")


def test_an_operation_is_undone_and_so_is_the_undo(dl, api, task):
    """B-292, B-293, B-296."""
    before = holdings(api, task.id)
    share = assignment_of(api, task.id, ADA)["id"]
    moved = task.redistribute({BEN: 100})
    assert moved.preview_undo().total == 6
    assert moved.preview_undo().people[0].assignment_id == share
    undone = moved.undo(expect=moved.preview_undo())
    assert (undone.items, undone.kept, str(undone)) == (6, (), "6 items went back")
    assert holdings(api, task.id) == before
    assert assignment_of(api, task.id, ADA)["id"] == share
    assert moved.reload().undone_by == undone.operation.id
    assert undone.operation.undo_of == moved.id
    with pytest.raises(dl.exceptions.Conflict):
        moved.undo()
    undone.operation.undo()
    assert counts(api, task) == {BEN: 12}


def test_what_was_worked_on_stays_and_is_counted(api, task):
    """B-292."""
    items = holdings(api, task.id)[ADA]
    moved = task.redistribute({BEN: 100})
    handle(api, task.id, items[:2])
    assert moved.reload().undoable == 4
    undone = moved.undo()
    assert undone.to_rows() == [{"assignee_id": BEN, "moved": 0, "handled": 2, "annotated": 0, "in_use": 0}]
    assert str(undone).startswith("4 items went back; these stay:\nPERSON ")


def test_what_cannot_be_undone_says_why(dl, task):
    """B-295."""
    (creation,) = task.operations()
    assert creation.undoable == 0 and creation.why_not_undoable.endswith(".")
    with pytest.raises(dl.exceptions.Conflict):
        creation.undo()


def test_an_item_tells_who_held_it(dl, api, task):
    """B-283."""
    items = holdings(api, task.id)[ADA]
    moved = task.redistribute({BEN: 100})
    item = dl.items.get(item_id=items[0])
    first, second = item.holders(task)
    assert (first.assignee_id, second.assignee_id) == (ADA, BEN)
    assert first.until == second.since == moved.at
    assert (second.until, second.operation_id, second.by) == (None, moved.id, MIA)
    assert [row["assignee_id"] for row in item.holders(task.id).to_rows()] == [ADA, BEN]


# In use, and the SDK's own moves


def test_what_is_in_use_stays(allot, dl, api, server, task):
    """B-298."""
    share = assignment_of(api, task.id, ADA)["id"]
    items = holdings(api, task.id)[ADA]
    allot.connect(server.base, email=ADA, password=password_of(ADA))
    mine = dl.assignments.get(assignment_id=share)
    assert timedelta(0) < mine.use(items[0]) - datetime.now(timezone.utc) <= timedelta(seconds=90)
    allot.connect(server.base, email=MIA, password=password_of(MIA))
    plan = task.preview_redistribute({BEN: 100})
    assert (plan.total, plan.left_in_use) == (5, 1)
    assert "1 stay: they are on somebody's screen" in str(plan)
    assert task.preview_redistribute({BEN: 100}, include_in_use=True).total == 6
    with pytest.raises(dl.exceptions.Forbidden):
        task.assignments.get(assignment_id=share).use(items[0])
    allot.connect(server.base, email=ADA, password=password_of(ADA))
    assert mine.end_use(dl.items.get(item_id=items[0])) is None
    allot.connect(server.base, email=MIA, password=password_of(MIA))
    assert task.preview_redistribute({BEN: 100}).total == 6


def test_moves_of_the_sdk_are_previewed(api, task):
    mine = task.assignments.list()[0]
    plan = mine.preview_redistribute(workload([BEN, CLEO], [50, 50]))
    assert (plan.total, plan.assignment_id) == (6, mine.id)
    assert mine.preview_reassign(CLEO).kind == "reassign"
    assert counts(api, task) == {ADA: 6, BEN: 6}


# Pulling


@pytest.fixture
def pulled(dl, pool):
    """Twelve items; two people pull three at a time."""
    terms = {"batch_size": 3, "max_batch_workload": 6, "allowed_assignees": [ADA, BEN]}
    return pool.tasks.create(task_name=unique("pulled"), **terms)


def test_batches_come_and_go(api, pulled):
    """B-053, B-054."""
    mine = [each for each in pulled.assignments.list() if each.annotator == ADA][0]
    assert pulled.queued() == 6
    assert mine.load_batch() == 3
    assert mine.load_batch() == 3  # B-160: nothing came in between, so it is the first answer again
    assert pulled.queued() == 3
    assert mine.load_batch() == 0
    assert mine.clear_batch() == 6
    assert [each.kind for each in pulled.operations().first(2)] in (["batch", "clear"], ["clear", "batch"])


def test_contributors_are_let_in_and_taken_out(dl, api, pulled, task):
    """B-055."""
    assert pulled.add_contributors([CLEO]).metadata["system"]["allowedAssignees"] == [ADA, BEN, CLEO]
    assert pulled.remove_contributors(ADA).metadata["system"]["allowedAssignees"] == [BEN, CLEO]
    newest = [each for each in pulled.operations() if each.kind == "contributors"][0]
    newest.undo()
    assert dl.tasks.get(task_id=pulled.id).metadata["system"]["allowedAssignees"] == [BEN, CLEO, ADA]
    with pytest.raises(dl.exceptions.BadRequest):
        task.add_contributors([CLEO])


def test_an_undo_of_who_pulls_alone_is_told_as_such(dl, pulled):
    """B-295."""
    for each in pulled.assignments.list():
        each.load_batch()
    assert pulled.queued() == 0
    pulled.add_contributors([CLEO])
    log = pulled.operations()
    (added,) = log.first(1)
    assert (added.kind, added.undoable, added.why_not_undoable) == ("contributors", 0, None)
    assert str(log).splitlines()[1].endswith("who pulls can be taken back")
    assert str(added.preview_undo()).startswith("undo: who pulls would be as before")
    assert str(added.undo()) == "who pulls is as before"
    assert dl.tasks.get(task_id=pulled.id).metadata["system"]["allowedAssignees"] == [ADA, BEN]


def test_an_undo_of_what_was_worked_on_says_why_not(dl, api, task):
    """B-296."""
    items = holdings(api, task.id)[ADA]
    moved = task.redistribute({BEN: 100})
    handle(api, task.id, items)
    for refused in (moved.preview_undo, moved.undo):
        with pytest.raises(dl.exceptions.Conflict, match="Nothing of it is untouched"):
            refused()
    assert str(task.operations()).splitlines()[1].endswith("cannot be undone")


# The package


def test_methods_that_the_sdk_has_stay_its_own(allot, sdk, server, monkeypatch):
    def redistribute(self):
        return "its own"

    monkeypatch.setattr(sdk.Task, "redistribute", redistribute, raising=False)
    allot.connect(server.base)
    assert sdk.Task.redistribute is redistribute
    assert hasattr(sdk.Task, "operations")


def test_every_method_is_typed_and_explained(allot, dl):
    from allot import assignments, items, projects, tasks

    for method in (*projects.METHODS, *tasks.METHODS, *assignments.METHODS, *items.METHODS):
        assert method.__doc__, method
        assert "return" in method.__annotations__, method
    assert (PYTHON_PACKAGE / "allot" / "py.typed").exists()


def test_a_list_shows_its_first_twenty_and_how_many_there_are(api, task):
    for _ in range(6):
        for loads in ({BEN: 100}, {ADA: 100}, {ADA: 50, BEN: 50}, {CLEO: 100}):
            body = {"workload": [{"assigneeId": person, "load": load} for person, load in loads.items()]}
            command(api.post(f"/annotationtasks/{task.id}/redistribute", body))
    shown = str(task.operations()).splitlines()
    assert len(shown) == 22 and shown[-1] == "… of 25"
    assert len(list(task.operations())) == 25
