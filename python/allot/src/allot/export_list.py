"""The exports of a dataset that the server wrote: their files, which stay in the hidden dataset `Binaries`."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, Iterator, List, Optional, Union

import dtlpy as dl

from allot.calls import Entries, Json, call
from allot.exports import take
from allot.tables import Row, Rows, table

EXPORTS_OF_A_PAGE = 1000  # the server's bound


@dataclass(frozen=True)
class Export:
    """What `dataset.export` of the SDK, or `allot dataset export --lock`, asked the server for. As it was when read."""

    id: str
    dataset_id: str
    by: str  # an e-mail address
    form: str  # "json" or "zip"
    status: str  # "created", "in-progress", "success", "failed" or "canceled"
    error: Optional[str]  # why it failed
    begun_at: datetime  # with its time zone, UTC
    ended_at: Optional[datetime]  # likewise; None: it waits, or is written
    item_id: Optional[str]  # the file; None: there is none, or not yet
    _client: Any = field(compare=False, repr=False)

    def item(self) -> "dl.Item":
        """The file as an item, with its `name` and `size`. Errors: dl.exceptions.NotFound (deleted, or none yet)."""
        return dl.Item.from_json(_json=call(self._client, "get", self._path()), client_api=self._client)

    def download(self, local_path: Union[str, "os.PathLike[str]"]) -> str:
        """Writes the file there, once it is whole; one that has the name is replaced. Gives its path.

        Errors: as item; those of `requests` and OSError when not all of it came, or could be written.
        """
        return take(self._client, f"{self._path()}/stream", local_path)

    def delete(self) -> None:
        """Deletes the file; the export stays in the list. Errors: as item."""
        call(self._client, "delete", self._path())

    def _path(self) -> str:
        if self.item_id is None:
            raise dl.exceptions.NotFound(status_code="404", message=f"The export has no file; it is {self.status}.")
        return f"/items/{self.item_id}"


class Exports(Rows):
    """Newest first, lazily: a page is fetched when the walk comes to it. `str()` is a table of the first twenty."""

    _SHOWN_MOST = 20

    def __init__(self, client: Any, dataset_id: str) -> None:
        self._client = client
        self._dataset_id = dataset_id

    def __iter__(self) -> Iterator[Export]:
        seen = set()  # what comes in front during a walk moves the others to later pages
        number = 0
        while True:
            records = self._page(number, EXPORTS_OF_A_PAGE)["records"]
            for record in records:
                if record["id"] not in seen:
                    seen.add(record["id"])
                    yield _export_of(self._client, record)
            if len(records) < EXPORTS_OF_A_PAGE:
                return
            number += 1

    def first(self, count: int) -> Entries[Export]:
        """At most so many from the beginning: a list that prints as a table."""
        return Entries(islice(self, max(count, 0)), _row_of, _shown)

    def count(self) -> int:
        """How many there are now; asks the server."""
        return self._page(0, 0)["total"]

    def to_rows(self) -> List[Row]:
        return [_row_of(export) for export in self]

    def __str__(self) -> str:
        page = self._page(0, self._SHOWN_MOST)
        text = table([_shown(_export_of(self._client, each)) for each in page["records"]]) or "(none)"
        return text if page["total"] <= self._SHOWN_MOST else f"{text}\n… of {page['total']}"

    def __repr__(self) -> str:
        return f"<Exports of {self._dataset_id}>"

    def _page(self, number: int, size: int) -> Json:
        wanted = {"datasetId": self._dataset_id, "pageOffset": number, "pageSize": size}
        return call(self._client, "post", "/datasets/exports", wanted)


def exports(dataset: "dl.Dataset") -> Exports:
    """The dataset's exports that the server wrote, or will: when, by whom, and each with its file, which stays until
    somebody deletes it. Owners and developers see them, whoever asked for them."""
    return Exports(dataset._client_api, dataset.id)


METHODS = (exports,)


def _row_of(export: Export) -> Row:
    return {name: value for name, value in vars(export).items() if not name.startswith("_")}


def _shown(export: Export) -> Row:
    file = "no file" if export.item_id is None else f"a {export.form} file"
    return {"WHEN": export.begun_at, "BY": export.by, "STATE": export.status, "FILE": file}


def _export_of(client: Any, answer: Json) -> Export:
    return Export(
        id=answer["id"],
        dataset_id=answer["datasetId"],
        by=answer["creator"],
        form=answer["exportType"],
        status=answer["status"],
        error=answer["error"],
        begun_at=_iso(answer["createdAt"]),
        ended_at=None if answer["endedAt"] is None else _iso(answer["endedAt"]),
        item_id=answer["outputItemId"],
        _client=client,
    )


def _iso(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))
