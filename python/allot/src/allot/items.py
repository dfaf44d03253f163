"""What `dl.Item` gets: who held it, and what was done to its annotations."""

from __future__ import annotations

from dataclasses import asdict
from typing import Union

import dtlpy as dl

from allot.annotation_log import annotation_log
from allot.calls import Listing, id_of
from allot.operations import Holding, holding_of, holding_shown


def holders(item: "dl.Item", task: Union["dl.Task", str]) -> Listing[Holding]:
    """Who held the item in a task (or a task's id), from when to when and by which move, oldest first.

    Gaps are times in the task's queue, or outside of it. Errors: dl.exceptions.NotFound (no such task, or one of
    another dataset), Forbidden, from the walk.
    """
    query = {"taskId": id_of(task)}
    path = f"/items/{item.id}/holders"
    return Listing(item._client_api, path, query, 1000, "operationId", holding_of, asdict, holding_shown)


METHODS = (holders, annotation_log)
