"""The package `allot` (python/allot): `Assignment.delete()`."""

import subprocess
import sys

import pytest

from conftest import ADA, BEN, password_of
from helper_package import allot, dl, left_as_found, task  # fixtures
from views import handle, holdings, ids_of


def test_delete_takes_the_assignment_and_its_items_out_of_the_task(allot, api, server, pool, task):
    """B-145: handled ones too; other assignments and the task stay."""
    dl = allot.connect(server.base)
    mine, theirs = task.assignments.list()
    kept = ids_of(api, pool.id, theirs.id)
    handle(api, task.id, ids_of(api, pool.id, mine.id)[:2])
    assert mine.delete() is True
    assert holdings(api, task.id) == {BEN: kept}
    with pytest.raises(dl.exceptions.NotFound):
        mine.delete()
    with pytest.raises(dl.exceptions.NotFound):
        dl.assignments.get(assignment_id=mine.id)
    assert dl.tasks.get(task_id=task.id).total_items == len(kept)


def test_delete_without_waiting_returns_the_command(allot, server, task):
    allot.connect(server.base)
    share = task.assignments.list()[0]
    command = share.delete(wait=False)
    assert command.wait().spec["deleteAssignmentId"] == share.id


def test_a_refusal_is_the_exception_of_the_sdk(allot, api, server, new_project, new_dataset, new_task):
    own = new_project()
    own.add_member(email=ADA, role="annotator")
    task = new_task(new_dataset(2, of=own), [ADA, BEN])
    share = task.assignments.list()[0]
    dl = allot.connect(server.base, email=ADA, password=password_of(ADA))
    with pytest.raises(dl.exceptions.Forbidden):
        share.delete()
    assert len(holdings(api, task.id)) == 2


def test_an_sdk_that_has_the_method_keeps_its_own(allot, sdk, server, monkeypatch):
    def delete(self):
        return "its own"

    monkeypatch.setattr(sdk.Assignment, "delete", delete, raising=False)
    allot.connect(server.base)
    assert sdk.Assignment.delete is delete


def test_the_installed_sdk_stays_unmodified(allot, sdk, server):
    """A process that never connects has no such method."""
    allot.connect(server.base)
    code = "import dtlpy; raise SystemExit(hasattr(dtlpy.Assignment, 'delete'))"
    assert subprocess.run([sys.executable, "-c", code], timeout=120).returncode == 0
