"""Lists and look-ups beyond the guide page (90-behaviour §2)."""

import time

import pytest

from conftest import ADA, BEN, MIA, unique
from http_api import ok
from views import assignments_of


@pytest.fixture(scope="module")
def tasks(new_task, pool):
    now = time.time()
    return [
        new_task(pool, [ADA], due_date=now + 86_400),
        new_task(pool, [ADA, BEN], due_date=now + 2 * 86_400),
        new_task(pool, [BEN], due_date=now + 3 * 86_400),
    ]


def ids(entities):
    return [each.id for each in entities]


def test_two_tasks_of_one_name_are_found_by_id_and_ambiguous_by_name(sdk, project, pool, new_task):
    """B-020."""
    name = unique("twin")
    twins = [new_task(pool, [ADA], task_name=name) for _ in range(2)]
    with pytest.raises(sdk.exceptions.NotFound, match="More than one"):
        project.tasks.get(task_name=name)
    assert ids(sdk.tasks.get(task_id=twin.id) for twin in twins) == ids(twins)


def test_a_name_is_matched_whole_and_with_its_case(sdk, project, tasks):
    """B-021."""
    for wrong in (tasks[0].name[:-1], tasks[0].name.upper(), tasks[0].name + " "):
        with pytest.raises(sdk.exceptions.NotFound):
            project.tasks.get(task_name=wrong)


def test_a_task_is_the_same_when_fetched_as_when_created(sdk, tasks):
    """B-022."""
    for task in tasks:
        assert sdk.tasks.get(task_id=task.id).to_json() == task.to_json()


def test_a_task_fetched_through_another_dataset_tells_its_own(new_project, new_dataset, tasks):
    """B-023."""
    other = new_project()
    dataset = new_dataset(of=other)
    for repository in (other.tasks, dataset.tasks):
        found = repository.get(task_id=tasks[0].id)
        assert (found.project_id, found.dataset_id) == (tasks[0].project_id, tasks[0].dataset_id)


def test_lists_are_narrowed_by_each_condition_and_by_several(sdk, project, pool, tasks, new_project):
    """B-024, B-133: due dates in milliseconds, bounds excluded."""
    first, second, third = tasks
    by = lambda **conditions: set(ids(pool.tasks.list(**conditions)))  # noqa: E731
    assert by(task_name=second.name) == {second.id}
    assert by(status="open") >= set(ids(tasks))
    assert by(status="completed") & set(ids(tasks)) == set()
    assert by(creator=MIA.upper()) >= set(ids(tasks))
    assert by(creator=ADA) == set()
    assert by(recipe=pool.recipes.list()[0]) >= set(ids(tasks))
    assert by(assignments=[first.assignmentIds[0], third.assignmentIds[0]]) == {first.id, third.id}
    assert by(min_date=first.due_date, max_date=third.due_date) & set(ids(tasks)) == {second.id}
    assert by(min_date=second.due_date - 1) & set(ids(tasks)) == {second.id, third.id}
    assert by(task_name=second.name, max_date=first.due_date) == set()
    elsewhere = new_project()
    assert set(ids(project.tasks.list(project_ids=[elsewhere.id, project.id]))) >= set(ids(tasks))
    assert project.tasks.list(project_ids=[elsewhere.id]) == []


def test_tasks_are_paged_and_filtered_by_query(sdk, pool, tasks):
    filters = sdk.Filters(resource=sdk.FiltersResource.TASK, page_size=2)
    filters.add(field="id", values=ids(tasks), operator=sdk.FiltersOperations.IN)
    pages = pool.tasks.list(filters=filters)
    assert (pages.items_count, pages.total_pages_count, pages.has_next_page) == (3, 2, True)
    assert ids(pages.all()) == ids(reversed(tasks))  # newest first


def test_lists_are_stable(project, tasks):
    """B-028."""
    assert ids(project.tasks.list()) == ids(project.tasks.list())
    assert ids(project.assignments.list()) == ids(project.assignments.list())


def test_assignments_are_listed_oldest_first_and_narrowed(project, tasks):
    listed = ids(project.assignments.list())
    assert listed == sorted(listed)
    second = tasks[1]
    assert [each.annotator for each in second.assignments.list(assignee_id=BEN.upper())] == [BEN]
    name = second.assignments.list()[1].name
    assert ids(second.assignments.list(assignment_name=name)) == [second.assignmentIds[1]]
    assert len(second.assignments.list(status="todo")) == 2
    assert second.assignments.list(status="done") == []


def test_the_other_way_to_list_tasks_is_the_same(api, project, pool, tasks):
    """`GET /annotationtasks` and the alias `/tasks`."""
    for path in ("/annotationtasks", "/tasks"):
        page = ok(api.get(f"{path}?projects={project.id}&dataset={pool.id}&name={tasks[0].name}"))
        assert [each["id"] for each in page["items"]] == [tasks[0].id]
        assert (page["totalItemsCount"], page["totalPagesCount"], page["hasNextPage"]) == (1, 1, False)
    assert ok(api.get(f"/tasks/{tasks[0].id}")) == ok(api.get(f"/annotationtasks/{tasks[0].id}"))


def test_paths_are_matched_without_regard_to_case_and_final_slash(api, tasks):
    task = ok(api.get(f"/annotationtasks/{tasks[0].id}"))
    assert ok(api.get(f"/AnnotationTasks/{tasks[0].id}/")) == task
    assert ok(api.get(f"/annotationtasks/{tasks[0].id}?nobody=knows")) == task


def test_a_page_size_of_zero_only_counts(api, project, tasks):
    page = ok(
        api.post(
            "/annotationtasks/query",
            {
                "filter": {"id": {"$in": [task.id for task in tasks]}},
                "pageSize": 0,
                "page": 0,
                "context": {"projectIds": [project.id]},
            },
        )
    )
    assert page["items"] == []
    assert page["totalItemsCount"] == 3


def test_relatives_name_parent_and_children(api, new_task, pool):
    """B-087."""
    parent = new_task(pool, [ADA])
    child = parent.create_qa_task(due_date=time.time() + 86_400, assignee_ids=[BEN])
    assert ok(api.get(f"/annotationtasks/{parent.id}/relatives")) == [{"id": child.id, "name": child.name}]
    assert ok(api.get(f"/annotationtasks/{child.id}/relatives")) == [{"id": parent.id, "name": parent.name}]


def test_counts_of_tasks(api, new_project, new_dataset, new_task):
    """B-115 and the count of tasks; narrowed to people when asked."""
    own = new_project()
    dataset = new_dataset(2, of=own)
    new_task(dataset, [ADA, BEN])
    new_task(dataset, [ADA])
    count = ok(api.post("/annotationtasks/count", {"projectIds": [own.id]}))
    assert count == {"activeProjects": 1, "activeDatasets": 1, "activeTasks": 2, "tasksCount": 2}
    path = f"/annotationtasks/projects/{own.id}/counters"
    assert ok(api.post(path, {})) == {
        "tasksCount": 2,
        "assignmentsCount": 3,
        "issuesCount": 0,
        "reviewsCount": 0,
    }
    assert ok(api.post(path, {"contributors": [BEN]}))["assignmentsCount"] == 1


def test_an_assignment_answers_with_just_the_fields_asked_for(api, tasks):
    share = assignments_of(api, tasks[0].id)[0]
    body = {"fields": ["_id", "name", "annotator"]}
    assert ok(api.post(f"/assignments/{share['id']}/partial", body)) == {
        "_id": share["id"],
        "name": share["name"],
        "annotator": share["annotator"],
    }
