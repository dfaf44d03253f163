"""Rows of what was deleted go little by little, and whatever happens meanwhile."""

import sqlite3
from contextlib import closing

from house import check_finds_nothing, eventually, picture
from http_api import ok, refused


def count(house, rows):
    with closing(sqlite3.connect(f"file:{house.data}/allot.db?mode=ro", uri=True)) as database:
        return database.execute(f"SELECT count(*) FROM {rows}").fetchone()[0]


def annotate(house, item, number):
    box = {"type": "box", "label": "car", "coordinates": [{"x": 1, "y": 1}, {"x": 2, "y": 2}], "metadata": {"user": {}}}
    ok(house.api.post(f"/items/{item}/annotations", [box] * number))


# B-144, B-164
def test_a_kill_in_the_middle_of_a_purge_brings_nothing_back_and_the_rest_goes_after_the_start(house):
    item = house.items[0]
    annotate(house, item, 5_000)
    ok(house.api.delete(f"/items/{item}"))
    house.server.kill()
    assert 0 < count(house, "annotation") < 5_000, "the kill came too late"
    check_finds_nothing(house.data)
    house.start()
    refused(house.api.get(f"/items/{item}"), 404)
    ok(house.upload("/0.png", picture(0)))  # its path is free
    eventually(lambda: count(house, "annotation") == 0)
    eventually(lambda: count(house, "purge") == 0)
    events = f"event WHERE resource = 'Item' AND action = 'Deleted' AND resource_id = '{item}'"
    assert count(house, events) == 1
    check_finds_nothing(house.data)
    assert house.paths() == {"/0.png", "/1.png", "/2.png"}


# B-142
def test_others_see_nothing_of_a_dataset_while_its_rows_go(house):
    other = house.new_dataset("other")
    annotate(house, house.items[0], 3_000)
    ok(house.api.delete(f"/datasets/{house.dataset}"))
    for item in house.items:
        refused(house.api.get(f"/items/{item}"), 404)
    house.dataset = other
    ok(house.upload("/0.png", picture(0)))
    eventually(lambda: count(house, "purge") == 0)
    assert (count(house, "item"), count(house, "annotation")) == (1, 0)
    check_finds_nothing(house.data)
