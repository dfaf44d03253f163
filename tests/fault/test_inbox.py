"""What people are told by inbox they are told once, wherever the server is killed."""

import random
import sqlite3
import time
from contextlib import closing

from house import check_finds_nothing, eventually, picture
from http_api import ok

PEOPLE = 450  # more than two slices of the inbox's follower


def rows(house, query):
    with closing(sqlite3.connect(f"file:{house.data}/allot.db?mode=ro", uri=True)) as database:
        return database.execute(query).fetchall()


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
    return ok(house.api.post("/annotationtasks", body, headers={"Idempotency-Key": name}))["spec"]["createdTaskId"]


# B-282
def test_everybody_hears_of_new_work_once_however_often_the_server_is_killed(house, rounds, seed):
    chance = random.Random(seed)
    for n in range(3, PEOPLE):
        ok(house.upload(f"/{n}.png", picture(n % 5)))
    tasks = []
    for number in range(rounds(6)):
        tasks.append(make_task(house, f"task {number}"))
        # The inbox is filled once a second, in slices that take some milliseconds.
        time.sleep(chance.uniform(0, 1.3))
        house.server.kill()
        house.start()
    everybody = {f"p{n}@example.org" for n in range(PEOPLE)}

    def told(task):
        found = rows(house, f"SELECT user_id, kind, count FROM inbox WHERE task_id = '{task}'")
        assert len(found) == len(set(found)), "somebody was told twice"
        assert {(kind, count) for _, kind, count in found} <= {("assigned", 1)}
        return {person for person, _, _ in found}

    eventually(lambda: all(told(task) == everybody for task in tasks), "not everybody was told")
    time.sleep(1.5)  # one more turn of the follower
    assert all(told(task) == everybody for task in tasks)
    check_finds_nothing(house.data)
