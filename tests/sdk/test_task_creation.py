"""Creating tasks and adding items (90-behaviour §3)."""

import json
import time

import pytest

from conftest import ADA, BEN, CLEO, DAN, MIA, unique, workload
from http_api import command, ok, refused
from views import assignments_of, files_of, handle, holdings, ids_of, references, task_json


def counts(held):
    return {who: len(items) for who, items in held.items()}


def test_every_match_goes_to_exactly_one_person_and_later_items_to_nobody(
    api, new_dataset, new_task, tmp_path
):
    """B-030."""
    from pictures import write_pictures

    dataset = new_dataset(5)
    task = new_task(dataset, [ADA, BEN])
    items = files_of(api, dataset.id)
    dataset.items.upload(local_path=str(write_pictures(tmp_path / "more", 2, first=50)) + "/*")
    assert len(files_of(api, dataset.id)) == 7
    assert ids_of(api, dataset.id, task.id) == items
    assert counts(holdings(api, task.id)) == {ADA: 3, BEN: 2}


@pytest.mark.parametrize(
    "count, loads, expected",
    [
        (12, [50, 50], {ADA: 6, BEN: 6}),
        (5, [80, 20], {ADA: 4, BEN: 1}),
        (12, [33.3, 33.3, 33.4], {ADA: 4, BEN: 4, CLEO: 4}),
        (10, [33, 33, 34], {ADA: 3, BEN: 3, CLEO: 4}),
        (7, [50, 50], {ADA: 4, BEN: 3}),
        (12, [0, 0, 0], {ADA: 4, BEN: 4, CLEO: 4}),
        (12, [100, 0], {ADA: 12}),
        (3, [10, 40, 50], {BEN: 1, CLEO: 2}),
    ],
)
def test_loads_become_counts_by_largest_remainder(api, pool, new_task, count, loads, expected):
    """B-031, B-035: ties to the person named earlier; whose share is nothing gets no assignment."""
    task = new_task(pool, [ADA, BEN, CLEO][: len(loads)], loads, limit=count)
    assert counts(holdings(api, task.id)) == expected
    assert [share["annotator"] for share in assignments_of(api, task.id)] == list(expected)


def test_a_person_named_twice_gets_the_sum_whatever_the_case(api, pool, new_task):
    """B-031, B-007."""
    task = new_task(pool, [ADA, BEN, "ADA@Example.ORG"], [25, 50, 25])
    assert counts(holdings(api, task.id)) == {ADA: 6, BEN: 6}


def test_each_person_gets_a_consecutive_run_oldest_first(api, pool, new_task):
    """B-032: the same input gives the same result."""
    items = files_of(api, pool.id)
    for _ in range(2):
        held = holdings(api, new_task(pool, [ADA, BEN, CLEO]).id)
        assert [held[ADA], held[BEN], held[CLEO]] == [items[:4], items[4:8], items[8:]]


def test_the_sort_of_the_query_decides_who_gets_what(sdk, api, pool, new_task):
    """B-032, B-033: with a limit only the first in that order enter."""
    filters = sdk.Filters()
    filters.sort_by(field="filename", value=sdk.FiltersOrderByDirection.DESCENDING)
    names = sorted((item.filename, item.id) for item in pool.items.list().all())
    by_name = [item for _, item in reversed(names)]
    task = new_task(pool, [ADA, BEN], filters=filters, limit=6)
    held = holdings(api, task.id)
    assert (held[ADA], held[BEN]) == (sorted(by_name[:3]), sorted(by_name[3:6]))


def test_a_query_without_matches_makes_an_open_empty_task(sdk, api, pool, new_task):
    """B-034."""
    filters = sdk.Filters(field="name", values="no such picture.png")
    task = new_task(pool, [ADA], filters=filters)
    assert (task.status, task.total_items, task.progress) == ("open", 0, 0)
    assert task.assignmentIds == []
    assert holdings(api, task.id) == {}
    item = files_of(api, pool.id)[0]
    task.add_items(filters=sdk.Filters(field="id", values=item), assignee_ids=[ADA])
    assert holdings(api, task.id) == {ADA: [item]}


def test_added_items_go_into_the_assignment_that_a_person_has(sdk, api, pool, new_task):
    """B-036."""
    items = files_of(api, pool.id)
    task = new_task(pool, [ADA], limit=4)
    before = assignments_of(api, task.id)[0]["id"]
    filters = sdk.Filters(field="id", values=items[4:8], operator=sdk.FiltersOperations.IN)
    task.add_items(filters=filters, workload=workload([ADA, BEN], [50, 50]))
    held = holdings(api, task.id)
    assert held == {ADA: items[:6], BEN: items[6:8]}
    assert assignments_of(api, task.id)[0]["id"] == before


