"""The clock of the machine jumps, an hour back and an hour ahead, while the server runs."""

import glob
import os
import sqlite3

import pytest

from house import MIA
from http_api import command, ok, refused, sign_in

HOUR = 3600


@pytest.fixture
def clock(tmp_path):
    """`clock(-3600)` puts the clock of a server that was started with `clock.env` back by an hour."""
    found = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")
    if not found:
        pytest.skip("needs the package libfaketime")

    class Clock:
        file = tmp_path / "clock"
        env = {
            **os.environ,
            "LD_PRELOAD": found[0],
            "FAKETIME_TIMESTAMP_FILE": str(file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }

        def __call__(self, seconds):
            self.file.write_text(f"{seconds:+d}\n")

    clock = Clock()
    clock(0)
    return clock


@pytest.fixture
def ticking(founded, tmp_path, clock):
    house = founded.copy_to(tmp_path / "data").start(env=clock.env)
    yield house
    house.stop()


def task_body(house, name):
    return {
        "name": name,
        "query": '{"filter": {"type": "file"}}',
        "projectId": house.project,
        "datasetId": house.dataset,
        "recipeId": ok(house.api.get(f"/datasets/{house.dataset}"))["metadata"]["system"]["recipes"][0],
        "taskOwner": MIA,
        "spec": {"type": "annotation"},
        "workload": [{"assigneeId": MIA, "load": 100}],
    }


def test_ids_and_events_keep_their_order_however_the_clock_jumps(ticking, clock):
    ids, times = [], []
    for jump in (0, HOUR, 0, -HOUR, 0):
        clock(jump)
        for n in range(3):
            answer = ticking.add_dataset(f"dataset {jump} {len(ids)}")
            if answer.status_code == 401:  # see the test of tokens below
                ticking.sign_in()
                answer = ticking.add_dataset(f"dataset {jump} {len(ids)}")
            body = ok(answer)
            ids.append(body["id"])
            times.append(body["createdAt"])
    assert ids == sorted(ids) and len(set(ids)) == len(ids)
    assert times != sorted(times), "the clock did not jump"
    database = sqlite3.connect(f"file:{ticking.data / 'allot.db'}?mode=ro", uri=True)
    told = database.execute(
        "SELECT resource_id FROM event WHERE resource = 'Dataset' AND action = 'Created' ORDER BY sequence"
    ).fetchall()
    database.close()
    if told:
        assert [each for (each,) in told if each in ids] == ids


def test_after_a_restart_on_an_earlier_clock_ids_go_on_from_the_latest(ticking, clock):
    clock(HOUR)
    later = ticking.new_dataset("in an hour")
    clock(0)
    ticking.restart(env=clock.env)
    assert ticking.new_dataset("now") > later


def test_who_signed_in_before_stays_in_and_a_token_of_the_skipped_hour_is_told_to_sign_in_again(
    ticking, clock
):
    clock(HOUR)
    ok(ticking.api.get("/users/me"))
    before = ticking.api
    ticking.sign_in()  # in the hour that will not have been
    clock(0)
    assert before.get("/users/me").ok, "signed in before the jump"
    refused(ticking.api.get("/users/me"), 401, "clock of the server")
    ticking.sign_in()
    ticking.reads_work()


# B-160, B-297
def test_a_lost_answer_is_recognised_although_the_clock_jumped_since(ticking, clock):
    """B-160, B-297: nothing happens twice."""
    keyed = {"Idempotency-Key": "once"}
    body = task_body(ticking, "task")
    first = command(ticking.api.post("/annotationtasks", body))
    named = ok(ticking.api.post("/datasets", {"name": "keyed", "projects": [ticking.project]}, headers=keyed))
    clock(HOUR)
    again = ticking.api.post("/datasets", {"name": "keyed", "projects": [ticking.project]}, headers=keyed)
    assert ok(again)["id"] == named["id"]
    clock(0)
    again = ticking.api.post("/datasets", {"name": "keyed", "projects": [ticking.project]}, headers=keyed)
    assert ok(again)["id"] == named["id"]
    clock(-30)  # within what tokens allow
    body = task_body(ticking, "another task")
    clock(0)
    first = command(ticking.api.post("/annotationtasks", body))
    clock(-50)
    assert command(ticking.api.post("/annotationtasks", body))["id"] == first["id"]


def test_failed_sign_ins_lock_nobody_out_when_the_clock_jumps(ticking, clock):
    for _ in range(3):
        assert sign_in(ticking.server.base, MIA, "wrong") is None
    clock(HOUR)
    assert sign_in(ticking.server.base, MIA, "wrong") is None
    clock(0)
    assert sign_in(ticking.server.base, MIA, "a good long secret of mia")
