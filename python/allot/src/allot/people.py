"""People who are to get work, by their addresses: a typing error is told."""

from __future__ import annotations

import warnings
from dataclasses import replace
from typing import Any, Iterable, List, Tuple, Union
from urllib.parse import quote

import dtlpy as dl

from allot.calls import call
from allot.plans import Plan, unknown


def listed(people: Union[str, Iterable[str]]) -> List[str]:
    """One alone is a list, too."""
    return [people] if isinstance(people, str) else list(people)


def with_strangers(client: Any, project_id: str, plan: Plan) -> Plan:
    """The plan, with those among who would be new to the task whom nobody knows."""
    new = [person.assignee_id for person in plan.people if person.assignment_id is None and person.gets > 0]
    return replace(plan, strangers=_strangers(client, project_id, new))


def warn_of_strangers(client: Any, project_id: str, people: Iterable[str]) -> None:
    """They get work all the same: it waits for them."""
    for person in _strangers(client, project_id, people):
        warnings.warn(unknown(person) + ".", stacklevel=3)


def _strangers(client: Any, project_id: str, people: Iterable[str]) -> Tuple[str, ...]:
    """Who is neither a member of the project nor has an account; nobody, where the caller may not ask."""
    asked = list(people)
    if not asked:
        return ()
    try:
        members = {member["email"] for member in call(client, "get", f"/projects/{project_id}/members")}
    except dl.exceptions.Forbidden:
        return ()
    return tuple(each for each in asked if each.lower() not in members and not _has_account(client, each))


def _has_account(client: Any, address: str) -> bool:
    """As far as the caller may see it. The SDK would show a refusal, which is no error here."""
    path = f"/users/{quote(address, safe='@')}"
    success, _ = client.gen_request(req_type="get", path=path, log_error=False)
    return success
