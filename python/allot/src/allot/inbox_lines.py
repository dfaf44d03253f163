"""The inbox: what whoever is signed in is told."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Iterable, Optional, Union

import dtlpy as dl

from allot.calls import Json, Listing, call, id_of, time_of
from allot.tables import Row

LINES_OF_A_CALL = 1000  # the server's bound


@dataclass(frozen=True)
class InboxLine:
    """One thing that one is told."""

    id: str
    at: datetime  # the last time; with its time zone, UTC
    kind: str  # "assigned", "moved", "withdrawn", "returned", "answered", "due_soon", "overdue", "completed", "idle"
    text: str  # a sentence
    by: Optional[str]  # an e-mail address; None: nobody did it
    project_id: str
    task_id: Optional[str]
    assignment_id: Optional[str]
    item_id: Optional[str]
    count: int  # how often it happened within an hour
    is_read: bool


def inbox(unread: bool = False) -> Listing[InboxLine]:
    """What one is told, newest first, lazily: work that came or went, issues and their answers, tasks that are due
    or complete. With `unread` only what was not read."""
    query = {"unread": "true"} if unread else {}
    return Listing(dl.client_api, "/users/me/inbox", query, LINES_OF_A_CALL, "id", _line_of, asdict, _line_shown)


def read_inbox(lines: Iterable[Union[InboxLine, str]]) -> None:
    """Marks these lines (or their ids) as read; those that are gone are passed over."""
    ids = [id_of(line) for line in lines]
    for begin in range(0, len(ids), LINES_OF_A_CALL):
        call(dl.client_api, "post", "/users/me/inbox/read", {"ids": ids[begin : begin + LINES_OF_A_CALL]})


def read_inbox_up_to(line: Union[InboxLine, str]) -> None:
    """Marks a line (or its id), and all that came before it, as read. Errors: dl.exceptions.NotFound."""
    call(dl.client_api, "post", "/users/me/inbox/read", {"upTo": id_of(line)})


def _line_shown(line: InboxLine) -> Row:
    times = f" ({line.count} times)" if line.count > 1 else ""
    return {"WHEN": line.at, "WHAT": line.kind, "~TEXT": line.text + times}


def _line_of(answer: Json) -> InboxLine:
    return InboxLine(
        id=answer["id"],
        at=time_of(answer["at"]),
        kind=answer["kind"],
        text=answer["text"],
        by=answer["by"],
        project_id=answer["projectId"],
        task_id=answer.get("taskId"),
        assignment_id=answer.get("assignmentId"),
        item_id=answer.get("itemId"),
        count=answer.get("count", 1),
        is_read=answer["read"],
    )
