"""What a client of the kill test chooses to do: requests, each with what it does once it is done."""

import hashlib
import json
import string
from dataclasses import dataclass

import kill_model as model
from http_api import file_part, part

PEOPLE = [f"{name}@example.org" for name in ("ada", "ben", "cleo", "dan", "eve")]
WORDS = ["completed", "discard"]
FILES_MIN, FILES_MAX, TASKS_MAX = 8, 24, 3


@dataclass
class Change:
    """A request, and what it does once it is done."""

    verb: str
    method: str
    path: str
    effect: tuple  # a function of kill_model and what follows the state
    body: bytes = b""
    type: str = "application/json"
    key: str = None  # Idempotency-Key
    is_command: bool = False
    learn: object = None  # takes ids from the answer: (state, answer)

    def after(self, state, answer=None):
        state = state.copy()
        function, *arguments = self.effect
        function(state, *arguments)
        if self.learn and answer is not None:
            self.learn(state, answer)
        return state


class Changes:
    """What a client can do. It has `name`, `chance`, `scene`, `state` and `get`."""

    _numbers = 0

    def choose(self):
        makers = [
            (8, self.make_status),
            (3, self.make_statuses),
            (4, self.make_redistribution),
            (2, self.make_reassignment),
            (3, self.make_addition),
            (2, self.make_removal),
            (4, self.make_upload),
            (2, self.make_overwriting),
            (1, self.make_file_deletion),
            (0.5, self.make_assignment_deletion),
            (1, self.make_task),
            (0.5, self.make_task_deletion),
            (3, self.make_shared_statuses),
            (1, self.make_shared_redistribution),
        ]
        weights, functions = zip(*makers)
        while True:
            change = self.chance.choices(functions, weights)[0]()
            if change:
                change.key = self.word(20) if self.chance.random() < 0.5 else None
                return change

    def word(self, length):
        return "".join(self.chance.choices(string.ascii_lowercase, k=length))

    def new_name(self, kind):
        self._numbers += 1
        return f"{self.name}-{kind}{self._numbers}"

    def workload(self):
        loads = self.chance.choice([[100], [50, 50], [70, 30], [20, 30, 50]])
        return list(zip(self.chance.sample(PEOPLE, len(loads)), loads))

    def some(self, things, most):
        things = list(things)
        return self.chance.sample(things, min(len(things), self.chance.randint(1, most)))

    def task(self, is_fit=lambda items: items):
        """Name of a task of this client whose items are fit; None where there is none."""
        fit = [name for name, items in self.state.tasks.items() if is_fit(items)]
        return self.chance.choice(fit) if fit else None

    def share_of(self, task_id, person):
        """Id of the person's assignment."""
        for share in self.shares(task_id):
            if share["annotator"] == person:
                return share["id"]
        raise AssertionError(f"{person} has no assignment in task {task_id}")

    def shares(self, task_id):
        project = self.scene["project"]
        return self.get(f"/assignments?projects={project}&taskId={task_id}&pageSize=500")["items"]

    def matching(self, paths):
        return json.dumps({"filter": {"id": {"$in": [self.state.ids[path] for path in paths]}}})

    # The changes. Each returns None where there is nothing to do it with.

    def make_status(self):
        task = self.task()
        if not task:
            return None
        path = self.chance.choice(list(self.state.tasks[task]))
        share = self.share_of(self.state.task_ids[task], self.state.tasks[task][path][0])
        word = self.chance.choice(WORDS)
        return Change(
            "status",
            "POST",
            f"/assignments/{share}/items/{self.state.ids[path]}/status",
            (model.set_status, task, [path], word),
            json_bytes(operation="create", status=word),
        )

    def make_statuses(self):
        task = self.task()
        if not task:
            return None
        paths = self.some(self.state.tasks[task], 6)
        word = self.chance.choice([*WORDS, model.OPEN])
        return Change(
            "statuses" if word else "clearing",
            "POST",
            f"/assignments/items/tasks/{self.state.task_ids[task]}/status",
            (model.set_status, task, paths, word),
            statuses_body([self.state.ids[path] for path in paths], word),
        )

    def make_shared_statuses(self):
        items = self.some(self.state.shared, 4)
        word = self.chance.choice([*WORDS, model.OPEN, model.OPEN])
        return Change(
            "shared statuses",
            "POST",
            f"/assignments/items/tasks/{self.scene['shared_task']}/status",
            (model.set_shared_status, items, word),
            statuses_body(items, word),
        )

    def make_shared_redistribution(self):
        share = self.chance.choice(self.shares(self.scene["shared_task"]))
        return self.move("shared move", share["id"], self.workload(), (model.move_shared,))

    def make_redistribution(self):
        task = self.task()
        if not task:
            return None
        person = self.chance.choice(self.state.people(task))
        share = self.share_of(self.state.task_ids[task], person)
        workload = self.workload()
        effect = (model.redistribute, task, person, workload)
        return self.move("redistribute", share, workload, effect)

    def move(self, verb, share, workload, effect):
        path = f"/assignments/{share}/redistribute"
        body = json_bytes(workload=loads_json(workload))
        return Change(verb, "POST", path, effect, body, is_command=True)

    def make_reassignment(self):
        task = self.task()
        if not task:
            return None
        person = self.chance.choice(self.state.people(task))
        to = self.chance.choice(PEOPLE)
        share = self.share_of(self.state.task_ids[task], person)
        return Change(
            "reassign",
            "POST",
            f"/assignments/{share}/reassign",
            (model.reassign, task, person, to),
            json_bytes(annotator=to),
            is_command=True,
        )

    def make_addition(self):
        task = self.task(lambda items: len(items) < len(self.state.files))
        if not task:
            return None
        paths = self.some(self.state.files, 6)
        workload = self.workload()
        return Change(
            "add",
            "POST",
            f"/annotationtasks/{self.state.task_ids[task]}/addToTask",
            (model.add_items, task, paths, workload),
            json_bytes(query=self.matching(paths), workload=loads_json(workload)),
            is_command=True,
        )

    def make_removal(self):
        task = self.task()
        if not task:
            return None
        paths = self.some(self.state.tasks[task], 4)
        return Change(
            "remove",
            "POST",
            f"/annotationtasks/{self.state.task_ids[task]}/removeFromTask",
            (model.remove_items, task, paths),
            json_bytes(query=self.matching(paths)),
            is_command=True,
        )

    def make_upload(self):
        if len(self.state.files) >= FILES_MAX:
            return None
        return self.upload("upload", f"/{self.name}/{self.new_name('f')}.bin")

    def make_overwriting(self):
        if not self.state.files:
            return None
        return self.upload("overwrite", self.chance.choice(list(self.state.files)))

    def upload(self, verb, path):
        most = self.chance.choice([200, 4_000, 4_000, 80_000, 300_000])
        content = self.chance.randbytes(self.chance.randint(1, most))
        boundary = self.word(24)
        body = part(boundary, "type", "file") + part(boundary, "path", path)
        body += file_part(boundary, content) + b"--%s--\r\n" % boundary.encode()

        def learn(state, answer):
            state.ids[path] = answer["id"]

        return Change(
            verb,
            "POST",
            f"/datasets/{self.scene['dataset']}/items"
            + ("?mode=overwrite" if verb == "overwrite" else ""),
            (model.put_file, path, hashlib.sha256(content).hexdigest()),
            body,
            f"multipart/form-data; boundary={boundary}",
            learn=learn,
        )

    def make_file_deletion(self):
        if len(self.state.files) < FILES_MIN:
            return None
        path = self.chance.choice(list(self.state.files))
        effect = (model.delete_file, path)
        return Change("delete item", "DELETE", f"/items/{self.state.ids[path]}", effect)

    def make_assignment_deletion(self):
        task = self.task(lambda items: len(items) > 4)
        if not task:
            return None
        person = self.chance.choice(self.state.people(task))
        return Change(
            "delete assignment",
            "DELETE",
            f"/assignments/{self.share_of(self.state.task_ids[task], person)}",
            (model.delete_assignment, task, person),
            is_command=True,
        )

    def make_task(self):
        if len(self.state.tasks) >= TASKS_MAX or len(self.state.files) < 4:
            return None
        paths = self.some(self.state.files, 10)
        workload = self.workload()
        task = self.new_name("t")

        def learn(state, answer):
            state.task_ids[task] = answer["spec"]["createdTaskId"]

        body = json_bytes(
            name=task,
            query=self.matching(paths),
            projectId=self.scene["project"],
            datasetId=self.scene["dataset"],
            recipeId=self.scene["recipe"],
            taskOwner=PEOPLE[0],
            spec={"type": "annotation"},
            workload=loads_json(workload),
        )
        effect = (model.create_task, task, paths, workload)
        return Change(
            "create task", "POST", "/annotationtasks", effect, body, is_command=True, learn=learn
        )

    def make_task_deletion(self):
        task = self.task(lambda items: len(self.state.tasks) > 1)
        if not task:
            return None
        path = f"/annotationtasks/{self.state.task_ids[task]}"
        return Change("delete task", "DELETE", path, (model.delete_task, task), is_command=True)


def json_bytes(**body):
    return json.dumps(body).encode()


def statuses_body(items, word):
    payload = {"operation": "create", "status": word} if word else {"operation": "delete"}
    return json_bytes(itemIds=items, statusPayload=payload)


def loads_json(workload):
    return [{"assigneeId": person, "load": load} for person, load in workload]
