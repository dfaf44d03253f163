"""The guide page "Managing tasks & assignments", line by line, as a script would have it."""

import datetime

import pytest

from conftest import ADA, BEN, CLEO, DAN, password_of, workload
from http_api import command, ok, refused
from views import assignments_of, files_of, handle, holdings, ids_of, references


@pytest.fixture(scope="module")
def task(new_task, pool):
    """One annotation task, six items for each of two people; no test of this file changes it."""
    return new_task(pool, [ADA, BEN])


@pytest.fixture
def fresh(new_task, pool):
    """One that the test may change."""
    return new_task(pool, [ADA, BEN])


@pytest.fixture
def review(fresh, api):
    """A QA task over the eight items of `fresh` that have a status, four for each reviewer."""
    items = ids_of(api, fresh.dataset_id, fresh.id)[2:10]
    handle(api, fresh.id, items)
    due = (datetime.datetime.now() + datetime.timedelta(days=3)).timestamp()
    return fresh.create_qa_task(due_date=due, assignee_ids=[CLEO, DAN])


# Signing in


def test_token_expired_is_false_after_login_m2m(sdk):
    """B-001, B-002."""
    sdk.logout()
    assert sdk.token_expired() is True
    assert sdk.login_m2m(email=ADA, password=password_of(ADA)) is True
    assert sdk.token_expired() is False
    assert sdk.info()["user_email"] == ADA


def test_a_wrong_password_makes_login_m2m_false_and_stores_no_token(sdk):
    """B-003."""
    assert sdk.login_m2m(email=ADA, password="wrong", force=True) is False
    assert not sdk.client_api.token


# Projects and datasets


def test_projects_get_by_name(sdk, project):
    found = sdk.projects.get(project_name=project.name)
    assert found.id == project.id
    assert sdk.projects.get(project_id=project.id).name == project.name
    assert found.role == "owner"


def test_datasets_get_by_name(project, pool):
    found = project.datasets.get(dataset_name=pool.name)
    assert found.id == pool.id
    assert project.datasets.get(dataset_id=pool.id).name == pool.name


def test_an_unknown_project_or_dataset_is_not_found(sdk, project):
    with pytest.raises(sdk.exceptions.NotFound):
        sdk.projects.get(project_name="nothing of that name")
    with pytest.raises(sdk.exceptions.NotFound):
        project.datasets.get(dataset_name="nothing of that name")


# Getting tasks


def test_tasks_get_by_id_without_a_project(sdk, task):
    found = sdk.tasks.get(task_id=task.id)
    assert found.id == task.id
    assert (found.project_id, found.dataset_id) == (task.project_id, task.dataset_id)


def test_tasks_get_by_name_in_a_project_and_in_a_dataset(project, pool, task):
    """B-021."""
    assert project.tasks.get(task_name=task.name).id == task.id
    assert pool.tasks.get(task_name=task.name).id == task.id


def test_tasks_list_of_a_project_and_of_a_dataset(project, pool, task):
    """B-025."""
    assert task.id in [each.id for each in project.tasks.list()]
    of_dataset = pool.tasks.list()
    assert task.id in [each.id for each in of_dataset]
    assert {each.dataset_id for each in of_dataset} == {pool.id}


# Getting assignments


def test_assignments_get_by_id_without_a_project(sdk, task):
    listed = task.assignments.list()[0]
    found = sdk.assignments.get(assignment_id=listed.id)
    assert found.to_json() == listed.to_json()  # B-027
    assert found.metadata["system"]["taskId"] == task.id
    assert found.metadata["system"]["datasetId"] == task.dataset_id


def test_assignments_get_by_name_in_project_dataset_and_task(project, pool, task):
    """B-027, B-072: the name is the server's choice and finds exactly one."""
    for listed in task.assignments.list():
        assert project.assignments.get(assignment_name=listed.name).id == listed.id
        assert pool.assignments.get(assignment_name=listed.name).id == listed.id
        assert task.assignments.get(assignment_name=listed.name).id == listed.id


