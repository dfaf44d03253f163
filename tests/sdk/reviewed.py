"""What tests of annotations and issues share: a task that is reviewed, each of its items with an annotation."""

from types import SimpleNamespace

import pytest

from conftest import ADA, CLEO, unique
from http_api import ok
from pictures import png
from views import files_of, handle, references, task_json

BOX = {"type": "box", "label": "cat", "coordinates": [{"x": 1, "y": 2}, {"x": 9, "y": 8}]}


@pytest.fixture
def project(new_project):
    """The test's own, since some change the members."""
    return new_project()


@pytest.fixture
def dataset(project, api):
    """Four pictures; issues belong to the item, whichever its tasks."""
    made = project.datasets.create(dataset_name=unique("dataset"))
    for number in range(4):
        ok(api.upload(made.id, f"/{number}.png", png(seed=number + 1)))
    return made


@pytest.fixture
def work(sdk, api, dataset, new_task):
    """ada has handled three of four items; cleo reviews these three. Each item has an annotation."""
    items = files_of(api, dataset.id)
    task = new_task(dataset, [ADA])
    handle(api, task.id, items[:3])
    review = task.create_qa_task(due_date=1_900_000_000_000, assignee_ids=[CLEO])
    marks = [ok(api.post(f"/items/{item}/annotations", BOX))["id"] for item in items]
    return SimpleNamespace(dataset=dataset, items=items, task=task, review=review, marks=marks)


def set_mark(api, annotation_id, status):
    body = {"metadata": {"system": {"status": status}}}
    return api.put(f"/annotations/{annotation_id}?system=true", body)


def mark(api, annotation_id, status):
    """`None` clears."""
    changed = ok(set_mark(api, annotation_id, status))
    assert changed["metadata"]["system"].get("status") == status


def counters(api, thing):
    """(issues, forReview) of a task."""
    now = task_json(api, thing.id)
    return now["issues"], now["forReview"]


def status_in(api, task, item_id):
    return references(api, item_id)[("task", task.id)]


def dataset_counts(api, dataset):
    """(annotations, annotated items) as the items of the dataset say."""
    page = ok(api.post(f"/datasets/{dataset.id}/query", {"filter": {"type": "file"}, "pageSize": 1000}))
    counts = [(item["annotationsCount"], item["annotated"]) for item in page["items"]]
    return sum(count for count, _ in counts), sum(annotated for _, annotated in counts)
