"""Redistribution (90-behaviour §17)."""

import json

import pytest

from conftest import ADA, BEN, CLEO, DAN, EVE, loads_json, workload
from http_api import command, ok, refused
from views import assignment_of, files_of, handle, holdings, references, set_status, task_json


@pytest.fixture
def task(new_task, pool):
    return new_task(pool, [ADA, BEN])


def redistribute(api, assignment_id, people, loads, **more):
    body = {"workload": loads_json(people, loads), **more}
    return api.post(f"/assignments/{assignment_id}/redistribute", body)


def test_receivers_with_an_assignment_get_the_items_into_it_others_get_new_ones(api, pool, task):
    """B-200, B-031, B-032, B-070, B-206."""
    items = files_of(api, pool.id)
    before = {who: assignment_of(api, task.id, who)["id"] for who in (ADA, BEN)}
    moved = command(redistribute(api, before[ADA], [BEN, CLEO], [60, 40]))
    assert moved["spec"]["workload"] == loads_json([BEN, CLEO], [60, 40])
    assert holdings(api, task.id) == {BEN: items[:4] + items[6:], CLEO: items[4:6]}
    assert assignment_of(api, task.id, BEN)["id"] == before[BEN]


def test_moved_items_keep_task_and_history_and_change_their_assignment(api, pool, task):
    """B-201, B-240."""
    item = files_of(api, pool.id)[0]
    handle(api, task.id, [item])
    ok(set_status(api, task.id, [item], operation="delete"))
    log = ok(api.get(f"/items/{item}"))["metadata"]["system"]["taskStatusLog"]
    command(redistribute(api, assignment_of(api, task.id, ADA)["id"], [CLEO], [100]))
    now = references(api, item)
    assert ("task", task.id) in now
    assert ("assignment", assignment_of(api, task.id, CLEO)["id"]) in now
    assert ("assignment", task.assignmentIds[0]) not in now
    assert ok(api.get(f"/items/{item}"))["metadata"]["system"]["taskStatusLog"] == log


def test_handled_items_stay_with_whoever_handled_them(api, pool, task):
    """B-202, B-099, B-204."""
    items = files_of(api, pool.id)
    source = assignment_of(api, task.id, ADA)["id"]
    handle(api, task.id, items[:2], "completed")
    handle(api, task.id, items[2:3], "discard")
    command(redistribute(api, source, [CLEO, DAN], [50, 50]))
    assert holdings(api, task.id) == {
        ADA: items[:3],
        BEN: items[6:],
        CLEO: items[3:5],
        DAN: items[5:6],
    }
    assert assignment_of(api, task.id, ADA)["id"] == source
    assert assignment_of(api, task.id, ADA)["status"] == "done"


def test_an_emptied_source_disappears(api, task):
    """B-101, B-204."""
    source = assignment_of(api, task.id, ADA)["id"]
    command(redistribute(api, source, [CLEO], [100]))
    refused(api.get(f"/assignments/{source}"), 404)
    assert source not in task_json(api, task.id)["assignmentIds"]


def test_a_query_narrows_what_moves(api, pool, task):
    """B-203."""
    items = files_of(api, pool.id)
    names = {item.id: item.name for item in pool.items.list().all()}
    wanted = sorted([items[0], items[3], items[8]])  # the last is not ada's
    query = json.dumps({"filter": {"name": {"$in": [names[item] for item in wanted]}}})
    command(redistribute(api, task.assignmentIds[0], [CLEO], [100], query=query))
    held = holdings(api, task.id)
    assert held[CLEO] == [items[0], items[3]]
    assert held[ADA] == [items[1], items[2], items[4], items[5]]


def test_only_items_without_annotations_move_when_asked(sdk, api, new_dataset, new_task):
    """B-203."""
    dataset = new_dataset(4)
    items = files_of(api, dataset.id)
    task = new_task(dataset, [ADA])
    box = {
        "type": "box",
        "label": "cat",
        "coordinates": [{"x": 1, "y": 1}, {"x": 5, "y": 5}],
        "metadata": {"system": {}},
    }
    ok(api.post(f"/items/{items[1]}/annotations", [box]))
    command(redistribute(api, task.assignmentIds[0], [BEN], [100], selectNotAnnotatedOnly=True))
    assert holdings(api, task.id) == {ADA: [items[1]], BEN: [items[0], items[2], items[3]]}


def test_the_source_may_be_among_the_receivers(api, pool, task):
    """B-205."""
    items = files_of(api, pool.id)
    source = task.assignmentIds[0]
    command(redistribute(api, source, [CLEO, ADA], [50, 50]))
    assert holdings(api, task.id) == {CLEO: items[:3], ADA: items[3:6], BEN: items[6:]}
    assert assignment_of(api, task.id, ADA)["id"] == source


