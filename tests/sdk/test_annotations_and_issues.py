"""Annotations, and the issues that reviewers open on them (90-behaviour §7, §20, contract 50)."""

from types import SimpleNamespace

import pytest

from conftest import ADA, BEN, CLEO, DAN, EVE, MAX, MIA, loads_json, unique
from http_api import command, ok, refused
from pictures import png
from views import (
    assignment_of,
    files_of,
    handle,
    holdings,
    ids_of,
    references,
    set_status,
    task_json,
)

BOX = {"type": "box", "label": "cat", "coordinates": [{"x": 1, "y": 2}, {"x": 9, "y": 8}]}


@pytest.fixture
def project(new_project):
    """The test's own, since some change the members."""
    return new_project()


@pytest.fixture
def dataset(project, api):
    """Four pictures; issues belong to the item, whichever its tasks."""
    made = project.datasets.create(dataset_name=unique("dataset"))
    for number in range(4):
        ok(api.upload(made.id, f"/{number}.png", png(seed=number + 1)))
    return made


@pytest.fixture
def work(sdk, api, dataset, new_task):
    """ada has handled three of four items; cleo reviews these three. Each item has an annotation."""
    items = files_of(api, dataset.id)
    task = new_task(dataset, [ADA])
    handle(api, task.id, items[:3])
    review = task.create_qa_task(due_date=1_900_000_000_000, assignee_ids=[CLEO])
    marks = [ok(api.post(f"/items/{item}/annotations", BOX))["id"] for item in items]
    return SimpleNamespace(dataset=dataset, items=items, task=task, review=review, marks=marks)


def set_mark(api, annotation_id, status):
    body = {"metadata": {"system": {"status": status}}}
    return api.put(f"/annotations/{annotation_id}?system=true", body)


def mark(api, annotation_id, status):
    """`None` clears."""
    changed = ok(set_mark(api, annotation_id, status))
    assert changed["metadata"]["system"].get("status") == status


def counters(api, thing):
    """(issues, forReview) of a task."""
    now = task_json(api, thing.id)
    return now["issues"], now["forReview"]


def status_in(api, task, item_id):
    return references(api, item_id)[("task", task.id)]


def dataset_counts(api, dataset):
    """(annotations, annotated items) as the items of the dataset say."""
    page = ok(api.post(f"/datasets/{dataset.id}/query", {"filter": {"type": "file"}, "pageSize": 1000}))
    counts = [(item["annotationsCount"], item["annotated"]) for item in page["items"]]
    return sum(count for count, _ in counts), sum(annotated for _, annotated in counts)


# Annotations


def test_what_a_builder_uploads_comes_back_as_it_was_sent_in_that_order(sdk, api, dataset):
    """B-260, contract 50 §1 and §2; a collection of the SDK is sorted by label."""
    item = dataset.items.list().items[0]
    builder = item.annotations.builder()
    ring = [(1, 1), (8, 2), (5, 9)]
    builder.add(sdk.Box(left=1, top=2, right=9, bottom=8, label="box", description="a corner"))
    builder.add(sdk.Polygon(geo=ring, label="polygon"))
    builder.add(sdk.Polyline(geo=ring, label="line"), automated=True, model_info=None)
    builder.add(sdk.Ellipse(x=5, y=5, rx=3, ry=2, angle=30, label="ellipse"))
    builder.add(sdk.Point(x=4.5, y=5.25, label="point"), metadata={"user": {"by": "hand"}})
    builder.add(sdk.Classification(label="class"))
    made = item.annotations.upload(builder)
    labels = ["box", "polygon", "line", "ellipse", "point", "class"]
    assert [one["label"] for one in ok(api.get(f"/items/{item.id}/annotations"))] == labels
    found = {one.label: one for one in item.annotations.list()}
    assert {one.label: one.id for one in made} == {one.label: one.id for one in found.values()}
    box, polygon, line, ellipse, point, classed = (found[label] for label in labels)
    assert (box.left, box.top, box.right, box.bottom, box.description) == (1, 2, 9, 8, "a corner")
    assert [tuple(corner) for corner in polygon.geo] == ring
    assert [tuple(corner) for corner in line.geo] == ring
    assert line.metadata["system"]["automated"] is True
    definition = ellipse.annotation_definition
    assert (definition.x, definition.y, definition.rx, definition.ry) == (5, 5, 3, 2)
    assert (point.x, point.y, point.metadata["user"]) == (4.5, 5.25, {"by": "hand"})
    assert classed.coordinates in (None, {}, [])
    for one in found.values():
        assert (one.creator, one.item_id, one.dataset_id) == (MIA, item.id, dataset.id)
        assert one.created_at and one.updated_at and one.status is None
    now = dataset.items.get(item_id=item.id)
    assert (now.annotated, now.annotations_count) == (True, 6)


