"""Previews: what a move of work would do, as a value that prints as a table."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Dict, List, Optional, Tuple

import dtlpy as dl

from allot.tables import Row, Rows, counted, table


@dataclass(frozen=True)
class PlannedPerson:
    """How a plan looks to one person who gives, gets or keeps."""

    assignee_id: str
    assignment_id: Optional[str]  # None: new to the task
    open: int  # before the move
    handled: int  # before the move
    in_use: int  # of the open ones, on somebody's screen
    gives: int
    gets: int
    after: int  # open items after it


@dataclass(frozen=True)
class Plan(Rows):
    """What a move would do; nothing was changed.

    `print(plan)` shows it as a table. Given as `expect` to the move itself, that does just this or nothing.
    """

    kind: str  # "redistribute", "reassign", "undo", …
    task_id: Optional[str]  # None: the task would be new
    assignment_id: Optional[str]  # whose items move; None when it is not about one assignment
    version: str  # opaque: equal as long as nothing that the plan rests on has changed
    total: int  # items that change hands
    people: Tuple[PlannedPerson, ...]  # receivers in workload order first
    left_handled: int  # stay, since they have a status
    left_in_use: int  # stay, since somebody has them on screen
    left_not_matching: int  # stay, since the filters leave them out; of an undo, since they were worked on
    undoable: bool
    strangers: Tuple[str, ...] = ()  # who would be new to the task, and is neither a member nor has an account

    def to_rows(self) -> List[Row]:
        """One row for each person."""
        return [asdict(person) for person in self.people]

    def __str__(self) -> str:
        lines = [f"{kind_for_people(self.kind)}: {self._effect()}"]
        if self.people:
            lines.append(table([_shown(person, self.kind) for person in self.people]))
        stay = {
            "have a status": self.left_handled,
            "are on somebody's screen": self.left_in_use,
            "do not match" if self.kind != "undo" else "were worked on, or went on": self.left_not_matching,
        }
        lines += [f"{count} stay: they {why}" for why, count in stay.items() if count]
        lines += [unknown(person) for person in self.strangers]
        if not self.undoable:
            lines.append("this could not be undone")
        return "\n".join(lines)

    def _effect(self) -> str:
        if self.kind == "undo" and self.total == 0:  # one that would change nothing is refused
            return "who pulls would be as before"
        return f"{counted(self.total)} would change hands"


def unknown(person: str) -> str:
    """What is said of somebody who is neither a member nor has an account."""
    return f"{person} is no member of the project and has no account"


def kind_for_people(kind: str) -> str:
    """`delete assignment`"""
    return kind.replace("_", " ")


def _shown(person: PlannedPerson, kind: str) -> Row:
    is_new = person.assignment_id is None and kind != "create"
    return {
        "PERSON": person.assignee_id + (" (new to the task)" if is_new else ""),
        ">OPEN": person.open,
        ">DONE": person.handled,
        ">GIVES": person.gives,
        ">GETS": person.gets,
        ">AFTER": person.after,
    }


class PlanChanged(dl.exceptions.Conflict):
    """The move was to do what a plan says (`expect`), and it would be another one by now; nothing was done.

    `plan` is what it would be now, and can be expected in its turn.
    """

    def __init__(self, message: str, plan: Plan) -> None:
        super().__init__(status_code="409", message=message)
        self.plan = plan


def plan_of(answer: Dict[str, Any]) -> Plan:
    """Of the answer of a move with `?dryRun=true`."""
    plan = answer["plan"]
    left = plan["left"]
    return Plan(
        kind=plan["kind"],
        task_id=plan["taskId"],
        assignment_id=plan["assignmentId"],
        version=plan["version"],
        total=plan["total"],
        people=tuple(_person_of(person) for person in plan["people"]),
        left_handled=left["handled"],
        left_in_use=left["inUse"],
        left_not_matching=left["notMatching"],
        undoable=plan["undoable"],
    )


def _person_of(person: Dict[str, Any]) -> PlannedPerson:
    return PlannedPerson(
        assignee_id=person["assigneeId"],
        assignment_id=person["assignmentId"],
        open=person["open"],
        handled=person["handled"],
        in_use=person["inUse"],
        gives=person["gives"],
        gets=person["gets"],
        after=person["after"],
    )


def expectation_of(plan: Plan) -> Dict[str, Any]:
    """`expect` of a move."""
    people = [{"assigneeId": each.assignee_id, "gives": each.gives, "gets": each.gets} for each in plan.people]
    return {"version": plan.version, "people": people}
