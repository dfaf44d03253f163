"""What one client of the kill test has been promised: plain data, and what each change does to it.

Nobody else touches what a client owns (a folder of files, tasks of its own, a slice of a task that
all share), so a state is exact: after a crash the server has this one, or the one that the change
under way would have made of it, and no other.
"""

import copy
from dataclasses import dataclass, field

OPEN = None  # the word of an item without a status


@dataclass
class State:
    files: dict = field(default_factory=dict)  # path → SHA-256
    ids: dict = field(default_factory=dict)  # path → item id; ids grow with age
    tasks: dict = field(default_factory=dict)  # name → {path: (person, word)}
    task_ids: dict = field(default_factory=dict)  # name → id
    shared: dict = field(default_factory=dict)  # item id → word, in the task that all share

    def copy(self):
        return copy.deepcopy(self)

    def seen(self):
        """What another client could see of it."""
        return self.files, self.tasks, self.shared

    def held_by(self, task, person):
        return [path for path, (who, _) in self.tasks[task].items() if who == person]

    def open_of(self, task, paths):
        return [path for path in paths if self.tasks[task][path][1] is OPEN]

    def people(self, task):
        return sorted({who for who, _ in self.tasks[task].values()})

    def by_age(self, paths):
        return sorted(paths, key=self.ids.__getitem__)


def parts(count, loads):
    """`count` split by percents, largest remainder first, ties to the earlier (B-031)."""
    exact = [count * load / 100 for load in loads]
    whole = [int(each) for each in exact]
    by_remainder = sorted(range(len(loads)), key=lambda i: whole[i] - exact[i])
    for i in by_remainder[: count - sum(whole)]:
        whole[i] += 1
    return whole


def hand_out(state, task, paths, workload):
    """`paths` to the people of the workload, each a consecutive run, oldest first (B-032)."""
    left = state.by_age(paths)
    for (person, _), count in zip(workload, parts(len(left), [load for _, load in workload])):
        for path in left[:count]:
            state.tasks[task][path] = (person, OPEN)
        left = left[count:]


# One function for each change: the state after it.


def put_file(state, path, sha256):
    state.files[path] = sha256


def delete_file(state, path):
    del state.files[path], state.ids[path]
    for items in state.tasks.values():
        items.pop(path, None)


def create_task(state, task, paths, workload):
    state.tasks[task] = {}
    hand_out(state, task, paths, workload)


def delete_task(state, task):
    del state.tasks[task], state.task_ids[task]


def set_status(state, task, paths, word):
    for path in paths:
        state.tasks[task][path] = (state.tasks[task][path][0], word)


def set_shared_status(state, items, word):
    for item in items:
        state.shared[item] = word


def add_items(state, task, paths, workload):
    hand_out(state, task, [path for path in paths if path not in state.tasks[task]], workload)


def remove_items(state, task, paths):
    """Handled ones stay (B-100)."""
    for path in state.open_of(task, paths):
        del state.tasks[task][path]


def redistribute(state, task, person, workload):
    """Handled ones stay (B-202)."""
    hand_out(state, task, state.open_of(task, state.held_by(task, person)), workload)


def reassign(state, task, person, to):
    for path in state.held_by(task, person):
        state.tasks[task][path] = (to, state.tasks[task][path][1])


def delete_assignment(state, task, person):
    for path in state.held_by(task, person):
        del state.tasks[task][path]


def move_shared(state):
    """Who holds which item of the shared task is everybody's doing; statuses stay."""
