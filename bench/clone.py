#!/usr/bin/env python3
"""How long does a clone of a million items take, and how long do others wait meanwhile?

    ./dev bench clone [--items 1000000] [--annotations 1] [--people 10] [--folder DIR]

A dataset of so many items, all of them in one task, with so many annotations each, is cloned: into a new dataset, and
in a second run into one that is there. Beside it one client sets statuses in the task, one request after the other: first
with nothing else at work (the base line), then from the request until the command has ended. What the server takes of
the memory at most is told beside. At last the same rows are copied by SQLite alone, in a copy of the data folder: one
INSERT … SELECT for the items and one for the annotations, with the indexes and the durability that the server has.
"""

import argparse
import itertools
import pathlib
import re
import sqlite3
import subprocess
import sys
import time

from beside import base_line, head, new_folder, report, seconds_until
from memory import BIN, Served, make


def annotate(folder, dataset, each):
    """Boxes on all items, past the server: as rows, of which `allot check --repair` makes the sets."""
    with sqlite3.connect(folder / "allot.db") as database:
        database.execute(
            """INSERT INTO annotation (number, id, dataset_id, item, item_id, type, label, coordinates, attributes, metadata,
                 label_suggestions, description, source, hash, status, creator, updated_by, created_at, updated_at)
               WITH RECURSIVE times (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM times WHERE n + 1 < ?1)
               SELECT 1 + ordinal * ?1 + n, printf('%024x', 1 + ordinal * ?1 + n), dataset_id, ordinal, id, 'box', 'car',
                 '[{"x":10.5,"y":20.25},{"x":110.5,"y":220.25}]', '{"1":"red"}', '{"system":{},"user":{}}',
                 '', '', 'sdk', '0123456789abcdef', '', creator, creator, created_at, created_at
               FROM item, times WHERE dataset_id = ?2""",
            (each, dataset),
        )
        database.execute(
            "UPDATE dataset SET annotations = (SELECT count(*) FROM annotation WHERE dataset_id = dataset.id) WHERE id = ?",
            (dataset,),
        )
    words = [BIN / "allot", "check", "--data", folder, "--repair"]
    subprocess.run(words, stdout=subprocess.DEVNULL, check=False)  # it is 1 when there was something to mend


class Statuses:
    """Set and taken away, one after the other."""

    def __init__(self, served, ground):
        self.served = served
        query = {"filter": {"metadata.system.refs.id": ground["assignment"]}, "page": 0, "pageSize": 1000}
        found = served.post(f"/api/v1/datasets/{ground['dataset']}/query", query)["items"]
        paths = [f"/api/v1/assignments/{ground['assignment']}/items/{item['id']}/status" for item in found]
        acts = ("create", "delete")
        self.orders = itertools.cycle([(path, act) for act in acts for path in paths])

    def one(self):
        path, act = next(self.orders)
        self.served.post(path, {"operation": act, "status": "completed"})


def highest_memory(served):
    text = pathlib.Path(f"/proc/{served.process.pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", text)[1]) / 1024


class Polled:
    """A command, asked for twice a second at most."""

    def __init__(self, served, command):
        self.served, self.path, self.command = served, f"/api/v1/commands/{command['id']}", command
        self.next = 0.0

    def has_ended(self):
        if time.perf_counter() >= self.next:
            self.command = self.served.call("GET", self.path)
            self.next = time.perf_counter() + 0.5
        return self.command["status"] not in ("created", "in-progress")


def clone(served, ground, statuses, base, items, body):
    pathlib.Path(f"/proc/{served.process.pid}/clear_refs").write_text("5")
    before = served.memory()[0]
    begun = time.perf_counter()
    command = Polled(served, served.post(f"/api/v1/datasets/{ground['dataset']}/clone", body))
    report("until all of the clone was there", seconds_until(command.has_ended, statuses.one), base)
    took = time.perf_counter() - begun
    if command.command["status"] != "success":
        sys.exit(f"the clone: {command.command}")
    made = served.call("GET", f"/api/v1/datasets/{command.command['spec']['returnedModelId']}")
    if made["itemsCount"] != items:
        sys.exit(f"{made['itemsCount']} items were cloned; {items} were expected")
    print(
        f"  {made['itemsCount']:,} items, {made['annotationsCount']:,} annotations: {took:.1f} s;"
        f" memory {before:.0f} MiB before, {highest_memory(served):.0f} at most",
        flush=True,
    )


def plainly(folder, dataset):
    """Seconds that SQLite takes for the same rows, in one change."""
    database = sqlite3.connect(folder / "allot.db", isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute("PRAGMA cache_size = -32768")

    def columns(table):
        return [row[1] for row in database.execute(f"PRAGMA table_info({table})")]

    def copied(table, changed):
        names = columns(table)
        values = ", ".join(changed.get(name, name) for name in names)
        return f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM {table} WHERE dataset_id = '{dataset}'"

    last = database.execute("SELECT coalesce(max(number), 0) FROM annotation").fetchone()[0]
    item_id = "'f' || substr(id, 2)"
    begun = time.perf_counter()
    database.execute("BEGIN IMMEDIATE")
    database.execute(
        copied("item", {"key": "key + (1000 << 32)", "dataset_id": "'copy'", "id": item_id, "source_item": "id"})
    )
    database.execute(
        copied(
            "annotation",
            {
                "number": f"number + {last}",
                "id": "'f' || substr(id, 2)",
                "dataset_id": "'copy'",
                "item_id": "'f' || substr(item_id, 2)",
            },
        )
    )
    database.execute("COMMIT")
    took = time.perf_counter() - begun
    database.close()
    return took


def measure(folder, options):
    ground = make(folder, options.items, options.people)
    if options.annotations:
        annotate(folder, ground["dataset"], options.annotations)
    served = Served(folder, ground)
    project = served.call("GET", f"/api/v1/datasets/{ground['dataset']}")["projects"][0]
    target = served.post("/api/v1/datasets", {"name": "target", "projects": [project]})["id"]
    statuses = Statuses(served, ground)
    base = base_line(statuses.one)
    print("into a new dataset")
    clone(served, ground, statuses, base, options.items, {"name": "clone"})
    print("into a dataset that is there")
    clone(served, ground, statuses, base, options.items, {"cloneDatasetParams": {"targetDatasetId": target}})
    served.stop()
    print(f"the same rows by INSERT … SELECT, with nothing else at work: {plainly(folder, ground['dataset']):.1f} s")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--items", type=int, default=1_000_000)
    parser.add_argument("--annotations", type=int, default=1, help="on each item")
    parser.add_argument("--people", type=int, default=10)
    parser.add_argument("--folder", default=".", help="where the data folder is made")
    options = parser.parse_args()
    head("statuses of one client")
    with new_folder("clone", options.folder) as folder:
        measure(folder, options)


if __name__ == "__main__":
    sys.exit(main())
