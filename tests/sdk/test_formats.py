"""Labels that go out without the SDK, each format read back by what its users have."""

import csv
import io
import json
import xml.etree.ElementTree as xml
import zipfile

import dtlpy as dl
import numpy as np
import pytest
import yaml
from pycocotools import mask as coco_mask
from pycocotools.coco import COCO

from conftest import ADA, BEN
from pictures import png

WIDTH, HEIGHT = 200, 100
FORMATS = ["coco", "csv", "dataloop", "ndjson", "voc", "yolo"]


def mask():
    pixels = np.zeros((HEIGHT, WIDTH))
    pixels[20:50, 30:90] = 1
    pixels[60:70, 100:180] = 1
    return pixels


BOX = dl.Box(left=20, top=10, right=120, bottom=60, label="car")
POLYGON = dl.Polygon(geo=np.array([[10, 10], [110, 10], [10, 60]]), label="car")
ELLIPSE = dl.Ellipse(x=100, y=50, rx=40, ry=20, angle=0, label="wheel")
OTHERS = [
    dl.Box(left=60, top=40, right=100, bottom=60, angle=30, label="car"),
    dl.Polyline(geo=np.array([[0, 0], [50, 50], [100, 0]]), label="lane"),
    dl.Point(x=5, y=6, label="light"),
    dl.Segmentation(geo=mask(), label="road"),
    dl.Classification(label="night"),
]


@pytest.fixture(scope="module")
def dataset(new_project, new_dataset, api):
    """Three pictures in two folders: boxes alone, one of each kind, and nothing."""
    dataset = new_dataset(of=new_project())
    dataset.add_labels(["tree", "car"])
    for number, path in enumerate(["/street/boxes.png", "/street/all.png", "/bare.png"]):
        answer = api.upload(dataset.id, path, png(WIDTH, HEIGHT, seed=number))
        assert answer.status_code == 200, answer.text
    draw(dataset, "/street/boxes.png", [BOX, BOX])
    draw(dataset, "/street/all.png", [BOX, POLYGON, ELLIPSE, *OTHERS])
    return dataset


def draw(dataset, path, definitions):
    item = dataset.items.get(filepath=path)
    builder = item.annotations.builder()
    for definition in definitions:
        builder.add(annotation_definition=definition)
    item.annotations.upload(builder)
    return item


def export(api, of, format, filter=None):
    params = {"format": format} | ({"filter": json.dumps(filter)} if filter else {})
    answer = api.get(f"{of}/export", params=params)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    return answer.content


def of_dataset(api, dataset, format, filter=None):
    return export(api, f"/datasets/{dataset.id}", format, filter)


def files_of(archive):
    with zipfile.ZipFile(io.BytesIO(archive)) as zipped:
        assert zipped.testzip() is None
        return {name: zipped.read(name) for name in zipped.namelist()}


# COCO


@pytest.fixture
def coco(api, dataset, tmp_path):
    path = tmp_path / "labels.json"
    path.write_bytes(of_dataset(api, dataset, "coco"))
    return COCO(path)


def of_type(coco, kind):
    found = [one for one in coco.anns.values() if one["type"] == kind]
    assert found, f"there is no {kind}"
    return found


def test_coco_has_images_categories_and_annotations(coco, dataset):
    assert [image["file_name"] for image in coco.loadImgs(coco.getImgIds())] == [
        "street/boxes.png", "street/all.png", "bare.png",
    ]
    assert all((image["width"], image["height"]) == (WIDTH, HEIGHT) for image in coco.imgs.values())
    names = [category["name"] for category in coco.loadCats(coco.getCatIds())]
    assert names[:2] == ["tree", "car"] and set(names) == {"tree", "car", "wheel", "lane", "light", "road"}
    assert len(coco.anns) == 9
    boxes = coco.getAnnIds(imgIds=[coco.getImgIds()[0]], catIds=coco.getCatIds(catNms=["car"]))
    assert len(boxes) == 2
    assert all(one["bbox"] == [20, 10, 100, 50] and one["area"] == 5000 for one in coco.loadAnns(boxes))


