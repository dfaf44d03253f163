"""Nobody stops or spoils the server: what is too deep, too much or no text is refused, and whatever is stored is read."""

import json
import sqlite3
import uuid
from contextlib import closing

import pytest

import installations
from conftest import MIA, unique
from http_api import file_part, ok, refused
from installations import allot, check, sentences
from pictures import png
from server import Server

CAFE = b"caf\xe9"  # Latin-1


def dotted(parts):
    return ".".join(["a"] * parts)


def nested(levels):
    value = 1
    for _ in range(levels):
        value = {"a": value}
    return value


@pytest.fixture(scope="module")
def place(api_of):
    """A project with one dataset, its recipe and its ontology, as its owner."""
    api = api_of(MIA)
    project = ok(api.post("/projects", {"name": unique("Hostile")}))["id"]
    dataset = ok(api.post("/datasets", {"name": "D", "projects": [project]}))
    recipe = dataset["metadata"]["system"]["recipes"][0]
    return {
        "api": api,
        "dataset": dataset["id"],
        "recipe": recipe,
        "ontology": ok(api.get(f"/recipes/{recipe}"))["ontologyIds"][0],
    }


def query(place, body):
    return place["api"].post(f"/datasets/{place['dataset']}/query", body)


def upload(place, path=b"/x.png", content=None, head=None, **fields):
    """One file with raw bytes in its parts; `head` replaces the file's part head."""
    boundary = uuid.uuid4().hex
    body = b""
    for name, value in {"path": path if isinstance(path, bytes) else path.encode(), **fields}.items():
        body += f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode()
        body += value + b"\r\n"
    if head is None:
        body += file_part(boundary, content or png())
    else:
        body += f"--{boundary}\r\n".encode() + head + b"\r\n\r\nbytes\r\n"
    body += f"--{boundary}--\r\n".encode()
    return place["api"].request(
        "POST",
        f"/datasets/{place['dataset']}/items",
        data=body,
        headers={"Content-Type": f"multipart/form-data; boundary={boundary}"},
    )


# B-315
@pytest.mark.parametrize("parts", [51, 600, 200_000])
@pytest.mark.parametrize("route", ["addLabels", "labels"])
def test_a_tag_of_very_many_parts_is_refused_and_the_ontology_can_be_changed_on(place, route, parts):
    labels = f"/ontologies/{place['ontology']}/{route}"
    body = {"labelsNode": [{"tag": dotted(parts)}], "upsert": True}
    refused(place["api"].patch(labels, body), 400, "50 levels")
    ok(place["api"].patch(labels, {"labelsNode": [{"tag": unique("b")}], "upsert": True}))


# B-315
def test_an_ontology_as_deep_as_it_may_be_is_changed_and_sent_back_whole(place):
    api, address = place["api"], f"/ontologies/{place['ontology']}"
    ok(api.patch(address + "/addLabels", {"labelsNode": [{"tag": dotted(50)}]}))
    ontology = ok(api.patch(address + "/addLabels", {"labelsNode": [{"tag": unique("b")}]}))
    assert ok(api.put(address, {"roots": ontology["roots"]}))["roots"] == ontology["roots"]


# B-315
@pytest.mark.parametrize("levels", [129, 1_000, 100_000])
def test_json_that_is_nested_too_deep_is_refused_wherever_it_comes_in(place, levels):
    api = place["api"]
    item = ok(upload(place, f"/{unique('deep')}.png"))["id"]
    deep = '{"a":' * levels + "1" + "}" * levels
    send = {"headers": {"Content-Type": "application/json"}}
    for address in (f"/items/{item}", f"/recipes/{place['recipe']}"):
        refused(api.request("PATCH", address, data='{"metadata":' + deep + "}", **send), 400, "deep")
    refused(upload(place, "/deep.png", metadata=deep.encode()), 400, "metadata")
    linked = b'{"shebang":"dataloop","metadata":' + deep.encode() + b"}"
    made = ok(upload(place, f"/{unique('link')}.json", linked))
    assert "shebang" not in made["metadata"]["system"], "a file that is no link is a file"
    assert ok(query(place, {"filter": {"metadata.user.b": {"$exists": False}}}))["totalItemsCount"] > 0


