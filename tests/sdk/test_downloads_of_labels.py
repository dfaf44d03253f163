"""Labels and items by the SDK's own downloads, unmodified: what comes out is what was put in (contract 30 §2, 40, 50)."""

import json
from pathlib import Path

import numpy as np
from PIL import Image

from conftest import unique
from http_api import ok
from labelled import (
    BOX,
    HEIGHT,
    PATHS,
    WIDTH,
    annotations_by_path,
    annotations_of,
    as_put_in,
    asked_by_default,
    labelled,  # fixture
    read_json,
    without_extension,
)
from pictures import png


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
