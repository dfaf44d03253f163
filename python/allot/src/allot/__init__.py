"""Connects the official Dataloop SDK to an Allot server.

    import allot

    dl = allot.connect("http://localhost:8080")

`dl` is the `dtlpy` module itself. What its objects can do beyond that:

- `Project`: `summary`, `pace`, `availability`, `set_availability`, `clear_availability`, `events`
- `Dataset`: `export_as`, `exports`, `label_counts`, `type_counts`, `annotate`
- `Task`: `redistribute`, `preview_redistribute`, `operations`, `pace`, `list_items`, `events`, `add_contributors`,
  `remove_contributors`, `queued`, `export_as`, `export_history`
- `Assignment`: `delete`, `preview_redistribute`, `preview_reassign`, `next`, `use`, `end_use`, `load_batch`,
  `clear_batch`, `export_as`
- `Item`: `holders`, `annotation_log`

`allot.get_operation(id)` is a move of work, which can be undone; `allot.my_assignments()` is one's own work,
`allot.inbox()` what one is told, `allot.events()` what happens; and `allot.invite(project, email)` gives the link by
which somebody gets in.
"""

from allot.annotation_log import AnnotationChange, AnnotationLog
from allot.assignments import my_assignments
from allot.calls import Gone
from allot.connection import connect
from allot.datasets import WordCount, WordCounts
from allot.event_feed import Event, Events, events
from allot.export_list import Export, Exports
from allot.inbox_lines import InboxLine, inbox, read_inbox, read_inbox_up_to
from allot.invitations import Invitation, invite
from allot.operations import Holding, MovedItem, Operation, Undone, get_operation
from allot.pace import Pace
from allot.plans import Plan, PlanChanged
from allot.work_lists import Availability, NextItems, Summary, TaskItem

__all__ = [
    "AnnotationChange",
    "AnnotationLog",
    "Availability",
    "Event",
    "Events",
    "Export",
    "Exports",
    "Gone",
    "Holding",
    "InboxLine",
    "Invitation",
    "MovedItem",
    "NextItems",
    "Operation",
    "Pace",
    "Plan",
    "PlanChanged",
    "Summary",
    "TaskItem",
    "Undone",
    "WordCount",
    "WordCounts",
    "connect",
    "events",
    "get_operation",
    "inbox",
    "invite",
    "my_assignments",
    "read_inbox",
    "read_inbox_up_to",
]