# B-315
def test_metadata_as_deep_as_it_may_be_is_found_and_sorted_and_changed(place):
    api = place["api"]
    item = ok(upload(place, f"/{unique('deep')}.png"))["id"]
    ok(api.patch(f"/items/{item}", {"metadata": {"user": nested(125)}}))
    ok(api.patch(f"/items/{item}", {"metadata": {"user": {"b": 1}}}))
    found = ok(query(place, {"filter": {"metadata.user.b": 1}, "sort": {"metadata.user.b": "ascending"}}))
    assert [each["id"] for each in found["items"]] == [item]


# B-316
def test_a_query_that_asks_for_too_much_is_refused_by_its_member(place):
    fields = {f"metadata.user.a{n}": "ascending" for n in range(2_001)}
    refused(query(place, {"filter": {}, "sort": fields}), 400, "`sort`", "100 fields")
    for part in ({"filter": {dotted(100_000): 1}}, {"filter": {}, "sort": {dotted(100_000): "ascending"}}):
        refused(query(place, part), 400, "128 parts")
    condition = {"name": "a"}
    for _ in range(70):
        condition = {"$not": condition}
    refused(query(place, {"filter": condition}), 400, "64 levels")


# B-316
def test_as_much_as_a_query_may_ask_for_is_answered(place):
    path = f"/{unique('much')}.png"
    ok(upload(place, path))
    hundred = {f"metadata.user.a{n}": "ascending" for n in range(100)}
    names = {"name": {"$in": [path[1:]] + [f"n{n}" for n in range(50_000)]}}
    terms = {"$or": [{"name": path[1:]}] + [{"name": f"n{n}"} for n in range(5_000)]}
    refs = {"$or": [{"name": path[1:]}] + [{"metadata.system.refs.id": f"r{n}"} for n in range(2_000)]}
    for condition in (names, terms, refs):
        found = ok(query(place, {"filter": condition, "sort": hundred}))
        assert [item["filename"] for item in found["items"]] == [path]
    both = [{"query": {"filter": {"name": path[1:]}}}] * 300
    assert ok(query(place, {"filter": {}, "intersect": both}))["totalItemsCount"] == 1
    assert ok(query(place, {"filter": {"name": path[1:]}, "except": both}))["totalItemsCount"] == 0


# B-316
def test_a_path_with_very_many_folders_is_refused_and_makes_none(place):
    before = ok(query(place, {"filter": {"type": "dir"}}))["totalItemsCount"]
    refused(upload(place, "/a" * 1_900), 400, "`path`", "100 parts")
    body = {"type": "dir", "path": "/a" * 101}
    refused(place["api"].post(f"/datasets/{place['dataset']}/items", body), 400, "100 parts")
    assert ok(query(place, {"filter": {"type": "dir"}}))["totalItemsCount"] == before


# B-316
def test_a_text_longer_than_any_that_is_kept_is_refused_by_its_name(place):
    api = place["api"]
    item = ok(upload(place, f"/{unique('long')}.png"))["id"]
    long = "x" * 100_001
    ok(api.patch(f"/items/{item}", {"description": long[1:]}))
    refused(api.patch(f"/items/{item}", {"description": long}), 400, "description")
    refused(upload(place, "/long.png", description=long.encode()), 400, "description")
    refused(api.patch(f"/recipes/{place['recipe']}", {"description": long}), 400, "description")


# B-317
@pytest.mark.parametrize("field", ["description", "path", "metadata", "type", "unknown"])
def test_a_part_of_an_upload_that_is_no_utf8_is_refused_by_its_name(place, field):
    refused(upload(place, **{"path": b"/latin.png", field: b"/" + CAFE}), 400, f"`{field}`", "UTF-8")


# B-317
@pytest.mark.parametrize(
    "head",
    [
        b'Content-Disposition: form-data; name="file"; filename="' + CAFE + b'.png"',
        b"Content-Disposition: form-data; name=\"file\"; filename*=UTF-8''caf%E9.png",
        b'Content-Disposition: form-data; name="file"; filename="a.png"\r\nContent-Type: image/' + CAFE,
    ],
    ids=["filename", "filename*", "content-type"],
)
def test_a_part_head_that_is_no_utf8_is_refused(place, head):
    refused(upload(place, f"/{unique('head')}.png", head=head), 400, "UTF-8")


