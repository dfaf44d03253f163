"""Annotations of every type that the SDK's builders send come back as they were put in (contract 50 §1, §3): by a list of
the SDK, by its export and its download, and to the letter. The choices are random; a failure tells the seed, and
`ALLOT_SEED=N` makes the same ones again."""

import copy
import json
import os
import random
from pathlib import Path

import dtlpy as dl
import numpy as np
import pytest

from conftest import unique
from http_api import ok
from pictures import png

WIDTH, HEIGHT = 64, 48
FPS = 25
LABELS = ("car", "vehicle.car", "Straße", "车", "a b", "🚲", "item's \"label\"")
TEXTS = ("Hello", "", "two\nlines", "ünter \u2028 der Brücke", '"quoted" \\ and / more', "🙂" * 20, "\x00\x1f", "null")
NUMBERS = (0, 1, -1, 0.0, -0.0, 1.0, 0.1, 1e-07, 1e22, 123456789.125, 2**53 + 1, -(2**63), 2**64 - 1, 10**30, 5e-324)


@pytest.fixture
def chance():
    seed = int(os.environ.get("ALLOT_SEED") or random.randrange(1_000_000))
    print(f"ALLOT_SEED={seed}")
    return random.Random(seed)


class Maker:
    """Random values, and what the SDK makes of them."""

    def __init__(self, dl, chance):
        self.dl = dl
        self.chance = chance

    def text(self):
        return self.chance.choice(TEXTS)

    def label(self):
        return self.chance.choice(LABELS)

    def place(self, end):
        """Within the picture: whole, half, or with all the digits of a double."""
        where = self.chance.random() * end
        return self.chance.choice((int(where), float(int(where)), int(where) + 0.5, where, 1e-07))

    def point(self):
        return [self.place(WIDTH), self.place(HEIGHT)]

    def points(self, least):
        return [self.point() for _ in range(self.chance.randint(least, 12))]

    def corners(self):
        left, right = sorted((self.place(WIDTH), self.place(WIDTH)))
        top, bottom = sorted((self.place(HEIGHT), self.place(HEIGHT)))
        return {"left": left, "top": top, "right": right, "bottom": bottom}

    def angle(self):
        return self.chance.choice((30, -12.5, 359.999, self.chance.random() * 360, 1))

    def json(self, depth=3):
        """Whatever JSON can say."""
        kind = self.chance.randrange(7 if depth else 5)
        if kind == 0:
            return None
        if kind == 1:
            return self.chance.choice((True, False))
        if kind == 2:
            return self.text()
        if kind in (3, 4):
            return self.chance.choice(NUMBERS)
        if kind == 5:
            return [self.json(depth - 1) for _ in range(self.chance.randint(0, 4))]
        return {f"{self.text()}{number}": self.json(depth - 1) for number in range(self.chance.randint(0, 4))}

    def attributes(self):
        """Of the SDK's sort: by the keys of the ontology."""
        if self.chance.random() < 0.5:
            return {}
        return {"1": self.text(), "2": [self.text()], "size": self.chance.choice(NUMBERS), "wet": True}

    def mask(self, times=1):
        noise = np.random.default_rng(self.chance.randrange(2**32)).random((HEIGHT * times, WIDTH * times))
        return (noise > 0.6).astype(float)

    def common(self):
        return {"label": self.label(), "attributes": self.attributes()}

    def cube(self):
        front, back = self.corners(), self.corners()
        return self.dl.Cube.from_boxes_and_angle(
            label=self.label(),
            attributes=self.attributes(),
            angle=self.chance.choice((0, 10, 22.5)),
            **{f"front_{side}": where for side, where in front.items()},
            **{f"back_{side}": where for side, where in back.items()},
        )

    def note(self):
        return self.dl.Note(
            messages=[self.text() for _ in range(self.chance.randint(0, 3))],
            status=self.chance.choice(("issue", "approved")),
            create_time=self.chance.choice((None, 1_764_000_000_000)),
            **self.corners(),
            **self.common(),
        )

    def one_of_each(self):
        """Of a picture; in some order."""
        dl, chance = self.dl, self.chance
        three = lambda: [self.place(WIDTH) for _ in range(3)]
        made = [
            dl.Box(**self.corners(), **self.common()),
            dl.Box(angle=self.angle(), **self.corners(), **self.common()),
            self.cube(),
            dl.entities.Cube3d(position=three(), scale=three(), rotation=three(), **self.common()),
            dl.Polygon(geo=self.points(3), **self.common()),
            dl.Polyline(geo=self.points(2), **self.common()),
            dl.Point(x=self.place(WIDTH), y=self.place(HEIGHT), **self.common()),
            dl.Ellipse(
                x=self.place(WIDTH),
                y=self.place(HEIGHT),
                rx=self.place(9),
                ry=self.place(9),
                angle=self.angle(),
                **self.common(),
            ),
            dl.Segmentation(geo=self.mask(), **self.common()),
            dl.Segmentation(geo=self.mask(times=8), **self.common()),  # long
            self.note(),
            dl.Classification(**self.common()),
            dl.entities.Text(text_type="block", start=chance.randint(0, 9), end=chance.randint(9, 99), **self.common()),
            dl.entities.Text(
                text_type="paragraph", start=0, end=1, top=self.place(HEIGHT), left=self.place(WIDTH), **self.common()
            ),
            dl.entities.FreeText(text=self.text(), **self.common()),
            dl.entities.Subtitle(text=self.text(), **self.common()),
            dl.entities.Comparison(coordinates={"chosen": self.json()}, **self.common()),
            dl.entities.Comparison(coordinates=[self.json(), self.json()], **self.common()),
            dl.entities.Pose(template_id=unique("template"), **self.common()),
            dl.entities.RefImage(
                ref="https://example.org/a.png?b=c&d=ü", mimetype=chance.choice((None, "image/png")), **self.common()
            ),
            dl.entities.Gis(annotation_type=dl.entities.GisType.POLYGON, geo=[self.points(3)], **self.common()),
            dl.entities.Description(text=self.text()),
            dl.entities.UndefinedAnnotationType(type="polyline_3d", coordinates=self.json(), **self.common()),
            dl.entities.UndefinedAnnotationType(
                type="ref_semantic_3d", coordinates={"ref": unique("ref"), "x": self.json()}, **self.common()
            ),
        ]
        chance.shuffle(made)
        for definition in made:
            if chance.random() < 0.3:
                definition.description = chance.choice([text for text in TEXTS if text])
        return made

    def metadata(self):
        if self.chance.random() < 0.4:
            return None
        user = {f"{self.label()} {number}": self.json() for number in range(self.chance.randint(0, 4))}
        return {"user": user, "system": {"itemLinks": [self.json()], "openAiStatus": self.text()}}


