"""Operations: moves of work that were done, what they moved, and how they are taken back."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Dict, List, Optional, Tuple

import dtlpy as dl

from allot.calls import Json, Listing, call, run, time_of
from allot.plans import Plan, expectation_of, kind_for_people, plan_of
from allot.tables import Row, Rows, counted, moment, table

SERVER = "the server"


@dataclass(frozen=True)
class MovedItem:
    """An item that changed hands."""

    item_id: str
    giver: Optional[str]  # an e-mail address; None: from outside of the task, or its queue
    receiver: Optional[str]  # likewise


@dataclass(frozen=True)
class Flow:
    """How much one person gave and got."""

    assignee_id: str
    gave: int
    got: int


@dataclass(frozen=True, repr=False)
class Operation(Rows):
    """A move of work that was done; every move of a task is one. As it was when it was read.

    `print(operation)` shows who gave and got how much.
    """

    id: str
    kind: str  # "create", "add", "redistribute", "batch", "undo", …
    task_id: str
    by: Optional[str]  # an e-mail address; None: the server, by itself
    at: datetime  # with its time zone, UTC
    total: int  # items that changed hands
    people: Tuple[Flow, ...]  # receivers in workload order first
    undoable: int  # items that an undo would take back now; 0 where it would change who contributes alone
    why_not_undoable: Optional[str]  # a sentence, when an undo would do nothing; else None
    undo_of: Optional[str]  # the operation that this one has undone
    undone_by: Optional[str]  # the operation that has undone this one
    _client: Any = field(compare=False)

    def reload(self) -> Operation:
        """As it is now. Errors: dl.exceptions.NotFound (its task is gone)."""
        return get_operation(self.id, client=self._client)

    def items(self, giver: Optional[str] = None, receiver: Optional[str] = None) -> Listing[MovedItem]:
        """What it moved, of the items that exist still; of and to these people alone, when they are named."""
        query = {name: value for name, value in (("from", giver), ("to", receiver)) if value is not None}
        path = f"/operations/{self.id}/items"
        return Listing(self._client, path, query, 1000, "itemId", _moved_item_of, asdict, _moved_item_shown)

    def undo(self, include_in_use: bool = False, expect: Optional[Plan] = None) -> Undone:
        """Takes it back as far as its items are untouched; what was worked on since stays, and is counted by reason.

        Atomic; at most once, and undone itself by undoing the operation that it gives back. With
        `include_in_use` what is on somebody's screen goes back, too.

        Errors: dl.exceptions.Conflict (of a kind that cannot be undone, nothing of it is untouched, undone already,
        the task is dismissed), PlanChanged (`expect`), Forbidden, NotFound.
        """
        spec = run(self._client, "post", f"/operations/{self.id}/undo", _undoing(include_in_use, expect))
        return Undone(
            operation=get_operation(spec["operationId"], client=self._client),
            items=spec["undone"],
            kept=tuple(_kept_of(line) for line in spec["kept"]),
        )

    def preview_undo(self, include_in_use: bool = False) -> Plan:
        """What `undo` would do. Errors: as undo."""
        path = f"/operations/{self.id}/undo?dryRun=true"
        return plan_of(call(self._client, "post", path, _undoing(include_in_use, None)))

    def to_rows(self) -> List[Row]:
        """One row for each person."""
        return [asdict(person) for person in self.people]

    def __str__(self) -> str:
        shown = table([{"PERSON": each.assignee_id, ">GAVE": each.gave, ">GOT": each.got} for each in self.people])
        return f"{self._title()}\n{shown}" if shown else self._title()

    def __repr__(self) -> str:
        return f"<Operation {self.id}: {self._title()}>"

    def _title(self) -> str:
        return f"{kind_for_people(self.kind)}: {counted(self.total)}, {self.by or SERVER}, {moment(self.at)} UTC"


@dataclass(frozen=True)
class Kept:
    """What somebody keeps when an operation is undone, by the first reason that holds."""

    assignee_id: Optional[str]  # None: what waits in a queue
    moved: int  # went on to somebody else since, or is deleted
    handled: int  # a status was set since
    annotated: int  # annotations changed since
    in_use: int  # on somebody's screen


@dataclass(frozen=True)
class Undone(Rows):
    """What came of an undo. `print(undone)` shows what stays, and why."""

    operation: Operation  # the undo itself
    items: int  # went back
    kept: Tuple[Kept, ...]  # people who keep nothing are left out

    def to_rows(self) -> List[Row]:
        """One row for each person who keeps some."""
        return [asdict(line) for line in self.kept]

    def __str__(self) -> str:
        text = f"{counted(self.items)} went back" if self.operation.total else "who pulls is as before"
        shown = table(
            [
                {
                    "PERSON": "in the queue" if line.assignee_id is None else line.assignee_id,
                    ">HANDLED": line.handled,
                    ">ANNOTATED": line.annotated,
                    ">WENT ON": line.moved,
                    ">ON SCREEN": line.in_use,
                }
                for line in self.kept
            ]
        )
        return f"{text}; these stay:\n{shown}" if shown else text


@dataclass(frozen=True)
class Holding:
    """That somebody held an item of a task."""

    assignee_id: str
    since: datetime  # with its time zone, UTC
    until: Optional[datetime]  # None: still
    operation_id: str  # by which they got it
    by: Optional[str]  # who did that; None: the server, by itself


def get_operation(operation_id: str, client: Any = None) -> Operation:
    """A move of work by its id. Errors: dl.exceptions.NotFound (also when its task is gone), Forbidden."""
    client = dl.client_api if client is None else client
    return operation_of(client, call(client, "get", f"/operations/{operation_id}"))


def operation_of(client: Any, answer: Json) -> Operation:
    return Operation(
        id=answer["id"],
        kind=answer["kind"],
        task_id=answer["taskId"],
        by=answer["by"],
        at=time_of(answer["at"]),
        total=answer["total"],
        people=tuple(Flow(each["assigneeId"], each["gave"], each["got"]) for each in answer["people"]),
        undoable=answer["undoable"]["items"],
        why_not_undoable=answer["undoable"].get("reason"),
        undo_of=answer.get("undoOf"),
        undone_by=answer.get("undoneBy"),
        _client=client,
    )


def row_of(operation: Operation) -> Row:
    """A line of a task's log."""
    return {
        "at": operation.at,
        "kind": operation.kind,
        "total": operation.total,
        "by": operation.by,
        "undoable": operation.undoable,
        "undo_of": operation.undo_of,
        "undone_by": operation.undone_by,
        "id": operation.id,
    }


