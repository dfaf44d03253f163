"""Labels out by the SDK's own ways, unmodified: what comes out is what was put in (contract 30 §2, 40, 50)."""

import io
import json
import time
import xml.etree.ElementTree as ElementTree
import zipfile
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from conftest import DEV, EVE, MAX, MIA, password_of, unique
from http_api import Api, ok, refused, sign_in
from pictures import png
from server import Server

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


# dataset.export


def test_an_export_is_all_items_with_their_annotations(api, labelled, tmp_path):
    path = labelled.dataset.export(local_path=str(tmp_path), include_annotations=True)
    assert by_path(read_json(path)) == as_put_in(api, labelled)


def test_without_annotations_it_is_the_items(api, labelled, tmp_path):
    path = labelled.dataset.export(local_path=str(tmp_path))
    items = {path: ok(api.get(f"/items/{item.id}")) for path, item in labelled.items.items()}
    assert by_path(read_json(path)) == items


def test_filters_pick_items_and_annotations(sdk, api, labelled, tmp_path):
    filters = sdk.Filters(field="dir", values="/rain")
    of_cars = sdk.Filters(resource=sdk.FiltersResource.ANNOTATION, field="label", values="car")
    path = labelled.dataset.export(
        local_path=str(tmp_path), filters=filters, annotation_filters=of_cars, include_annotations=True
    )
    cars = as_put_in(api, labelled, ("/rain/1.png", "/rain/2.png"), lambda each: each["label"] == "car")
    assert by_path(read_json(path)) == cars
    assert len(cars["/rain/2.png"]["annotations"]) == 1


def test_items_are_picked_by_their_annotations(sdk, labelled, tmp_path):
    filters = sdk.Filters()
    filters.add_join(field="label", values="car")
    path = labelled.dataset.export(local_path=str(tmp_path), filters=filters, include_annotations=True)
    assert set(by_path(read_json(path))) == {"/rain/1.png", "/rain/2.png", "/night/3.png"}


def test_nothing_that_matches_is_no_file(sdk, labelled, tmp_path):
    filters = sdk.Filters(field="dir", values="/nowhere")
    assert labelled.dataset.export(local_path=str(tmp_path), filters=filters) is None


def test_an_archive_has_a_document_for_each_item(sdk, api, labelled, tmp_path):
    folder = labelled.dataset.export(
        local_path=str(tmp_path), include_annotations=True, export_type=sdk.ExportType.ZIP
    )
    assert Path(folder) == tmp_path
    expected = as_put_in(api, labelled)
    assert {path: read_json(tmp_path / f"json{path}.json") for path in PATHS} == expected


def test_an_archive_can_stay_one(sdk, labelled, tmp_path):
    path = labelled.dataset.export(
        local_path=str(tmp_path),
        export_type=sdk.ExportType.ZIP,
        output_export_type=sdk.OutputExportType.ZIP,
    )
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert set(archive.namelist()) == {f"json{path}.json" for path in PATHS}


def test_an_export_in_folders(sdk, api, labelled, tmp_path):
    folder = labelled.dataset.export(
        local_path=str(tmp_path), include_annotations=True, output_export_type=sdk.OutputExportType.FOLDERS
    )
    expected = as_put_in(api, labelled)
    assert {path: read_json(Path(folder) / without_extension(path)) for path in PATHS} == expected


# download_annotations


def test_annotations_are_downloaded_with_masks(sdk, api, labelled, tmp_path):
    options = [sdk.ViewAnnotationOptions.JSON, sdk.ViewAnnotationOptions.MASK, sdk.ViewAnnotationOptions.INSTANCE]
    folder = Path(labelled.dataset.download_annotations(local_path=str(tmp_path), annotation_options=options))
    assert folder == tmp_path
    put_in = {path: item["annotations"] for path, item in as_put_in(api, labelled).items()}
    assert annotations_by_path(folder / "json", without_extension) == put_in
    for kind in ("mask", "instance"):
        drawn = np.asarray(Image.open(folder / kind / "night" / "3.png"))
        assert drawn.shape[:2] == (HEIGHT, WIDTH)
        assert drawn[BOX["top"], BOX["left"] : BOX["right"]].any()
        assert not drawn[HEIGHT - 1, WIDTH - 1][:3].any() if drawn.ndim == 3 else drawn[HEIGHT - 1, WIDTH - 1] == 0