def exactly(value):
    """Equal texts are equal JSON, in which 1, 1.0 and True are three things."""
    return json.dumps(value, sort_keys=True)


def content(annotation):
    """What of it is the client's."""
    said = {name: annotation.get(name) for name in ("type", "label", "metadata", "attributes", "labelSuggestions")}
    said["description"] = annotation.get("description") or None
    has_shape = annotation["type"] != "class" and annotation.get("coordinates") is not None
    said["coordinates"] = annotation["coordinates"] if has_shape else {}
    return said


def assert_equal(found, sent):
    assert len(found) == len(sent)
    for one, other in zip(found, sent):
        assert exactly(content(one)) == exactly(content(other)), one["type"]


def all_of(sdk, item):
    """Notes too, which the SDK leaves out unless it is asked for them; oldest first, as they came."""
    filters = sdk.Filters(resource=sdk.FiltersResource.ANNOTATION, use_defaults=False)
    return sorted(item.annotations.list(filters=filters), key=lambda each: each.id)


def upload(item, builder):
    """What the SDK sent, in its order."""
    sent = [copy.deepcopy(each.to_json()) for each in builder.annotations]
    made = item.annotations.upload(builder)
    assert len(made) == len(sent)
    return sent


def read_json(path):
    return json.loads(Path(path).read_text(encoding="utf-8"))


