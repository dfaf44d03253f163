"""What the server has of one client's things, read through the API, and that it is whole."""

import hashlib



class Look:
    """`seen()` compares with State.seen(). Throws AssertionError where something is half."""

    def __init__(self, client, everything):
        self.client = client
        self.checked = client.report.checked
        self.task_ids = self._tasks()
        self.shares = {}  # assignment id → (task id, person)
        self.counts = {}  # task id → what the assignments say of it, added up
        for task in [*self.task_ids.values(), client.scene["shared_task"]]:
            self._read_shares(task)
        items = self._items(filename={"$glob": f"/{client.name}/*"}, type="file")
        self.ids = {item["filename"]: item["id"] for item in items}
        assert len(self.ids) == len(items), "two items have one path"
        self.files = {item["filename"]: self._hash(item, everything) for item in items}
        self.tasks = {name: self._held(items, task) for name, task in self.task_ids.items()}
        self.shared = self._shared()
        self._check_counts()

    def seen(self):
        return self.files, self.tasks, self.shared

    def _tasks(self):
        project = self.client.scene["project"]
        name = self.client.name
        page = self.client.get(f"/annotationtasks?projects={project}&name={name}-*&pageSize=100")
        ids = {task["name"]: task["id"] for task in page["items"]}
        assert len(ids) == page["totalItemsCount"], "a task was created twice"
        self._totals = {task["id"]: task["totalItems"] for task in page["items"]}
        return ids

    def _read_shares(self, task):
        shares = self.client.shares(task)
        people = [share["annotator"] for share in shares]
        assert len(set(people)) == len(people), f"somebody has two assignments in {task}: {people}"
        assert all(share["totalItems"] for share in shares), f"an assignment of {task} is empty"
        for share in shares:
            self.shares[share["id"]] = (task, share["annotator"])
        self.counts[task] = sum(share["totalItems"] for share in shares)

    def _items(self, **conditions):
        page = self.client.ask(
            "POST",
            f"/datasets/{self.client.scene['dataset']}/query",
            filter=conditions,
            page=0,
            pageSize=1000,
        )
        assert page["totalItemsCount"] == len(page["items"])
        return page["items"]

    def _held(self, items, task):
        """Path → (person, word) of those of `items` that are in the task."""
        return {item["filename"]: held for item in items if (held := self._holder(item, task))}

    def _holder(self, item, task):
        """Who holds the item in the task, and its word there; None when it is not in the task."""
        refs = item["metadata"]["system"].get("refs", [])
        words = [ref["metadata"].get("status") for ref in refs if ref["id"] == task]
        people = [
            (self.shares[ref["id"]][1], ref["metadata"].get("status"))
            for ref in refs
            if self.shares.get(ref["id"], ("",))[0] == task
        ]
        assert len(words) == len(people) <= 1, f"{item['filename']} is half in {task}: {refs}"
        assert not people or people[0][1] == words[0], f"{item['filename']} has two words: {refs}"
        self.checked["items in one share"] += len(people)
        return people[0] if people else None

    def _shared(self):
        task = self.client.scene["shared_task"]
        held = {
            item["id"]: self._holder(item, task)
            for item in self._items(id={"$in": list(self.client.state.shared)})
        }
        lost = [item for item, who in held.items() if who is None]
        assert not lost, f"nobody has {lost} of the shared task"
        return {item: word for item, (_, word) in held.items()}

    def _check_counts(self):
        """As many items as the counters say: none of them is in two shares."""
        for name, task in self.task_ids.items():
            seen, total, shares = len(self.tasks[name]), self._totals[task], self.counts[task]
            assert seen == total == shares, f"{name}: {seen} items, {total} said, {shares} in shares"

    def _hash(self, item, everything):
        path = item["filename"]
        known = self.client.state.files.get(path)
        if known and path not in self.client.unread and not everything:
            return known
        status, content = self.client.request("GET", f"/items/{item['id']}/stream")
        assert status == 200, f"{path}: {status} {content[:200]!r}"
        assert len(content) == item["metadata"]["system"]["size"], f"{path} is half"
        self.checked["files read back"] += 1
        return hashlib.sha256(content).hexdigest()
