"""The methods that the SDK's own classes get once it is connected to a server."""

from __future__ import annotations

import dtlpy as dl

from allot import assignments, datasets, export_list, exports, items, projects, tasks
from allot.warned import add_warnings


def add_methods() -> None:
    """Gives the classes the methods, but for those that they have of their own, and lets the SDK's own moves warn of strangers. Repeatable.

    It holds for this process; the SDK's files stay as they are.
    """
    for one_class, methods in (
        (dl.Project, projects.METHODS),
        (dl.Dataset, datasets.METHODS + exports.METHODS + export_list.METHODS),
        (dl.Task, tasks.METHODS + exports.METHODS_OF_TASKS),
        (dl.Assignment, assignments.METHODS + exports.METHODS),
        (dl.Item, items.METHODS),
    ):
        for method in methods:
            if not hasattr(one_class, method.__name__):
                setattr(one_class, method.__name__, method)
    add_warnings()
