"""What `dl.Task` gets: sharing a whole task out anew, its log, and who pulls from it."""

from __future__ import annotations

from typing import Any, Dict, Iterable, Optional

import dtlpy as dl

from allot.calls import Listing, Workload, call, query_text, run, workload_json
from allot.operations import Operation, get_operation, operation_of, row_of
from allot.plans import Plan, expectation_of, plan_of

OPERATIONS_OF_A_PAGE = 100  # the server's bound


def redistribute(
    task: "dl.Task",
    workload: Workload,
    filters: Optional["dl.Filters"] = None,
    only_not_annotated: bool = False,
    include_in_use: bool = False,
    expect: Optional[Plan] = None,
) -> Operation:
    """Shares all open items of the task, its queue apart, out by load, with as few as possible changing hands.

    `workload` is a `dl.Workload` or a dict: {"ada@example.org": 60, "ben@example.org": 40}. Who has more than
    their share keeps the earliest items; people without a load give everything. Items with a status stay, and so
    do those on somebody's screen, unless `include_in_use`. `filters` and `only_not_annotated` narrow down what may
    move. With `expect`, a plan of `preview_redistribute`, it does that or nothing. Atomic.

    Gives the operation, which can be undone. Errors: dl.exceptions.BadRequest (loads), Forbidden, NotFound,
    Conflict (the task is dismissed), PlanChanged.
    """
    body = _body(workload, filters, only_not_annotated, include_in_use)
    if expect is not None:
        body["expect"] = expectation_of(expect)
    client = task._client_api
    spec = run(client, "post", f"/annotationtasks/{task.id}/redistribute", body)
    return get_operation(spec["operationId"], client=client)


def preview_redistribute(
    task: "dl.Task",
    workload: Workload,
    filters: Optional["dl.Filters"] = None,
    only_not_annotated: bool = False,
    include_in_use: bool = False,
) -> Plan:
    """What `redistribute` would do; nothing is changed. `print` shows it as a table. Errors: as redistribute."""
    body = _body(workload, filters, only_not_annotated, include_in_use)
    return plan_of(call(task._client_api, "post", f"/annotationtasks/{task.id}/redistribute?dryRun=true", body))


def operations(task: "dl.Task") -> Listing[Operation]:
    """The task's log: every move of its work, newest first, lazily.

    Errors: dl.exceptions.Forbidden, NotFound, from the walk.
    """
    client = task._client_api
    return Listing(
        client,
        f"/annotationtasks/{task.id}/operations",
        {},
        OPERATIONS_OF_A_PAGE,
        "id",
        lambda answer: operation_of(client, answer),
        row_of,
    )


def add_contributors(task: "dl.Task", assignee_ids: Iterable[str]) -> "dl.Task":
    """Lets people pull from the task: who is new gets an assignment with a first batch. Gives the task after it.

    Errors: dl.exceptions.BadRequest (nobody pulls from the task, nobody is named), Conflict (it is dismissed),
    Forbidden, NotFound.
    """
    return _change_contributors(task, "add", assignee_ids)


def remove_contributors(task: "dl.Task", assignee_ids: Iterable[str]) -> "dl.Task":
    """Takes people out: their open items go back to the queue, what they handled stays with them.

    Gives the task after it. Errors: as add_contributors.
    """
    return _change_contributors(task, "remove", assignee_ids)


def queued(task: "dl.Task") -> int:
    """How many items wait for whoever pulls the next batch; 0 in tasks that nobody pulls from."""
    return call(task._client_api, "get", f"/annotationtasks/{task.id}/queue")["remaining"]


METHODS = (redistribute, preview_redistribute, operations, add_contributors, remove_contributors, queued)


def _body(
    workload: Workload, filters: Optional["dl.Filters"], only_not_annotated: bool, include_in_use: bool
) -> Dict[str, Any]:
    body: Dict[str, Any] = {
        "workload": workload_json(workload),
        "selectNotAnnotatedOnly": only_not_annotated,
        "includeInUse": include_in_use,
    }
    if filters is not None:
        body["query"] = query_text(filters)
    return body


def _change_contributors(task: "dl.Task", action: str, assignee_ids: Iterable[str]) -> "dl.Task":
    people = [assignee_ids] if isinstance(assignee_ids, str) else list(assignee_ids)
    body = {"action": action, "assignees": people}
    answer = call(task._client_api, "post", f"/annotationtasks/{task.id}/contributors", body)
    return dl.Task.from_json(_json=answer, client_api=task._client_api, dataset=task._dataset)
