#!/usr/bin/env python3
"""How long does an export take, and how much memory, beside the plainest program that writes the same bytes?

    ./dev bench export [--items 10000,100000] [--rounds 3] [--folder DIR]

For each size a data folder is made with a dataset of so many items, a box on each. It is exported by a running
server as `coco`, `ndjson` and `dataloop` (a zip), which a client takes by HTTP into a file, and as the JSON that the
server writes by itself in the background (until the command is a success). Right after each, plain_export.py, a page of
Python over SQLite's own reader, writes the same into a file, and both are held against each other: texts byte by byte,
archives by the names, lengths and checksums of their documents. The middle of the rounds, in seconds; the peak of the
server's memory is the most of all rounds (VmHWM, which is set back before each), beside what it took at rest.
"""

import argparse
import hashlib
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile

from memory import BIN, Served

HERE = pathlib.Path(__file__).parent
FORMS = ("coco", "ndjson", "dataloop", "json")


def make(folder, items):
    words = [BIN / "bench_export_ground", folder, str(items)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"the data folder could not be made: {done.stderr.strip()}")
    return json.loads(done.stdout)


class Server(Served):
    def peak(self):
        """MiB since the last `forget_peak`."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) / 1024

    def forget_peak(self):
        pathlib.Path(f"/proc/{self.process.pid}/clear_refs").write_text("5")

    def take(self, path, to):
        request = urllib.request.Request(self.url + path, headers={"Authorization": "Bearer " + self.token})
        with urllib.request.urlopen(request, timeout=600) as answer, open(to, "wb") as out:
            shutil.copyfileobj(answer, out, 1 << 20)

    def export(self, dataset, form, to):
        """Seconds."""
        begun = time.perf_counter()
        if form != "json":
            self.take(f"/api/v1/datasets/{dataset}/export?format={form}", to)
            return time.perf_counter() - begun
        body = {"exportType": "json", "annotations": {"include": True}, "lockTimeoutSec": int(time.time())}  # no repeat
        command = self.post(f"/api/v1/datasets/{dataset}/export", body)
        while command["status"] == "in-progress":
            time.sleep(0.02)
            command = self.call("GET", f"/api/v1/commands/{command['id']}")
        took = time.perf_counter() - begun
        if command["status"] != "success":
            sys.exit(f"the export: {command}")
        self.take(f"/api/v1/items/{command['spec']['outputItemId']}/stream", to)
        return took


def plain(folder, dataset, api, form, to):
    """Seconds, and MiB."""
    words = [sys.executable, HERE / "plain_export.py", folder, dataset, api, form, to]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    seconds, kib = done.stdout.split()
    return float(seconds), int(kib) / 1024


def held(form, path):
    """What must be equal of it, and its size in MB."""
    size = path.stat().st_size / 1e6
    if form == "dataloop":
        with zipfile.ZipFile(path) as archive:
            return hashlib.sha256(repr([(e.filename, e.file_size, e.CRC) for e in archive.infolist()]).encode()), size
    digest = hashlib.sha256()
    with open(path, "rb") as text:
        if form == "coco":
            text.readline()  # says when it was made
        while piece := text.read(1 << 20):
            digest.update(piece)
    return digest, size


def measure(folder, out, items, rounds):
    ground = make(folder, items)
    served = Server(folder, ground)
    rest = served.memory()[0]
    print(f"{items:,} items, {rest:.0f} MiB at rest")
    for form in FORMS:
        ours, theirs, peaks, plain_peaks = [], [], [], []
        for _ in range(rounds):
            served.forget_peak()
            ours.append(served.export(ground["dataset"], form, out / "ours"))
            peaks.append(served.peak())
            took, peak = plain(folder, ground["dataset"], served.url + "/api/v1", form, out / "theirs")
            theirs.append(took)
            plain_peaks.append(peak)
            (here, size), (there, _) = held(form, out / "ours"), held(form, out / "theirs")
            if here.digest() != there.digest():
                sys.exit(f"{form}: the server and the plain program differ; see {out}")
        ours, theirs = statistics.median(ours), statistics.median(theirs)
        print(
            f"  {form:<10} {size:9.1f} {ours:9.2f} {theirs:9.2f} {ours / theirs:7.2f}"
            f" {items / ours:11,.0f} {max(peaks):9.0f} {max(plain_peaks):9.0f}",
            flush=True,
        )
    served.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", default="10000,100000", help="sizes, by commas")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", default=".", help="where the data folders are made")
    options = parser.parse_args()
    heads = ("MB", "server s", "plain s", "ratio", "items/s", "MiB peak", "plain MiB")
    print(f"  {'':<10} {heads[0]:>9} {heads[1]:>9} {heads[2]:>9} {heads[3]:>7} {heads[4]:>11} {heads[5]:>9} {heads[6]:>9}")
    for items in options.items.split(","):
        place = pathlib.Path(tempfile.mkdtemp(prefix="bench-export.", dir=options.folder))
        try:
            measure(place / "data", place, int(items), options.rounds)
        finally:
            shutil.rmtree(place)


if __name__ == "__main__":
    main()
