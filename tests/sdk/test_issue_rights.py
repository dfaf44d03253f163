"""Who may open, answer and close issues (90-behaviour §7, §20, contract 50)."""

from conftest import ADA, CLEO, EVE, MAX, MIA
from http_api import ok, refused
from reviewed import BOX, counters, dataset, mark, project, set_mark, status_in, work  # fixtures among them
from views import handle, holdings, ids_of, set_status

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
