"""A small installation as a team leaves it, and `allot` on data folders without a server."""

import json
import shutil
import subprocess

from conftest import ADA, BEN, MIA, password_of
from http_api import Api, command, ok, sign_in
from pictures import png
from server import Server, binary
from views import files_of, handle

SECONDS = 60


def allot(verb, *words):
    """One run of `allot VERB …`; nothing is asserted of it."""
    return subprocess.run(
        [str(binary()), verb, *(str(word) for word in words)],
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )


def check(folder, *words):
    """What `allot check --json` says, and its exit code beside it."""
    done = allot("check", "--json", "--data", folder, *words)
    assert done.returncode in (0, 1) and done.stdout, done.stderr
    report = json.loads(done.stdout)
    assert done.returncode == (1 if report["findings"] else 0)
    assert report["findings"] == len(sentences(report))
    return report


def sentences(report):
    return [sentence for kind in report["kinds"] for sentence in kind["findings"]]


def mia_of(server):
    return Api(server.base, sign_in(server.base, MIA, password_of(MIA)))


def work(server):
    """A project with pictures, a task of two people that is under way, annotations and an issue."""
    api = mia_of(server)
    project = ok(api.post("/projects", {"name": "Streets"}))["id"]
    dataset = ok(api.post("/datasets", {"name": "Crossings", "projects": [project]}))
    for number in range(8):
        ok(api.upload(dataset["id"], f"/night/{number}.png", png(seed=number)))
    body = {
        "name": "Cars",
        "query": '{"filter": {"type": "file"}}',
        "projectId": project,
        "datasetId": dataset["id"],
        "recipeId": dataset["metadata"]["system"]["recipes"][0],
        "taskOwner": MIA,
        "spec": {"type": "annotation"},
        "workload": [{"assigneeId": ADA, "load": 50}, {"assigneeId": BEN, "load": 50}],
    }
    task = command(api.post("/annotationtasks", body))["spec"]["createdTaskId"]
    items = files_of(api, dataset["id"])
    handle(api, task, items[:2])
    handle(api, task, items[6:7], "discard")
    box = {"type": "box", "label": "car", "coordinates": [{"x": 1, "y": 1}, {"x": 4, "y": 4}]}
    ok(api.post(f"/items/{items[3]}/annotations", box))
    issue = {**box, "metadata": {"system": {"status": "issue"}}}
    ok(api.post(f"/items/{items[4]}/annotations", issue))
    return {"dataset": dataset["id"], "task": task, "items": items}


def make(folder):
    """Fills a new data folder, serving it for a while; gives what is in it."""
    server = Server(folder)
    server.add_user(MIA, password_of(MIA), admin=True)
    server.start()
    try:
        made = work(server)
    finally:
        assert server.stop() == 0
    return made


def copy(folder, to):
    shutil.copytree(folder, to)
    return to
