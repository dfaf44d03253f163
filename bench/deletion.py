#!/usr/bin/env python3
"""How long do other changes wait while a million items are deleted?

    ./dev bench deletion [--items 1000000] [--people 10] [--folder DIR]

A dataset of so many items, all of them in one task, is deleted: its items by a filter, and in a second
run the dataset. Beside it one client changes another dataset, one request after the other: first with
nothing else at work (the base line), then from the deletion until the last row is gone.
"""

import argparse
import pathlib
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

from memory import Served, make


class Changes:
    """One client that changes a dataset again and again; seconds of each."""

    def __init__(self, served):
        self.served = served
        self.dataset = served.call("POST", "/api/v1/datasets", {"name": "other", "projects": [served.project]})["id"]

    def one(self):
        body = {"metadata": {"user": {"at": time.time()}}}
        return seconds_of(self.served.call, "PATCH", f"/api/v1/datasets/{self.dataset}", body)

    def until(self, is_over):
        seconds = [self.one()]
        while not is_over():
            seconds.append(self.one())
        return seconds


def report(what, seconds, base):
    middle, longest = statistics.median(seconds), max(seconds)
    print(
        f"  {what:<44} {len(seconds):7,} {middle * 1000:9.2f} {longest * 1000:9.1f}"
        f" {middle / statistics.median(base):8.1f} {longest / max(base):8.1f}",
        flush=True,
    )


def seconds_of(call, *arguments):
    begun = time.perf_counter()
    call(*arguments)
    return time.perf_counter() - begun


def rows_left(folder):
    with sqlite3.connect(f"file:{folder}/allot.db?mode=ro", uri=True) as database:
        return database.execute("SELECT EXISTS (SELECT 1 FROM item)").fetchone()[0]


def measure(folder, items, people, whole):
    ground = make(folder, items, people)
    served = Served(folder, ground)
    path = f"/api/v1/datasets/{ground['dataset']}"
    served.project = served.call("GET", path)["projects"][0]
    changes = Changes(served)
    end = time.perf_counter() + 5
    base = changes.until(lambda: time.perf_counter() > end)
    report("nothing else", base, base)
    begun = time.perf_counter()
    if whole:
        deletion = ("DELETE", path)
    else:
        query = {"filter": {"$and": [{"hidden": False}, {"type": "file"}]}, "delete": True}
        deletion = ("POST", path + "/query", query)
    with ThreadPoolExecutor(1) as pool:
        took = pool.submit(seconds_of, served.call, *deletion)
        report("until the deletion was answered", changes.until(took.done), base)
    seconds = []
    while rows_left(folder):
        end = time.perf_counter() + 1
        seconds += changes.until(lambda: time.perf_counter() > end)
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
    print(f"  {'changes of another dataset, ms':<44} {'number':>7} {'median':>9} {'longest':>9} {'ratio':>8} {'ratio':>8}")
    for whole in (False, True):
        print("its dataset is deleted" if whole else f"{options.items:,} items are deleted by a filter")
        place = pathlib.Path(tempfile.mkdtemp(prefix="bench-deletion.", dir=options.folder))
        try:
            measure(place / "data", options.items, options.people, whole)
        finally:
            shutil.rmtree(place)


if __name__ == "__main__":
    sys.exit(main())
