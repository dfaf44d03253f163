"""Where the command line works in these tests: at the server, and in a data folder without one."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from command_line import Cli
from conftest import ADA, BEN, CLEO, MIA, password_of, unique
from database import snapshot
from pictures import png

ID = re.compile(r"[0-9a-f]{24}")


@dataclass
class Place:
    """What was opened, as mia; `data` is its folder, for database.snapshot."""

    cli: Cli
    data: Path


@dataclass
class Work:
    """A project of mia, ada, ben and cleo, with a dataset of eight pictures."""

    cli: Cli
    place: Place
    project: str
    dataset: str
    folder: Path  # where the pictures came from

    def task(self, *words, assign="ada,ben"):
        """A new task's name and id."""
        name = unique("task")
        known = ["-d", self.dataset, "-p", self.project]
        return name, self.cli.id("task", "create", name, *known, "--assign", assign, *words)

    def assignment(self, task, person):
        (found,) = [
            each
            for each in self.cli.json("assignment", "list", "--task", task)
            if each["annotator"] == person
        ]
        return found

    def loads(self, task):
        """Person → how many items they have."""
        assignments = self.cli.json("assignment", "list", "--task", task)
        return {each["annotator"]: each["totalItems"] for each in assignments}


def stored(place):
    return snapshot(place)


@pytest.fixture(scope="session", params=["server", "folder"])
def place(request, tmp_path_factory):
    home = tmp_path_factory.mktemp("person")
    if request.param == "folder":
        data = tmp_path_factory.mktemp("work") / "data"
        return Place(Cli(home, "--data", data, "--as", MIA), data)
    server = request.getfixturevalue("server")
    cli = Cli(home)
    words = ["login", server.base, "--email", MIA, "--password-stdin"]
    cli.run(*words, typed=password_of(MIA) + "\n")
    return Place(cli, server.data)


@pytest.fixture(scope="session")
def cli(place):
    return place.cli


@pytest.fixture
def as_person(place, tmp_path, request):
    """The command line as somebody has it, who has an account (conftest.password_of)."""

    def sign_in(email):
        if place.cli.everywhere:  # a data folder
            return Cli(tmp_path, "--data", place.data, "--as", email)
        server = request.getfixturevalue("server")
        person = Cli(tmp_path)
        person.run("login", server.base, "--email", email, "--password-stdin", typed=password_of(email) + "\n")
        return person

    return sign_in


def write_day_and_night(folder):
    """Eight pictures, four of them in /night; one of those deeper."""
    paths = ["1.png", "2.png", "3.png", "day/4.png", "night/5.png", "night/6.png", "night/7.png"]
    for seed, path in enumerate([*paths, "night/deep/8.png"]):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(png(seed=seed + 1))
    return folder


@pytest.fixture(scope="session")
def work(place, tmp_path_factory):
    """Shared: tests make tasks of their own in it."""
    cli = place.cli
    project, dataset = unique("Streets"), unique("pictures")
    cli.run("project", "create", project)
    for person in (ADA, BEN, CLEO):
        cli.run("member", "add", person, "--project", project)
    cli.run("dataset", "create", dataset, "--project", project, "-l", "car", "-l", "tree")
    folder = write_day_and_night(tmp_path_factory.mktemp("pictures"))
    cli.run("item", "upload", folder, "--dataset", dataset)
    return Work(cli, place, project, dataset, folder)