def test_items_that_are_in_the_task_already_stay_as_they_are(sdk, api, pool, new_task):
    """B-037."""
    items = files_of(api, pool.id)
    task = new_task(pool, [ADA], limit=4)
    handle(api, task.id, items[:2])
    task.add_items(filters=sdk.Filters(), workload=workload([BEN], [100]))
    held = holdings(api, task.id)
    assert held == {ADA: items[:4], BEN: items[4:]}
    assert references(api, items[0])[("task", task.id)] == "completed"
    task.add_items(filters=sdk.Filters(), workload=workload([CLEO], [100]))
    assert holdings(api, task.id) == held


def test_without_a_workload_added_items_are_spread_over_the_present_people(sdk, api, pool, new_task):
    """B-038."""
    items = files_of(api, pool.id)
    task = new_task(pool, [ADA, BEN], limit=4)
    task.add_items(filters=sdk.Filters(field="id", values=items[4:9], operator=sdk.FiltersOperations.IN))
    assert counts(holdings(api, task.id)) == {ADA: 5, BEN: 4}


def test_without_workload_and_people_adding_is_refused(sdk, api, pool, new_task):
    """B-038."""
    task = new_task(pool, [ADA], filters=sdk.Filters(field="name", values="none"))
    with pytest.raises(sdk.exceptions.BadRequest):
        task.add_items(filters=sdk.Filters())
    assert holdings(api, task.id) == {}


def test_adding_items_to_a_completed_task_opens_it_again(sdk, api, pool, new_task):
    """B-039, B-121."""
    items = files_of(api, pool.id)
    task = new_task(pool, [ADA], limit=2)
    handle(api, task.id, items[:2])
    assert task_json(api, task.id)["status"] == "completed"
    task.add_items(filters=sdk.Filters(field="id", values=items[2]))
    assert task_json(api, task.id)["status"] == "open"


def test_what_was_given_comes_back_as_given(sdk, project, pool):
    """B-040, B-042."""
    due = time.time() + 5 * 86_400 + 0.123
    actions = [sdk.ItemAction("good", display_name="Good one", color="#00ff00"), sdk.ItemAction("bad")]
    metadata = {"batch": "seven", "nested": {"list": [1, 2.5, None, "x"], "flag": False}}
    task = pool.tasks.create(
        task_name=unique("given"),
        due_date=due,
        assignee_ids=[ADA],
        task_owner="Somebody.Else@example.org",
        metadata=metadata,
        available_actions=actions,
        priority=sdk.TaskPriority.HIGH,
    )
    assert task.due_date == due * 1000
    assert task.task_owner == "somebody.else@example.org"
    assert task.creator == MIA
    assert {key: task.metadata[key] for key in metadata} == metadata
    assert [action.to_json() for action in task.available_actions] == [a.to_json() for a in actions]
    assert (task.priority, task.spec["type"]) == (3, "annotation")
    assert task.recipe_id == pool.recipes.list()[0].id
    assert (task.project_id, task.dataset_id) == (project.id, pool.id)


def test_owner_priority_and_due_date_have_defaults(pool):
    """B-042."""
    before = time.time()
    task = pool.tasks.create(task_name=unique("plain"), assignee_ids=[ADA])
    assert (task.task_owner, task.priority) == (MIA, 2)
    assert 6.9 * 86_400 < task.due_date / 1000 - before < 7.1 * 86_400


def test_owner_and_assignees_need_not_be_members(api, project, pool, new_task):
    """B-041."""
    stranger = "nobody.knows@example.net"
    task = new_task(pool, [stranger], task_owner="another.stranger@example.net")
    assert counts(holdings(api, task.id)) == {stranger: 12}
    assert stranger not in [member.email for member in project.list_members()]


def test_a_task_keeps_its_own_recipe(sdk, project, new_dataset, new_task):
    """B-043."""
    dataset = new_dataset(1)
    own = project.recipes.create(recipe_name=unique("recipe"), labels={"cat": (255, 0, 0)})
    task = new_task(dataset, [ADA], recipe_id=own.id)
    other = project.recipes.create(recipe_name=unique("recipe"), labels={"dog": (0, 0, 255)})
    dataset.switch_recipe(recipe_id=other.id)
    assert sdk.tasks.get(task_id=task.id).recipe_id == own.id


