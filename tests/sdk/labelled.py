"""What tests of labels that go out share: a dataset with labels of every kind, and what was put in."""

import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from conftest import unique
from http_api import ok
from pictures import png

WIDTH, HEIGHT = 16, 12
BOX = {"left": 2, "top": 3, "right": 9, "bottom": 8}
PATHS = ("/rain/1.png", "/rain/2.png", "/night/3.png", "/night/ünter.png", "/plain.png")


def boxes(dl):
    return [dl.Box(label="car", **BOX), dl.Box(label="sign", left=1, top=1, right=4, bottom=4)]


def of_every_kind(dl):
    """What the SDK's builders send for a picture."""
    mask = np.zeros((HEIGHT, WIDTH))
    mask[2:6, 3:9] = 1
    return [
        *boxes(dl),
        dl.Box(label="car", top=3, left=2, bottom=8, right=9, angle=30),
        dl.Polygon(label="car", geo=[(1, 1), (8.5, 2), (4, 9.25)]),
        dl.Polyline(label="sign", geo=[(1, 1), (2, 2), (3, 1)]),
        dl.Point(label="sign", x=3.5, y=4),
        dl.Ellipse(label="car", x=6, y=6, rx=3, ry=2, angle=10),
        dl.Segmentation(label="car", geo=mask),
        dl.Classification(label="sign", attributes={"1": "wet"}),
        dl.Description(text="A car in the rain"),
    ]


def annotate(item, definitions):
    builder = item.annotations.builder()
    for definition in definitions:
        builder.add(annotation_definition=definition)
    item.annotations.upload(builder)


@pytest.fixture(scope="module")
def labelled(sdk, new_project, api):
    """Five pictures in folders; four of them with labels."""
    project = new_project()
    dataset = project.datasets.create(dataset_name=unique("dataset"))
    dataset.add_labels(label_list=["car", "sign"])
    for number, path in enumerate(PATHS):
        ok(api.upload(dataset.id, path, png(WIDTH, HEIGHT, seed=number + 1)))
    items = {path: dataset.items.get(filepath=path) for path in PATHS}
    annotate(items["/rain/1.png"], of_every_kind(sdk))
    annotate(items["/rain/2.png"], boxes(sdk))
    annotate(items["/night/3.png"], boxes(sdk)[:1])
    annotate(items["/night/ünter.png"], boxes(sdk)[1:])
    dataset = project.datasets.get(dataset_id=dataset.id)
    return SimpleNamespace(project=project, dataset=dataset, items=items)


def annotations_of(api, item_id):
    return ok(api.get(f"/items/{item_id}/annotations"))


def asked_by_default(annotation):
    """A download of the SDK names the types that it wants; a description of the item is none of them."""
    return annotation["type"] != "item_description"


def as_put_in(api, labelled, paths=PATHS, wanted=lambda annotation: True):
    """What an export of these is to hold, by path."""
    found = {}
    for path in paths:
        item = ok(api.get(f"/items/{labelled.items[path].id}"))
        item["annotations"] = [each for each in annotations_of(api, item["id"]) if wanted(each)]
        found[path] = item
    return found


def by_path(items):
    assert len({item["filename"] for item in items}) == len(items)
    return {item["filename"]: item for item in items}


def read_json(path):
    return json.loads(Path(path).read_text(encoding="utf-8"))


def annotations_by_path(folder, name_of):
    return {path: read_json(folder / name_of(path))["annotations"] for path in PATHS}


def without_extension(path):
    return path[1:].rsplit(".", 1)[0] + ".json"
