"""What tests of wrong input share: each gets its status and one sentence, and what is stored stays as it is.

Every test of a module that imports `nothing_changes` runs between two snapshots of the database and of the files.
"""

import pytest

from conftest import ADA, BEN
from database import settles_at, snapshot

UNKNOWN = "0123456789abcdef01234567"


@pytest.fixture(scope="module")
def task(new_task, pool):
    return new_task(pool, [ADA, BEN])


@pytest.fixture(scope="module")
def other(new_project, new_dataset, new_task):
    """A task in another project, of another dataset."""
    project = new_project()
    dataset = new_dataset(2, of=project)
    return new_task(dataset, [ADA])


@pytest.fixture(autouse=True)
def nothing_changes(server, api, task, other):
    before = snapshot(server)
    yield
    if changed := settles_at(server, before):
        pytest.fail("; ".join(changed))
