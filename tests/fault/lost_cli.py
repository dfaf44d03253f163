"""Every verb that changes something, once, by the C++ SDK; `lost_cli.py DATA BASE PROXY FOLDER`.

The SDK is what `allot` works with. Works through PROXY, looks at BASE after each step, and prints
what it saw: a line of JSON a step.
"""

import json
import sys
from pathlib import Path
from types import SimpleNamespace

from command_line import Cli
from http_api import Api, sign_in
from lost_picture import picture
from pictures import write_pictures

MIA, PASSWORD = "mia@example.org", "a good long secret of mia"


def share(cli, task, name):
    found = [
        each
        for each in cli.json("assignment", "list", "--task", task)
        if each["annotator"] == f"{name}@example.org"
    ]
    return found[0]["id"]


def steps(cli, folder):
    """Name of the verb, after it was done."""
    project = cli.id("project", "create", "City")
    yield "project create"
    cli.run("project", "rename", project, "Town")
    yield "project rename"
    cli.run("member", "add", "eve@example.org", "--project", project, "--role", "developer")
    yield "member add"
    cli.run("member", "update", "eve@example.org", "--project", project, "--role", "annotator")
    yield "member role"
    cli.run("member", "remove", "eve@example.org", "--project", project, "--yes")
    yield "member remove"
    dataset = cli.id("dataset", "create", "Crossings", "--project", project)
    yield "dataset create"
    for file in sorted(folder.iterdir()):  # their order decides who gets which
        cli.run("item", "upload", file, "--dataset", dataset)
    yield "upload"
    items = cli.ids("item", "list", "--dataset", dataset)
    task = cli.id(
        "task", "create", "Morning", "-d", dataset, "-p", project, "--assign", "ada@example.org,ben@example.org"
    )
    yield "task create"
    cli.run("task", "update", task, "--priority", "3")
    yield "task update"
    new = folder / "later.png"
    new.write_bytes((folder / "picture_000.png").read_bytes() + b"\n")
    cli.run("item", "upload", new, "--dataset", dataset)
    cli.run("task", "add", task, "--filter", "name=later.png", "--assign", "cleo@example.org")
    yield "task add items"
    cli.run("item", "status", "completed", items[0], items[1], "--task", task)
    yield "status"
    cli.run("item", "status", "completed", "--clear", items[1], "--task", task)
    yield "status cleared"
    cli.run("assignment", "redistribute", share(cli, task, "ada"), "ada@example.org=50", "dan@example.org=50")
    yield "redistribute"
    cli.run("assignment", "reassign", share(cli, task, "ben"), "cleo@example.org")
    yield "reassign"
    cli.run("assignment", "rename", share(cli, task, "cleo"), "Cleo's")
    yield "assignment rename"
    cli.run("task", "remove", task, "--filter", "name=picture_005.png", "--yes")
    yield "task remove items"
    cli.run("assignment", "delete", share(cli, task, "dan"), "--yes")
    yield "assignment delete"
    cli.run("task", "review", task, "--assign", "ben@example.org")
    yield "review create"
    cli.run("task", "delete", task, "--yes")
    yield "task delete"
    cli.run("dataset", "delete", dataset, "--yes")
    yield "dataset delete"
    cli.run("project", "delete", project, "--yes")
    yield "project delete"


def main(data, base, proxy, folder):
    home = Path(folder).parent / "home"
    cli = Cli(home)
    cli.run("login", proxy, "--email", MIA, "--password-stdin", typed=PASSWORD + "\n")
    server = SimpleNamespace(data=Path(data))
    api = Api(base, sign_in(base, MIA, PASSWORD))
    for verb in steps(cli, write_pictures(folder, 8)):
        print(json.dumps({"verb": verb, "seen": picture(server, api)}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