def test_check_if_exist_finds_instead_of_making(sdk, api, project, pool, new_task):
    """B-044."""
    task = new_task(pool, [ADA])
    wanted = sdk.Filters(field="name", values=task.name, resource=sdk.FiltersResource.TASK)
    again = new_task(pool, [BEN], task_name=task.name, check_if_exist=wanted)
    assert again.id == task.id
    assert counts(holdings(api, task.id)) == {ADA: 12}
    name = unique("not there")
    wanted = sdk.Filters(field="name", values=name, resource=sdk.FiltersResource.TASK)
    made = new_task(pool, [BEN], task_name=name, check_if_exist=wanted)
    assert (made.name, project.tasks.get(task_name=name).id) == (name, made.id)


def test_an_item_is_in_many_tasks_and_once_in_each(api, new_dataset, new_task):
    """B-045, B-240."""
    dataset = new_dataset(1)
    (item,) = files_of(api, dataset.id)
    tasks = [new_task(dataset, [ADA]) for _ in range(3)]
    expected = {("task", task.id): None for task in tasks}
    expected |= {("assignment", task.assignmentIds[0]): None for task in tasks}
    assert references(api, item) == expected


def test_a_refused_creation_leaves_nothing_behind(api, project, pool):
    """B-047."""
    before = len(project.tasks.list()), len(project.assignments.list())
    body = create_body(project, pool, workload=[{"assigneeId": ADA, "load": 90}])
    refused(api.post("/annotationtasks", body), 400)
    assert (len(project.tasks.list()), len(project.assignments.list())) == before


def test_a_task_that_names_nobody_is_its_owners(api, project, pool):
    """B-048."""
    task = pool.tasks.create(task_name=unique("unassigned"), task_owner=CLEO)
    (share,) = assignments_of(api, task.id)
    assert share["annotator"] == CLEO
    assert share["metadata"]["system"]["defaultAssignment"] is True
    assert task.metadata["system"]["hasDefaultAssignment"] is True
    assert counts(holdings(api, task.id)) == {CLEO: 12}


def test_folders_and_hidden_files_do_not_enter(sdk, api, new_dataset, new_task, api_of):
    """Contract 10 §2: only files; hidden ones only when the query has a condition on `hidden`."""
    from pictures import png

    dataset = new_dataset()
    seen = ok(api.upload(dataset.id, "/folder/seen.png", png()))["id"]
    hidden = ok(api.upload(dataset.id, "/.quiet/hidden.png", png(seed=2)))
    assert hidden["hidden"] is True
    everything = sdk.Filters(use_defaults=False)
    assert holdings(api, new_task(dataset, [ADA], filters=everything).id) == {ADA: [seen]}
    named = [dataset.items.get(item_id=hidden["id"]), dataset.items.get(item_id=seen)]
    assert holdings(api, new_task(dataset, [ADA], items=named).id) == {ADA: [seen]}
    asked = sdk.Filters(field="hidden", values=True, use_defaults=False)
    assert holdings(api, new_task(dataset, [ADA], filters=asked).id) == {ADA: [hidden["id"]]}


def test_the_query_comes_back_with_a_sort_and_otherwise_as_sent(sdk, pool, new_task):
    filters = sdk.Filters(field="name", values="*.png")
    task = new_task(pool, [ADA], filters=filters)
    stored = json.loads(task.query)
    assert stored.pop("sort")
    assert stored == json.loads(json.dumps(filters.prepare()))


def test_empty_task_creates_without_items(api, project, pool):
    made = command(api.post("/annotationtasks", create_body(project, pool, emptyTask=True)))
    task_id = made["spec"]["createdTaskId"]
    assert made["spec"]["createTaskPayload"]["emptyTask"] is True
    assert task_json(api, task_id)["totalItems"] == 0


@pytest.mark.parametrize(
    "system",
    [
        {"consensusTaskType": "consensus", "consensusPercentage": 100, "consensusAssignees": 2},
        {"consensusTaskType": "qualification"},
        {"consensusTaskType": "honeypot", "consensusPercentage": 10},
    ],
    ids=["consensus", "qualification", "honeypot"],
)
def test_kinds_that_are_not_there_yet_are_refused_in_a_sentence(api, project, pool, system):
    body = create_body(project, pool, metadata={"system": system})
    refused(api.post("/annotationtasks", body), 400)


def create_body(project, dataset, **more):
    return {
        "name": unique("raw"),
        "query": json.dumps({"filter": {"$and": [{"hidden": False}, {"type": "file"}]}}),
        "projectId": project.id,
        "datasetId": dataset.id,
        "recipeId": dataset.metadata["system"]["recipes"][0],
        "taskOwner": MIA,
        "spec": {"type": "annotation"},
        "workload": [{"assigneeId": DAN, "load": 100}],
        **more,
    }
