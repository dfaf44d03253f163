#!/usr/bin/env python3
"""How long do other changes wait while a million items are deleted?

    ./dev bench deletion [--items 1000000] [--people 10] [--folder DIR]

A dataset of so many items, all of them in one task, is deleted: its items by a filter, and in a second
run the dataset. Beside it one client changes another dataset, one request after the other: first with
nothing else at work (the base line), then from the deletion until the last row is gone.
"""

import argparse
import sqlite3
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from beside import base_line, head, new_folder, report, seconds_for, seconds_of, seconds_until
from memory import Served, make


def rows_left(folder):
    with sqlite3.connect(f"file:{folder}/allot.db?mode=ro", uri=True) as database:
        return database.execute("SELECT EXISTS (SELECT 1 FROM item)").fetchone()[0]


def measure(folder, items, people, whole):
    ground = make(folder, items, people)
    served = Served(folder, ground)
    path = f"/api/v1/datasets/{ground['dataset']}"
    project = served.call("GET", path)["projects"][0]
    other = served.call("POST", "/api/v1/datasets", {"name": "other", "projects": [project]})["id"]

    def change():
        served.call("PATCH", f"/api/v1/datasets/{other}", {"metadata": {"user": {"at": time.time()}}})

    base = base_line(change)
    begun = time.perf_counter()
    if whole:
        deletion = ("DELETE", path)
    else:
        query = {"filter": {"$and": [{"hidden": False}, {"type": "file"}]}, "delete": True}
        deletion = ("POST", path + "/query", query)
    with ThreadPoolExecutor(1) as pool:
        took = pool.submit(seconds_of, served.call, *deletion)
        report("until the deletion was answered", seconds_until(took.done, change), base)
    seconds = []
    while rows_left(folder):
        seconds += seconds_for(1, change)
    if seconds:
        report("from then until the last row was gone", seconds, base)
    print(f"  answered after {took.result():.2f} s, rows gone after {time.perf_counter() - begun:.1f} s")
    served.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--items", type=int, default=1_000_000)
    parser.add_argument("--people", type=int, default=10)
    parser.add_argument("--folder", default=".", help="where the data folders are made")
    options = parser.parse_args()
    head("changes of another dataset")
    for whole in (False, True):
        print("its dataset is deleted" if whole else f"{options.items:,} items are deleted by a filter")
        with new_folder("deletion", options.folder) as folder:
            measure(folder, options.items, options.people, whole)


if __name__ == "__main__":
    sys.exit(main())
