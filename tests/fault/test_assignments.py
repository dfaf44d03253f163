"""Assignments that came by the hundreds are in force at once, and get their rows whatever happens meanwhile."""

import sqlite3
from contextlib import closing

from house import check_finds_nothing, eventually, picture
from http_api import ok

PEOPLE = 400


def count(house, rows):
    with closing(sqlite3.connect(f"file:{house.data}/allot.db?mode=ro", uri=True)) as database:
        return database.execute(f"SELECT count(*) FROM {rows}").fetchone()[0]


def make_task(house):
    recipe = ok(house.api.get(f"/datasets/{house.dataset}"))["metadata"]["system"]["recipes"][0]
    body = {
        "name": "labels",
        "query": '{"filter": {"type": "file"}}',
        "workload": [{"assigneeId": f"p{n}@example.org", "load": 100 / PEOPLE} for n in range(PEOPLE)],
        "taskOwner": "mia@example.org",
        "recipeId": recipe,
        "datasetId": house.dataset,
        "projectId": house.project,
        "priority": 2,
        "spec": {"type": "annotation"},
    }
    return house.api.post("/annotationtasks", body, headers={"Idempotency-Key": "once"})


def work(house):
    """Who has how many items."""
    page = ok(house.api.get(f"/assignments?projects={house.project}&pageSize=500"))
    return sorted((share["name"], share["annotator"], share["totalItems"]) for share in page["items"])


# B-161, B-164, B-297
def test_a_kill_before_all_have_rows_changes_nothing_and_the_rest_get_theirs_after_the_start(house):
    for n in range(3, PEOPLE):
        ok(house.upload(f"/{n}.png", picture(n % 5)))
    made = ok(make_task(house))
    house.server.kill()
    assert 0 < count(house, "arrival"), "the kill came too late"
    check_finds_nothing(house.data)
    house.start()
    expected = sorted((f"labels (p{n}@example.org)", f"p{n}@example.org", 1) for n in range(PEOPLE))
    assert work(house) == expected
    assert ok(make_task(house)) == made
    eventually(lambda: count(house, "arrival") == 0)
    assert count(house, "assignment") == PEOPLE
    assert count(house, "share_chunk") == PEOPLE
    assert work(house) == expected
    assert ok(make_task(house)) == made
    check_finds_nothing(house.data)
