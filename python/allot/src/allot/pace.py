"""How fast people work, and when they will be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timezone, tzinfo
from typing import Any, Dict, List, Optional, Tuple
from urllib.parse import urlencode

from allot.calls import Json, call, time_in
from allot.tables import NOTHING, Row, Rows, counted, moment, table


@dataclass(frozen=True)
class DayItems:
    """Items of one day."""

    day: date
    items: int


@dataclass(frozen=True)
class PersonPace:
    """How one person gets on."""

    assignee_id: str
    assignment_id: Optional[str]  # None: of a project
    tasks: int  # in which the person has an assignment; 1 of a task
    open: int
    handled: int  # items with a status, whoever set it
    active_seconds: int  # at work, without breaks
    items_per_hour: Optional[float]  # None: too little was done to tell
    per_day: Tuple[DayItems, ...]  # handled by the person, every day, oldest first
    last_active: Optional[datetime]  # with its time zone, UTC; None: never
    done_by: Optional[datetime]  # likewise; None: nothing is open, or nothing tells


@dataclass(frozen=True)
class Pace(Rows):
    """How people get on with a task, or with the open tasks of a project.

    `print(pace)` shows people with their numbers. `task.preview_redistribute(pace.balanced)` shows the cure.
    """

    people: Tuple[PersonPace, ...]  # who sees no others: oneself
    left: Tuple[DayItems, ...]  # open items at the end of each day, today's now; only for who sees all
    done_by: Optional[datetime]  # with its time zone, UTC; None: nothing is open, or nothing tells
    due_date: Optional[datetime]  # of a task; None: none
    late: bool  # of a task: something is open, and now or `done_by` is after the due date
    balanced: Dict[str, float]  # of a task: loads with which all would be done at the same time
    tz: str = "UTC"  # whose days these are, and the times of the table

    def to_rows(self) -> List[Row]:
        """One row for each person."""
        return [_row_of(person) for person in self.people]

    def __str__(self) -> str:
        zone, name = _zone(self.tz)
        title = counted(sum(person.open for person in self.people)) + " open"
        if self.done_by is not None:
            title += f", done by {moment(self.done_by.astimezone(zone))} {name}"
        if self.due_date is not None:
            title += f", due {moment(self.due_date.astimezone(zone))} {name}"
        title += ", late" if self.late else ""
        shown = table([_shown(person, zone) for person in self.people])
        return f"{title}\n{shown}" if shown else title


def read_pace(client: Any, path: str, days: int, tz: str) -> Pace:
    answer = call(client, "get", f"{path}/pace?{urlencode({'days': days, 'tz': tz})}")
    return Pace(
        people=tuple(_person_of(each) for each in answer["people"]),
        left=_days_of(answer["left"], "items"),
        done_by=time_in(answer, "doneBy"),
        due_date=time_in(answer, "dueDate"),
        late=answer.get("late", False),
        balanced={load["assigneeId"]: load["load"] for load in answer.get("balanced", [])},
        tz=tz,
    )


def _person_of(answer: Json) -> PersonPace:
    return PersonPace(
        assignee_id=answer["assigneeId"],
        assignment_id=answer.get("assignmentId"),
        tasks=answer.get("tasks", 1),
        open=answer["open"],
        handled=answer["handled"],
        active_seconds=answer["activeSeconds"],
        items_per_hour=answer["itemsPerHour"],
        per_day=_days_of(answer["perDay"], "handled"),
        last_active=time_in(answer, "lastActive"),
        done_by=time_in(answer, "doneBy"),
    )


def _days_of(days: List[Json], name: str) -> Tuple[DayItems, ...]:
    return tuple(DayItems(date.fromisoformat(each["day"]), each[name]) for each in days)


def _zone(name: str) -> Tuple[tzinfo, str]:
    """UTC where this machine does not know it, or Python is older than 3.9."""
    try:
        from zoneinfo import ZoneInfo

        return ZoneInfo(name), name
    except (ImportError, KeyError, ValueError):
        return timezone.utc, "UTC"


def _shown(person: PersonPace, zone: tzinfo) -> Row:
    speed = person.items_per_hour
    return {
        "PERSON": person.assignee_id,
        ">OPEN": person.open,
        ">DONE": person.handled,
        ">AN HOUR": NOTHING if speed is None else f"{speed:.1f}",
        ">ACTIVE": _hours(person.active_seconds),
        ">DONE BY": None if person.done_by is None else person.done_by.astimezone(zone),
    }


def _hours(seconds: int) -> str:
    """`25 min`, `2 h 05`."""
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours} h {minutes:02}" if hours else f"{minutes} min"


def _row_of(person: PersonPace) -> Row:
    row = {name: value for name, value in vars(person).items() if name != "per_day"}
    row["handled_in_days"] = sum(day.items for day in person.per_day)
    return row
