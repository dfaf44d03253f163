"""Many pull from one task at once: no item is with two people, nobody has more than the limit, nothing is left."""

import json
import threading
import time
from collections import Counter

import pytest

from house import check_finds_nothing, picture
from http_api import Api, ok

PEOPLE = 200
BATCH = 3
LIMIT = 6
ITEMS = PEOPLE * 10


@pytest.fixture(scope="module")
def full(founded, tmp_path_factory):
    """The house with as many pictures as are to be handled."""
    house = founded.copy_to(tmp_path_factory.mktemp("full") / "data").start()
    threads = [threading.Thread(target=fill, args=(house, start)) for start in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    yield house
    house.stop()


def fill(house, start):
    api = Api(house.server.base, house.token)
    for n in range(start, ITEMS - len(house.items), 8):
        ok(api.upload(house.dataset, f"/more/{n}.png", picture(n % 5)))


def make_task(house):
    recipe = ok(house.api.get(f"/datasets/{house.dataset}"))["metadata"]["system"]["recipes"][0]
    body = {
        "name": "pulling",
        "query": '{"filter": {"type": "file"}}',
        "taskOwner": "mia@example.org",
        "recipeId": recipe,
        "datasetId": house.dataset,
        "projectId": house.project,
        "spec": {"type": "annotation"},
        "metadata": {
            "system": {
                "batchSize": BATCH,
                "maxBatchWorkload": LIMIT,
                "allowedAssignees": [f"p{n}@example.org" for n in range(PEOPLE)],
            }
        },
    }
    return ok(house.api.post("/annotationtasks", body))["spec"]["createdTaskId"]


def assignments(house, task):
    page = ok(house.api.get(f"/assignments?projects={house.project}&taskId={task}&pageSize=1000"))
    return page["items"]


class Puller(threading.Thread):
    """Handles what one assignment has, a few at a time, until no more comes."""

    def __init__(self, house, assignment):
        super().__init__()
        self.api = Api(house.server.base, house.token)
        self.dataset = house.dataset
        self.assignment = assignment
        self.handled = []
        self.seen = set()
        self.most = 0
        self.failure = None

    def run(self):
        try:
            while open_items := self.open_items():
                self.most = max(self.most, len(open_items))
                self.seen.update(open_items)
                self.handle(open_items[: 1 + len(self.handled) % 3])
        except Exception as failure:  # told by the test, not by a thread that nobody hears
            self.failure = failure

    def post(self, path, body):
        """As the SDK has it: whoever is told that the server is busy asks again. One account has all of these people."""
        while (answer := self.api.post(path, body)).status_code == 503:
            time.sleep(float(answer.headers["Retry-After"]))
        return ok(answer)

    def open_items(self):
        filter = {"metadata.system.refs.id": {"$in": [self.assignment]}}
        body = {"filter": filter, "page": 0, "pageSize": 1000}
        page = self.post(f"/datasets/{self.dataset}/query", body)
        done = set(self.handled)
        return [item["id"] for item in page["items"] if item["id"] not in done]

    def handle(self, items):
        payload = {"operation": "create", "status": "completed", "returnLastStatus": True}
        body = {"itemIds": items, "statusPayload": payload}
        changed = self.post(f"/assignments/{self.assignment}/items/status", body)
        assert set(changed) == set(items), "an item was taken from who had it"
        self.handled += items


# B-050, B-051, B-053, B-161
def test_two_hundred_pull_at_once(full):
    task = make_task(full)
    before = assignments(full, task)
    assert len(before) == PEOPLE and all(each["totalItems"] == BATCH for each in before)
    pullers = [Puller(full, each["id"]) for each in before]
    for puller in pullers:
        puller.start()
    for puller in pullers:
        puller.join()
    assert not [puller.failure for puller in pullers if puller.failure]

    handled = Counter(item for puller in pullers for item in puller.handled)
    assert len(handled) == ITEMS and set(handled.values()) == {1}, "an item was handled twice, or never"
    seen = Counter(item for puller in pullers for item in puller.seen)
    assert set(seen.values()) == {1}, "an item was with two people"
    assert max(puller.most for puller in pullers) <= LIMIT
    assert ok(full.api.get(f"/annotationtasks/{task}/queue")) == {"remaining": 0}
    whole = ok(full.api.get(f"/annotationtasks/{task}"))
    assert whole["itemStatus"]["completed"] == ITEMS and whole["status"] == "completed"
    check_moves(full, task)
    full.stop()
    check_finds_nothing(full.data)
    full.start()


def check_moves(house, task):
    """The log alone tells the same: each item came to one person, once."""
    came = Counter()
    operations = ok(house.api.get(f"/annotationtasks/{task}/operations?pageSize=1"))
    for page in range((operations["totalItemsCount"] + 99) // 100):
        listed = ok(house.api.get(f"/annotationtasks/{task}/operations?pageSize=100&pageOffset={page}"))
        for operation in listed["items"]:
            assert operation["kind"] in ("create", "batch"), json.dumps(operation)
            moved = ok(house.api.get(f"/operations/{operation['id']}/items?pageSize=1000"))
            came.update(item["itemId"] for item in moved["items"] if item["to"] is not None)
    assert len(came) == ITEMS and set(came.values()) == {1}