def test_assignments_list_of_project_dataset_and_task(project, pool, task):
    """B-026, B-035: in the order of the workload."""
    own = task.assignments.list()
    assert [each.annotator for each in own] == [ADA, BEN]
    assert [each.id for each in own] == task.assignmentIds
    for repository in (project.assignments, pool.assignments):
        assert {each.id for each in own} <= {each.id for each in repository.list()}


def test_get_items_of_an_assignment_walks_all_pages(sdk, api, pool, task):
    """B-074, B-252."""
    for assignment in task.assignments.list():
        expected = ids_of(api, pool.id, assignment.id)
        assert len(expected) == 6
        pages = assignment.get_items()
        assert pages.items_count == 6
        assert [item.id for item in pages.all()] == expected

        small = sdk.Filters(use_defaults=False, page_size=4)
        pages = assignment.get_items(filters=small)
        assert pages.items_count == 6
        assert pages.total_pages_count == 2
        walked = [[item.id for item in page] for page in pages]
        assert [item for page in walked for item in page] == expected
        assert len(walked) == 2


def test_pages_of_an_assignment_by_number_and_with_a_sort(sdk, api, pool, task):
    assignment = task.assignments.list()[0]
    filters = sdk.Filters(use_defaults=False, page_size=4)
    filters.sort_by(field="filename", value=sdk.FiltersOrderByDirection.DESCENDING)
    names = [item.filename for page in assignment.get_items(filters=filters) for item in page]
    assert len(names) == 6
    assert names == sorted(names, reverse=True)
    filters = sdk.Filters(use_defaults=False, page_size=4)
    filters.sort_by(field="id")  # without it a page by number comes newest first
    pages = assignment.get_items(filters=filters)
    assert [item.id for item in pages[1]] == ids_of(api, pool.id, assignment.id)[4:]


# Redistributing and reassigning


def redistribute_in_halves(sdk, api, task):
    before = holdings(api, task.id)
    giver = task.assignments.list()[0]
    open_items = [
        item
        for item in before[giver.annotator]
        if references(api, item)[("assignment", giver.id)] is None
    ]
    got = giver.redistribute(
        sdk.Workload(
            [
                sdk.WorkloadUnit(assignee_id="Newcomer.One@Example.org", load=50),
                sdk.WorkloadUnit(assignee_id="newcomer.two@example.org", load=50),
            ]
        )
    )
    after = holdings(api, task.id)
    # B-200, B-207: one for each receiver, in lower case, in turn
    assert [each.annotator for each in got] == ["newcomer.one@example.org", "newcomer.two@example.org"]
    half = (len(open_items) + 1) // 2
    assert after["newcomer.one@example.org"] == open_items[:half]
    assert after["newcomer.two@example.org"] == open_items[half:]
    assert set(before[giver.annotator]) - set(open_items) == set(after.get(giver.annotator, []))


def reassign_to(api, task, assignee, person):
    old = task.assignments.list()[0]
    held = holdings(api, task.id)[old.annotator]
    new = old.reassign(assignee_id=assignee)
    assert new.annotator == person
    assert holdings(api, task.id)[person] == held  # B-220
    assert old.annotator not in holdings(api, task.id)


def test_redistribute_an_assignment(sdk, api, fresh):
    redistribute_in_halves(sdk, api, fresh)


def test_redistribute_an_assignment_of_a_qa_task(sdk, api, review):
    """B-211."""
    redistribute_in_halves(sdk, api, review)


@pytest.mark.parametrize("form", [str, lambda person: [person]], ids=["text", "list"])
def test_reassign_an_assignment(api, fresh, form):
    """B-224: the guides show a list with one address."""
    reassign_to(api, fresh, form("Cleo@Example.org"), CLEO)


@pytest.mark.parametrize("form", [str, lambda person: [person]], ids=["text", "list"])
def test_reassign_an_assignment_of_a_qa_task(api, review, form):
    reassign_to(api, review, form("new.reviewer@example.org"), "new.reviewer@example.org")