def test_hundreds_uploaded_at_once_arrive_once_each(sdk, dataset):
    """B-260: the SDK sends at most a hundred in one request, and several requests at a time."""
    item = dataset.items.list().items[0]
    builder = item.annotations.builder()
    for number in range(230):
        builder.add(sdk.Point(x=number, y=1, label=f"p{number}"))
    made = item.annotations.upload(builder)
    assert len({one.id for one in made}) == 230
    found = item.annotations.list()
    assert sorted(one.x for one in found) == list(range(230))
    assert dataset.items.get(item_id=item.id).annotations_count == 230


def test_an_update_changes_what_was_changed_and_keeps_the_rest(sdk, api, work):
    """Contract 50 §2: the SDK sends the difference."""
    item = work.dataset.items.get(item_id=work.items[0])
    found = item.annotations.get(annotation_id=work.marks[0])
    found.label = "dog"
    found.metadata["user"] = {"seen": 3}
    changed = found.update()
    assert (changed.label, changed.metadata["user"]) == ("dog", {"seen": 3})
    again = item.annotations.get(annotation_id=work.marks[0])
    assert (again.id, again.label, again.creator) == (found.id, "dog", MIA)
    assert (again.left, again.bottom) == (1, 8)
    assert again.updated_by == MIA and again.updated_at >= again.created_at
    again.annotation_definition = sdk.Box(left=3, top=3, right=5, bottom=5, label="dog")
    item.annotations.update([again])
    assert ok(api.get(f"/annotations/{found.id}"))["coordinates"][0]["x"] == 3
    assert dataset_counts(api, work.dataset) == (4, 4)


@pytest.mark.parametrize(
    "shape, change, expected",
    [
        ({"type": "point", "coordinates": {"x": 1, "y": 2, "z": 0}}, {"x": 5}, {"x": 5, "y": 2, "z": 0}),
        (
            {"type": "ellipse", "coordinates": {"center": {"x": 1, "y": 2, "z": 0}, "rx": 3, "ry": 4, "angle": 0}},
            {"rx": 9},
            {"center": {"x": 1, "y": 2, "z": 0}, "rx": 9, "ry": 4, "angle": 0},
        ),
    ],
)
def test_a_shape_that_is_moved_a_little_keeps_the_rest_of_its_coordinates(api, work, shape, change, expected):
    """B-267: the SDK sends of an object what differs."""
    item = work.dataset.items.get(item_id=work.items[1])
    made = ok(api.post(f"/items/{item.id}/annotations", {**shape, "label": "cat"}))
    found = item.annotations.get(annotation_id=made["id"])
    for name, value in change.items():
        setattr(found.annotation_definition, name, value)
    found.update()
    assert ok(api.get(f"/annotations/{made['id']}"))["coordinates"] == expected


def test_deleting_annotations_shows_at_once_in_item_and_dataset(sdk, api, work):
    """B-260."""
    item = work.dataset.items.get(item_id=work.items[0])
    second = ok(api.post(f"/items/{item.id}/annotations", [BOX, {**BOX, "label": "dog"}]))
    assert dataset_counts(api, work.dataset) == (6, 4)
    assert item.annotations.delete(annotation_id=second[0]["id"]) is True
    refused(api.get(f"/annotations/{second[0]['id']}"), 404)
    assert dataset_counts(api, work.dataset) == (5, 4)
    for one in item.annotations.list():
        assert one.delete() is True
    assert dataset_counts(api, work.dataset) == (3, 3)
    assert work.dataset.items.get(item_id=item.id).annotated is False
    assert ok(api.get(f"/datasets/{work.dataset.id}"))["annotated"] in (3, True)
    with pytest.raises(sdk.exceptions.NotFound):
        item.annotations.get(annotation_id=second[0]["id"])


