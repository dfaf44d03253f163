"""What happens: those events that are there, and those that come."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Dict, Iterable, Iterator, List, Optional, Union
from urllib.parse import urlencode

import dtlpy as dl
import requests

from allot.calls import Json, call, call_stream, id_of, time_of
from allot.tables import Row, Rows, table

_SECONDS_BETWEEN_TRIES = 2


@dataclass(frozen=True)
class Event:
    """Something that happened, and is durable."""

    number: int  # grows; where to go on
    kind: str  # "Task.Created", "ItemStatus.Updated", "Task.counted", …
    id: str  # of what it is about
    project_id: Optional[str]  # None: of an account
    task_id: Optional[str]
    actor: Optional[str]  # an e-mail address; None: nobody did it
    at: datetime  # with its time zone, UTC
    detail: Dict[str, Any]  # its members are those of the kind


class Events(Rows):
    """What happens, as far as whoever is signed in may see it, judged anew for each event.

    A walk gives those that are there, the oldest first, and ends; `listen()` waits for more.
    """

    _SHOWN_MOST = 20
    _PAGE = 1000

    def __init__(self, client: Any, topics: List[str], after: Optional[int]) -> None:
        self._client = client
        self._topics = topics
        self._after = after

    def __iter__(self) -> Iterator[Event]:
        """From `after` on; without it from the oldest that is kept.

        Errors: dl.exceptions.NotFound (a task or project that one may not see), allot.Gone.
        """
        after = self._after or 0
        while True:
            path = self._path(after=after, pageSize=self._PAGE)
            answer = call(self._client, "get", path, headers={"accept": "application/json"})
            for event in answer["items"]:
                yield event_of(event["id"], event["event"], event["data"])
            if answer["next"] == after:
                return
            after = answer["next"]

    def listen(self) -> Iterator[Event]:
        """From `after` on, without it from now on, without an end: it waits for the next one.

        It comes back by itself to a server that was gone for a while, and goes on where it was; none is told twice.
        "Now" is when the first one is asked for. Errors: as the walk, also later, when a right ends; what the SDK
        throws for a server that does not answer.
        """
        place = self._after
        while True:
            try:
                for number, event in _told(self._stream(place)):
                    place = number
                    if event is not None:
                        yield event
            except requests.exceptions.RequestException:
                if place is None:
                    raise
            time.sleep(_SECONDS_BETWEEN_TRIES)

    def to_rows(self) -> List[Row]:
        """One row for each that is there."""
        return [dict(vars(event)) for event in self]

    def __str__(self) -> str:
        there = list(self)
        text = table([_shown(event) for event in there[-self._SHOWN_MOST :]]) or "(none)"
        return text if len(there) <= self._SHOWN_MOST else f"{text}\nthe last {self._SHOWN_MOST} of {len(there)}"

    def _path(self, **query: Any) -> str:
        if self._topics:
            query["topics"] = ",".join(self._topics)
        return f"/events?{urlencode(query)}" if query else "/events"

    def _stream(self, place: Optional[int]) -> Iterator[bytes]:
        path = self._path() if place is None else self._path(after=place)
        with call_stream(self._client, path, {"accept": "text/event-stream"}) as answer:
            yield from answer.iter_lines(chunk_size=None)


def events(
    after: Optional[int] = None,
    tasks: Iterable[Union["dl.Task", str]] = (),
    projects: Iterable[Union["dl.Project", str]] = (),
    me: bool = False,
) -> Events:
    """What happens in tasks, in projects (or their ids), and what is about oneself; nothing named: all one may see.

    `after` is the number of an event: those behind it. 0 is the oldest that is kept.
    """
    topics = [f"task:{id_of(task)}" for task in tasks] + [f"project:{id_of(project)}" for project in projects]
    return Events(dl.client_api, topics + (["me"] if me else []), after)


def event_of(number: int, kind: str, data: Json) -> Event:
    return Event(
        number=number,
        kind=kind,
        id=data["id"],
        project_id=data["project"],
        task_id=data.get("task"),
        actor=data["actor"],
        at=time_of(data["at"]),
        detail=data["detail"],
    )


def _shown(event: Event) -> Row:
    return {">NUMBER": event.number, "WHEN": event.at, "WHAT": event.kind, "BY": event.actor}


def _told(lines: Iterator[bytes]) -> Iterator[Any]:
    """Pairs of a place and the event there, or None: a place alone."""
    fields: Dict[str, str] = {}
    for line in lines:
        if line:
            name, _, value = line.decode().partition(":")
            fields[name] = value[1:] if value.startswith(" ") else value
            continue
        if "id" in fields:
            number = int(fields["id"])
            event = event_of(number, fields["event"], json.loads(fields["data"])) if "data" in fields else None
            yield number, event
        fields = {}
