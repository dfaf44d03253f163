"""The issues that reviewers open on annotations (90-behaviour §7, §20, contract 50). Who may is in test_issue_rights.py."""

import pytest

from conftest import ADA, BEN, CLEO, DAN, EVE, MAX, MIA, loads_json, unique
from http_api import command, ok, refused
from reviewed import BOX, counters, dataset, mark, project, status_in, work  # fixtures among them
from views import assignment_of, files_of, handle, holdings, set_status, task_json


def test_a_reviewer_opens_an_issue_and_the_annotator_has_the_item_again(
    sdk, api, work, sign_in_sdk
):
    """B-084, B-261, B-110: a round of review as its two people see it."""
    item_id = work.items[0]
    assert task_json(api, work.task.id)["itemStatus"]["completed"] == 3
    before = task_json(api, work.review.id)

    sign_in_sdk(CLEO)
    found = sdk.items.get(item_id=item_id)
    (annotation,) = found.annotations.list()
    changed = annotation.update_status(sdk.AnnotationStatus.ISSUE)
    assert changed.status == "issue"

    assert status_in(api, work.task, item_id) is None
    assert status_in(api, work.task, work.items[1]) == "completed"
    now = task_json(api, work.task.id)
    assert (now["issues"], now["itemStatus"]["completed"], now["status"]) == (1, 2, "open")
    share = assignment_of(api, work.task.id, ADA)
    assert (share["issues"], share["itemStatus"]["remaining"]) == (1, 2)
    assert share["status"] == "in progress"
    log = ok(api.get(f"/items/{item_id}"))["metadata"]["system"]["taskStatusLog"]
    assert (log[-1]["action"], log[-1]["status"]["creator"]) == ("deleted", CLEO)
    assert log[-1]["status"]["status"] == "completed"
    # B-082: the review itself goes on as it was, but for its own count of issues.
    after = task_json(api, work.review.id)
    assert after["issues"] == 1
    assert (after["itemStatus"], after["status"]) == (before["itemStatus"], before["status"])

    sign_in_sdk(ADA)
    (annotation,) = sdk.items.get(item_id=item_id).annotations.list()
    assert annotation.status == "issue"
    assert annotation.update_status(sdk.AnnotationStatus.REVIEW).status == "review"
    sdk.items.get(item_id=item_id).update_status(sdk.ItemStatus.COMPLETED, task_id=work.task.id)
    assert (counters(api, work.task), counters(api, work.review)) == ((0, 1), (0, 1))

    sign_in_sdk(CLEO)
    item = sdk.items.get(item_id=item_id)
    assert item.annotations.update_status(
        annotation_id=annotation.id, status=sdk.AnnotationStatus.APPROVED
    ).status == "approved"
    item.update_status(sdk.ItemStatus.APPROVED, task_id=work.review.id)
    assert (counters(api, work.task), counters(api, work.review)) == ((0, 0), (0, 0))
    assert status_in(api, work.task, item_id) == "completed"
    assert status_in(api, work.review, item_id) == "approved"


def test_an_issue_is_opened_by_its_own_route_as_by_the_sdk(sdk, api, api_of, project, work):
    """B-264, B-084, B-263: by whoever reviews or manages; the SDK reads the same word."""
    project.add_member(email=MAX, role="annotationManager")
    item, mark_id = work.items[0], work.marks[0]
    for person, path in (
        (CLEO, f"/annotations/{mark_id}/issue"),
        (MAX, f"/items/{item}/annotations/{mark_id}/issue"),
        (MIA, f"/datasets/{work.dataset.id}/items/{item}/annotations/{mark_id}/issue"),
    ):
        opened = ok(api_of(person).put(path))
        assert (opened["id"], opened["metadata"]["system"]["status"]) == (mark_id, "issue")
        assert opened == ok(api.get(f"/annotations/{mark_id}"))
        assert sdk.items.get(item_id=item).annotations.get(annotation_id=mark_id).status == "issue"
        assert counters(api, work.task)[0] == 1 and status_in(api, work.task, item) is None
        mark(api, mark_id, None)
        handle(api, work.task.id, [item])
    refused(api_of(ADA).put(f"/annotations/{mark_id}/issue"), 403)
    refused(api_of(EVE).put(f"/annotations/{mark_id}/issue"), 404)
    refused(api.put(f"/items/{work.items[1]}/annotations/{mark_id}/issue"), 404)
    refused(api.put("/annotations/0123456789abcdef01234567/issue"), 404)
    refused(api.put("/annotations/malformed/issue"), 400)
    assert status_in(api, work.task, item) == "completed"


def test_only_the_reviewed_task_loses_its_status(api, api_of, work, new_task):
    """B-084, B-097: the caller reviews one of two tasks that hold the item."""
    other = new_task(work.dataset, [BEN])
    handle(api, other.id, work.items)
    mark(api_of(CLEO), work.marks[0], "issue")
    assert status_in(api, work.task, work.items[0]) is None
    assert status_in(api, other, work.items[0]) == "completed"
    assert (counters(api, work.task), counters(api, other)) == ((1, 0), (1, 0))  # B-261: it has one
    assert task_json(api, other.id)["status"] == "completed with issues"  # B-121


def test_somebody_who_reviews_nothing_withdraws_in_every_annotation_task(api, work, new_task):
    """B-084: statuses of a review are no annotation task's."""
    other = new_task(work.dataset, [BEN])
    handle(api, other.id, work.items)
    handle(api, work.review.id, work.items[:1], "approved")
    mark(api, work.marks[0], "issue")
    assert status_in(api, work.task, work.items[0]) is None
    assert status_in(api, other, work.items[0]) is None
    assert status_in(api, work.review, work.items[0]) == "approved"
    assert task_json(api, other.id)["status"] == "open"


