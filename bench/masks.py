#!/usr/bin/env python3
"""What do large masks cost those who do not ask for them?

    ./dev bench masks [--masks 50,500] [--bytes 1000000] [--rounds 20] [--folder DIR]

Two datasets of as many items: in one each item has a small box, in the other a mask beside it. The same is asked of both,
again and again; each ratio is that of the dataset with masks to that without (the base line). Then what does ask for them:
writing one and reading it against a box, a page of all of them, and what that leaves in the memory of the server.
No filter is asked twice, so that none is answered from what was kept.
"""

import argparse
import itertools
import json
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid

from beside import seconds_of
from memory import BIN, Served

EMAIL, PASSWORD = "mia@example.org", "a good long secret of mia"
BOX = {"type": "box", "label": "car", "coordinates": [{"x": 1, "y": 2}, {"x": 30, "y": 40}]}
numbers = itertools.count(1)


def serve(folder):
    words = [BIN / "allot", "user", "add", EMAIL, "--password-stdin", "--admin", "--data", folder]
    subprocess.run(words, input=PASSWORD + "\n", text=True, check=True, stdout=subprocess.DEVNULL)
    return Served(folder, {"email": EMAIL, "password": PASSWORD})


def upload(served, dataset, path):
    mark = uuid.uuid4().hex
    parts = [f'--{mark}\r\nContent-Disposition: form-data; name="path"\r\n\r\n{path}\r\n']
    head = 'Content-Disposition: form-data; name="file"; filename="a.txt"\r\nContent-Type: text/plain'
    parts.append(f"--{mark}\r\n{head}\r\n\r\n{path}\r\n--{mark}--\r\n")
    request = urllib.request.Request(
        f"{served.url}/api/v1/datasets/{dataset}/items",
        "".join(parts).encode(),
        {"Content-Type": f"multipart/form-data; boundary={mark}", "Authorization": "Bearer " + served.token},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.loads(answer.read())["id"]


class Dataset:
    """Of `count` items, each with a box, and a mask of `size` bytes where that is not 0."""

    def __init__(self, served, project, count, size):
        self.served = served
        body = {"name": f"masks of {size} bytes", "projects": [project]}
        self.id = served.post("/api/v1/datasets", body)["id"]
        self.items = [upload(served, self.id, f"/{number}.txt") for number in range(count)]
        self.boxes, self.masks, self.seconds = [], [], {"box": [], "mask": []}
        for item in self.items:
            self.boxes.append(self.add("box", item, BOX))
            if size:
                text = "data:image/png;base64," + "iVBORw0KGgo=" * (size // 12)
                self.masks.append(self.add("mask", item, {"type": "binary", "label": "road", "coordinates": text}))

    def add(self, what, item, body):
        begun = time.perf_counter()
        made = self.served.post(f"/api/v1/items/{item}/annotations", body)
        self.seconds[what].append(time.perf_counter() - begun)
        return made["id"]

    def query(self, resource, filters, size=100):
        """A page of it; `filters` that hold for all are made another query each time."""
        another = {"label" if resource == "annotations" else "name": {"$ne": f"no {next(numbers)}"}}
        body = {"resource": resource, "filter": {"$and": [*filters, another]}, "page": 0, "pageSize": size}
        return self.served.post(f"/api/v1/datasets/{self.id}/query", body)

    def list_items(self):
        return self.query("items", [], 1000)

    def items_with_cars(self):
        body = {
            "filter": {"$and": [{"type": "file"}]},
            "join": {"on": {"resource": "annotations", "local": "itemId", "forigen": "id"}},
            "page": 0,
            "pageSize": 100,
        }
        body["join"]["filter"] = {"$and": [{"label": "car"}, {"label": {"$ne": f"no {next(numbers)}"}}]}
        return self.served.post(f"/api/v1/datasets/{self.id}/query", body)

    def by_label(self):
        return self.query("annotations", [{"label": "car"}])

    def by_creator(self):
        """None, and so of the next two: all are looked at, and nothing long is answered."""
        return self.query("annotations", [{"creator": {"$ne": EMAIL}}])

    def by_status(self):
        return self.query("annotations", [{"metadata.system.status": "issue"}])

    def by_metadata(self):
        return self.query("annotations", [{"metadata.user.seen": 1}])

    def count(self):
        return self.query("annotations", [], 0)

    def change_box(self):
        """The status of its item is found anew of all that is on it."""
        box = self.boxes[next(numbers) % len(self.boxes)]
        status = {"metadata": {"system": {"status": "review" if next(numbers) % 4 < 2 else None}}}
        return self.served.call("PUT", f"/api/v1/annotations/{box}?system=true", status)


ASKED = {
    "a page of items": Dataset.list_items,
    "items with a label": Dataset.items_with_cars,
    "annotations by label": Dataset.by_label,
    "annotations by creator": Dataset.by_creator,
    "annotations by status": Dataset.by_status,
    "annotations by metadata": Dataset.by_metadata,
    "how many annotations": Dataset.count,
    "a status of a box": Dataset.change_box,
}


def report(what, seconds, base):
    middle, longest = statistics.median(seconds), max(seconds)
    ratio = middle / statistics.median(base)
    print(f"  {what:<36} {statistics.median(base) * 1000:9.2f} {middle * 1000:9.2f} {longest * 1000:9.1f} {ratio:8.2f}", flush=True)


def measure(folder, count, size, rounds):
    served = serve(folder)
    project = served.post("/api/v1/projects", {"name": "Masks"})["id"]
    plain = Dataset(served, project, count, 0)
    masked = Dataset(served, project, count, size)
    database = (folder / "allot.db").stat().st_size / 2**20
    print(f"{count:,} masks of {size:,} bytes (database {database:,.0f} MiB)")
    for what, ask in ASKED.items():
        base, seconds = [], []
        for _ in range(rounds):  # by turns, so that both meet the same
            base.append(seconds_of(ask, plain))
            seconds.append(seconds_of(ask, masked))
        report(what, seconds, base)
    report("writing a mask against a box", masked.seconds["mask"], masked.seconds["box"])
    read = {name: [] for name in ("box", "mask", "label")}
    for number in range(rounds):
        box, mask = masked.boxes[number % count], masked.masks[number % count]
        read["box"].append(seconds_of(served.call, "GET", f"/api/v1/annotations/{box}"))
        read["mask"].append(seconds_of(served.call, "GET", f"/api/v1/annotations/{mask}"))
        read["label"].append(seconds_of(served.call, "PUT", f"/api/v1/annotations/{mask}", {"label": f"road {number}"}))
    report("reading a mask against a box", read["mask"], read["box"])
    report("a label of a mask against its reading", read["label"], read["mask"])
    rest = served.memory()[0]
    took = seconds_of(masked.query, "annotations", [{"type": "binary"}], 1000)
    after = served.memory()[0]
    print(f"  a page of all masks: {took:.2f} s, {count * size / 2**20 / took:,.0f} MiB/s; memory {rest:,.0f} -> {after:,.0f} MiB")
    served.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--masks", default="50,500", help="sizes, by commas")
    parser.add_argument("--bytes", type=int, default=1_000_000, help="of a mask")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--folder", default=".", help="where the data folders are made")
    options = parser.parse_args()
    print(f"  {'ms':<36} {'base':>9} {'median':>9} {'longest':>9} {'ratio':>8}")
    for count in options.masks.split(","):
        place = pathlib.Path(tempfile.mkdtemp(prefix="bench-masks.", dir=options.folder))
        try:
            measure(place / "data", int(count), options.bytes, options.rounds)
        finally:
            shutil.rmtree(place)


if __name__ == "__main__":
    sys.exit(main())
