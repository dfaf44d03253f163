"""What moves is at its new paths at once; its rows follow, whatever happens meanwhile."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from house import check_finds_nothing, eventually
from http_api import command, ok

MANY = 2_000


def count(house, rows):
    with closing(sqlite3.connect(f"file:{house.data}/allot.db?mode=ro", uri=True)) as database:
        return database.execute(f"SELECT count(*) FROM {rows}").fetchone()[0]


def folder(house, path):
    return ok(house.api.post(f"/datasets/{house.dataset}/items", {"type": "dir", "path": path}))["id"]


def matches(house, query):
    body = {"filter": {"$and": [{"type": "file"}, query]}, "page": 0, "pageSize": 0}
    return ok(house.api.post(f"/datasets/{house.dataset}/query", body))["totalItemsCount"]


@pytest.fixture
def filled(house):
    """With many files in two folders."""
    with ThreadPoolExecutor(8) as pool:
        paths = [f"/{'left' if n % 2 else 'right'}/{n:04}.txt" for n in range(MANY)]
        for answer in pool.map(lambda path: house.upload(path, path.encode()), paths):
            ok(answer)
    return house


def killed_in_the_middle(house, rows):
    """`rows`: those that say where items were."""
    house.server.kill()
    assert 0 < count(house, rows) < MANY, "the kill came too late"
    check_finds_nothing(house.data)
    house.start()


# B-463, B-164
def test_a_folder_is_where_it_was_moved_to_though_the_server_was_killed(filled):
    house = filled
    left = folder(house, "/left")
    ok(house.api.patch(f"/items/{left}", {"filename": "/moved/here"}))
    killed_in_the_middle(house, "item WHERE path LIKE '/left/%'")
    assert matches(house, {"dir": "/moved/here"}) == MANY // 2
    assert matches(house, {"filename": "/left/*"}) == 0
    ok(house.upload("/left/0001.txt", b"another"))  # the path that was left is free
    eventually(lambda: count(house, "bulk_change") == 0)
    assert matches(house, {"dir": "/moved/here"}) == MANY // 2
    assert matches(house, {"filename": "/left/*"}) == 1
    assert count(house, "item WHERE path LIKE '/left/%'") == 1
    check_finds_nothing(house.data)


# B-463, B-164
def test_two_folders_that_changed_places_are_whole_though_the_server_was_killed(filled):
    house = filled
    left, right = folder(house, "/left"), folder(house, "/right")
    for item, path in ((left, "/between"), (right, "/left"), (left, "/right")):
        ok(house.api.patch(f"/items/{item}", {"filename": path}))
    killed_in_the_middle(house, "item WHERE path LIKE '/left/%' AND CAST(substr(name, 1, 4) AS INTEGER) % 2 = 1")

    def are_changed():
        return [matches(house, {"$and": [{"dir": path}, {"name": "*1.txt"}]}) for path in ("/left", "/right")]

    assert are_changed() == [0, MANY // 10]
    eventually(lambda: count(house, "bulk_change") == 0)
    assert are_changed() == [0, MANY // 10]
    check_finds_nothing(house.data)


# B-463, B-164
def test_files_that_came_into_a_folder_are_there_though_the_server_was_killed(filled):
    house = filled
    into = folder(house, "/all")
    query = {"dqlQuery": {"filter": {"type": "file", "filename": "*.txt"}}}
    moved = command(house.api.put(f"/datasets/{house.dataset}/items/{into}", query))
    assert moved["spec"]["itemsCount"] == MANY
    killed_in_the_middle(house, "item WHERE type = 'file' AND (dir = '/left' OR dir = '/right')")
    assert matches(house, {"dir": "/all"}) == MANY
    eventually(lambda: count(house, "bulk_change") == 0)
    assert matches(house, {"dir": "/all"}) == MANY
    check_finds_nothing(house.data)
