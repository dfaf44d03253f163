"""What was done to the annotations of an item."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Dict, Iterator, List, Tuple

import dtlpy as dl

from allot.calls import Json, call
from allot.tables import NOTHING, Row, Rows, table


@dataclass(frozen=True)
class AnnotationChange:
    """An annotation was made (`id` was None), changed, or deleted (`id` became None)."""

    id: str
    annotation_id: str
    user: str
    at: datetime  # with its time zone, UTC
    changes: Dict[str, Json]  # member, e.g. "metadata.system.status" -> `from`, `to`; one that is not kept is left out


class AnnotationLog(Rows):
    """One annotation after the other, of each oldest first; also those that are gone. `str()` is a table."""

    def __init__(self, changes: Tuple[AnnotationChange, ...]) -> None:
        self.changes = changes

    def __iter__(self) -> Iterator[AnnotationChange]:
        return iter(self.changes)

    def __len__(self) -> int:
        return len(self.changes)

    def first(self, count: int) -> AnnotationLog:
        """At most so many from the beginning."""
        return AnnotationLog(self.changes[: max(count, 0)])

    def to_rows(self) -> List[Row]:
        """A row for each member that changed."""
        return [
            {
                "at": change.at,
                "user": change.user,
                "annotation_id": change.annotation_id,
                "member": member,
                "from": values.get("from"),
                "to": values.get("to"),
            }
            for change in self.changes
            for member, values in change.changes.items()
        ]

    def __str__(self) -> str:
        return table([_shown(row) for row in self.to_rows()]) or "(none)"

    def __repr__(self) -> str:
        return f"<AnnotationLog of {len(self.changes)} changes>"


def _shown(row: Row) -> Row:
    said = f"{row['member']}: {_short(row['from'])} → {_short(row['to'])}"
    return {"AT": row["at"], "BY": row["user"], "ANNOTATION": row["annotation_id"], "~WHAT": said}


def _short(value: Json) -> str:
    text = NOTHING if value is None else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:59] + "…"


def annotation_log(item: "dl.Item") -> AnnotationLog:
    """Who made, changed and deleted the item's annotations, when, and what of them, as long as it is kept.

    Errors: dl.exceptions.NotFound.
    """
    answer = call(item._client_api, "get", f"/items/{item.id}/annotations-log")
    return AnnotationLog(tuple(_change_of(line) for lines in answer.values() for line in lines))


def _change_of(line: Dict[str, Any]) -> AnnotationChange:
    return AnnotationChange(
        id=line["id"],
        annotation_id=line["annotationId"],
        user=line["user"],
        at=datetime.fromisoformat(line["timestamp"].replace("Z", "+00:00")),
        changes=line["changes"],
    )