def test_an_annotation_on_nothing_or_of_no_type_is_refused(api, work):
    """B-150, B-151, contract 50 §3."""
    refused(api.post("/items/0123456789abcdef01234567/annotations", BOX), 404)
    refused(api.post("/items/malformed/annotations", BOX), 400)
    path = f"/items/{work.items[0]}/annotations"
    refused(api.post(path, []), 400)
    refused(api.post(path, {**BOX, "type": "hexagon"}), 400, "hexagon")
    refused(api.post(path, [BOX, {"type": "box", "coordinates": []}]), 400, "label")
    assert dataset_counts(api, work.dataset) == (4, 4)  # the good one of the list is not there either


# Issues


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


def test_the_log_of_an_item_tells_who_did_what_to_its_annotations(sdk, api, api_of, work, sign_in_sdk):
    """B-265: whichever way it was done."""
    item, mark_id = work.items[0], work.marks[0]
    sign_in_sdk(CLEO)
    annotation = sdk.items.get(item_id=item).annotations.get(annotation_id=mark_id)
    annotation.update_status(sdk.AnnotationStatus.ISSUE)
    sign_in_sdk(ADA)
    annotation = sdk.items.get(item_id=item).annotations.get(annotation_id=mark_id)
    annotation.label = "dog"
    annotation.update()
    annotation.update_status(sdk.AnnotationStatus.REVIEW)
    assert annotation.delete() is True
    log = ok(api_of(CLEO).get(f"/items/{item}/annotations-log"))
    assert list(log) == [mark_id]
    said = [(line["user"], line["changes"]) for line in log[mark_id]]
    wanted = [
        (CLEO, "metadata.system.status", {"from": None, "to": "issue"}),
        (ADA, "label", {"from": "cat", "to": "dog"}),
        (ADA, "metadata.system.status", {"from": "issue", "to": "review"}),
    ]
    # Older SDKs send all of an annotation with its status, so more may change.
    assert [(user, member, changes.get(member)) for (user, changes), (_, member, _) in zip(said, wanted)] == wanted
    assert (said[3][0], said[3][1]["id"]) == (ADA, {"from": mark_id, "to": None})
    assert all(line["annotationId"] == mark_id and line["timestamp"] for line in log[mark_id])
    assert len({line["id"] for line in log[mark_id]}) == 4
    refused(api_of(EVE).get(f"/items/{item}/annotations-log"), 404)


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


# Who may


STEPS = [
    (before, after)
    for before in (None, "issue", "review", "approved")
    for after in (None, "issue", "review", "approved")
    if before != after
]


def test_managers_take_any_step(api, api_of, project, work):
    """B-262: owner, annotation manager and the reviewer of the item."""
    project.add_member(email=MAX, role="annotationManager")
    for person in (MIA, MAX, CLEO):
        for before, after in STEPS:
            mark(api, work.marks[0], before)
            mark(api_of(person), work.marks[0], after)
            assert ok(api.get(f"/annotations/{work.marks[0]}"))["updatedBy"] == person


def test_an_annotator_sets_review_only(api, api_of, work):
    """B-263."""
    for before, after in STEPS:
        mark(api, work.marks[0], before)
        if after == "review":
            mark(api_of(ADA), work.marks[0], after)
        else:
            refused(set_mark(api_of(ADA), work.marks[0], after), 403)
            kept = ok(api.get(f"/annotations/{work.marks[0]}"))["metadata"]["system"].get("status")
            assert kept == before


def test_somebody_without_the_item_sets_nothing(api, api_of, work):
    """B-263, B-171: cleo has the first three, eve none."""
    mark(api, work.marks[3], "issue")
    refused(set_mark(api_of(CLEO), work.marks[3], "approved"), 404)
    refused(set_mark(api_of(EVE), work.marks[0], "review"), 404)
    refused(api_of(EVE).post(f"/items/{work.items[0]}/annotations", BOX), 404)


