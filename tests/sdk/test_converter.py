"""The SDK's own converter, unmodified, makes COCO, YOLO and VOC of a dataset here."""

import xml.etree.ElementTree as ElementTree

import pytest

from conftest import unique
from http_api import ok
from labelled import HEIGHT, WIDTH, annotate, boxes, read_json
from pictures import png


@pytest.fixture(scope="module")
def boxed(sdk, new_project, api):
    """Two pictures with boxes, and one without anything."""
    project = new_project()
    dataset = project.datasets.create(dataset_name=unique("dataset"))
    dataset.add_labels(label_list=["car", "sign"])
    for number in (1, 2, 3):
        ok(api.upload(dataset.id, f"/day/{number}.png", png(WIDTH, HEIGHT, seed=number)))
    annotate(dataset.items.get(filepath="/day/1.png"), boxes(sdk))
    annotate(dataset.items.get(filepath="/day/2.png"), boxes(sdk)[:1])
    return project.datasets.get(dataset_id=dataset.id)


def test_the_converter_makes_coco(sdk, boxed, tmp_path):
    sdk.Converter().convert_dataset(dataset=boxed, to_format="coco", local_path=str(tmp_path))
    coco = read_json(tmp_path / "coco.json")
    pictures = {picture["id"]: picture for picture in coco["images"]}
    names = {category["id"]: category["name"] for category in coco["categories"]}
    assert {picture["file_name"] for picture in coco["images"]} == {"day/1.png", "day/2.png", "day/3.png"}
    assert {(picture["width"], picture["height"]) for picture in coco["images"]} == {(WIDTH, HEIGHT)}
    found = sorted(
        (pictures[each["image_id"]]["file_name"], names[each["category_id"]], each["bbox"]) for each in coco["annotations"]
    )
    car = [2.0, 3.0, 7.0, 5.0]
    assert found == [("day/1.png", "car", car), ("day/1.png", "sign", [1.0, 1.0, 3.0, 3.0]), ("day/2.png", "car", car)]


def test_the_converter_makes_yolo(sdk, boxed, tmp_path):
    sdk.Converter().convert_dataset(dataset=boxed, to_format="yolo", local_path=str(tmp_path))
    lines = (tmp_path / "yolo" / "day" / "2.txt").read_text().split()
    numbers = [float(number) for number in lines[1:]]
    assert numbers == pytest.approx([5.5 / WIDTH, 5.5 / HEIGHT, 7 / WIDTH, 5 / HEIGHT])
    assert len((tmp_path / "yolo" / "day" / "1.txt").read_text().splitlines()) == 2
    assert not (tmp_path / "yolo" / "day" / "3.txt").exists()


def test_the_converter_makes_voc(sdk, boxed, tmp_path):
    sdk.Converter().convert_dataset(dataset=boxed, to_format="voc", local_path=str(tmp_path))
    root = ElementTree.parse(tmp_path / "voc" / "day" / "1.xml").getroot()
    assert root.findtext("filename") == "1.png"
    assert [each.findtext("name") for each in root.iter("object")] == ["car", "sign"]
    corners = root.find("object").find("bndbox")
    assert [float(corners.findtext(name)) for name in ("xmin", "ymin", "xmax", "ymax")] == [2, 3, 9, 8]
