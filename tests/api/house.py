"""A small house of which the description's examples speak: a project with people, pictures and a task under way.

The description writes ids that stay the same; a house has others, and translates both ways. So examples can be run, and what
is answered to them can be kept."""

import itertools
import json
import re
import sqlite3
import time

from http_api import Api, command, ok, sign_in
from pictures import png

BASE = "https://allot.example.org"
PROJECT = "3f0c1d52-7a51-4c7e-9d1b-2f6f0b6a1e01"
ORGANISATION = "8d2b6a10-0c35-4b1e-8c58-6a1f3c2d4e02"
BOT = "bot.5b6f7f0e-2a4c-4f7e-8a55-0c1d2e3f4a5b@bot.allot.example.org"
LINK = "3kHn0y7cQ1bX5tLw8mZ2vRfJ6pDgS9aE4uKqNo7iTYs"
TIME, MILLISECONDS = "2026-11-20T09:00:00.000Z", 1795165200000

MIA, DEV, MAX, ADA, BEN, CLEO, DAN, EVE, GUEST = (
    f"{name}@example.org" for name in ("mia", "dev", "max", "ada", "ben", "cleo", "dan", "eve", "guest")
)
ACCOUNTS = (MIA, DEV, MAX, ADA, BEN, CLEO, EVE)
ROLES = {DEV: "engineer", MAX: "annotationManager", ADA: "annotator", BEN: "annotator", DAN: "annotator"}

_guests = itertools.count(1)  # one of them may have got in


def password_of(email):
    return "a good long secret of " + email.split("@")[0]


def example_id(tail):
    return "6924d1" + tail.rjust(18, "0")


ITEMS = {"a1": "/rain/0001.png", "a2": "/rain/0002.png", "a3": "/night/0003.png", "a4": "/fog/0004.png"}


class People:
    """Who can ask the server, with tokens that are made once."""

    def __init__(self, server):
        self.server = server
        self.known = {}

    def __call__(self, email):
        if email not in self.known:
            token = sign_in(self.server.base, email, password_of(email)) if email else None
            assert token or not email, f"{email} cannot sign in"
            self.known[email] = Api(self.server.base, token)
        return self.known[email]


