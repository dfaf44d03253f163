"""Lists of work: the items of a task with who has them, what comes next, what needs a decision, who is away."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Dict, List, Optional, Tuple

import dtlpy as dl

from allot.calls import Json, time_in, time_of
from allot.tables import Row, Rows, counted, moment, table


@dataclass(frozen=True)
class TaskItem:
    """An item of a task, as a list shows it."""

    item_id: str
    name: str  # the last part of its path
    filename: str  # the path: "/day/0001.png"
    dataset_id: str
    assignment_id: Optional[str]  # None: nobody has it yet
    assignee_id: Optional[str]  # likewise
    status: Optional[str]  # None: open
    by: Optional[str]  # who set the status; None: nobody, or it is not known any more
    at: Optional[datetime]  # when; with its time zone, UTC
    issue: bool
    for_review: bool  # and no open issue
    in_use_by: Optional[str]  # who has it on screen
    annotations: int
    changed_at: datetime  # the item, its annotations, or its status in the task


@dataclass(frozen=True)
class NextItems(Rows):
    """What of an assignment needs work next."""

    items: Tuple["dl.Item", ...]  # none: the end, or nothing is open
    remaining: int  # that need work, these included
    waiting: Optional[int]  # of a review: that the annotator has yet to correct

    def to_rows(self) -> List[Row]:
        """One row for each item."""
        return [
            {"id": item.id, "filename": item.filename, "annotations": item.annotations_count} for item in self.items
        ]

    def __str__(self) -> str:
        text = f"{counted(self.remaining)} to work on"
        if self.waiting:
            text += f", {self.waiting} with the annotator"
        shown = table([{"ITEM": item.filename, ">MARKS": item.annotations_count} for item in self.items])
        return f"{text}\n{shown}" if shown else text


@dataclass(frozen=True)
class LateTask:
    """A task that is late, or will be."""

    task_id: str
    name: str
    due_date: Optional[datetime]  # with its time zone, UTC
    done_by: Optional[datetime]  # as the work goes on; None: nothing tells


@dataclass(frozen=True)
class PersonAtWork:
    """A person whose work a manager should look at."""

    assignee_id: str
    open: int
    last_active: Optional[datetime]  # with its time zone, UTC; None: never
    until: Optional[datetime]  # of who is absent: until when; None: that is open


@dataclass(frozen=True)
class Summary(Rows):
    """What in a project needs a decision; of each list at most 20. `print(summary)` shows it."""

    late: Tuple[LateTask, ...]  # due, and something is open
    forecast_late: Tuple[LateTask, ...]  # will be, as the work goes on
    without_work: Tuple[PersonAtWork, ...]  # nothing open, while somebody is overloaded
    overloaded: Tuple[PersonAtWork, ...]  # twice the mean of all who are there, or more
    idle: Tuple[PersonAtWork, ...]  # open items, and nothing done for a day
    absent: Tuple[PersonAtWork, ...]  # away, with open items
    issues: int  # items with an open issue
    for_review: int  # items that were corrected

    def to_rows(self) -> List[Row]:
        """One row for each task and person, with why it is there."""
        tasks = (("late", self.late), ("forecast_late", self.forecast_late))
        people = (
            ("absent", self.absent),
            ("overloaded", self.overloaded),
            ("without_work", self.without_work),
            ("idle", self.idle),
        )
        rows = [
            _row(why, task.name, due_date=task.due_date, done_by=task.done_by) for why, found in tasks for task in found
        ]
        return rows + [_row(why, each.assignee_id, open=each.open) for why, found in people for each in found]

    def __str__(self) -> str:
        tables = [table(self._tasks_shown()), table(self._people_shown())]
        lines = ["\n\n".join(filter(None, tables))] if any(tables) else []
        counts = {"with an open issue": self.issues, "corrected, to be looked at again": self.for_review}
        lines += [f"{counted(count)} {what}" for what, count in counts.items() if count]
        return "\n".join(lines) or "nothing needs a decision"

    def _tasks_shown(self) -> List[Row]:
        return [
            {"TASK": task.name, "WHY": why, "DUE": task.due_date, "DONE BY": task.done_by}
            for why, tasks in (("late", self.late), ("will be late", self.forecast_late))
            for task in tasks
        ]

    def _people_shown(self) -> List[Row]:
        whys = [(each, f"away until {moment(each.until)}" if each.until else "away") for each in self.absent]
        whys += [(each, "twice the mean, or more") for each in self.overloaded]
        whys += [(each, "nothing to do") for each in self.without_work]
        whys += [
            (each, f"nothing done since {moment(each.last_active)}" if each.last_active else "nothing done for a day")
            for each in self.idle
        ]
        return [{"PERSON": each.assignee_id, ">OPEN": each.open, "WHY": why} for each, why in whys]


@dataclass(frozen=True)
class Availability:
    """When somebody is away, or there for some hours a day."""

    begin: datetime  # with its time zone, UTC
    until: Optional[datetime]  # likewise; None: until it is lifted
    hours_per_day: Optional[float]  # None, or 0: away

    def __str__(self) -> str:
        what = f"there {self.hours_per_day:g} hours a day" if self.hours_per_day else "away"
        until = "it is lifted" if self.until is None else f"{moment(self.until)} UTC"
        return f"{what} from {moment(self.begin)} UTC until {until}"


def task_item_of(answer: Json) -> TaskItem:
    return TaskItem(
        item_id=answer["item"]["id"],
        name=answer["item"]["name"],
        filename=answer["item"]["filename"],
        dataset_id=answer["item"]["datasetId"],
        assignment_id=answer["assignmentId"],
        assignee_id=answer["assigneeId"],
        status=answer["status"],
        by=answer["by"],
        at=time_in(answer, "at"),
        issue=answer["issue"],
        for_review=answer["forReview"],
        in_use_by=answer["inUse"]["by"] if answer["inUse"] else None,
        annotations=answer["annotations"],
        changed_at=time_of(answer["changedAt"]),
    )


def task_item_row(item: TaskItem) -> Row:
    return asdict(item)


def task_item_shown(item: TaskItem) -> Row:
    state = [item.status or "open"]
    state += ["issue"] if item.issue else []
    state += ["for review"] if item.for_review else []
    state += ["in use"] if item.in_use_by is not None else []
    return {
        "ITEM": item.filename,
        "PERSON": item.assignee_id or "nobody",
        "STATE": ", ".join(state),
        "WHEN": item.at,
    }


def next_items_of(client: Any, answer: Json) -> NextItems:
    items = tuple(dl.Item.from_json(_json=each, client_api=client) for each in answer["items"])
    return NextItems(items, answer["remaining"], answer.get("waiting"))


def summary_of(answer: Json) -> Summary:
    return Summary(
        late=_tasks_of(answer["late"]),
        forecast_late=_tasks_of(answer["forecastLate"]),
        without_work=_people_of(answer["withoutWork"]),
        overloaded=_people_of(answer["overloaded"]),
        idle=_people_of(answer["idle"]),
        absent=_people_of(answer["absent"]),
        issues=answer["issues"],
        for_review=answer["forReview"],
    )


def availability_of(answer: Json) -> Optional[Availability]:
    begin = time_in(answer, "from")
    if begin is None:
        return None
    return Availability(begin, time_in(answer, "until"), answer.get("hoursPerDay"))


def _tasks_of(tasks: List[Json]) -> Tuple[LateTask, ...]:
    return tuple(
        LateTask(each["taskId"], each["name"], time_in(each, "dueDate"), time_in(each, "doneBy")) for each in tasks
    )


def _people_of(people: List[Json]) -> Tuple[PersonAtWork, ...]:
    return tuple(
        PersonAtWork(each["assigneeId"], each["open"], time_in(each, "lastActive"), time_in(each, "until"))
        for each in people
    )


def _row(why: str, what: str, **more: Any) -> Row:
    row: Dict[str, Any] = {"why": why, "what": what, "open": None, "due_date": None, "done_by": None}
    return {**row, **more}
