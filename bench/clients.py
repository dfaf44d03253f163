#!/usr/bin/env python3
"""What does a call cost through dtlpy, through the C++ SDK over HTTP, and embedded?

    ./dev bench clients [--items 100000] [--rounds 5]

Three calls: `tasks.get`, a page of 100 items, the redistribution of an assignment with all items
open to two people. All in one run, on one data folder: one server for the first two, none for the
third. After each timed call its result is checked. Prints medians and ratios.
"""

import argparse
import json
import os
import pathlib
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

BIN = pathlib.Path(os.environ["ALLOT_BENCH_BIN"])
READS = 50
PEOPLE = ("ben@example.org", "cleo@example.org")


def program(*words):
    done = subprocess.run([BIN / "bench_clients", *map(str, words)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"bench_clients {words[0]}: {done.stderr.strip()}")
    return json.loads(done.stdout)


def serve(folder):
    server = subprocess.Popen(
        [BIN / "allot", "serve", "--data", folder, "--listen", "127.0.0.1:0", "--log-level", "warning"],
        stdout=subprocess.PIPE,
        text=True,
    )
    for line in server.stdout:
        found = re.search(r"listening on (http://\S+)", line)
        if found:
            return server, found[1]
    sys.exit("the server did not start")


def timed(call):
    begun = time.perf_counter()
    result = call()
    return (time.perf_counter() - begun) * 1000, result


def through_dtlpy(url, ground, assignments):
    import dtlpy as dl

    dl.verbose.disable_progress_bar = True
    dl.add_environment(environment=f"{url}/api/v1", alias="bench", gate_url=url, url=f"{url}/")
    dl.setenv("bench")
    dl.login_m2m(email=ground["email"], password=ground["password"])
    figures = {"get": [], "page": [], "redistribute": []}
    for _ in range(READS):
        taken, task = timed(lambda: dl.tasks.get(task_id=ground["task"]))
        assert task.id == ground["task"]
        figures["get"].append(taken)
    dataset = dl.datasets.get(dataset_id=task.dataset_id)
    for _ in range(READS):
        filters = dl.Filters(field="metadata.system.refs.id", values=task.id)
        filters.page_size = 100
        taken, page = timed(lambda: dataset.items.list(filters=filters).items)
        assert len(page) == 100 and page[-1].filename.endswith("99.png")
        figures["page"].append(taken)
    for assignment in assignments:
        source = dl.assignments.get(assignment_id=assignment)
        workload = dl.Workload([dl.WorkloadUnit(assignee_id=person, load=50) for person in PEOPLE])
        taken, receivers = timed(lambda: source.redistribute(workload))
        assert sum(each.total_items for each in receivers) == source.total_items
        figures["redistribute"].append(taken)
    return figures


def tell(items, figures):
    print(f"\nmedian ms (and times the embedded call); redistribution of {items} items\n")
    print(f"{'':14}{'tasks.get':>18}{'page of 100':>18}{'redistribute':>18}")
    embedded = {call: statistics.median(rounds) for call, rounds in figures["embedded"].items()}
    for client, calls in figures.items():
        cells = ""
        for call, rounds in calls.items():
            median = statistics.median(rounds)
            cells += f"{median:>10.2f} {f'({median / embedded[call]:.1f}×)':>7}"
        print(f"{client:14}{cells}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5, help="redistributions of each client")
    arguments = parser.parse_args()
    home = tempfile.mkdtemp(prefix="bench-clients-")
    os.environ["HOME"], os.environ["DATALOOP_PATH"] = home, f"{home}/.dataloop"
    try:
        folder = f"{home}/data"
        print(f"Registering {arguments.items} items …", flush=True)
        ground = program("prepare", folder, arguments.items, 3 * arguments.rounds)
        thirds = [ground["assignments"][i :: 3] for i in range(3)]
        server, url = serve(folder)
        try:
            figures = {"dtlpy": through_dtlpy(url, ground, thirds[0])}
            figures["C++ over HTTP"] = program(
                "http", f"{url}/api/v1", ground["email"], ground["password"], ground["task"], *thirds[1]
            )
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=30)
        figures["embedded"] = program("embedded", folder, ground["email"], ground["task"], *thirds[2])
        tell(arguments.items, figures)
    finally:
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    main()