# B-317
def test_text_that_is_no_utf8_is_refused_in_bodies_paths_and_parameters(place):
    api = place["api"]
    item = ok(upload(place, f"/{unique('text')}.png"))["id"]
    for body in (b'{"description":"' + CAFE + b'"}', b'{"description":"\\ud800"}', b'{"description":"\\udc00x"}'):
        answer = api.request("PATCH", f"/items/{item}", data=body, headers={"Content-Type": "application/json"})
        refused(answer, 400)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    refused(api.request("PATCH", f"/items/{item}", data=b"description=caf%E9", headers=form), 400)
    refused(api.get("/items/caf%E9"), 400)
    refused(api.get("/annotationtasks?name=caf%E9"), 400)
    key = {"Content-Type": "application/json", "Idempotency-Key": CAFE}
    refused(api.request("PATCH", f"/items/{item}", data=b"{}", headers=key), 400, "Idempotency-Key")
    assert "description" not in ok(api.get(f"/items/{item}"))


# B-317
def test_the_character_nul_is_kept_in_texts_and_breaks_no_query(place):
    api = place["api"]
    item = ok(upload(place, f"/{unique('nul')}.png"))["id"]
    change = {"description": "a\0b", "metadata": {"user": {"k\0": "v\0"}}}
    assert ok(api.patch(f"/items/{item}", change))["description"] == "a\0b"
    for condition in ({"description": "a*b"}, {"description": "a\0b"}, {"metadata.user.k\0": "v\0"}):
        assert [each["id"] for each in ok(query(place, {"filter": condition}))["items"]] == [item]
    ok(query(place, {"filter": {}, "sort": {"metadata.user.k\0": "ascending", 'metadata.user."]': "ascending"}}))


# --- rows that no server of today would write


# table, column, value → what `allot check` calls it
SPOILT = [
    ("item", "description", CAFE, "`description` holds bytes"),
    ("item", "metadata", b'{"system":{},"user":{"k":1', "`metadata` is no JSON"),
    ("item", "metadata", b'{"user":' + b"[" * 5_000, "`metadata` is no JSON"),
    ("item", "metadata", b"[]", "`metadata` is no JSON"),
    ("item", "metadata", b'{"user":{"k":"' + CAFE + b'"}}', "`metadata` holds bytes"),
    ("item", "spec", b"{oops", "`spec` is no JSON"),
    ("item", "creator", CAFE, "`creator` holds bytes"),
    ("item", "type", b"folder", "`type` is a word"),
    ("item", "path", b"/night/" + CAFE, "`filename` holds bytes"),
    ("annotation", "coordinates", b"[1,", "`coordinates` is no JSON"),
    ("annotation", "attributes", b"oops", "`attributes` is no JSON"),
    ("annotation", "metadata", b"", "`metadata` is no JSON"),
    ("annotation", "label", CAFE, "`label` holds bytes"),
    ("task", "name", CAFE, "`name` holds bytes"),
    ("task", "due_date", b"soon", "`dueDate` is no JSON"),
    ("task", "type", b"riddle", "`spec.type` is a word"),
    ("task", "user_metadata", b"{", "`metadata` is no JSON"),
    ("task", "available_actions", b"[{]", "`availableActions` is no JSON"),
    ("assignment", "user_metadata", b"", "`metadata` is no JSON"),
    ("assignment", "kind", b"odd", "`kind` is a word"),
    ("dataset", "name", CAFE, "`name` holds bytes"),
    ("dataset", "user_metadata", b"7", "`metadata.user` is no JSON"),
    ("recipe", "metadata", b"{", "`metadata` is no JSON"),
    ("recipe", "instructions", b"{}", "`instructions` is no JSON"),
    ("ontology", "roots", b'[{"value":{"tag":"a"},"children":' * 3_000, "`roots` is no JSON"),
    ("ontology", "metadata", CAFE, "`metadata` holds bytes"),
    ("command", "spec", b"{", "`spec` is no JSON"),
]
NAMES = [f"{table}.{column}-{number}" for number, (table, column, _, _) in enumerate(SPOILT)]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made") / "data"
    return folder, installations.make(folder)


def spoil(folder, table, column, value):
    """As a server of long ago, or a hand, may have left it: in one row, the last."""
    with closing(sqlite3.connect(folder / "allot.db")) as database:
        rows = database.execute(f"SELECT max(rowid) FROM {table}").fetchone()[0]
        database.execute(
            f"UPDATE {table} SET {column} = CAST(? AS TEXT) WHERE rowid = ?", (value, rows)
        )
        database.commit()


