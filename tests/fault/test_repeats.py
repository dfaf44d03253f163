"""The server ends, and a request comes again to the next one: as a repeat, or meant a second time (B-160)."""

import sqlite3
from contextlib import closing

import pytest

from house import MIA, eventually, picture
from http_api import command, ok

BEN = "ben@example.org"
ITEMS = 8


class Halved:
    """mia has a task, and hands half of what she has in it to ben, again and again."""

    def __init__(self, house):
        self.house = house
        for n in range(len(house.items), ITEMS):
            ok(house.upload(f"/{n}.png", picture(n)))
        recipe = ok(house.api.get(f"/datasets/{house.dataset}"))["metadata"]["system"]["recipes"][0]
        command(
            house.api.post(
                "/annotationtasks",
                {
                    "name": "halved",
                    "query": '{"filter": {"type": "file"}}',
                    "projectId": house.project,
                    "datasetId": house.dataset,
                    "recipeId": recipe,
                    "taskOwner": MIA,
                    "spec": {"type": "annotation"},
                    "workload": [{"assigneeId": MIA, "load": 100}],
                },
            )
        )
        (self.assignment,) = self.work()

    def work(self):
        return ok(self.house.api.get(f"/assignments?projects={self.house.project}"))["items"]

    def halve(self):
        body = {"workload": [{"assigneeId": MIA, "load": 50}, {"assigneeId": BEN, "load": 50}]}
        return command(self.house.api.post(f"/assignments/{self.assignment['id']}/redistribute", body))["id"]

    def look(self):
        ok(self.house.api.get(f"/assignments/{self.assignment['id']}"))

    def left(self):
        return {share["annotator"]: share["totalItems"] for share in self.work()}[MIA]

    def is_written_down(self):
        """That another request came after the move."""
        with closing(sqlite3.connect(f"file:{self.house.data}/allot.db?mode=ro", uri=True)) as database:
            return database.execute("SELECT followed FROM kept_answer WHERE key = ''").fetchone()[0]


@pytest.fixture
def halved(house):
    return Halved(house)


def kill_and_start(house):
    house.server.kill()
    house.start()


# B-160, B-169
def test_after_a_stop_and_a_start_a_move_is_meant_when_its_answer_was_got(halved):
    first = halved.halve()
    halved.look()
    halved.house.restart()
    second = halved.halve()
    assert second != first
    halved.look()  # the next server wrote it down just as well
    halved.house.restart()
    assert halved.halve() not in (first, second)
    assert halved.left() == ITEMS // 8


# B-160, B-164
def test_after_a_kill_a_move_is_meant_when_its_answer_was_got_a_second_before(halved):
    first = halved.halve()
    halved.look()
    eventually(halved.is_written_down)
    kill_and_start(halved.house)
    assert halved.halve() != first
    assert halved.left() == ITEMS // 4


# B-160, B-164
@pytest.mark.parametrize("end", [lambda house: house.restart(), kill_and_start], ids=["stop", "kill"])
def test_a_move_that_nothing_came_after_is_a_repeat_for_the_next_server(halved, end):
    first = halved.halve()
    end(halved.house)
    assert halved.halve() == first
    end(halved.house)
    assert halved.halve() == first
    assert halved.left() == ITEMS // 2