def test_discard_is_not_withdrawn(api, work):
    """B-084, B-121: so a task can be complete with issues in it."""
    handle(api, work.task.id, work.items[2:], "discard")
    assert task_json(api, work.task.id)["status"] == "completed"
    mark(api, work.marks[3], "issue")
    assert status_in(api, work.task, work.items[3]) == "discard"
    now = task_json(api, work.task.id)
    assert (now["status"], now["issues"]) == ("completed with issues", 1)
    assert assignment_of(api, work.task.id, ADA)["status"] == "completed with issues"
    mark(api, work.marks[3], None)
    assert task_json(api, work.task.id)["status"] == "completed"


@pytest.mark.parametrize("answer", ["review", "approved", None])
def test_an_item_with_an_open_issue_is_neither_completed_nor_approved(sdk, api, work, answer):
    """B-085: until the issue is answered."""
    item = work.dataset.items.get(item_id=work.items[0])
    mark(api, work.marks[0], "issue")
    with pytest.raises(sdk.exceptions.BadRequest, match="issue"):
        item.update_status(status=sdk.ItemStatus.COMPLETED, task_id=work.task.id)
    refused(set_status(api, work.review.id, [item.id], "approved"), 400, "issues")
    assert status_in(api, work.task, item.id) is status_in(api, work.review, item.id) is None
    item.update_status(status=sdk.ItemStatus.DISCARDED, task_id=work.task.id)
    assert status_in(api, work.task, item.id) == "discard"
    mark(api, work.marks[0], answer)
    item.update_status(status=sdk.ItemStatus.COMPLETED, task_id=work.task.id)
    handle(api, work.review.id, [item.id], "approved")
    assert status_in(api, work.task, item.id) == "completed"


def test_in_bulk_only_the_items_with_issues_are_left_out(api, work):
    """B-085, B-094."""
    mark(api, work.marks[3], "issue")
    changed = ok(set_status(api, work.task.id, work.items))
    assert sorted(changed) == work.items[:3]
    assert status_in(api, work.task, work.items[3]) is None


def test_counters_count_items_and_an_issue_goes_before_a_review(api, work):
    """B-114."""
    item = work.items[0]
    boxes = [{**BOX, "label": label} for label in ("cat", "dog")]
    more = [ok(api.post(f"/items/{item}/annotations", box))["id"] for box in boxes]
    assert counters(api, work.task) == (0, 0)
    mark(api, more[0], "review")
    assert counters(api, work.task) == (0, 1)
    mark(api, more[1], "review")
    assert counters(api, work.task) == (0, 1)
    mark(api, work.marks[0], "issue")
    assert counters(api, work.task) == (1, 0)
    mark(api, more[0], "issue")
    assert counters(api, work.task) == (1, 0)
    mark(api, work.marks[0], "approved")
    assert counters(api, work.task) == (1, 0)
    mark(api, more[0], "approved")
    assert counters(api, work.task) == (0, 1)
    mark(api, more[1], None)
    assert counters(api, work.task) == (0, 0)
    mark(api, work.marks[1], "issue")
    mark(api, work.marks[3], "review")  # cleo has not got this one
    assert (counters(api, work.task), counters(api, work.review)) == ((1, 1), (1, 0))
    shares = [assignment_of(api, work.task.id, ADA), assignment_of(api, work.review.id, CLEO)]
    assert [(share["issues"], share["forReview"]) for share in shares] == [(1, 1), (1, 0)]


def test_an_issue_goes_with_its_annotation_or_its_item(api, work):
    """B-261, B-144."""
    for number in (0, 1):
        mark(api, work.marks[number], "issue")
    assert counters(api, work.task) == (2, 0)
    ok(api.delete(f"/annotations/{work.marks[0]}"))
    assert counters(api, work.task) == (1, 0)
    handle(api, work.task.id, work.items[:1])
    ok(api.delete(f"/items/{work.items[1]}"))
    assert (counters(api, work.task), counters(api, work.review)) == ((0, 0), (0, 0))


def test_issues_follow_their_items_to_another_person(api, work):
    """B-114, B-209: a withdrawn item is open, so it moves."""
    mark(api, work.marks[0], "issue")
    mark(api, work.marks[1], "review")
    share = assignment_of(api, work.task.id, ADA)["id"]
    command(api.post(f"/assignments/{share}/redistribute", {"workload": loads_json([DAN], [100])}))
    assert holdings(api, work.task.id)[DAN] == [work.items[0], work.items[3]]
    ada, dan = (assignment_of(api, work.task.id, who) for who in (ADA, DAN))
    assert ((ada["issues"], ada["forReview"]), (dan["issues"], dan["forReview"])) == ((0, 1), (1, 0))
    assert counters(api, work.task) == (1, 1)


def test_the_counters_of_a_project_count_issues_and_reviews(api, project, dataset):
    """B-115."""
    items = files_of(api, dataset.id)
    dataset.tasks.create(task_name=unique("task"), assignee_ids=[ADA, BEN, CLEO, DAN])
    marks = [ok(api.post(f"/items/{item}/annotations", BOX))["id"] for item in items]
    mark(api, marks[0], "issue")
    mark(api, marks[1], "review")

    def count(*people):
        body = {"contributors": list(people)} if people else {}
        return ok(api.post(f"/annotationtasks/projects/{project.id}/counters", body))

    everybody = {"tasksCount": 1, "assignmentsCount": 4, "issuesCount": 1, "reviewsCount": 1}
    assert count() == everybody
    assert count(ADA) == {**everybody, "assignmentsCount": 1, "reviewsCount": 0}
    assert count(BEN) == {**everybody, "assignmentsCount": 1, "issuesCount": 0}
