"""One client of the kill test: changes things until the server dies, then looks what is there."""

import http.client
import json
import random
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import kill_model as model
from kill_changes import Changes
from kill_look import Look

BROKEN = (OSError, http.client.HTTPException)  # the connection, by the death of the server


@dataclass
class Report:
    acknowledged: Counter = field(default_factory=Counter)  # by verb
    unknown: Counter = field(default_factory=Counter)  # under way when the server died, by verb
    again: Counter = field(default_factory=Counter)  # of those: sent again, by what told the repeat
    checked: Counter = field(default_factory=Counter)  # what was read afterwards
    problems: list = field(default_factory=list)

    def __iadd__(self, other):
        for name in ("acknowledged", "unknown", "again", "checked", "problems"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        return self


class Client(Changes):
    def __init__(self, number, seed, token, scene):
        self.number = number
        self.name = f"c{number:02}"
        self.chance = random.Random(f"{seed}/{number}")
        self.token = token
        self.scene = scene  # ids: project, dataset, recipe, shared_task, slices
        self.state = model.State(shared=dict.fromkeys(scene["slices"][number], model.OPEN))
        self.pending = None
        self.last_without_key = (None, None)  # commands of this client: the one before, the last
        self.last_command = None
        self.unread = set()  # paths that were not read back since they were put
        self.report = Report()
        self.kill = None
        self._connection = None

    # Talking

    def connect(self, base):
        if self._connection:
            self._connection.close()
        address = urlsplit(base)
        self._connection = http.client.HTTPConnection(address.hostname, address.port, timeout=60)

    def request(self, method, path, body=b"", **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        headers["Authorization"] = "Bearer " + self.token
        self._connection.request(method, "/api/v1" + path, body or None, headers)
        answer = self._connection.getresponse()
        return answer.status, answer.read()

    def get(self, path):
        return self.ask("GET", path)

    def ask(self, method, path, **body):
        status, text = self.request(method, path, json.dumps(body).encode() if body else b"")
        if status != 200:
            raise AssertionError(f"{method} {path}: {status} {text[:300]!r}")
        return json.loads(text)

    def send(self, change):
        headers = {"Content_Type": change.type}
        if change.key:
            headers["Idempotency_Key"] = change.key
        return self.request(change.method, change.path, change.body, **headers)

    def complain(self, sentence):
        self.report.problems.append(f"{self.name}: {sentence}")

    # Until the server dies

    def run(self, base, is_over, kill=None):
        """Changes one thing after another until the connection breaks, or `is_over()`. `kill` is
        called as soon as an answer is there: then the change must be, too."""
        self.kill = kill
        try:
            self.connect(base)
            while not is_over():
                self.change(self.choose())
        except BROKEN:
            pass

    def change(self, change):
        self.pending = change
        if change.is_command and change.key is None:
            self.last_without_key = (self.last_without_key[1], change)
        status, body = self.send(change)
        if self.kill:
            self.kill()
        self.pending = None
        if 200 <= status < 300:
            self.report.acknowledged[change.verb] += 1
            self.adopt(change, json.loads(body) if body else None)
        elif not (change.effect[0] is model.move_shared and status == 404):
            # Of what is shared another client may have taken something away; of nothing else.
            self.complain(f"{change.verb}: {status} {body[:300]!r}")

    def adopt(self, change, answer=None):
        self.state = change.after(self.state, answer)
        if change.effect[0] is model.put_file:
            self.unread.add(change.effect[1])
        if change.is_command and answer:
            self.last_command = answer["id"]

    # After the restart

    def settle(self, base, everything=False):
        """Compares what is there with what was promised. The change that was under way may be sent
        again first: it must then be done, and once."""
        try:
            self.connect(base)
            possible = [self.state]
            if self.pending:
                self.report.unknown[self.pending.verb] += 1
                after = self.pending.after(self.state)
                possible = [after] if self.send_again(self.pending) else [self.state, after]
                if self.pending.effect[0] is model.put_file:
                    self.unread.add(self.pending.effect[1])
            self.compare(Look(self, everything), possible)
            self.pending = None
        except (AssertionError, *BROKEN) as failure:
            self.complain(f"{type(failure).__name__}: {failure}")

    def send_again(self, change):
        """True when the change is done now, whether it was before or not."""
        by_key = change.key is not None and self.chance.random() < 0.6
        # A repeat that follows at once needs no key (B-160): nothing else was asked in between. Where
        # the client meant the same twice, the server that starts cannot tell which one is repeated.
        at_once = change.is_command and change.key is None and self.chance.random() < 0.6
        at_once = at_once and not is_same(*self.last_without_key)
        if not by_key and not at_once:
            return False
        status, body = self.send(change)
        if change.effect[0] is model.move_shared and status == 404:
            return True  # done before by somebody else
        # 409: it was done, and its answer was not kept (B-297).
        if not 200 <= status < 300 and not (by_key and status == 409):
            self.complain(f"{change.verb} again: {status} {body[:300]!r}")
        self.report.again["with a key" if by_key else "at once"] += 1
        return True

    def compare(self, look, possible):
        fits = [state for state in possible if state.seen() == look.seen()]
        if fits:
            self.state = fits[0].copy()
            self.state.ids, self.state.task_ids = look.ids, look.task_ids
            self.unread.clear()
        else:
            under_way = self.pending.verb if self.pending else "nothing"
            self.complain(f"{under_way} was under way, and now " + "; or ".join(
                " ".join(differences(state.seen(), look.seen())) for state in possible
            ))
        if self.last_command:
            if self.get(f"/commands/{self.last_command}")["status"] != "success":
                self.complain(f"the command {self.last_command} is not what it was")
            self.report.checked["commands known again"] += 1


def is_same(before, change):
    """As requests."""
    parts = [each and (each.method, each.path, each.body) for each in (before, change)]
    return parts[0] == parts[1]


def differences(expected, seen):
    files, tasks, shared = zip(expected, seen)
    yield from unlike("file", *files)
    yield from unlike("shared item", *shared)
    for name in sorted(set(tasks[0]) & set(tasks[1])):
        yield from unlike(f"task {name}", tasks[0][name], tasks[1][name])
    yield from unlike("task", *({name: "whole" for name in each} for each in tasks))


def unlike(name, old, new):
    for key in sorted(set(old) | set(new)):
        if old.get(key) != new.get(key):
            yield f"{name} {key}: {old.get(key)} was promised, {new.get(key)} is there."
