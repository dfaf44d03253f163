"""Annotations, and the log of what was done to them (90-behaviour §7, contract 50)."""

import pytest

from conftest import ADA, CLEO, EVE, MIA
from http_api import ok, refused
from reviewed import BOX, dataset, dataset_counts, project, work  # fixtures among them


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


# The log


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
