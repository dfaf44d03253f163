"""More items than one page holds: nothing is lost, doubled or cut off at a thousand."""

import itertools
import math
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from conftest import ADA, BEN, CLEO, DAN, loads_json, unique
from http_api import Api, command, ok
from pictures import png
from views import assignment_of, assignments_of, counters_agree, set_status, task_json

COUNT = 1250
UPLOADS_AT_ONCE = 4
PATIENCE_SECONDS = 10  # a fraction of what the SDK waits for an answer


def upload_many(api, dataset_id, count, folder="many"):
    """Their ids, in order of creation."""

    def upload(numbers):
        connection = Api(api.base, api.token)
        return [
            ok(connection.upload(dataset_id, f"/{folder}/{number:04}.png", png(2, 2, seed=number)))["id"]
            for number in numbers
        ]

    parts = [range(first, count, UPLOADS_AT_ONCE) for first in range(UPLOADS_AT_ONCE)]
    with ThreadPoolExecutor(UPLOADS_AT_ONCE) as pool:
        return sorted(itertools.chain.from_iterable(pool.map(upload, parts)))


@pytest.fixture(scope="module")
def many(project):
    """No test of this file changes its items."""
    return project.datasets.create(dataset_name=unique("many"))


@pytest.fixture(scope="module")
def items(api, many):
    """Ids of all items of `many`, as the uploads told them."""
    made = upload_many(api, many.id, COUNT)
    assert len(set(made)) == COUNT
    return made


@pytest.fixture
def task(new_task, many, items):
    """All at ada."""
    return new_task(many, [ADA])


def ids_by_offset(api, dataset_id, page_size=400, **conditions):
    """Ids of all matches in order of creation, page by page by number, which the SDK does not do."""
    found = []
    for page in itertools.count():
        query = {"filter": conditions, "sort": {"id": "ascending"}, "page": page, "pageSize": page_size}
        answer = ok(api.post(f"/datasets/{dataset_id}/query", query))
        found += [item["id"] for item in answer["items"]]
        if not answer["hasNextPage"]:
            assert answer["totalItemsCount"] == len(found)
            assert answer["totalPagesCount"] == math.ceil(len(found) / page_size)
            return found


def ids_with(api, dataset_id, reference):
    return ids_by_offset(api, dataset_id, **{"metadata.system.refs.id": reference})


def shares_of(api, task_id):
    """Person → ids, with the checks that need no page (B-070, B-110, B-112)."""
    task = task_json(api, task_id)
    shares = assignments_of(api, task_id)
    held = {share["annotator"]: ids_with(api, task["datasetId"], share["id"]) for share in shares}
    for thing in (task, *shares):
        counters_agree(thing)
    assert {who: len(ids) for who, ids in held.items()} == {
        share["annotator"]: share["totalItems"] for share in shares
    }
    everything = sorted(itertools.chain.from_iterable(held.values()))
    assert everything == ids_with(api, task["datasetId"], task_id)
    assert task["totalItems"] == len(everything)
    return held


def walked(pages):
    """Page by page, as a script does it."""
    return [[item.id for item in page] for page in pages]


# Walking


@pytest.mark.parametrize("page_size", [1000, 200])
def test_the_pages_of_a_dataset_are_its_items(sdk, api, many, items, page_size):
    """B-252, B-028: by the last id seen, and by number."""
    filters = sdk.Filters(page_size=page_size)
    pages = many.items.list(filters=filters)
    expected = [items[first : first + page_size] for first in range(0, COUNT, page_size)]
    assert (pages.items_count, pages.total_pages_count) == (COUNT, len(expected))
    assert walked(pages) == expected
    assert ids_by_offset(api, many.id, page_size=page_size, type="file") == items


def test_a_sorted_list_is_walked_by_page_number(sdk, many, items):
    """B-252: the SDK counts pages where a sort is given, and can go backwards then."""
    names = [f"/many/{number:04}.png" for number in range(COUNT)]
    filters = sdk.Filters(page_size=250)
    filters.sort_by(field="filename")
    pages = many.items.list(filters=filters)
    assert [item.filename for page in pages for item in page] == names
    assert [item.filename for page in reversed(pages) for item in reversed(page)] == names[::-1]
    filters = sdk.Filters(page_size=250)
    filters.sort_by(field="id", value=sdk.FiltersOrderByDirection.DESCENDING)
    assert sum(walked(many.items.list(filters=filters)), []) == items[::-1]


def test_get_items_walks_an_assignment_to_its_end(sdk, many, items, task):
    """B-074."""
    (assignment,) = task.assignments.list()
    pages = assignment.get_items()
    assert (pages.items_count, pages.total_pages_count) == (COUNT, math.ceil(COUNT / 1000))
    assert walked(pages) == [items[:1000], items[1000:]]
    small = sdk.Filters(use_defaults=False, page_size=100)
    assert [item.id for item in assignment.get_items(filters=small).all()] == items


def test_a_page_is_at_most_a_thousand(api, many, items):
    """Contract 00: more may be asked for."""
    answer = ok(api.post(f"/datasets/{many.id}/query", {"filter": {}, "page": 0, "pageSize": 100_000}))
    assert len(answer["items"]) == 1000
    assert (answer["totalItemsCount"] >= COUNT, answer["hasNextPage"]) == (True, True)


