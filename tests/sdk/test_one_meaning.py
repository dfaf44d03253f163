"""What is asked has one meaning: names, dates, words and flags, through dtlpy and beside it."""

import time

import pytest

from conftest import ADA, unique
from http_api import ok

HARD = ["{} *", "*{}", "100% {}", "{} a\"b'c", "back\\{}", "[{}]?", "{} caf\u00e9", "{} \U0001f408", "{}+1", "{}/x"]


def ids(entities):
    return [each.id for each in entities]


def test_a_task_is_got_by_its_name_whatever_is_in_it(sdk, project, pool, new_task):
    """B-021."""
    mark = unique("t")
    made = [new_task(pool, [ADA], task_name=name.format(mark)) for name in [*HARD, "{} plain"]]
    for task in made:
        assert project.tasks.get(task_name=task.name).id == task.id, task.name
        assert pool.tasks.get(task_name=task.name).id == task.id, task.name
        assert ids(pool.tasks.list(task_name=task.name)) == [task.id], task.name
    filters = sdk.Filters(field="name", values=f"{mark} p*", resource=sdk.FiltersResource.TASK)
    assert ids(pool.tasks.list(filters=filters).items) == [made[-1].id]


def test_an_assignment_is_got_by_its_name_whatever_is_in_it(project, pool, new_task):
    """B-021, B-027."""
    for name in HARD:
        task = new_task(pool, [ADA], task_name=name.format(unique("a")))
        (share,) = task.assignments.list()
        assert project.assignments.get(assignment_name=share.name).id == share.id
        if "%" not in name:  # the SDK writes it into the address as it is
            assert ids(project.assignments.list(assignment_name=share.name)) == [share.id]


def test_a_dataset_is_got_by_its_name_whatever_is_in_it(sdk, new_project):
    """B-021."""
    project = new_project()
    made = []
    for name in [*HARD, "{} plain"]:
        try:
            made.append(project.datasets.create(dataset_name=name.format("d")))
        except sdk.exceptions.BadRequest:
            pass  # which names may be given is another matter
    assert len(made) >= 8
    for dataset in made:
        assert project.datasets.get(dataset_name=dataset.name).id == dataset.id, dataset.name
    with pytest.raises(sdk.exceptions.NotFound):
        project.datasets.get(dataset_name="d p*")


def test_a_file_is_got_by_its_path_whatever_is_in_it(sdk, new_dataset, tmp_path):
    """B-021."""
    dataset = new_dataset()
    paths = {}
    for number, name in enumerate(["a*b.txt", "aXb.txt", "[a]?.txt", "100%.txt", "caf\u00e9 +1.txt"]):
        local = tmp_path / f"{number}.txt"
        local.write_text(name)
        item = dataset.items.upload(local_path=str(local), remote_path="/", remote_name=name)
        paths[f"/{name}"] = item.id
    for path, item_id in paths.items():
        assert dataset.items.get(filepath=path).id == item_id, path
    filters = sdk.Filters(field="filename", values="/a*b.txt")
    assert dataset.items.list(filters=filters).items_count == 2


@pytest.mark.parametrize(
    "form", ["%Y%m%dT%H%M%SZ", "%Y-%m-%dT%H:%M:%S,5Z", "%Y-%m-%d %H:%M", "%Y%m%d", "%G-W%V-%u", "%Y-%j"]
)
def test_every_form_of_a_date_bounds_a_list(sdk, api, pool, form):
    """B-255."""
    moment = time.gmtime(time.time() - 7 * 86_400)
    for operator, count in (("gt", 12), ("lt", 0)):
        filters = sdk.Filters(field="createdAt", values=time.strftime(form, moment), operator=operator)
        assert pool.items.list(filters=filters).items_count == count
        query = {"filter": {"createdAt": {"$not": {f"${operator}": time.strftime(form, moment)}}, "type": "file"}}
        page = ok(api.post(f"/datasets/{pool.id}/query", query))
        assert page["totalItemsCount"] == 12 - count


def test_a_negated_date_that_is_none_deletes_nothing(api, new_dataset):
    """B-255: it took every item once."""
    dataset = new_dataset(3)
    query = {"filter": {"createdAt": {"$not": {"$gt": "01/01/2020"}}}, "delete": True, "resource": "items"}
    answer = api.post(f"/datasets/{dataset.id}/query", query)
    assert answer.status_code == 400
    assert "createdAt" in answer.json()["message"]
    assert ok(api.post(f"/datasets/{dataset.id}/query", {"filter": {"type": "file"}}))["totalItemsCount"] == 3


def test_an_unfinished_assignment_is_listed_with_a_plus_for_its_space(api, project, pool, new_task):
    """B-024."""
    task = new_task(pool, [ADA], task_name=unique("plus") + " one")
    (share,) = task.assignments.list()
    task.get_items().items[0].update_status(status="completed", task_id=task.id)
    scope = f"/assignments?projects={project.id}&taskId={task.id}"
    for asked in ("status=in+progress", "status=in%20progress", "name=" + share.name.replace(" ", "+")):
        found = ok(api.get(f"{scope}&{asked}"))
        assert [each["id"] for each in found["items"]] == [share.id], asked
