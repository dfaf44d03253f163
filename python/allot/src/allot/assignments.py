"""What `dl.Assignment` gets: `delete()`, which the guide page shows and the SDK does not have; previews of the
SDK's own moves; what is on one's screen; batches."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Union

import dtlpy as dl

from allot.calls import Workload, call, id_of, run, time_of, workload_json
from allot.plans import Plan, plan_of


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
    body = {"workload": workload_json(workload)}
    return plan_of(call(assignment._client_api, "post", f"/assignments/{assignment.id}/redistribute?dryRun=true", body))


def preview_reassign(assignment: "dl.Assignment", assignee_id: str) -> Plan:
    """What the SDK's `reassign` would do; nothing is changed. Errors: as that."""
    body = {"annotator": [assignee_id]}
    return plan_of(call(assignment._client_api, "post", f"/assignments/{assignment.id}/reassign?dryRun=true", body))


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

    Gives how many items came. Errors: dl.exceptions.BadRequest (nobody pulls from the task), Conflict (the task is
    dismissed; the person is a contributor no longer), Forbidden, NotFound.
    """
    return run(assignment._client_api, "post", f"/assignments/{assignment.id}/batch")["loaded"]


def clear_batch(assignment: "dl.Assignment") -> int:
    """Puts its open items back to the front of the queue, where the others are offered them; handled ones stay.

    Gives how many items went. Errors: as load_batch.
    """
    return run(assignment._client_api, "post", f"/assignments/{assignment.id}/clear")["cleared"]


METHODS = (delete, preview_redistribute, preview_reassign, use, end_use, load_batch, clear_batch)


def _in_use(assignment: "dl.Assignment", item: Union["dl.Item", str]) -> str:
    return f"/assignments/{assignment.id}/items/{id_of(item)}/in-use"