def test_coco_masks_are_the_pixels_that_were_drawn(coco):
    drawn = of_type(coco, "binary")[0]
    assert np.array_equal(coco.annToMask(drawn), mask())
    assert drawn["area"] == mask().sum() == coco_mask.area(drawn["segmentation"])
    assert drawn["bbox"] == list(coco_mask.toBbox(drawn["segmentation"]))
    assert drawn["iscrowd"] == 0


def test_coco_outlines_can_be_filled(coco):
    for one in coco.anns.values():
        filled = coco.annToMask(one)
        assert filled.shape == (HEIGHT, WIDTH)
        assert abs(filled.sum() - one["area"]) < 200, one["type"]
    polygon = of_type(coco, "segment")[0]
    assert polygon["segmentation"] == [[10, 10, 110, 10, 10, 60]] and polygon["area"] == 2500
    assert of_type(coco, "ellipse")[0]["area"] == pytest.approx(np.pi * 40 * 20, rel=0.01)


def test_coco_results_can_be_compared_with_it(coco):
    from pycocotools.cocoeval import COCOeval

    boxes = [
        {key: one[key] for key in ("image_id", "category_id", "bbox")} | {"score": 1.0}
        for one in coco.anns.values() if one["type"] != "point"
    ]
    evaluation = COCOeval(coco, coco.loadRes(boxes), "bbox")
    evaluation.evaluate()
    evaluation.accumulate()
    evaluation.summarize()
    assert evaluation.stats[0] > 0.5


# YOLO


def yolo(api, dataset, filter=None):
    files = files_of(of_dataset(api, dataset, "yolo", filter))
    about = yaml.safe_load(files["data.yaml"])
    labels = {
        name: [[float(word) for word in line.split()] for line in text.decode().splitlines()]
        for name, text in files.items() if name.startswith("labels/")
    }
    return about, labels, files


def test_yolo_boxes_are_middles_and_sides(api, dataset):
    about, labels, _ = yolo(api, dataset, {"filename": "/street/boxes.png"})
    car = next(number for number, name in about["names"].items() if name == "car")
    assert list(labels) == ["labels/street/boxes.txt"]
    assert labels["labels/street/boxes.txt"] == [[car, 0.35, 0.35, 0.5, 0.5]] * 2


def test_yolo_with_outlines_has_outlines_alone(api, dataset):
    about, labels, files = yolo(api, dataset)
    assert set(labels) == {"labels/street/boxes.txt", "labels/street/all.txt", "labels/bare.txt"}
    assert labels["labels/bare.txt"] == []
    pictures = files["images.txt"].decode().splitlines()
    assert pictures == ["./images/street/boxes.png", "./images/street/all.png", "./images/bare.png"]
    assert "path" not in about  # readers take the folder of this file
    for lines in labels.values():
        for number, *places in lines:
            assert number in about["names"]
            assert len(places) >= 6 and len(places) % 2 == 0
            assert all(0 <= place <= 1 for place in places)
    report = list(csv.DictReader(io.StringIO(files["report.csv"].decode())))
    assert {row["filename"] for row in report} == {"/street/all.png"}
    assert len(report) == 2  # the point and the class


# VOC


def test_voc_has_boxes(api, dataset):
    files = files_of(of_dataset(api, dataset, "voc"))
    root = xml.fromstring(files["Annotations/street/boxes.xml"])
    assert (root.findtext("filename"), root.findtext("size/width"), root.findtext("size/height")) == (
        "boxes.png", str(WIDTH), str(HEIGHT),
    )
    boxes = [
        (one.findtext("name"), *(int(one.find("bndbox").findtext(side)) for side in ("xmin", "ymin", "xmax", "ymax")))
        for one in root.iter("object")
    ]
    assert boxes == [("car", 20, 10, 120, 60)] * 2
    assert len(list(xml.fromstring(files["Annotations/street/all.xml"]).iter("object"))) == 7
    assert list(xml.fromstring(files["Annotations/bare.xml"]).iter("object")) == []


