"""What `dl.Dataset` gets: how many annotations have which label, and which type."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Dict, List, Optional, Sequence, Tuple, Union

import dtlpy as dl

from allot.calls import call, id_of
from allot.tables import Row, Rows, table


@dataclass(frozen=True)
class WordCount:
    """So many annotations have this label, or are of this type."""

    word: str
    count: int


@dataclass(frozen=True)
class WordCounts(Rows):
    """The most frequent first. `dict(counts)` is words with their counts."""

    counts: Tuple[WordCount, ...]
    of: str = "label"  # what the words are: "label" or "type"

    def keys(self) -> List[str]:
        return [each.word for each in self.counts]

    def __getitem__(self, word: str) -> int:
        """0 for a word that no annotation has."""
        return next((each.count for each in self.counts if each.word == word), 0)

    def to_rows(self) -> List[Row]:
        return [asdict(each) for each in self.counts]

    def __str__(self) -> str:
        return table([{self.of.upper(): each.word, ">ANNOTATIONS": each.count} for each in self.counts]) or "(none)"


def label_counts(
    dataset: "dl.Dataset",
    task: Optional[Union["dl.Task", str]] = None,
    assignment: Optional[Union["dl.Assignment", str]] = None,
    creators: Sequence[str] = (),
) -> WordCounts:
    """How many annotations have which label: in the dataset, or on the items of a task or an assignment; by these people.

    While others work, the counts are of no single moment. Errors: dl.exceptions.NotFound.
    """
    return _counts(dataset, "label", task, assignment, creators)


def type_counts(
    dataset: "dl.Dataset",
    task: Optional[Union["dl.Task", str]] = None,
    assignment: Optional[Union["dl.Assignment", str]] = None,
    creators: Sequence[str] = (),
) -> WordCounts:
    """The same by type: "box", "point", …"""
    return _counts(dataset, "type", task, assignment, creators)


def annotate(
    dataset: "dl.Dataset",
    label: str,
    filters: Optional["dl.Filters"] = None,
    attributes: Optional[Dict[str, Any]] = None,
    metadata: Optional[Dict[str, Any]] = None,
) -> None:
    """Puts a classification on each file that matches, all at once; without filters on every one.

    Errors: dl.exceptions.BadRequest, Forbidden, NotFound.
    """
    annotation: Dict[str, Any] = {"label": label}
    if metadata is not None:
        annotation["metadata"] = metadata
    if attributes is not None:  # where the SDK keeps those of an annotation
        system = {**(metadata or {}).get("system", {}), "attributes": attributes}
        annotation["metadata"] = {**(metadata or {}), "system": system}
    asked = {} if filters is None else filters.prepare()
    query = {name: asked[name] for name in ("filter", "join") if asked.get(name)}
    body = {"query": {"filter": {}, **query}, "annotation": annotation}
    call(dataset._client_api, "post", f"/datasets/{dataset.id}/annotations", body)


METHODS = (label_counts, type_counts, annotate)


def _counts(
    dataset: "dl.Dataset",
    member: str,
    task: Optional[Union["dl.Task", str]],
    assignment: Optional[Union["dl.Assignment", str]],
    creators: Sequence[str],
) -> WordCounts:
    body: Dict[str, Any] = {"creators": list(creators)}
    if task is not None:
        body["taskId"] = id_of(task)
    if assignment is not None:
        body["assignmentId"] = id_of(assignment)
    lines = call(dataset._client_api, "post", f"/datasets/{dataset.id}/annotations/{member}s", body)
    return WordCounts(tuple(WordCount(word=line[member], count=line["count"]) for line in lines), member)
