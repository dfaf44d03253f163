#!/usr/bin/env python3
"""How much memory does the served program take, empty and with millions of items in one task?

    ./dev bench memory [--items 0,1000000,10000000] [--people 10] [--folder DIR]

For each size a data folder is made through the store, then `allot serve` is started on it and looked
at: at rest after the start, after the first page of an assignment was read, after that assignment's
items were redistributed to two others and a page was read again. RSS and PSS are those of
/proc/PID/smaps_rollup, in MiB. Each answer is checked.
"""

import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request

BIN = pathlib.Path(os.environ["ALLOT_BENCH_BIN"])


def make(folder, items, people):
    words = [BIN / "bench_memory_ground", folder, str(items), str(people)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"the data folder could not be made: {done.stderr.strip()}")
    return json.loads(done.stdout)


class Served:
    def __init__(self, folder, ground):
        begun = time.perf_counter()
        self.process = subprocess.Popen(
            [BIN / "allot", "serve", "--data", folder, "--listen", "127.0.0.1:0", "--log-level", "warning"],
            stdout=subprocess.PIPE,
            text=True,
        )
        for line in self.process.stdout:
            if found := re.search(r"listening on (http://\S+)", line):
                self.url = found[1]
                break
        else:
            sys.exit("the server did not start")
        self.start_seconds = time.perf_counter() - begun
        self.token = None
        self.rest = self.memory()
        self.token = self.post(
            "/token", {"username": ground["email"], "password": ground["password"], "type": "user_credentials"}
        )["id_token"]

    def call(self, method, path, body=None):
        headers = {"Content-Type": "application/json"}
        if self.token:
            headers["Authorization"] = "Bearer " + self.token
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.loads(answer.read() or "null")

    def post(self, path, body):
        return self.call("POST", path, body)

    def page(self, ground):
        """The number of the assignment's items; a page of a hundred of them is checked."""
        answer = self.post(
            f"/api/v1/datasets/{ground['dataset']}/query",
            {
                "resource": "items",
                "filter": {"$and": [{"metadata.system.refs.id": ground["assignment"]}]},
                "page": 0,
                "pageSize": 100,
            },
        )
        return answer["totalItemsCount"], len(answer["items"])

    def memory(self):
        rollup = pathlib.Path(f"/proc/{self.process.pid}/smaps_rollup").read_text()
        return [int(re.search(rf"^{name}:\s+(\d+) kB", rollup, re.M)[1]) / 1024 for name in ("Rss", "Pss")]

    def stop(self):
        self.process.terminate()
        if self.process.wait(timeout=60) != 0:
            sys.exit("the server did not end well")


def report(what, memory):
    print(f"  {what:<36} {memory[0]:8.1f} {memory[1]:8.1f}", flush=True)


def measure(folder, items, people):
    begun = time.perf_counter()
    ground = make(folder, items, people)
    made = time.perf_counter() - begun
    served = Served(folder, ground)
    size = (folder / "allot.db").stat().st_size / 2**20
    print(f"{items:,} items (made in {made:.0f} s, database {size:,.0f} MiB, started in {served.start_seconds * 1000:.0f} ms)")
    report("at rest after the start", served.rest)
    report("after a sign-in", served.memory())
    if items:
        share = items // people
        total, shown = served.page(ground)
        if (total, shown) != (share, 100):
            sys.exit(f"a page of {shown} of {total} items; {share} were expected")
        report("after a page of an assignment", served.memory())
        loads = [{"assigneeId": f"q{i}@example.org", "load": 50} for i in range(2)]
        command = served.post(f"/api/v1/assignments/{ground['assignment']}/redistribute", {"workload": loads})
        if command["status"] != "success":
            sys.exit(f"the redistribution: {command}")
        if served.page(ground)[0] != 0:
            sys.exit("items were left in the assignment")
        report("after its redistribution and a page", served.memory())
    served.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--items", default="0,1000000,10000000", help="sizes, by commas")
    parser.add_argument("--people", type=int, default=10)
    parser.add_argument("--folder", default=".", help="where the data folders are made")
    options = parser.parse_args()
    print(f"  {'MiB':<36} {'RSS':>8} {'PSS':>8}")
    for items in options.items.split(","):
        place = pathlib.Path(tempfile.mkdtemp(prefix="bench-memory.", dir=options.folder))
        try:
            measure(place / "data", int(items), options.people)
        finally:
            shutil.rmtree(place)


if __name__ == "__main__":
    main()