# What loses nothing


def annotations_by_path(api, dataset):
    items = api.post(f"/datasets/{dataset.id}/query", {"filter": {"type": "file"}}).json()["items"]
    return {item["filename"]: api.get(f"/items/{item['id']}/annotations").json() for item in items}


def test_ndjson_is_what_the_api_shows(api, dataset):
    lines = of_dataset(api, dataset, "ndjson").decode().splitlines()
    assert {item["filename"]: item["annotations"] for item in map(json.loads, lines)} == annotations_by_path(api, dataset)


def test_the_layout_of_the_sdk_is_taken_by_the_sdk(api, dataset, new_dataset, tmp_path):
    archive = of_dataset(api, dataset, "dataloop")
    files = files_of(archive)
    kept = annotations_by_path(api, dataset)
    assert {name: json.loads(text)["annotations"] for name, text in files.items()} == {
        "json" + path.replace(".png", ".json"): annotations for path, annotations in kept.items()
    }
    zipfile.ZipFile(io.BytesIO(archive)).extractall(tmp_path)
    other = new_dataset()
    for number, path in enumerate(kept):
        api.upload(other.id, path, png(WIDTH, HEIGHT, seed=number))
    other.upload_annotations(local_path=str(tmp_path / "json"))

    def drawn(annotations):
        return sorted((one["type"], one["label"], json.dumps(one.get("coordinates"))) for one in annotations)

    again = annotations_by_path(api, other)
    assert {path: drawn(each) for path, each in again.items()} == {path: drawn(each) for path, each in kept.items()}


def test_csv_has_a_row_for_each_annotation(api, dataset):
    rows = list(csv.DictReader(io.StringIO(of_dataset(api, dataset, "csv").decode())))
    kept = annotations_by_path(api, dataset)
    assert sorted(row["annotation_id"] for row in rows) == sorted(one["id"] for each in kept.values() for one in each)
    box = next(row for row in rows if row["filename"] == "/street/boxes.png")
    assert [box[side] for side in ("left", "top", "width", "height")] == ["20", "10", "100", "50"]
    assert json.loads(box["coordinates"])[1]["x"] == 120


# Of work


def test_a_task_goes_out_with_its_statuses(api, api_of, dataset, new_task):
    for person in (ADA, BEN):
        dataset.project.add_member(email=person, role=dl.MemberRole.ANNOTATOR)
    task = new_task(dataset, [ADA, BEN])
    assignment = next(one for one in task.assignments.list() if one.annotator == ADA)
    done = api_of(ADA).get(f"/assignments/{assignment.id}/next").json()["items"][0]["id"]
    api_of(ADA).post(f"/assignments/{assignment.id}/items/{done}/status", {"operation": "create", "status": "completed"})
    rows = list(csv.DictReader(io.StringIO(export(api, f"/annotationtasks/{task.id}", "csv").decode())))
    assert {row["filename"] for row in rows} == {"/street/boxes.png", "/street/all.png", "/bare.png"}
    assert {row["assignee"] for row in rows} == {ADA, BEN}
    assert {(row["status"], row["status_by"]) for row in rows if row["item_id"] == done} == {("completed", ADA)}
    own = [json.loads(line) for line in export(api_of(ADA), f"/annotationtasks/{task.id}", "ndjson").splitlines()]
    assert {item["work"]["assigneeId"] for item in own} == {ADA}
    assert export(api, f"/assignments/{assignment.id}", "ndjson").count(b"\n") == len(own)


def test_an_unknown_format_names_those_there_are(api, dataset):
    answer = api.get(f"/datasets/{dataset.id}/export", params={"format": "xml"})
    assert answer.status_code == 400
    assert all(name in answer.json()["message"] for name in FORMATS)
