"""What `dl.Assignment` gets: `delete()`, which the guide page shows and the SDK does not have; previews of the
SDK's own moves; what comes next and what is on one's screen; batches."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Dict, List, Optional, Union
from urllib.parse import urlencode

import dtlpy as dl

from allot.calls import Entries, Json, Workload, call, id_of, run, time_in, time_of, workload_json
from allot.people import with_strangers
from allot.plans import Plan, plan_of
from allot.tables import Row
from allot.work_lists import NextItems, next_items_of

ASSIGNMENTS_OF_A_PAGE = 1000  # the server's bound
_PRIORITIES = {1: "low", 2: "medium", 3: "high"}


def delete(self: "dl.Assignment", wait: bool = True) -> Any:
    """Deletes the assignment. All of its items leave the task, handled ones with their statuses too;
    to keep them in the task, redistribute or reassign it.

    True, or with `wait=False` the command to wait for. Errors: dl.exceptions.NotFound, Forbidden, …
    """
    client = self._client_api
    command = dl.Command.from_json(_json=call(client, "delete", f"/assignments/{self.id}"), client_api=client)
    if not wait:
        return command
    command.wait()
    return True


def preview_redistribute(assignment: "dl.Assignment", workload: Workload) -> Plan:
    """What the SDK's `redistribute` would do with these loads; nothing is changed. Errors: as that."""
    return _preview(assignment, "redistribute", {"workload": workload_json(workload)})


def preview_reassign(assignment: "dl.Assignment", assignee_id: str) -> Plan:
    """What the SDK's `reassign` would do; nothing is changed. Errors: as that."""
    return _preview(assignment, "reassign", {"annotator": [assignee_id]})


def next(
    assignment: "dl.Assignment", after: Union["dl.Item", str, None] = None, count: int = 1
) -> NextItems:
    """What of one's own assignment needs work next: what came back by an issue first, then open items behind `after`.

    `after` is the item at hand, or its id; `count`, from 1 to 10, is how many at most. At the end there are none, and
    nothing begins again. Errors: dl.exceptions.BadRequest (count), Forbidden (it is somebody else's), NotFound.
    """
    query: Dict[str, Any] = {"count": count}
    if after is not None:
        query["after"] = id_of(after)
    client = assignment._client_api
    return next_items_of(client, call(client, "get", f"/assignments/{assignment.id}/next?{urlencode(query)}"))


def my_assignments(active: Optional[bool] = True) -> Entries["dl.Assignment"]:
    """One's own assignments in all projects, a list that prints as a table, in the order in which they are to be worked: higher priority first, then
    the earlier due date. `active`: unfinished ones of tasks that are not dismissed; False: the others; None: all."""
    client = dl.client_api
    query: Dict[str, Any] = {"pageSize": ASSIGNMENTS_OF_A_PAGE, "pageOffset": 0}
    if active is not None:
        query["active"] = "true" if active else "false"
    found: List["dl.Assignment"] = []
    rows: Dict[str, Row] = {}
    while True:
        answer = call(client, "get", f"/users/me/assignments?{urlencode(query)}")
        found += [dl.Assignment.from_json(_json=each, client_api=client) for each in answer["items"]]
        rows.update((each["id"], _row_of(each)) for each in answer["items"])
        if not answer["hasNextPage"]:
            return Entries(found, lambda each: rows[each.id], lambda each: _shown(rows[each.id]))
        query["pageOffset"] += 1


def use(assignment: "dl.Assignment", item: Union["dl.Item", str]) -> datetime:
    """Says that an item (or its id) is on one's screen: redistributing and undoing leave it here.

    Gives until when, 90 seconds from now, in UTC; repeat it while the item stays on screen. A status, a change of
    its annotations and `end_use` end it before.

    Errors: dl.exceptions.NotFound (the item is no longer in the assignment: keep what is not saved as a draft),
    Forbidden (the assignment is somebody else's).
    """
    return time_of(call(assignment._client_api, "put", _in_use(assignment, item), {})["until"])


def end_use(assignment: "dl.Assignment", item: Union["dl.Item", str]) -> None:
    """It is off the screen. Repeatable. Errors: as use."""
    call(assignment._client_api, "delete", _in_use(assignment, item))


def load_batch(assignment: "dl.Assignment") -> int:
    """Loads the next batch of a pulling task, if one fits; by itself it comes as soon as items are handled.

    Gives how many items came. Called again with nothing in between it is taken for a repeat, and gives the same number.
    Errors: dl.exceptions.BadRequest (nobody pulls from the task), Conflict (the task is dismissed; the person is a
    contributor no longer), Forbidden, NotFound.
    """
    return run(assignment._client_api, "post", f"/assignments/{assignment.id}/batch")["loaded"]


def clear_batch(assignment: "dl.Assignment") -> int:
    """Puts its open items back to the front of the queue, where the others are offered them; handled ones stay.

    Gives how many items went. Errors: as load_batch.
    """
    return run(assignment._client_api, "post", f"/assignments/{assignment.id}/clear")["cleared"]


METHODS = (delete, preview_redistribute, preview_reassign, next, use, end_use, load_batch, clear_batch)


def _row_of(answer: Json) -> Row:
    return {
        "id": answer["id"],
        "name": answer["name"],
        "status": answer["status"],
        "priority": _PRIORITIES.get(answer["priority"], str(answer["priority"])),
        "due_date": time_in(answer["metadata"]["system"], "dueDate"),
        "done": answer["totalItems"] - answer["itemStatus"]["remaining"],
        "open": answer["itemStatus"]["remaining"],
    }


def _shown(row: Row) -> Row:
    return {
        "ASSIGNMENT": row["name"],
        "PRIORITY": row["priority"],
        "DUE": row["due_date"],
        ">DONE": row["done"],
        ">OPEN": row["open"],
    }


def _preview(assignment: "dl.Assignment", verb: str, body: Dict[str, Any]) -> Plan:
    client = assignment._client_api
    plan = plan_of(call(client, "post", f"/assignments/{assignment.id}/{verb}?dryRun=true", body))
    return with_strangers(client, assignment.project_id, plan)


def _in_use(assignment: "dl.Assignment", item: Union["dl.Item", str]) -> str:
    return f"/assignments/{assignment.id}/items/{id_of(item)}/in-use"