def test_subtitles_are_downloaded_as_vtt(sdk, api, new_dataset, tmp_path):
    dataset = new_dataset()
    sound = tmp_path / "talk.mp3"
    sound.write_bytes(b"ID3" + bytes(64))
    item = dataset.items.upload(local_path=str(sound), remote_path="/")
    said = {
        "type": "subtitle",
        "label": "speech",
        "coordinates": {"text": "Hello"},
        "metadata": {"system": {"startTime": 1, "endTime": 3.5, "frame": 0, "endFrame": 0}},
    }
    ok(api.post(f"/items/{item.id}/annotations", said))
    folder = tmp_path / "out"
    dataset.download_annotations(local_path=str(folder), annotation_options=sdk.ViewAnnotationOptions.VTT)
    text = (folder / "vtt" / "talk.vtt").read_text(encoding="utf-8")
    assert "00:00:01.000 --> 00:00:03.500" in text
    assert "Hello" in text


def test_a_dataset_is_downloaded_with_its_annotations(sdk, api, labelled, tmp_path):
    options = [sdk.ViewAnnotationOptions.JSON, sdk.ViewAnnotationOptions.MASK]
    labelled.dataset.download(local_path=str(tmp_path), annotation_options=options)
    for number, path in enumerate(PATHS):
        assert (tmp_path / "items" / path[1:]).read_bytes() == png(WIDTH, HEIGHT, seed=number + 1)
    put_in = {path: item["annotations"] for path, item in as_put_in(api, labelled, wanted=asked_by_default).items()}
    assert annotations_by_path(tmp_path / "json", without_extension) == put_in
    assert np.asarray(Image.open(tmp_path / "mask" / "night" / "3.png")).any()


def test_a_dataset_is_downloaded_under_whole_names(sdk, api, labelled, tmp_path):
    labelled.dataset.download(
        local_path=str(tmp_path), annotation_options=sdk.ViewAnnotationOptions.JSON, export_version=sdk.ExportVersion.V2
    )
    put_in = {path: item["annotations"] for path, item in as_put_in(api, labelled, wanted=asked_by_default).items()}
    assert annotations_by_path(tmp_path / "json", lambda path: path[1:] + ".json") == put_in


def test_items_are_downloaded(sdk, labelled, tmp_path):
    labelled.dataset.items.download(filters=sdk.Filters(field="dir", values="/rain"), local_path=str(tmp_path))
    files = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert files == {"items/rain/1.png", "items/rain/2.png"}
    assert (tmp_path / "items/rain/2.png").read_bytes() == png(WIDTH, HEIGHT, seed=2)


def test_annotations_that_go_out_come_in_equal(sdk, api, labelled, tmp_path):
    """Into another dataset, by the SDK's own way back."""
    labelled.dataset.download_annotations(local_path=str(tmp_path))
    other = labelled.project.datasets.create(dataset_name=unique("dataset"))
    for number, path in enumerate(PATHS):
        ok(api.upload(other.id, path, png(WIDTH, HEIGHT, seed=number + 1)))
    for path in PATHS:
        item = other.items.get(filepath=path)
        annotations = read_json(tmp_path / "json" / without_extension(path))["annotations"]
        if annotations:
            item.annotations.upload(annotations)
        kept = ("type", "label", "coordinates")

        def told(item_id):
            return sorted(json.dumps([each.get(key) for key in kept]) for each in annotations_of(api, item_id))

        assert told(item.id) == told(labelled.items[path].id)


# The SDK's converter


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


# What the SDK has no method for


def export(api, dataset_id, **body):
    return ok(api.post(f"/datasets/{dataset_id}/export", {"exportType": "json", **body}))


def ended(api, begun, seconds=60):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        command = ok(api.get(f"/commands/{begun['id']}"))
        if command["status"] != "in-progress":
            return command
        time.sleep(0.05)
    raise AssertionError(f"it goes on: {command}")