class House:
    """Made by mia, who owns it; ada and ben have the task."""

    def __init__(self, people, name="City"):
        self.people = people
        self.mia = people(MIA)
        self.ids = {}  # of the description -> here
        self.name = name
        self.build()

    def build(self):
        mia, ids = self.mia, self.ids
        ids[ORGANISATION] = ok(mia.get("/orgs"))[0]["id"]
        self.project = ids[PROJECT] = ok(mia.post("/projects", {"name": self.name}))["id"]
        for person, role in ROLES.items():
            ok(mia.post(f"/projects/{self.project}/members/{person}", {"role": role}))
        guest = ids[GUEST] = f"guest-{next(_guests)}@example.org"
        ok(mia.post(f"/projects/{self.project}/members/{guest}", {"role": "annotator"}))
        ids[LINK] = ok(mia.post(f"/projects/{self.project}/members/{guest}/invite"))["url"].split("token=")[1]
        ids[BOT] = ok(mia.post(f"/projects/{self.project}/bots", {"name": "Day shift"}))["id"]
        self.build_data()
        self.build_work()
        key = ok(mia.post("/apikeys", {"userId": MIA, "description": "morning report"}))["key"]
        ids[example_id("ca")] = key["id"]

    def build_data(self):
        mia, ids = self.mia, self.ids
        dataset = ok(mia.post("/datasets", {"name": "Streets", "projects": [self.project]}))
        ids[example_id("d1")] = self.dataset = dataset["id"]
        ids[example_id("c1")] = recipe = dataset["metadata"]["system"]["recipes"][0]
        ids[example_id("c2")] = ontology = ok(mia.get(f"/recipes/{recipe}"))["ontologyIds"][0]
        labels = [{"tag": "car", "color": "#1f77b4"}, {"tag": "sign"}]
        ok(mia.patch(f"/ontologies/{ontology}/labels", {"labelsNode": labels, "upsert": True}))
        for number, (tail, path) in enumerate(ITEMS.items()):
            metadata = json.dumps({"user": {"weather": path.split("/")[1]}})
            item = ok(mia.upload(self.dataset, path, png(seed=number + 1), metadata=metadata))
            ids[example_id(tail)] = item["id"]
        ids[example_id("af")] = ok(mia.post(f"/datasets/{self.dataset}/items", {"type": "dir", "path": "/rain"}))["id"]
        locked = ok(mia.post("/datasets", {"name": "Signs", "projects": [self.project]}))["id"]
        ids[example_id("d2")] = locked
        self.lock(locked)

    def lock(self, dataset):
        """As an export does, but until it is unlocked; the row says it."""
        database = sqlite3.connect(self.people.server.data / "allot.db", timeout=30)
        try:
            with database:
                assert database.execute("UPDATE dataset SET readonly = 1 WHERE id = ?", (dataset,)).rowcount == 1
        finally:
            database.close()

    def task_body(self, name, items, people, **more):
        return {
            "name": name,
            "query": json.dumps({"filter": {"id": {"$in": [self.ids[example_id(tail)] for tail in items]}}}),
            "projectId": self.project,
            "datasetId": self.dataset,
            "recipeId": self.ids[example_id("c1")],
            "taskOwner": MIA,
            "spec": {"type": "annotation"},
            "workload": [{"assigneeId": person, "load": 100 / len(people)} for person in people],
            **more,
        }

    def build_work(self):
        mia, ids = self.mia, self.ids
        actions = [{"action": "blurry", "displayName": "Blurry", "color": "#ff7f0e"}]
        more = {"availableActions": actions, "dueDate": MILLISECONDS + 604_800_000}
        boxes = self.task_body("Boxes, week 47", ("a1", "a2", "a3"), [ADA, BEN], **more)
        made = command(mia.post("/annotationtasks", boxes))
        ids[example_id("cc")] = made["id"]
        ids[example_id("b1")] = task = made["spec"]["createdTaskId"]
        held = ok(mia.get(f"/assignments?projects={self.project}&taskId={task}"))["items"]
        ids[example_id("e1")], ids[example_id("e2")] = held[0]["id"], held[1]["id"]
        done = f"/assignments/{held[0]['id']}/items/{ids[example_id('a1')]}/status"
        ok(mia.post(done, {"operation": "create", "status": "completed"}))
        box = {"type": "box", "label": "car", "coordinates": [{"x": 2, "y": 3}, {"x": 9, "y": 8}]}
        ids[example_id("f1")] = ok(mia.post(f"/items/{ids[example_id('a1')]}/annotations", box))["id"]
        issue = {**box, "metadata": {"system": {"status": "issue"}}}
        ids[example_id("f2")] = ok(mia.post(f"/items/{ids[example_id('a2')]}/annotations", issue))["id"]
        review = self.task_body("Boxes, week 47, reviewed", ("a1",), [CLEO], spec={"type": "qa", "parentTaskId": task})
        ids[example_id("b2")] = command(mia.post("/annotationtasks", review))["spec"]["createdTaskId"]
        ids[example_id("e3")] = ok(mia.get(f"/assignments?taskId={ids[example_id('b2')]}"))["items"][0]["id"]
        self.build_moves(task)
        # To whom it belongs already: so the assignment stays, and there is a reassignment to be found.
        command(mia.post(f"/assignments/{held[0]['id']}/reassign", {"annotator": ADA}))

    def build_moves(self, task):
        """An operation that can be undone, and a task from which mia pulls."""
        mia, ids = self.mia, self.ids
        more = {"query": json.dumps({"filter": {"id": {"$in": [ids[example_id("a4")]]}}})}
        added = mia.post(f"/annotationtasks/{task}/addToTask", {**more, "workload": [{"assigneeId": BEN, "load": 100}]})
        ids[example_id("ee")] = command(added)["spec"]["operationId"]
        terms = {"batchSize": 3, "maxBatchWorkload": 6, "allowedAssignees": [MIA]}
        pulling = self.task_body("Night shift", ("a3", "a4"), [MIA], metadata={"system": terms})
        ids[example_id("b3")] = pulled = command(mia.post("/annotationtasks", pulling))["spec"]["createdTaskId"]
        ids[example_id("e4")] = ok(mia.get(f"/assignments?taskId={pulled}"))["items"][0]["id"]

    def close(self):
        """Takes away what is mia's, for the next house."""
        for project in ok(self.mia.get("/projects")):
            if project["creator"] == MIA and project["role"] == "owner":
                ok(self.mia.delete(f"/projects/{project['id']}"))
        ok(self.mia.post("/users/me", {"firstName": "", "lastName": ""}))

    # --- both ways -----------------------------------------------------------------------------

    def from_example(self, text):
        """A text of the description, with the ids of this house."""
        for described, here in self.ids.items():
            text = text.replace(described, here)
        return text

    def to_example(self, value):
        """An answer as the description shows it: its ids, one time, its address, no secrets; lists are cut to two."""
        return Told(self).tell(value)


UNKNOWN = re.compile(r"\b[0-9a-f]{24}\b|bot\.[0-9a-f-]{36}@[\w.]+|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
ISO = re.compile(r"\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\b")
MS_MEMBERS = ("createdAt", "updatedAt")
DAY = 86_400_000  # ms
SECRETS = {
    "jwt": "eyJhbGciOi…",
    "id_token": "eyJhbGciOi…",
    "access_token": "eyJhbGciOi…",
    "refresh_token": "b2theSByZWZyZXNo…",
    "password": "…",
    "version": "…",
}


class Told:
    def __init__(self, house):
        self.here = {here: described for described, here in house.ids.items()}
        self.base = house.people.server.base
        self.new = {}

    def tell(self, value, name=None):
        if isinstance(value, dict):
            return {self.text(key): self.tell(each, key) for key, each in value.items()}
        if isinstance(value, list):
            return [self.tell(each, name) for each in value[:2]]
        if name in SECRETS and isinstance(value, str):
            return SECRETS[name]
        if isinstance(value, int) and (name in MS_MEMBERS or abs(value - time.time() * 1000) < DAY):
            return MILLISECONDS
        return self.text(value) if isinstance(value, str) else value

    def text(self, text):
        text = ISO.sub(TIME, text.replace(self.base, BASE))
        text = re.sub(r"token=[\w-]+", "token=" + LINK, text)
        text = re.sub(r"\bguest-\d+\b", "guest", text)
        return UNKNOWN.sub(lambda found: self.here.get(found[0]) or self.made(found[0]), text)

    def made(self, unknown):
        """What the request made, by the order in which it is told of."""
        if unknown not in self.new:
            number = len(self.new) + 1
            if len(unknown) == 24:
                self.new[unknown] = "6924d2" + f"{number:018x}"
            elif unknown.startswith("bot."):
                self.new[unknown] = f"bot.00000000-0000-4000-8000-{number:012x}@bot.allot.example.org"
            else:
                self.new[unknown] = f"00000000-0000-4000-8000-{number:012x}"
        return self.new[unknown]
