"""The SDK's own moves of an assignment, which warn of who is neither a member nor has an account."""

from __future__ import annotations

from functools import wraps
from typing import Any, Callable

import dtlpy as dl

from allot.calls import workload_json
from allot.people import listed, warn_of_strangers

_MARK = "_allot_warns"


def add_warnings() -> None:
    """To `dl.Assignment.redistribute` and `reassign`, which else are as they were. Repeatable."""
    _warn_before("redistribute", lambda loads: [each["assigneeId"] for each in workload_json(loads)])
    _warn_before("reassign", listed)


def _warn_before(name: str, people_of: Callable[[Any], Any]) -> None:
    of_the_sdk = getattr(dl.Assignment, name)
    if hasattr(of_the_sdk, _MARK):
        return

    @wraps(of_the_sdk)
    def warned(assignment: "dl.Assignment", *receivers: Any, **more: Any) -> Any:
        named = receivers[:1] or [more[each] for each in ("workload", "assignee_id") if each in more]
        for each in named:
            warn_of_strangers(assignment._client_api, assignment.project_id, people_of(each))
        return of_the_sdk(assignment, *receivers, **more)

    setattr(warned, _MARK, True)
    setattr(dl.Assignment, name, warned)
