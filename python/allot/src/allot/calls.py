"""Requests through the SDK's own client: its sign-in, its retries, its exceptions."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from typing import Any, Callable, Dict, Generic, Iterable, Iterator, List, Mapping, Optional, Sequence, TypeVar, Union
from urllib.parse import urlencode

import dtlpy as dl

from allot.plans import PlanChanged, plan_of
from allot.tables import Row, Rows, table

Json = Dict[str, Any]
Workload = Union["dl.Workload", Mapping[str, float], Sequence[str]]
T = TypeVar("T")


class Gone(dl.exceptions.UnknownException):
    """What came behind the event that was named is no longer kept: read anew what it was about."""


def call(
    client: Any, method: str, path: str, body: Optional[Json] = None, headers: Optional[Dict[str, str]] = None
) -> Any:
    """The JSON of the answer; None where there is none.

    Errors: those of the SDK (`dl.exceptions`), PlanChanged, Gone.
    """
    success, response = client.gen_request(req_type=method, path=path, json_req=body, headers=headers)
    if not success:
        raise_for(response)
    return response.json() if response.content else None


def call_stream(client: Any, path: str, headers: Dict[str, str]) -> Any:
    """The answer, whose body is read as it comes; to be closed. Errors: as call."""
    success, response = client.gen_request(req_type="get", path=path, stream=True, headers=headers)
    if not success:
        raise_for(response)
    return response


def raise_for(response: Any) -> None:
    try:
        answer = response.json()
    except ValueError:
        answer = None
    if isinstance(answer, dict) and answer.get("error") == "plan_changed":
        raise PlanChanged(answer.get("message", ""), plan_of(answer))
    if response.status_code == 410:
        message = answer.get("message", "") if isinstance(answer, dict) else ""
        raise Gone(status_code="410", message=message)
    raise dl.PlatformException(response)


def run(client: Any, method: str, path: str, body: Optional[Json] = None) -> Json:
    """Waits for the command that the call starts, and gives its `spec`. Errors: as call, FailedDependency."""
    answer = call(client, method, path, {} if body is None else body)
    return dl.Command.from_json(_json=answer, client_api=client).wait().spec


def id_of(thing: Any) -> str:
    """Of one of the SDK's objects, or of a text that is the id."""
    return getattr(thing, "id", thing)


def time_of(milliseconds: float) -> datetime:
    """Since 1970, in UTC."""
    return datetime.fromtimestamp(milliseconds / 1000, tz=timezone.utc)


def time_in(answer: Json, name: str) -> Optional[datetime]:
    """None: there is none."""
    milliseconds = answer.get(name)
    return None if milliseconds is None else time_of(milliseconds)


def milliseconds_of(moment: datetime) -> int:
    """Since 1970; a time without a zone is a local one."""
    return round(moment.timestamp() * 1000)


def workload_json(workload: Workload) -> List[Json]:
    """Of a `dl.Workload`, of a dict like {"ada@example.org": 60, "ben@example.org": 40}, or of people for equal parts.
    Errors: TypeError (anything else)."""
    if isinstance(workload, Mapping):
        return [{"assigneeId": person, "load": load} for person, load in workload.items()]
    if isinstance(workload, (list, tuple)) and all(isinstance(each, str) for each in workload):
        return [{"assigneeId": person, "load": 100 / len(workload)} for person in workload]
    if isinstance(workload, dl.Workload):
        return workload.to_json()
    raise TypeError(
        'Give loads as {"ada@example.org": 60, "ben@example.org": 40}, or a list of people for equal parts, '
        f"not {workload!r}."
    )


def query_text(filters: "dl.Filters") -> str:
    """Errors: TypeError (no filters)."""
    if not isinstance(filters, dl.Filters):
        raise TypeError(f'Give filters as dl.Filters(field="dir", values="/july"), not {filters!r}.')
    return json.dumps(filters.prepare())


class Entries(List[T], Rows):
    """Some of a list, all there. It prints as a table."""

    def __init__(self, entries: Iterable[T], row: Callable[[T], Row], shown: Callable[[T], Row]) -> None:
        super().__init__(entries)
        self._row = row
        self._shown = shown

    def to_rows(self) -> List[Row]:
        return [self._row(entry) for entry in self]

    def __str__(self) -> str:
        return table([self._shown(entry) for entry in self]) or "(none)"


class Listing(Rows, Generic[T]):
    """A list of the server, lazily: a page is fetched when the walk comes to it. Each walk is a new one.

    What comes in front during a walk is not seen by it, and nothing is seen twice. `len` is not defined, since
    it would ask the server unseen: `count()` does. `str()` shows the first twenty.
    """

    _SHOWN_MOST = 20

    def __init__(
        self,
        client: Any,
        path: str,
        query: Mapping[str, Any],
        page_size: int,
        key: str,
        read: Callable[[Json], T],
        row: Callable[[T], Row],
        shown: Callable[[T], Row],
        page_name: str = "pageOffset",
    ) -> None:
        """`key` is the member by which an entry is known again; `read` makes an entry of its JSON, `row` its row,
        `shown` the cells of `str()`; `page_name` is the parameter that says which page."""
        self._client = client
        self._path = path
        self._query = dict(query)
        self._page_size = page_size
        self._key = key
        self._read = read
        self._row = row
        self._shown = shown
        self._page_name = page_name

    def __iter__(self) -> Iterator[T]:
        last = None  # of the page before: what came in front since moves it to this one
        number = 0
        while True:
            answer = self._page(number, self._page_size)
            keys = [entry[self._key] for entry in answer["items"]]
            begin = keys.index(last) + 1 if last in keys else 0
            for entry in answer["items"][begin:]:
                yield self._read(entry)
            if not answer["hasNextPage"]:
                return
            last = keys[-1] if keys else last
            number += 1

    def first(self, count: int) -> Entries[T]:
        """At most so many from the beginning: a list that prints as a table."""
        found: List[T] = []
        if count > 0:
            for entry in self:
                found.append(entry)
                if len(found) == count:
                    break
        return Entries(found, self._row, self._shown)

    def count(self) -> int:
        """How many there are now; asks the server."""
        return self._page(0, 1)["totalItemsCount"]

    def to_rows(self) -> List[Row]:
        return [self._row(entry) for entry in self]

    def __str__(self) -> str:
        first = self.first(self._SHOWN_MOST + 1)
        text = table([self._shown(entry) for entry in first[: self._SHOWN_MOST]]) or "(none)"
        return text if len(first) <= self._SHOWN_MOST else f"{text}\n… of {self.count()}"

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._path}>"

    def _page(self, number: int, size: int) -> Json:
        query = urlencode({**self._query, self._page_name: number, "pageSize": size})
        return call(self._client, "get", f"{self._path}?{query}")
