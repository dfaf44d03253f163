"""What `dl.Project` gets: what needs a decision, the pace of people, who is away, what happens."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Dict, Optional
from urllib.parse import quote

import dtlpy as dl

from allot.calls import call, milliseconds_of
from allot.event_feed import Events
from allot.pace import Pace, read_pace
from allot.work_lists import Availability, Summary, availability_of, summary_of


def summary(project: "dl.Project") -> Summary:
    """What needs a decision, as far as whoever is signed in sees it. Errors: dl.exceptions.NotFound."""
    return summary_of(call(project._client_api, "get", f"/projects/{project.id}/summary"))


def pace(project: "dl.Project", days: int = 14, tz: str = "UTC") -> Pace:
    """How people get on with its open tasks, and when they will be done. Who sees no others: the own row.

    `days` is how many up to today, from 1 to 90; `tz` whose days, "Europe/Berlin".
    Errors: dl.exceptions.BadRequest (no such time zone, too many days), NotFound.
    """
    return read_pace(project._client_api, f"/projects/{project.id}", days, tz)


def availability(project: "dl.Project", email: str) -> Optional[Availability]:
    """When a member is away; None: nothing was said. Oneself, or who manages people may ask and say.

    Errors: dl.exceptions.NotFound (no member), Forbidden.
    """
    return availability_of(call(project._client_api, "get", _path(project, email)))


def set_availability(
    project: "dl.Project",
    email: str,
    begin: datetime,
    until: Optional[datetime] = None,
    hours_per_day: Optional[float] = None,
) -> Availability:
    """Says when a member is away, without `until` for good; with `hours_per_day` they work so long a day meanwhile.

    It replaces what was said before. Who is away gets no batches; loads may still name them. Times without a zone are
    local ones. Errors: dl.exceptions.BadRequest (ends before it begins; hours beyond a day), else as availability.
    """
    body: Dict[str, Any] = {"from": milliseconds_of(begin)}
    if until is not None:
        body["until"] = milliseconds_of(until)
    if hours_per_day is not None:
        body["hoursPerDay"] = hours_per_day
    said = availability_of(call(project._client_api, "put", _path(project, email), body))
    assert said is not None
    return said


def clear_availability(project: "dl.Project", email: str) -> None:
    """They are there again. Repeatable. Errors: as availability."""
    call(project._client_api, "delete", _path(project, email))


def events(project: "dl.Project", after: Optional[int] = None) -> Events:
    """What happens in it: a walk gives what is there, `listen()` waits for more.

    `after` is the number of an event: those behind it.
    """
    return Events(project._client_api, [f"project:{project.id}"], after)


METHODS = (summary, pace, availability, set_availability, clear_availability, events)


def _path(project: "dl.Project", email: str) -> str:
    return f"/projects/{project.id}/members/{quote(email, safe='@')}/availability"