def shown_of(operation: Operation) -> Row:
    """The same on a screen."""
    if operation.undone_by is not None:
        state = "undone"
    elif operation.undoable > 0:
        state = f"{operation.undoable} can be taken back"
    elif operation.why_not_undoable is None:
        state = "who pulls can be taken back"
    else:
        state = "cannot be undone"
    return {
        "WHEN": operation.at,
        "WHAT": kind_for_people(operation.kind),
        ">ITEMS": operation.total,
        "BY": operation.by or SERVER,
        "STATE": state,
    }


def holding_shown(holding: Holding) -> Row:
    until = "now" if holding.until is None else holding.until
    return {"PERSON": holding.assignee_id, "FROM": holding.since, "TO": until, "BY": holding.by or SERVER}


def holding_of(answer: Json) -> Holding:
    return Holding(
        assignee_id=answer["assigneeId"],
        since=time_of(answer["from"]),
        until=None if answer["to"] is None else time_of(answer["to"]),
        operation_id=answer["operationId"],
        by=answer["by"],
    )


def _moved_item_of(answer: Json) -> MovedItem:
    return MovedItem(answer["itemId"], answer["from"], answer["to"])


def _moved_item_shown(item: MovedItem) -> Row:
    return {"ITEM": item.item_id, "FROM": item.giver, "TO": item.receiver}


def _kept_of(line: Json) -> Kept:
    return Kept(line["assigneeId"], line["moved"], line["handled"], line["annotated"], line["inUse"])


def _undoing(include_in_use: bool, expect: Optional[Plan]) -> Dict[str, Any]:
    body: Dict[str, Any] = {"includeInUse": include_in_use}
    if expect is not None:
        body["expect"] = expectation_of(expect)
    return body
