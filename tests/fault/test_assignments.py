"""Assignments that came by the hundreds are in force at once, and get their rows whatever happens meanwhile."""

import sqlite3
from contextlib import closing

from house import check_finds_nothing, eventually, picture
from http_api import ok

PEOPLE = 400


def count(house, rows):
    with closing(sqlite3.connect(f"file:{house.data}/allot.db?mode=ro", uri=True)) as database:
        return database.execute(f"SELECT count(*) FROM {rows}").fetchone()[0]


def make_task(house, name):
    recipe = ok(house.api.get(f"/datasets/{house.dataset}"))["metadata"]["system"]["recipes"][0]
    body = {
        "name": name,
        "query": '{"filter": {"type": "file"}}',
        "workload": [{"assigneeId": f"p{n}@example.org", "load": 100 / PEOPLE} for n in range(PEOPLE)],
        "taskOwner": "mia@example.org",
        "recipeId": recipe,
        "datasetId": house.dataset,
        "projectId": house.project,
        "priority": 2,
        "spec": {"type": "annotation"},
    }
    return house.api.post("/annotationtasks", body, headers={"Idempotency-Key": name})


def work(house, name):
    """Who has how many items of the task."""
    page = ok(house.api.get(f"/assignments?projects={house.project}&pageSize=5000"))
    shares = [share for share in page["items"] if share["name"].startswith(name + " ")]
    return sorted((share["name"], share["annotator"], share["totalItems"]) for share in shares)


def killed_with_a_new_task(house):
    """Its name and the answer; rows are given once a second, and may be there before the kill comes."""
    for name in ("labels", "more", "even more", "the last"):
        made = ok(make_task(house, name))
        house.server.kill()
        if count(house, "arrival") > 0:
            return name, made
        house.start()
    raise AssertionError("the kill came too late, time and again")


# B-161, B-164, B-297
def test_a_kill_before_all_have_rows_changes_nothing_and_the_rest_get_theirs_after_the_start(house):
    for n in range(3, PEOPLE):
        ok(house.upload(f"/{n}.png", picture(n % 5)))
    name, made = killed_with_a_new_task(house)
    before = count(house, "assignment")
    check_finds_nothing(house.data)
    house.start()
    expected = sorted((f"{name} (p{n}@example.org)", f"p{n}@example.org", 1) for n in range(PEOPLE))

    def expect_all():
        assert work(house, name) == expected
        assert ok(make_task(house, name))["id"] == made["id"]
        assert work(house, name) == expected

    expect_all()
    eventually(lambda: count(house, "arrival") == 0)
    assert count(house, "assignment") == before + PEOPLE
    expect_all()
    check_finds_nothing(house.data)