def assert_leaves_as_it_came(dataset, item, sent, folder):
    """By an export of the SDK and by its download."""
    (exported,) = read_json(dataset.export(local_path=str(folder / "export"), include_annotations=True))
    assert_equal(exported["annotations"], sent)
    dataset.download_annotations(local_path=str(folder / "json"), annotation_options=dl.ViewAnnotationOptions.JSON)
    name = Path(item.filename).with_suffix(".json").as_posix().lstrip("/")
    assert_equal(read_json(folder / "json" / "json" / name)["annotations"], sent)


@pytest.mark.parametrize("number", range(2))
def test_of_a_picture_come_back_equal(sdk, api, new_dataset, chance, number, tmp_path):
    """B-266, contract 50 §3."""
    dataset = new_dataset()
    ok(api.upload(dataset.id, "/street/1.png", png(WIDTH, HEIGHT)))
    item = dataset.items.get(filepath="/street/1.png")
    maker = Maker(sdk, chance)
    builder = item.annotations.builder()
    for definition in maker.one_of_each():
        builder.add(definition, metadata=maker.metadata(), automated=chance.choice((True, False)))
    sent = upload(item, builder)
    assert_equal(ok(api.get(f"/items/{item.id}/annotations")), sent)
    assert_equal([each.to_json() for each in all_of(sdk, item)], sent)
    assert_leaves_as_it_came(dataset, item, sent, tmp_path)


@pytest.mark.parametrize("number", range(2))
def test_of_a_video_come_back_equal_with_all_their_frames(sdk, api, new_dataset, chance, number, tmp_path):
    """B-266, contract 50 §1: `snapshots_` are kept as they are."""
    dataset = new_dataset()
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(b"\0\0\0\x18ftypmp42" + bytes(64))
    item = dataset.items.upload(local_path=str(clip), remote_path="/")
    item.fps = FPS
    item = item.update(system_metadata=True)
    maker = Maker(sdk, chance)
    builder = item.annotations.builder()
    kinds = (
        lambda: sdk.Box(**maker.corners(), **maker.common()),
        lambda: sdk.Box(angle=maker.angle(), **maker.corners(), **maker.common()),
        lambda: sdk.Polygon(geo=maker.points(3), **maker.common()),
        lambda: sdk.Point(x=maker.place(WIDTH), y=maker.place(HEIGHT), **maker.common()),
        lambda: sdk.Classification(**maker.common()),
    )
    for number, kind in enumerate(kinds):
        first = chance.randint(0, 50)
        builder.add(kind(), object_id=number + 1, frame_num=first, end_frame_num=first + chance.randint(0, 9))
        for frame in range(first + 10, first + 10 + chance.randint(0, 5)):
            builder.add(
                kind(),
                object_id=number + 1,
                frame_num=frame,
                fixed=chance.choice((True, False)),
                object_visible=chance.choice((True, False)),
            )
    sent = upload(item, builder)
    assert any(each["metadata"]["system"]["snapshots_"] for each in sent)
    assert_equal(ok(api.get(f"/items/{item.id}/annotations")), sent)
    assert_equal([each.to_json() for each in all_of(sdk, item)], sent)
    assert_leaves_as_it_came(dataset, item, sent, tmp_path)


def test_what_was_read_is_written_back_and_nothing_changes(sdk, api, new_dataset, chance):
    """B-266, contract 50 §2: an update of the SDK is a difference, and there is none."""
    dataset = new_dataset()
    ok(api.upload(dataset.id, "/1.png", png(WIDTH, HEIGHT)))
    item = dataset.items.get(filepath="/1.png")
    maker = Maker(sdk, chance)
    builder = item.annotations.builder()
    for definition in maker.one_of_each():
        builder.add(definition, metadata=maker.metadata())
    sent = upload(item, builder)
    for annotation in all_of(sdk, item):
        annotation.update(system_metadata=True)
    assert_equal(ok(api.get(f"/items/{item.id}/annotations")), sent)
