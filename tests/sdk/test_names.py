"""Names: what may stand in them, the same rule for everything that has one (B-151)."""

import json

import pytest

from conftest import ADA, unique
from http_api import command, ok, refused
from pictures import png
from test_task_creation import create_body

UNFIT = {
    "a line break": "a\nb",
    "a tab": "a\tb",
    "NUL": "a\0b",
    "DEL": "a\x7fb",
    "U+0085": "a\x85b",
    "U+009F": "a\x9f",
    "U+2028": "a\u2028b",
    "U+2029": "a\u2029b",
    "a turn of direction alone": "\u202e\u2066",
    "nothing": "",
    "blanks": "   ",
    "U+00A0": "\u00a0",
    "U+200B": "\u200b",
    "U+FEFF": "\ufeff",
    "a filler": "\u3164",
    "an accent alone": "\u0301",
    "empty Braille": "\u2800",
    "too much": "x" * 1001,
}
FIT = [
    " kept  as given ",
    "Straße 42",
    "Größe",
    "می\u200cخواهم",
    "שלום",
    "بِسْمِ",
    "字",
    "👩\u200d🚀 🇩🇪",
    "x\u200b",
    "\U0001fae8",
    "x" * 1000,
]


@pytest.fixture(scope="module")
def things(api, new_project, new_dataset, new_task):
    """One of everything that has a name."""
    project = new_project()
    dataset = new_dataset(2, of=project)
    task = new_task(dataset, [ADA])
    recipe = ok(api.get(f"/datasets/{dataset.id}"))["metadata"]["system"]["recipes"][0]
    ontology = ok(api.get(f"/recipes/{recipe}"))["ontologyIds"][0]
    item = ok(api.post(f"/datasets/{dataset.id}/query", {"filter": {"type": "file"}}))["items"][0]["id"]
    label = {"type": "class", "label": "car"}
    annotation = ok(api.post(f"/items/{item}/annotations", label))["id"]
    return {
        "project": project.id,
        "dataset": dataset.id,
        "other dataset": new_dataset(of=new_project()).id,
        "task": task.id,
        "assignment": task.assignments.list()[0].id,
        "recipe": recipe,
        "ontology": ontology,
        "item": item,
        "annotation": annotation,
        "task body": create_body(project, dataset),
    }


def attribute(**members):
    return {"items": [{"title": "Size", "key": "size", "type": "freeText", **members}]}


# Where a name comes in: field -> method, path, body of a name.
PLACES = {
    "project": ("name", "POST", "/projects", lambda name, _: {"name": name}),
    "renamed project": ("name", "PATCH", "/projects/{project}", lambda name, _: {"name": name}),
    "dataset": ("name", "POST", "/datasets", lambda name, t: {"name": name, "projects": [t["project"]]}),
    "renamed dataset": ("name", "PATCH", "/datasets/{other dataset}", lambda name, _: {"name": name}),
    "task": ("name", "POST", "/annotationtasks", lambda name, t: {**t["task body"], "name": name}),
    "renamed task": ("name", "PATCH", "/annotationtasks/{task}", lambda name, _: {"name": name}),
    "assignment": ("name", "PATCH", "/assignments/{assignment}", lambda name, _: {"name": name}),
    "action": (
        "availableActions[0].action",
        "POST",
        "/annotationtasks",
        lambda name, t: {**t["task body"], "availableActions": [{"action": name}]},
    ),
    "action of a task": (
        "availableActions[0].action",
        "PATCH",
        "/annotationtasks/{task}",
        lambda name, _: {"availableActions": [{"action": name}]},
    ),
    "recipe": ("title", "POST", "/recipes", lambda name, t: {"title": name, "projectIds": [t["project"]]}),
    "renamed recipe": ("title", "PATCH", "/recipes/{recipe}", lambda name, _: {"title": name}),
    "label": (
        "labelsNode[0].tag",
        "PATCH",
        "/ontologies/{ontology}/addLabels",
        lambda name, _: {"labelsNode": [{"tag": name}]},
    ),
    "upserted label": (
        "labelsNode[0].tag",
        "PATCH",
        "/ontologies/{ontology}/labels",
        lambda name, _: {"labelsNode": [{"tag": name}], "upsert": True},
    ),
    "label that is shown": (
        "labelsNode[0].displayLabel",
        "PATCH",
        "/ontologies/{ontology}/labels",
        lambda name, _: {"labelsNode": [{"tag": "shown", "displayLabel": name}], "upsert": True},
    ),
    "root": (
        "roots[0].value.tag",
        "PUT",
        "/ontologies/{ontology}",
        lambda name, _: {"roots": [{"value": {"tag": name}, "children": []}]},
    ),
    "root of a new ontology": (
        "roots[0].value.tag",
        "POST",
        "/ontologies",
        lambda name, t: {"projectIds": [t["project"]], "roots": [{"value": {"tag": name}}]},
    ),
    "attribute": ("items[0].title", "PATCH", "/ontologies/{ontology}/attributes", lambda n, _: attribute(title=n)),
    "attribute's key": ("items[0].key", "PATCH", "/ontologies/{ontology}/attributes", lambda n, _: attribute(key=n)),
    "attribute's value": (
        "items[0].values",
        "PATCH",
        "/ontologies/{ontology}/attributes",
        lambda name, _: attribute(type="options", values=["small", name]),
    ),
    "bot": ("name", "POST", "/projects/{project}/bots", lambda name, _: {"name": name}),
}
# "" says that there is none.
MAY_BE_EMPTY = {
    "renamed ontology": ("title", "PUT", "/ontologies/{ontology}", lambda name, _: {"title": name}),
    "ontology": (
        "title",
        "POST",
        "/ontologies",
        lambda name, t: {"title": name, "projectIds": [t["project"]], "roots": []},
    ),
    "action that is shown": (
        "availableActions[0].displayName",
        "POST",
        "/annotationtasks",
        lambda name, t: {**t["task body"], "availableActions": [{"action": "a", "displayName": name}]},
    ),
    "annotation": ("label", "POST", "/items/{item}/annotations", lambda n, _: {"type": "class", "label": n}),
    "changed annotation": ("label", "PUT", "/annotations/{annotation}", lambda name, _: {"label": name}),
    "person": ("firstName", "POST", "/users/me", lambda name, _: {"firstName": name}),
    "person's family": ("lastName", "POST", "/users/me", lambda name, _: {"lastName": name}),
}


