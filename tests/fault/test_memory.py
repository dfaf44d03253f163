"""How much memory the server takes, however much is sent."""

import json
import re
import time
from pathlib import Path

import pytest

from http_api import ok
from raw_client import connect, head, receive

MEGABYTE = 1 << 20
DATABASE = 48 * MEGABYTE  # what SQLite keeps at hand, and some


class Memory:
    """Of the server's process, in bytes."""

    def __init__(self, pid):
        self.folder = Path(f"/proc/{pid}")

    def now(self):
        return self.field("VmRSS")

    def most(self):
        """Since `forget`."""
        return self.field("VmHWM")

    def forget(self):
        (self.folder / "clear_refs").write_text("5")

    def field(self, name):
        return int(re.search(rf"{name}:\s+(\d+) kB", (self.folder / "status").read_text())[1]) * 1024


@pytest.fixture
def memory(house):
    return Memory(house.server.pid)


# B-305
def test_ten_thousand_requests_on_one_connection_leave_nothing_in_memory(house, memory):
    connection = connect(house)
    body = b'{"filter":{"type":"file"}}'
    requests = [
        head(house, "GET", f"/datasets/{house.dataset}"),
        head(house, "GET", f"/items/{house.items[0]}/stream"),
        head(house, "POST", f"/datasets/{house.dataset}/query", f"Content-Length: {len(body)}") + body,
        head(house, "PATCH", f"/datasets/{house.dataset}", "Content-Length: 2") + b"{}",
        head(house, "GET", "/items/nothing"),
    ]

    def ask(rounds):
        return {receive_all(connection, requests) for _ in range(rounds)}

    answers = ask(200)
    before = memory.now()
    assert ask(2_000) == answers and len(answers) == 1
    assert memory.now() - before < MEGABYTE


def receive_all(connection, requests):
    """The statuses of requests that are sent one by one."""
    statuses = []
    for request in requests:
        connection.sendall(request)
        statuses.append(receive(connection)[0])
    return tuple(statuses)


# B-305
def test_an_upload_takes_no_memory_for_its_size(house, memory):
    house.upload("/small.bin", bytes(MEGABYTE))
    memory.forget()
    before = memory.now()
    ok(house.upload("/big.bin", bytes(200 * MEGABYTE)))
    assert memory.most() - before < 16 * MEGABYTE


# B-305
@pytest.mark.parametrize("points", [4, 4_000])
def test_annotations_take_memory_once_when_they_come_and_none_when_they_are_read(house, memory, points):
    shape = [{"x": number / 7, "y": number / 3} for number in range(points)]
    annotation = {"type": "segment", "label": "car", "coordinates": [shape], "metadata": {"user": {}}}
    body = json.dumps([annotation] * (16 * MEGABYTE // len(json.dumps(annotation)))).encode()
    path = f"/items/{house.items[0]}/annotations"
    memory.forget()
    before = memory.now()
    made = ok(house.api.request("POST", path, data=body))
    assert memory.most() - before < len(body) + DATABASE
    memory.forget()
    before = memory.now()
    assert ok(house.api.get(path)) == made
    assert memory.most() - before < DATABASE


# B-305
@pytest.mark.parametrize("kind", ["json", "zip"])
def test_an_export_takes_no_memory_for_its_size(house, memory, kind):
    annotation = {"type": "box", "label": "car", "coordinates": [{"x": 1, "y": 2}, {"x": 3, "y": 4}], "metadata": {"user": {}}}
    body = json.dumps([annotation] * (16 * MEGABYTE // len(json.dumps(annotation)))).encode()
    for item in house.items[:3]:
        ok(house.api.request("POST", f"/items/{item}/annotations", data=body))
    memory.forget()
    before = memory.now()
    begun = ok(house.api.post(f"/datasets/{house.dataset}/export", {"exportType": kind}))
    until = time.monotonic() + 300
    while (command := ok(house.api.get(f"/commands/{begun['id']}")))["status"] == "in-progress":
        assert time.monotonic() < until, command
        time.sleep(0.1)
    assert memory.most() - before < DATABASE
    file = ok(house.api.get(f"/items/{command['spec']['outputItemId']}"))
    assert file["metadata"]["system"]["size"] > (3 * len(body) if kind == "json" else MEGABYTE)


# B-305
def test_a_clone_takes_no_memory_for_its_size(house, memory):
    annotation = {"type": "box", "label": "car", "coordinates": [{"x": 1, "y": 2}, {"x": 3, "y": 4}], "metadata": {"user": {}}}
    body = json.dumps([annotation] * (16 * MEGABYTE // len(json.dumps(annotation)))).encode()
    for item in house.items[:3]:
        ok(house.api.request("POST", f"/items/{item}/annotations", data=body))
    memory.forget()
    before = memory.now()
    begun = ok(house.api.post(f"/datasets/{house.dataset}/clone", {"name": "copy"}))
    until = time.monotonic() + 300
    while (command := ok(house.api.get(f"/commands/{begun['id']}")))["status"] == "in-progress":
        assert time.monotonic() < until, command
        time.sleep(0.1)
    assert command["status"] == "success", command
    assert memory.most() - before < DATABASE
