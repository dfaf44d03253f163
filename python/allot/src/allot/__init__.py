"""Connects the official Dataloop SDK to an Allot server.

    import allot

    dl = allot.connect("http://localhost:8080")

`dl` is the `dtlpy` module itself. What its objects can do beyond that:

- `Task`: `redistribute`, `preview_redistribute`, `operations`, `add_contributors`, `remove_contributors`, `queued`
- `Assignment`: `delete`, `preview_redistribute`, `preview_reassign`, `use`, `end_use`, `load_batch`, `clear_batch`
- `Item`: `holders`

`allot.get_operation(id)` is a move of work, which can be undone, and `allot.invite(project, email)` gives the
link by which somebody gets in.
"""

from allot.connection import connect
from allot.invitations import Invitation, invite
from allot.operations import Holding, MovedItem, Operation, Undone, get_operation
from allot.plans import Plan, PlanChanged

__all__ = [
    "Holding",
    "Invitation",
    "MovedItem",
    "Operation",
    "Plan",
    "PlanChanged",
    "Undone",
    "connect",
    "get_operation",
    "invite",
]