def test_a_word_on_an_issue_carries_no_other_change_along(api, api_of, project, work):
    """B-170, B-263: max may dispute an annotation; in a task that he does not manage he may not draw."""
    project.add_member(email=MAX, role="annotationManager")
    before = ok(api.get(f"/annotations/{work.marks[0]}"))
    for change in (
        {"label": "dog"},
        {"coordinates": []},
        {"attributes": ["blurred"]},
        {"description": "no cat"},
        {"type": "point"},
    ):
        body = {**change, "metadata": {"system": {"status": "issue"}}}
        refused(api_of(MAX).put(f"/annotations/{work.marks[0]}?system=true", body), 403)
    body = {"metadata": {"system": {"status": "issue"}, "user": {"by": "max"}}}
    refused(api_of(MAX).put(f"/annotations/{work.marks[0]}?system=true", body), 403)
    assert ok(api.get(f"/annotations/{work.marks[0]}")) == before
    mark(api_of(MAX), work.marks[0], "issue")
    # The SDK may send what stays along.
    same = {"label": "cat", "coordinates": BOX["coordinates"], "metadata": {"system": {"status": "approved"}}}
    ok(api_of(MAX).put(f"/annotations/{work.marks[0]}?system=true", same))


def test_after_an_enforced_due_date_annotators_neither_draw_nor_answer(api, api_of, work):
    """B-131."""
    mark(api, work.marks[0], "issue")
    late = {"dueDate": 1_600_000_000_000, "metadata": {"system": {"enforceDueDate": True}}}
    ok(api.patch(f"/annotationtasks/{work.task.id}", late))
    ada, path = api_of(ADA), f"/items/{work.items[0]}/annotations"
    refused(ada.post(path, BOX), 403, "due date")
    refused(ada.put(f"/annotations/{work.marks[0]}", {"label": "dog"}), 403, "due date")
    refused(ada.delete(f"/annotations/{work.marks[0]}"), 403, "due date")
    refused(set_mark(ada, work.marks[0], "review"), 403, "due date")
    mark(api_of(CLEO), work.marks[0], "approved")  # her task is another one
    mark(api, work.marks[0], "issue")
    ok(api.patch(f"/annotationtasks/{work.task.id}", {"dueDate": 1_900_000_000_000}))
    mark(ada, work.marks[0], "review")


def test_an_annotator_brings_no_issue_in_with_a_new_annotation(api, api_of, work):
    """B-263: what may not be set afterwards is not set by the upload either."""
    path = f"/items/{work.items[0]}/annotations"
    body = {**BOX, "metadata": {"system": {"status": "issue"}}}
    refused(api_of(ADA).post(path, body), 403)
    assert counters(api, work.task) == (0, 0)
    assert ok(api_of(CLEO).post(path, body))["metadata"]["system"]["status"] == "issue"
    assert counters(api, work.task) == (1, 0)
    assert status_in(api, work.task, work.items[0]) is None  # B-084


def test_without_asking_for_the_system_part_a_status_is_not_set(api, work):
    """Contract 50 §2."""
    body = {"label": "dog", "metadata": {"system": {"status": "issue"}}}
    changed = ok(api.put(f"/annotations/{work.marks[0]}", body))
    assert (changed["label"], changed["metadata"]["system"].get("status")) == ("dog", None)
    assert counters(api, work.task) == (0, 0)


def test_an_unknown_word_is_no_status_of_an_annotation(api, work):
    """B-262, B-151."""
    refused(set_mark(api, work.marks[0], "clear"), 400, "status")
    refused(set_mark(api, work.marks[0], "urgent"), 400, "status")


def test_an_open_note_is_an_issue_until_it_is_closed(api, api_of, work):
    """Contract 50 §4, B-261."""

    def note(status):
        messages = [{"id": "m1", "creator": CLEO, "body": "Look at the tail."}]
        return {"box": [], "note": {"messages": messages, "status": status, "creator": CLEO}}

    body = {"type": "note", "label": "note", "coordinates": note("open")}
    made = ok(api_of(CLEO).post(f"/items/{work.items[0]}/annotations", body))
    assert counters(api, work.task) == (1, 0)
    assert status_in(api, work.task, work.items[0]) is None
    refused(set_status(api, work.task.id, work.items[:1]), 400, "issues")
    ok(api_of(CLEO).put(f"/annotations/{made['id']}", {"coordinates": note("resolved")}))
    assert counters(api, work.task) == (0, 0)
    handle(api, work.task.id, work.items[:1])


def test_issues_do_not_move_items(api, work):
    """B-084: a withdrawn status opens the item where it is."""
    held = holdings(api, work.task.id)
    for number in range(4):
        mark(api, work.marks[number], "issue")
    assert holdings(api, work.task.id) == held
    assert ids_of(api, work.dataset.id, work.review.id) == work.items[:3]