def test_handling_items_while_walking_over_the_open_ones_skips_none(sdk, api, many, items, task):
    """B-252, B-090: each page is complete before the next is asked for."""
    (assignment,) = task.assignments.list()
    filters = sdk.Filters(use_defaults=False, page_size=250)
    filters.add(
        field="metadata.system.refs",
        values={"id": assignment.id, "type": "assignment", "metadata": {"status": {"$exists": False}}},
        operator=sdk.FiltersOperations.MATCH,
    )
    seen = []
    for page in assignment.get_items(filters=filters):
        seen += [item.id for item in page]
        ok(set_status(api, task.id, [item.id for item in page]))
    assert seen == items
    now = task_json(api, task.id)
    assert (now["status"], now["progress"], now["itemStatus"]["remaining"]) == ("completed", 100, 0)


def test_uploads_during_a_walk_repeat_and_hide_nothing(sdk, api, project):
    """B-252."""
    dataset = project.datasets.create(dataset_name=unique("dataset"))
    before = upload_many(api, dataset.id, 40)
    seen = []
    for number, page in enumerate(dataset.items.list(filters=sdk.Filters(page_size=10))):
        seen += [item.id for item in page]
        if number < 3:
            # The first of them come before all others by name.
            upload_many(api, dataset.id, 2, folder=f"a{number}")
    assert len(set(seen)) == len(seen)
    assert set(before) <= set(seen)


# Moving


def test_a_task_of_all_is_made_at_once_and_shared_out_exactly(api, many, items, new_task):
    """B-046, B-030, B-031, B-032: as well as this dataset can show it."""
    began = time.monotonic()
    task = new_task(many, [ADA, BEN, CLEO], loads=[50, 33.33, 16.67])
    assert time.monotonic() - began < PATIENCE_SECONDS
    held = shares_of(api, task.id)
    assert {who: len(ids) for who, ids in held.items()} == {ADA: 625, BEN: 417, CLEO: 208}
    assert held[ADA] + held[BEN] + held[CLEO] == items


def test_a_list_of_more_than_a_thousand_items_is_taken_whole(sdk, api, many, items, new_task):
    """B-030, B-036, B-037: the SDK puts their ids into one query."""
    chosen = list(many.items.list().all())
    task = new_task(many, [ADA], items=chosen[:1100])
    assert shares_of(api, task.id) == {ADA: items[:1100]}
    task.add_items(items=chosen[20:], assignee_ids=[BEN])
    assert shares_of(api, task.id) == {ADA: items[:1100], BEN: items[1100:]}


def test_redistribution_moves_every_open_item_once(api, many, items, task):
    """B-200, B-202, B-206, B-209."""
    handled = items[5::10]
    assert sorted(ok(set_status(api, task.id, handled))) == handled
    opened = sorted(set(items) - set(handled))
    before = task_json(api, task.id)
    source = assignment_of(api, task.id, ADA)["id"]
    body = {"workload": loads_json([BEN, CLEO, DAN], [60, 20, 20])}
    command(api.post(f"/assignments/{source}/redistribute", body))
    held = shares_of(api, task.id)
    assert held[ADA] == handled
    assert held[BEN] + held[CLEO] + held[DAN] == opened
    assert [len(held[who]) for who in (BEN, CLEO, DAN)] == [675, 225, 225]
    after = task_json(api, task.id)
    for key in ("totalItems", "itemStatus", "progress", "status"):
        assert after[key] == before[key]
    assert assignment_of(api, task.id, ADA)["status"] == "done"


def test_a_reassignment_moves_all_of_them(api, task, items):
    """B-220, B-223."""
    handled = items[:1100]
    ok(set_status(api, task.id, handled))
    source = assignment_of(api, task.id, ADA)["id"]
    command(api.post(f"/assignments/{source}/reassign", {"annotator": BEN, "taskId": task.id}))
    assert shares_of(api, task.id) == {BEN: items}
    assert assignment_of(api, task.id, BEN)["itemStatus"]["completed"] == 1100


def test_removing_takes_all_open_ones_out(sdk, api, task, items, many):
    """B-100, B-103, B-140."""
    ok(set_status(api, task.id, items[:3]))
    removed = ok(api.post(f"/annotationtasks/{task.id}/removeFromTask", {"query": '{"filter": {}}'}))
    assert removed["spec"]["removeItemsCount"] == COUNT - 3
    assert shares_of(api, task.id) == {ADA: items[:3]}
    task.delete()
    assert ids_with(api, many.id, task.id) == []


# References


def test_references_find_all_that_have_them_and_all_that_have_none(sdk, api, project):
    """B-240, B-241, B-242."""
    dataset = project.datasets.create(dataset_name=unique("dataset"))
    items = upload_many(api, dataset.id, 1010)

    def without():
        filters = sdk.Filters(field="metadata.system.refs", values=[])
        pages = dataset.items.list(filters=filters)
        count = pages.items_count
        found = sum(walked(pages), [])
        assert count == len(found)
        return found

    assert without() == items
    task = dataset.tasks.create(
        task_name=unique("task"), assignee_ids=[ADA], filters=sdk.Filters(), limit=20
    )
    assert ids_with(api, dataset.id, task.id) == items[:20]
    assert without() == items[20:]
    task.add_items(filters=sdk.Filters(), assignee_ids=[ADA])
    assert without() == []
    assert ids_with(api, dataset.id, task.id) == items
    task.delete()
    assert without() == items