def test_a_qa_task_is_found_and_listed_like_any_other(sdk, api, project, pool, fresh, review):
    """B-080, B-081, B-082."""
    assert review.name == fresh.name + "_qa"
    assert review.spec == {"type": "qa", "parentTaskId": fresh.id}
    assert (review.task_owner, review.recipe_id) == (fresh.creator, fresh.recipe_id)
    assert ids_of(api, pool.id, review.id) == ids_of(api, pool.id, fresh.id)[2:10]
    assert sdk.tasks.get(task_id=review.id).to_json() == review.to_json()
    assert project.tasks.get(task_name=review.name).id == review.id
    shares = review.assignments.list()
    assert [share.annotator for share in shares] == [CLEO, DAN]
    assert review.assignments.get(assignment_name=shares[0].name).id == shares[0].id
    assert shares[1].get_items().items_count == 4
    assert ok(api.get(f"/assignments/{shares[0].id}"))["taskType"] == "qa"


# Deleting


def assert_gone(sdk, api, task, shares, items):
    with pytest.raises(sdk.exceptions.NotFound):
        sdk.tasks.get(task_id=task.id)
    for share in shares:
        refused(api.get(f"/assignments/{share['id']}"), 404)
    for item in items:
        ids = {reference for _, reference in references(api, item)}
        assert not ids & ({task.id} | {share["id"] for share in shares})


def test_task_delete_takes_its_assignments_along(sdk, api, project, pool, fresh):
    """B-140: items and their history stay, references go."""
    shares = assignments_of(api, fresh.id)
    items = ids_of(api, pool.id, fresh.id)
    before = files_of(api, pool.id)
    assert fresh.delete() is True
    assert_gone(sdk, api, fresh, shares, items)
    with pytest.raises(sdk.exceptions.NotFound):
        project.tasks.get(task_name=fresh.name)
    assert fresh.id not in [each.id for each in pool.tasks.list()]
    assert files_of(api, pool.id) == before


@pytest.mark.parametrize("parent_first", [True, False])
def test_a_qa_task_and_its_parent_are_deleted_in_any_order(sdk, api, pool, fresh, review, parent_first):
    """B-086."""
    items = ids_of(api, pool.id, fresh.id)
    first, second = (fresh, review) if parent_first else (review, fresh)
    shares = assignments_of(api, first.id)
    assert first.delete() is True
    assert_gone(sdk, api, first, shares, items)
    left = sdk.tasks.get(task_id=second.id)
    assert left.total_items == second.total_items
    assert left.spec == second.spec  # the QA task keeps the id of a parent that is gone
    shares = assignments_of(api, second.id)
    assert second.delete() is True
    assert_gone(sdk, api, second, shares, items)


def test_deleting_an_assignment_by_its_route(api, pool, fresh):
    """B-145: the SDK has no method for it; older ones called the route."""
    first, second = assignments_of(api, fresh.id)
    mine = ids_of(api, pool.id, first["id"])
    handle(api, fresh.id, mine[:2])
    kept = ids_of(api, pool.id, second["id"])
    done = command(api.delete(f"/assignments/{first['id']}"))
    assert done["spec"]["deleteAssignmentId"] == first["id"]
    refused(api.get(f"/assignments/{first['id']}"), 404)
    assert holdings(api, fresh.id) == {second["annotator"]: kept}
    for item in mine:
        assert ("task", fresh.id) not in references(api, item)


def test_the_sdk_has_no_delete_on_assignments(task):
    with pytest.raises(AttributeError):
        task.assignments.list()[0].delete()


def test_the_whole_page_in_one_go_for_a_second_project(sdk, new_project, new_dataset, new_task, api):
    """Nothing of one project shows in another (B-023, B-025)."""
    other = new_project()
    dataset = new_dataset(3, of=other)
    task = new_task(dataset, [ADA])
    assert [each.id for each in other.tasks.list()] == [task.id]
    assert [each.annotator for each in other.assignments.list()] == [ADA]
    share = other.assignments.list()[0]
    assert [each.annotator for each in share.redistribute(workload([BEN, CLEO], [50, 50]))] == [BEN, CLEO]
    assert {who: len(ids) for who, ids in holdings(api, task.id).items()} == {BEN: 2, CLEO: 1}
    assert task.delete() is True
    assert other.tasks.list() == []
    assert other.delete(sure=True, really=True) is True
    with pytest.raises(sdk.exceptions.NotFound):
        sdk.projects.get(project_name=other.name)