def test_a_receiver_whose_share_is_nothing_gets_no_assignment(sdk, api, pool, task):
    """B-207."""
    items = files_of(api, pool.id)
    handle(api, task.id, items[:5])
    share = sdk.assignments.get(assignment_id=task.assignmentIds[0])
    got = share.redistribute(workload([CLEO, DAN], [50, 50]))
    assert [each.annotator for each in got] == [CLEO]
    assert holdings(api, task.id)[CLEO] == [items[5]]


def test_without_an_open_item_it_succeeds_and_changes_nothing(api, pool, task):
    """B-208."""
    handle(api, task.id, files_of(api, pool.id)[:6])
    before = holdings(api, task.id)
    command(redistribute(api, task.assignmentIds[0], [CLEO], [100]))
    assert holdings(api, task.id) == before


def test_the_totals_of_the_task_do_not_change(api, pool, task):
    """B-209."""
    handle(api, task.id, files_of(api, pool.id)[3:8])
    keys = ("totalItems", "itemStatus", "progress", "status", "issues", "forReview")
    before = {key: task_json(api, task.id)[key] for key in keys}
    command(redistribute(api, task.assignmentIds[0], [CLEO, DAN], [10, 90]))
    assert {key: task_json(api, task.id)[key] for key in keys} == before


@pytest.mark.parametrize(
    "work",
    [
        [],
        None,
        loads_json([CLEO, DAN], [50, 40]),
        loads_json([CLEO], [-100]),
        loads_json([CLEO, DAN], [150, -50]),
        loads_json([CLEO], ["100"]),
        [{"load": 100}],
        [{"assigneeId": CLEO}],
        {"assigneeId": CLEO, "load": 100},
        "everything to cleo",
    ],
)
def test_a_wrong_workload_moves_nothing(api, task, work):
    """B-210, B-031."""
    before = holdings(api, task.id)
    body = {} if work is None else {"workload": work}
    refused(api.post(f"/assignments/{task.assignmentIds[0]}/redistribute", body), 400, "load")
    assert holdings(api, task.id) == before


def test_loads_may_be_all_zero_or_add_up_after_rounding(api, pool, task):
    """B-031, B-210."""
    command(redistribute(api, task.assignmentIds[0], [CLEO, DAN], [0, 0]))
    held = holdings(api, task.id)
    assert (len(held[CLEO]), len(held[DAN])) == (3, 3)
    command(redistribute(api, task.assignmentIds[1], [CLEO, DAN], [50.2, 50.2]))
    held = holdings(api, task.id)
    assert (len(held[CLEO]), len(held[DAN])) == (6, 6)


def test_a_body_that_names_another_task_is_refused(api, new_task, pool, task):
    other = new_task(pool, [ADA])
    refused(redistribute(api, task.assignmentIds[0], [CLEO], [100], taskId=other.id), 400)


def test_strangers_and_annotators_may_not(api, api_of, task):
    """B-212, B-170: who sees the assignment is forbidden, who does not finds nothing."""
    before = holdings(api, task.id)
    refused(redistribute(api_of(ADA), task.assignmentIds[0], [CLEO], [100]), 403)
    refused(redistribute(api_of(EVE), task.assignmentIds[0], [CLEO], [100]), 404)
    refused(redistribute(api_of(None), task.assignmentIds[0], [CLEO], [100]), 401)
    assert holdings(api, task.id) == before


def test_a_dismissed_task_refuses(api, task):
    """B-212, B-122."""
    ok(api.patch(f"/annotationtasks/{task.id}", {"status": "dismissed"}))
    before = holdings(api, task.id)
    refused(redistribute(api, task.assignmentIds[0], [CLEO], [100]), 409)
    assert holdings(api, task.id) == before


def test_two_at_once_lose_and_double_nothing(server, api, pool, task):
    """B-162: one after the other."""
    from concurrent.futures import ThreadPoolExecutor

    from conftest import MIA, password_of
    from http_api import Api, sign_in

    items = files_of(api, pool.id)
    managers = [Api(server.base, sign_in(server.base, MIA, password_of(MIA))) for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        answers = list(
            threads.map(
                lambda pair: redistribute(pair[0], task.assignmentIds[pair[1] % 2], [CLEO, DAN], [50, 50]),
                zip(managers, range(4)),
            )
        )
    # The first of each pair empties its source, so the second finds it gone or repeats the first.
    assert {answer.status_code for answer in answers} <= {200, 404}
    held = holdings(api, task.id)
    assert sorted(held[CLEO] + held[DAN]) == items
