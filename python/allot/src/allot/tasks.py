"""What `dl.Task` gets: sharing a whole task out anew, its log, its items and pace,
what happens, and who pulls from it."""

from __future__ import annotations

from typing import Any, Dict, Iterable, List, Optional, Union

import dtlpy as dl

from allot.calls import Listing, Workload, call, id_of, query_text, run, workload_json
from allot.event_feed import Events
from allot.operations import Operation, get_operation, operation_of, row_of, shown_of
from allot.pace import Pace, read_pace
from allot.people import listed, warn_of_strangers, with_strangers
from allot.plans import Plan, expectation_of, plan_of
from allot.work_lists import TaskItem, task_item_of, task_item_row, task_item_shown

OPERATIONS_OF_A_PAGE = 100  # the server's bound
ITEMS_OF_A_PAGE = 1000  # likewise


def redistribute(
    task: "dl.Task",
    workload: Workload,
    filters: Optional["dl.Filters"] = None,
    only_not_annotated: bool = False,
    include_in_use: bool = False,
    expect: Optional[Plan] = None,
) -> Operation:
    """Shares all open items of the task, its queue apart, out by load, with as few as possible changing hands.

    `workload` is a dict: {"ada@example.org": 60, "ben@example.org": 40}, a list of people for equal parts, or a
    `dl.Workload`. Who has more than their share keeps the earliest items; people without a load give everything.
    Items with a status stay, and so do those on somebody's screen, unless `include_in_use`. `filters` and
    `only_not_annotated` narrow down what may move. With `expect`, a plan of `preview_redistribute`, it does that or
    nothing; without, it warns of whoever is neither a member nor has an account. Atomic.

    Gives the operation, which can be undone. Errors: dl.exceptions.BadRequest (loads), Forbidden, NotFound,
    Conflict (the task is dismissed), PlanChanged.
    """
    body = _body(workload, filters, only_not_annotated, include_in_use)
    client = task._client_api
    if expect is not None:
        body["expect"] = expectation_of(expect)
    else:
        people = [each["assigneeId"] for each in body["workload"]]
        warn_of_strangers(client, task.project_id, people)
    spec = run(client, "post", f"/annotationtasks/{task.id}/redistribute", body)
    return get_operation(spec["operationId"], client=client)


def preview_redistribute(
    task: "dl.Task",
    workload: Workload,
    filters: Optional["dl.Filters"] = None,
    only_not_annotated: bool = False,
    include_in_use: bool = False,
) -> Plan:
    """What `redistribute` would do; nothing is changed. `print` shows it as a table, and names who would be new to
    the task, and who is neither a member nor has an account. Errors: as redistribute."""
    body = _body(workload, filters, only_not_annotated, include_in_use)
    client = task._client_api
    plan = plan_of(call(client, "post", f"/annotationtasks/{task.id}/redistribute?dryRun=true", body))
    return with_strangers(client, task.project_id, plan)


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
        shown_of,
    )


def add_contributors(task: "dl.Task", assignee_ids: Iterable[str]) -> "dl.Task":
    """Lets people pull from the task: who is new gets an assignment with a first batch. Gives the task after it.
    Warns of whoever is neither a member nor has an account.

    Errors: dl.exceptions.BadRequest (nobody pulls from the task, nobody is named), Conflict (it is dismissed),
    Forbidden, NotFound.
    """
    people = listed(assignee_ids)
    warn_of_strangers(task._client_api, task.project_id, people)
    return _change_contributors(task, "add", people)


def remove_contributors(task: "dl.Task", assignee_ids: Iterable[str]) -> "dl.Task":
    """Takes people out: their open items go back to the queue, what they handled stays with them.

    Gives the task after it. Errors: as add_contributors.
    """
    return _change_contributors(task, "remove", listed(assignee_ids))


def queued(task: "dl.Task") -> int:
    """How many items wait for whoever pulls the next batch; 0 in tasks that nobody pulls from."""
    return call(task._client_api, "get", f"/annotationtasks/{task.id}/queue")["remaining"]


def pace(task: "dl.Task", days: int = 14, tz: str = "UTC") -> Pace:
    """How people get on with it, and when they will be done. Who sees no others: the own row.

    `days` is how many up to today, from 1 to 90; `tz` whose days, "Europe/Berlin". With `balanced` of it a
    redistribution lets all be done at the same time.
    Errors: dl.exceptions.BadRequest (no such time zone, too many days), Forbidden, NotFound.
    """
    return read_pace(task._client_api, f"/annotationtasks/{task.id}", days, tz)


def list_items(
    task: "dl.Task",
    assignee_ids: Iterable[str] = (),
    assignment: Union["dl.Assignment", str, None] = None,
    status: Optional[str] = None,
    issue: Optional[str] = None,
    order: str = "holder",
) -> Listing[TaskItem]:
    """Its items with who has them and how far they are, lazily; what is named narrows, and holds together.

    `status` is "open", "in_use", or a status word; `issue` "open" or "review"; `order` "holder" (by assignment, oldest
    first) or "time" (the latest status first). The SDK's own objects come from `get_items`.
    Errors: dl.exceptions.BadRequest (no such word), Forbidden, NotFound, from the walk.
    """
    people = listed(assignee_ids)
    wanted = {
        "assignee": ",".join(people) or None,
        "assignment": None if assignment is None else id_of(assignment),
        "status": status,
        "issue": issue,
        "order": order,
    }
    return Listing(
        task._client_api,
        f"/annotationtasks/{task.id}/items",
        {name: value for name, value in wanted.items() if value is not None},
        ITEMS_OF_A_PAGE,
        "item",
        task_item_of,
        task_item_row,
        task_item_shown,
        page_name="page",
    )


def events(task: "dl.Task", after: Optional[int] = None) -> Events:
    """What happens in it: a walk gives what is there, `listen()` waits for more.

    `after` is the number of an event: those behind it.
    """
    return Events(task._client_api, [f"task:{task.id}"], after)


METHODS = (
    redistribute,
    preview_redistribute,
    operations,
    pace,
    list_items,
    events,
    add_contributors,
    remove_contributors,
    queued,
)


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


def _change_contributors(task: "dl.Task", action: str, people: List[str]) -> "dl.Task":
    body = {"action": action, "assignees": people}
    answer = call(task._client_api, "post", f"/annotationtasks/{task.id}/contributors", body)
    return dl.Task.from_json(_json=answer, client_api=task._client_api, dataset=task._dataset)
