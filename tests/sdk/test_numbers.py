"""Numbers come back as they were sent: digit by digit in the text, value and type in the SDK (B-040)."""

import json

import pytest

from conftest import ADA, unique
from http_api import ok

WRITTEN = [
    "1", "1.0", "1.5", "1.50", "0.1", "-0.0", "1e5", "1E0", "1e-7", "1e22", "123456789.123456789",
    "9007199254740993", "9223372036854775808", "123456789012345678901234567890",
]  # fmt: skip

VALUES = {
    "whole": 1, "real": 1.0, "half": 1.5, "tenth": 0.1, "small": 1e-7, "great": 1e22, "minus": -0.0,
    "odd": 2**53 + 1, "above": 2**63, "huge": 10**30 + 1, "list": [1, 1.0, {"deep": 0.30000000000000004}],
}  # fmt: skip


def same(ours, theirs):
    """Equal in value and in the text that Python makes of it: 1 is not 1.0."""
    return json.dumps(ours, sort_keys=True) == json.dumps(theirs, sort_keys=True)


@pytest.fixture(scope="module")
def item(new_dataset):
    return new_dataset(1).items.list().all().__next__()


def send(api, method, path, body):
    return ok(api.request(method, path, data=body, headers={"Content-Type": "application/json"}))


@pytest.mark.parametrize("written", WRITTEN)
def test_the_text_of_a_number_stays(api, item, written):
    send(api, "PATCH", f"/items/{item.id}", '{"metadata":{"user":{"n":%s}}}' % written)
    send(api, "PATCH", f"/items/{item.id}", '{"metadata":{"user":{"other":1}}}')
    assert f'"n":{written},"other":1' in api.get(f"/items/{item.id}").text
    made = send(api, "POST", f"/items/{item.id}/annotations", '{"type":"point","label":"a","coordinates":{"x":%s,"y":1}}' % written)
    assert f'"coordinates":{{"x":{written},"y":1}}' in api.get(f"/annotations/{made['id']}").text


def test_the_sdk_reads_the_numbers_that_it_wrote(sdk, project, new_dataset):
    dataset = new_dataset(1)
    item = dataset.items.list().all().__next__()
    item.metadata["user"] = VALUES
    item.update()
    assert same(dataset.items.get(item_id=item.id).metadata["user"], VALUES)
    dataset.metadata["user"] = VALUES
    dataset.update()
    assert same(project.datasets.get(dataset_id=dataset.id).metadata["user"], VALUES)
    recipe = dataset.recipes.list()[0]
    recipe.ui_settings["values"] = VALUES
    recipe.metadata["system"]["values"] = VALUES
    recipe.update(system_metadata=True)
    again = project.recipes.get(recipe_id=recipe.id)
    assert same(again.ui_settings["values"], VALUES) and same(again.metadata["system"]["values"], VALUES)
    task = dataset.tasks.create(task_name=unique("task"), assignee_ids=[ADA], metadata={"values": VALUES})
    assert same(sdk.tasks.get(task_id=task.id).metadata["values"], VALUES)
    task.metadata["more"] = 1.0
    task.update()
    assert same(sdk.tasks.get(task_id=task.id).metadata["values"], VALUES)


def test_coordinates_are_written_as_people_write_them(sdk, api, item):
    builder = item.annotations.builder()
    builder.add(annotation_definition=sdk.Box(left=1, top=2.5, right=30.0, bottom=40, label="car"))
    (made,) = [each for each in item.annotations.upload(builder) if each.type == "box"]
    text = api.get(f"/annotations/{made.id}").text  # the SDK makes reals of whole numbers
    assert '[{"x":1.0,"y":2.5,"z":0},{"x":30.0,"y":40.0,"z":0}]' in text