def look_at_everything(server, made):
    """Lists, single reads, queries and sorts of every noun, as its owner."""
    api = installations.mia_of(server)
    api.is_described = False  # of spoilt rows what can be read is shown
    dataset = made["dataset"]
    items = ok(api.post(f"/datasets/{dataset}/query", {"filter": {}}))["items"]
    assert len(items) == 9
    for item in items:
        ok(api.get(f"/items/{item['id']}"))
        for annotation in ok(api.get(f"/items/{item['id']}/annotations")):
            ok(api.get(f"/annotations/{annotation['id']}"))
    conditions = [
        {"description": "*x*"},
        {"name": "0.png"},
        {"metadata.user.k": {"$exists": False}, "creator": {"$ne": "x"}},
        {"$or": [{"spec.a": 1}, {"metadata.user.a": {"$gt": 1}}, {"createdAt": {"$gt": "2020-01-01"}}]},
        {"metadata.system.annotationStatus": "completed"},
    ]
    for condition in conditions:
        ok(api.post(f"/datasets/{dataset}/query", {"filter": condition}))
    found = ok(api.post(f"/datasets/{dataset}/query", {"filter": {"name": "0.png"}}))
    assert found["totalItemsCount"] == 1, "what can be read is found"
    for field in ("description", "metadata.user.k", "creator", "name"):
        ok(api.post(f"/datasets/{dataset}/query", {"filter": {}, "sort": {field: "ascending"}}))
    for condition in ({"label": "c*"}, {"attributes.a": 1}, {"coordinates.x": 1, "metadata.user.a": None}):
        ok(api.post(f"/datasets/{dataset}/query", {"resource": "annotations", "filter": condition}))
    ok(api.get(f"/datasets/{dataset}/directoryTree"))
    tasks = ok(api.post("/annotationtasks/query", {"filter": {"metadata.user.a": None}}))["items"]
    for task in ok(api.get("/annotationtasks"))["items"] + tasks:
        ok(api.get(f"/annotationtasks/{task['id']}"))
    for assignment in ok(api.get("/assignments"))["items"]:
        ok(api.get(f"/assignments/{assignment['id']}"))
    ok(api.get("/datasets"))
    ok(api.post("/datasets/query", {"filter": {"metadata.user.a": None}}))
    for noun in ("recipes", "ontologies"):
        for thing in ok(api.get(f"/{noun}"))["items"]:
            ok(api.get(f"/{noun}/{thing['id']}"))
    ok(api.get("/commands"))
    for project in ok(api.get("/projects")):
        ok(api.get(f"/projects/{project['id']}/members"))


# B-318, B-369
@pytest.mark.parametrize(("table", "column", "value", "said"), SPOILT, ids=NAMES)
def test_a_spoilt_row_is_read_as_far_as_it_goes_and_named_and_mended(made, tmp_path, table, column, value, said):
    folder = installations.copy(made[0], tmp_path / "data")
    spoil(folder, table, column, value)
    server = Server(folder).start()
    try:
        look_at_everything(server, made[1])
    finally:
        assert server.stop() == 0
    all_found = sentences(check(folder))
    found = [sentence for sentence in all_found if said in sentence]
    assert len(found) == 1, all_found
    if table == "item":
        assert "/night/" in found[0], "an item is named by its path"
    mended = allot("check", "--repair", "--data", folder)
    if "word" in said:
        assert mended.returncode == 1, "what the word should be only people know"
    else:
        assert mended.returncode == 0, mended.stdout
        assert check(folder)["findings"] == 0
        assert list(folder.glob("allot.db.before-repair-*")), "the old text is in the copy"


# B-318
def test_a_spoilt_row_can_be_changed_and_is_sound_after_that(made, tmp_path):
    folder = installations.copy(made[0], tmp_path / "data")
    spoil(folder, "item", "description", CAFE)
    spoil(folder, "ontology", "roots", b'[{"value":{"tag":"a"},"children":[')
    server = Server(folder).start()
    try:
        api = installations.mia_of(server)
        api.is_described = False
        items = ok(api.post(f"/datasets/{made[1]['dataset']}/query", {"filter": {"type": "file"}}))["items"]
        for item in items:
            ok(api.patch(f"/items/{item['id']}", {"metadata": {"user": {"a": 1}}}))
        for ontology in ok(api.get("/ontologies"))["items"]:
            labels = {"labelsNode": [{"tag": "a.b"}]}
            changed = ok(api.patch(f"/ontologies/{ontology['id']}/addLabels", labels))
            assert json.dumps(changed["roots"]).count('"tag": "b"') == 1
    finally:
        assert server.stop() == 0
    assert check(folder)["findings"] == 0