def send(api, things, place, name):
    field, method, path, body = {**PLACES, **MAY_BE_EMPTY}[place]
    return field, api.request(method, path.format(**things), json=body(name, things))


@pytest.mark.parametrize("place", [*PLACES, *MAY_BE_EMPTY])
def test_an_unfit_name_is_refused_wherever_it_comes_in(api, things, place):
    """B-151."""
    for what, name in UNFIT.items():
        if name == "" and place in MAY_BE_EMPTY:
            continue
        field, answer = send(api, things, place, name)
        assert answer.status_code == 400, (what, answer.text)
        refused(answer, 400, f"`{field}`")


@pytest.mark.parametrize("place", [place for place in PLACES if "project" not in place])
def test_names_of_all_scripts_pass_and_come_back_as_given(api, things, place):
    """B-151."""
    for name in FIT:
        answer = send(api, things, place, name)[1]
        assert name in json.dumps(ok(answer), ensure_ascii=False)


def test_an_unfit_path_is_refused_for_folders_files_and_moves(api, things):
    """B-151, B-256."""
    dataset = things["dataset"]
    for what, name in UNFIT.items():
        if name == "":
            continue
        for path in (f"/{name}", f"/{name}/b.png", f"/a/{name}"):
            refused(api.post(f"/datasets/{dataset}/items", {"type": "dir", "path": path}), 400, "`path`")
            refused(api.upload(dataset, path, png()), 400, "`path`")
            refused(api.patch(f"/items/{things['item']}", {"filename": path}), 400, "`filename`")


def test_a_name_that_is_stored_is_not_looked_at_again(api, things):
    """What the SDK sends back whole stays: an ontology that was made without a title has none."""
    made = ok(api.post("/ontologies", {"projectIds": [things["project"]], "roots": []}))
    assert made["title"] == ""
    assert ok(api.put(f"/ontologies/{made['id']}", made))["title"] == ""


def test_the_name_that_the_server_makes_stays_within_bounds(api, things):
    """B-072: `<task> (<person>)`."""
    person = "x" * 242 + "@example.org"
    body = {
        **things["task body"],
        "name": "字" * 1000,
        "query": '{"filter":{"type":"file"}}',
        "workload": [{"assigneeId": person, "load": 100}],
    }
    task = command(api.post("/annotationtasks", body))["spec"]["createdTaskId"]
    (assignment,) = ok(api.get(f"/assignments?taskId={task}"))["items"]
    assert assignment["name"] == f"{'字' * 700} ({person})"
    renamed = {"name": unique("short")}
    assert ok(api.patch(f"/assignments/{assignment['id']}", renamed))["name"] == renamed["name"]


def test_what_is_no_name_may_have_lines(api, things):
    """Descriptions and metadata."""
    text = "one\n\ttwo\u2028three"
    item = ok(api.patch(f"/items/{things['item']}", {"description": text, "metadata": {"user": {"note": text}}}))
    assert (item["description"], item["metadata"]["user"]["note"]) == (text, text)
    recipe = ok(api.patch(f"/recipes/{things['recipe']}", {"description": text}))
    assert recipe["description"] == text