def file_of(api, command):
    assert command["status"] == "success", command
    return api.get(f"/items/{command['spec']['outputItemId']}/stream", stream=True).content


def test_the_first_look_of_the_sdk_finds_a_small_export_done(api, labelled):
    begun = export(api, labelled.dataset.id)
    time.sleep(2)  # as the SDK does
    assert ok(api.get(f"/commands/{begun['id']}"))["status"] == "success"


def test_exports_are_listed(api, labelled):
    begun = export(api, labelled.dataset.id)
    done = ended(api, begun)
    page = ok(api.post("/datasets/exports", {"projects": [labelled.project.id], "exportId": begun["id"]}))
    assert page["total"] == 1
    assert page["records"][0]["outputItemId"] == done["spec"]["outputItemId"]
    assert page["records"][0]["status"] == "success"


def test_owners_and_developers_export(api_of, new_project):
    project = new_project()
    dataset = project.datasets.create(dataset_name=unique("dataset"))
    for person, role in ((DEV, "engineer"), (MAX, "annotationManager")):
        ok(api_of(MIA).post(f"/projects/{project.id}/members/{person}", {"role": role}))
    assert json.loads(file_of(api_of(DEV), ended(api_of(DEV), export(api_of(DEV), dataset.id)))) == []
    refused(api_of(MAX).post(f"/datasets/{dataset.id}/export", {}), 403)
    refused(api_of(EVE).post(f"/datasets/{dataset.id}/export", {}), 404)


def test_a_locked_dataset_is_free_again_when_the_export_has_ended(sdk, api, new_dataset):
    dataset = new_dataset(2)
    begun = export(api, dataset.id, datasetLock=True, lockTimeoutSec=60)
    ended(api, begun)
    assert ok(api.get(f"/datasets/{dataset.id}"))["readonly"] is False
    ok(api.upload(dataset.id, "/later.png", png()))
    with pytest.raises(sdk.exceptions.BadRequest, match="dataset is not locked"):
        dataset.unlock()


def test_what_cannot_be_understood_is_refused_with_a_sentence(api, labelled):
    path = f"/datasets/{labelled.dataset.id}/export"
    refused(api.post(path, {"exportType": "csv"}), 400, "exportType")
    refused(api.post(path, {"itemsQuery": {"filter": {"a": {"$near": 1}}}}), 400, "itemsQuery", "$near")
    refused(api.post(path + "/v3", {}), 404)


def test_an_archive_in_memory(api, labelled):
    """Without a type the documents are named as the SDK's download looks for them."""
    done = ended(api, ok(api.post(f"/datasets/{labelled.dataset.id}/export", {"exportVersion": "V1"})))
    with zipfile.ZipFile(io.BytesIO(file_of(api, done))) as archive:
        assert set(archive.namelist()) == {without_extension(path) for path in PATHS}


def test_exports_outlive_a_kill_and_nothing_is_doubled(tmp_path):
    server = Server(tmp_path / "data")
    server.add_user(MIA, password_of(MIA), admin=True)
    server.start()
    try:
        api = Api(server.base, sign_in(server.base, MIA, password_of(MIA)))
        project = ok(api.post("/projects", {"name": "City"}))["id"]
        dataset = ok(api.post("/datasets", {"name": "Streets", "projects": [project]}))["id"]
        for number in range(20):
            ok(api.upload(dataset, f"/{number}.png", png(seed=number + 1)))
        # Each another one: equal ones in a row are taken for repeats.
        begun = [export(api, dataset, lockTimeoutSec=number + 1) for number in range(40)]
        server.kill()
        server.start()
        api = Api(server.base, sign_in(server.base, MIA, password_of(MIA)))
        for each in begun:
            assert len(json.loads(file_of(api, ended(api, each)))) == 20
        query = {"filter": {}, "context": {"projects": [project]}, "systemSpace": True}
        datasets = ok(api.post("/datasets/query", query))["items"]
        binaries = next(each for each in datasets if each["metadata"]["system"].get("scope") == "system")
        assert binaries["itemsCount"] == len(begun)
    finally:
        server.stop()
