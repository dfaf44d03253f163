"""The server is killed while twenty clients change things; nothing acknowledged is missing.

`./dev fault kill --rounds 1000`; `--seed N` makes the same choices again (the clients' and the
killer's; how they meet is the machine's).
"""

import hashlib
import json
import random
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from house import check_finds_nothing
from http_api import Api, command, ok, sign_in
from kill_changes import PEOPLE, loads_json
from kill_client import Report
from kill_crowd import CLIENTS, Crowd
from server import Server, binary

MIA = "mia@example.org"
PASSWORD = "a good long secret of all"
SLICE = 5  # items of each client in the task that all share


@pytest.fixture
def server(tmp_path):
    server = Server(tmp_path / "data")
    server.add_user(MIA, PASSWORD, admin=True)
    for number in range(CLIENTS):
        server.add_user(client_address(number), PASSWORD)
    server.start()
    yield server
    if server.running():
        server.stop()


def client_address(number):
    return f"client{number}@example.org"


def set_the_scene(server):
    """A project with a task over twenty slices of items, and a token for each client."""
    api = Api(server.base, sign_in(server.base, MIA, PASSWORD))
    project = ok(api.post("/projects", {"name": "killed"}))["id"]
    members = [(client_address(number), "engineer") for number in range(CLIENTS)]
    for email, role in members + [(person, "annotator") for person in PEOPLE]:
        ok(api.post(f"/projects/{project}/members/{email}", {"role": role}))
    dataset = ok(api.post("/datasets", {"name": "killed", "projects": [project]}))
    items = [
        ok(api.upload(dataset["id"], f"/shared/{number:03}.bin", b"%d" % number))["id"]
        for number in range(CLIENTS * SLICE)
    ]
    task = {
        "name": "shared",
        "query": json.dumps({"filter": {"id": {"$in": items}}}),
        "projectId": project,
        "datasetId": dataset["id"],
        "recipeId": dataset["metadata"]["system"]["recipes"][0],
        "taskOwner": MIA,
        "spec": {"type": "annotation"},
        "workload": loads_json([(person, 20) for person in PEOPLE]),
    }
    scene = {
        "project": project,
        "dataset": dataset["id"],
        "recipe": task["recipeId"],
        "shared_task": command(api.post("/annotationtasks", task))["spec"]["createdTaskId"],
        "slices": [items[i::CLIENTS] for i in range(CLIENTS)],
    }
    with ThreadPoolExecutor(4) as pool:
        addresses = map(client_address, range(CLIENTS))
        tokens = list(pool.map(lambda who: sign_in(server.base, who, PASSWORD), addresses))
    assert all(tokens)
    return tokens, scene


# B-160, B-161, B-164, B-297
def test_nothing_acknowledged_is_missing_after_kills_at_random_instants(server, rounds, seed, capsys):
    chance = random.Random(seed)
    tokens, scene = set_the_scene(server)
    total, kills, started = Report(), 0, time.monotonic()
    files = KeptFiles(server.data / "files")
    count = rounds(50)
    with Crowd(seed, tokens, scene) as crowd:
        for number in range(1, count + 1):
            kills += kill_at_some_instant(server, crowd, chance, total)
            server.start()
            total += crowd.settle(server.base, everything=number == count)
            assert not total.problems, f"round {number}: " + "\n".join(total.problems)
            check_finds_nothing(server.data)
            total.checked["files hashed on disk"] += files.check(everything=number == count)
    assert server.stop() == 0
    with capsys.disabled():
        tell(count, kills, total, time.monotonic() - started)
    assert sum(total.acknowledged.values()) > 20 * count, "the clients hardly got anything done"


def kill_at_some_instant(server, crowd, chance, total):
    """Returns the number of kills."""
    kill = chance.choice([kill_at_a_time, kill_at_an_answer, kill_at_an_answer, kill_when_idle])
    kill(server, crowd, chance, total)
    kills = 1
    # While it recovers it may die too.
    while chance.random() < 0.25:
        kill_while_starting(server.data, chance.uniform(0, 0.06))
        kills += 1
    return kills


def kill_at_a_time(server, crowd, chance, total):
    crowd.start(server.base, 60)
    time.sleep(chance.uniform(0.1, 0.9))
    server.kill()
    total += crowd.wait()


def kill_at_an_answer(server, crowd, chance, total):
    """What was answered is there, however short ago it was: a client kills."""
    shot = (chance.randrange(CLIENTS), chance.randint(1, 30), server.pid)
    crowd.start(server.base, 1.5, shot)
    total += crowd.wait()
    server.kill()  # where the client was too slow


def kill_when_idle(server, crowd, chance, total):
    """All clients have stopped, and the server tidies its log when it dies."""
    crowd.start(server.base, chance.uniform(0.1, 0.9))
    total += crowd.wait()
    time.sleep(chance.uniform(0.08, 0.14))
    server.kill()


def kill_while_starting(data, seconds):
    command_line = [str(binary()), "serve", "--data", str(data), "--listen", "127.0.0.1:0"]
    process = subprocess.Popen(command_line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(seconds)
    process.kill()
    process.wait(timeout=20)


class KeptFiles:
    """What lies in files/: every file has the content that its name says, and of what was under way
    nothing is left. Each is read once, since nobody writes to it again, and all at the end."""

    def __init__(self, folder):
        self.folder = folder
        self._known = set()

    def check(self, everything=False):
        """Returns the number of files that were read."""
        found = {path for path in self.folder.rglob("*") if not path.is_dir()}
        assert self._known <= found, f"{self._known - found} are lost"
        to_read = found if everything else found - self._known
        for path in to_read:
            assert path.parent.name == path.name[:2], f"{path} is no file that is kept"
            assert hashlib.sha256(path.read_bytes()).hexdigest() == path.name, f"{path} is half"
        self._known = found
        return len(to_read)


def tell(rounds, kills, total, seconds):
    print(f"\n{rounds} rounds, {kills} kills, {seconds:.0f} s")
    for what in ("acknowledged", "unknown", "again", "checked"):
        counts = getattr(total, what)
        each = ", ".join(f"{name} {count}" for name, count in counts.most_common())
        print(f"{what}: {sum(counts.values())} ({each})")
