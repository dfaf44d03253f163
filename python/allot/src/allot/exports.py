"""What `dl.Dataset`, `dl.Task` and `dl.Assignment` get: their labels in formats that others read, and a task's history."""

from __future__ import annotations

import os
from typing import Any, Optional, Union
from urllib.parse import urlencode

import dtlpy as dl

from allot.calls import call_stream, query_text

_PIECE = 1 << 20  # bytes


def export_as(
    labelled: Union["dl.Dataset", "dl.Task", "dl.Assignment"],
    format: str,
    local_path: Union[str, "os.PathLike[str]"],
    filters: Optional["dl.Filters"] = None,
) -> str:
    """Writes its items with their labels to a file, as the server streams them; a million take no memory here or there.

    `format` is "coco", "csv", "dataloop", "ndjson", "voc" or "yolo"; of these dataloop, voc and yolo are zip archives.
    Of a task or an assignment each item comes with who has it and its status. The file has its name once it is
    whole; one that has the name is replaced.

    Gives its path. Errors: dl.exceptions.BadRequest (no such format: the sentence names those there are), Forbidden,
    NotFound; TypeError (what are no filters); those of `requests` and OSError when not all of it came, or could be written.
    """
    query = {"format": format}
    if filters is not None:
        query["filter"] = query_text(filters)
    return take(labelled._client_api, f"{_address(labelled)}/export?{urlencode(query)}", local_path)


def export_history(
    task: "dl.Task", local_path: Union[str, "os.PathLike[str]"], format: str = "csv"
) -> str:
    """Writes what became of the task's items to a file, "csv" or "ndjson": a line for each move and each status.

    The file has its name once it is whole; one that has the name is replaced. Gives its path. Errors: as export_as.
    """
    return take(task._client_api, f"{_address(task)}/history?{urlencode({'format': format})}", local_path)


METHODS = (export_as,)
METHODS_OF_TASKS = (export_as, export_history)


def _address(labelled: Any) -> str:
    if isinstance(labelled, dl.Task):
        return f"/annotationtasks/{labelled.id}"
    return f"/{'datasets' if isinstance(labelled, dl.Dataset) else 'assignments'}/{labelled.id}"


def take(client: Any, path: str, local_path: Union[str, "os.PathLike[str]"]) -> str:
    """What the server streams there, in a file of that name once it is whole. Errors: as export_as."""
    file = os.fspath(local_path)
    draft = file + ".part"
    with call_stream(client, path, {}) as answer:
        try:
            with open(draft, "wb") as out:
                for piece in answer.iter_content(_PIECE):
                    out.write(piece)
            os.replace(draft, file)
        except OSError as problem:
            if problem.filename == draft:  # nobody asked for that name
                raise type(problem)(problem.errno, problem.strerror, file) from None
            raise
        finally:
            if os.path.exists(draft):
                os.remove(draft)
    return file
