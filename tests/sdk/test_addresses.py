"""Addresses that differ in letter case alone are one person, in letters of every script (B-007)."""

import itertools
from urllib.parse import quote

import pytest

from conftest import BEN, MIA, password_of
from http_api import Api, command, ok, refused, sign_in
from test_task_creation import create_body
from views import assignments_of, files_of, holdings

_numbers = itertools.count(1)

# How one person is written, and how the server shows it.
SPELLINGS = {
    "umlaut": (["JÜRGEN", "jürgen", "Ju\u0308rgen", "JU\u0308RGEN"], "jürgen"),
    "cyrillic": (["ЖЕНЯ", "женя", "Женя"], "женя"),
    "dotted I": (["İREM", "i\u0307rem"], "i\u0307rem"),
    "final sigma": (["ΝΙΚΟΣ", "νικος"], "νικος"),
    "sharp s": (["GROẞ", "groß"], "groß"),
    "wide letters": (["ＡＤＡ", "ａｄａ"], "ａｄａ"),
    "beyond the basic plane": (["𐐀𐐁", "𐐨𐐩"], "𐐨𐐩"),
    "kelvin": (["\u212arista", "krista"], "krista"),
    "a domain": (["a@MÜNCHEN.DE", "a@münchen.de"], "a@münchen.de"),
    "punycode": (["a@XN--Mnchen-3ya.DE", "a@xn--mnchen-3ya.de"], "a@xn--mnchen-3ya.de"),
}


@pytest.fixture(params=SPELLINGS, ids=list(SPELLINGS))
def person(request):
    """Spellings of one new address, and the one that is shown."""
    number = next(_numbers)
    spellings, shown = SPELLINGS[request.param]

    def address(text):
        name, _, domain = text.partition("@")
        return f"{number}.{name}@{domain or 'Example.org'}"

    return [address(each) for each in spellings], address(shown).replace("Example", "example")


def members(api, project):
    """Address -> role, of people."""
    everybody = ok(api.get(f"/projects/{project.id}/members"))
    return {member["email"]: member["role"] for member in everybody if member["type"] == "user"}


def make_task(api, body):
    return ok(api.get("/annotationtasks/" + command(api.post("/annotationtasks", body))["spec"]["createdTaskId"]))


def test_members_in_the_path_are_one_person(api, new_project, person):
    """B-007."""
    spellings, shown = person
    project = new_project()
    for spelling in spellings:
        path = f"/projects/{project.id}/members/{quote(spelling, safe='')}"
        ok(api.post(path, {"role": "annotator"}))
        assert members(api, project) == {MIA: "owner", shown: "annotator"}
        ok(api.patch(path, {"role": "engineer"}))
        assert members(api, project)[shown] == "engineer"
        assert ok(api.get(f"/users/{quote(spelling)}"))["id"] == shown
        ok(api.delete(path))
        assert members(api, project) == {MIA: "owner"}


def test_members_in_a_list_are_one_person(api, new_project, person):
    """B-007."""
    spellings, shown = person
    project = new_project()
    added = ok(api.post(f"/projects/{project.id}/members", {"users": spellings, "role": "annotator"}))
    assert [member["member"] for member in added] == [shown]


def test_whoever_is_named_twice_gets_one_assignment(api, project, pool, person):
    """B-007, B-031."""
    spellings, shown = person
    loads = [{"assigneeId": spelling, "load": 100 / len(spellings)} for spelling in spellings]
    task = make_task(api, create_body(project, pool, workload=loads))
    (assignment,) = assignments_of(api, task["id"])
    assert assignment["annotator"] == shown
    for spelling in spellings:
        found = ok(api.get("/assignments", params={"taskId": task["id"], "annotator": spelling}))["items"]
        assert [each["id"] for each in found] == [assignment["id"]]
        again = {"query": '{"filter":{}}', "workload": [{"assigneeId": spelling, "load": 100}]}
        ok(api.post(f"/annotationtasks/{task['id']}/addToTask", again))
        assert list(holdings(api, task["id"])) == [shown]
    ok(api.post(f"/assignments/{assignment['id']}/reassign", {"annotator": spellings[0]}))
    shares = {"workload": [{"assigneeId": spellings[-1], "load": 100}]}
    ok(api.post(f"/assignments/{assignment['id']}/redistribute", shares))
    assert list(holdings(api, task["id"])) == [shown]


def test_owners_are_found_by_every_spelling(api, project, pool, person):
    """B-007."""
    spellings, shown = person
    task = make_task(api, create_body(project, pool, taskOwner=spellings[0]))
    assert task["taskOwner"] == shown
    for spelling in spellings:
        by_owner = ok(api.get("/annotationtasks", params={"projects": project.id, "taskOwner": spelling}))
        assert [each["id"] for each in by_owner["items"]] == [task["id"]]
        assert ok(api.patch(f"/annotationtasks/{task['id']}", {"taskOwner": spelling}))["taskOwner"] == shown
        query = {"filter": {"taskOwner": spelling}, "context": {"projectIds": [project.id]}}
        assert [each["id"] for each in ok(api.post("/annotationtasks/query", query))["items"]] == [task["id"]]


def test_what_somebody_made_is_found_by_every_spelling(api, project, pool, person):
    """B-007: filters of items, annotations and references."""
    spellings, shown = person
    item = files_of(api, pool.id)[0]
    made = ok(api.post(f"/items/{item}/annotations", {"type": "class", "label": "x", "creator": spellings[0]}))
    assert made["creator"] == shown
    for spelling in spellings:
        for wanted in (spelling, {"$in": ["nobody@example.org", spelling]}, {"$gte": spelling, "$lte": spelling}):
            query = {"resource": "annotations", "filter": {"creator": wanted}}
            found = ok(api.post(f"/datasets/{pool.id}/query", query))["items"]
            assert [each["id"] for each in found] == [made["id"]]
    ok(api.delete(f"/annotations/{made['id']}"))


def test_an_account_is_one_whatever_the_spelling(server, api, project, person):
    """B-007: accounts, sign-in, tokens, keys."""
    spellings, shown = person
    server.add_user(spellings[0], password_of("x@"))
    for spelling in spellings:
        token = sign_in(server.base, spelling, password_of("x@"))
        assert token is not None
        mine = Api(server.base, token)
        assert ok(mine.get("/users/me"))["id"] == shown
        assert ok(mine.post("/apikeys", {"userId": spelling}))["key"]["userId"] == shown
    organization = ok(api.get("/users/orgs"))[0]["org"]
    everybody = [each["id"] for each in ok(api.get(f"/orgs/{organization}/members"))]
    assert everybody.count(shown) == 1
    with pytest.raises(RuntimeError, match="exists already"):
        server.add_user(spellings[-1], password_of("x@"))


def test_lists_name_their_maker_by_every_spelling(server, api, new_project, person):
    """B-007: datasets, recipes and tasks made by somebody."""
    spellings, shown = person
    server.add_user(spellings[0], password_of("x@"))
    mine = Api(server.base, sign_in(server.base, shown, password_of("x@")))
    project = new_project()
    path = f"/projects/{project.id}/members/{quote(shown, safe='')}"
    ok(api.post(path, {"role": "engineer"}))
    dataset = ok(mine.post("/datasets", {"name": "mine", "projects": [project.id]}))
    recipe = ok(mine.post("/recipes", {"title": "mine", "projectIds": [project.id]}))
    ok(api.post("/datasets", {"name": "another's", "projects": [project.id]}))
    for spelling in spellings:
        asked = {"projects": project.id, "creator": spelling}
        assert [each["id"] for each in ok(api.get("/datasets", params=asked))] == [dataset["id"]]
        assert recipe["id"] in [each["id"] for each in ok(api.get("/recipes", params=asked))["items"]]
        query = {"filter": {"creator": spelling}, "context": {"projects": [project.id]}}
        assert [each["id"] for each in ok(api.post("/datasets/query", query))["items"]] == [dataset["id"]]


WRONG = {
    "white space": "a b@example.org",
    "U+00A0": "a\u00a0b@example.org",
    "U+3000": "a\u3000@example.org",
    "U+200B": "a\u200bb@example.org",
    "U+200D": "a\u200db@example.org",
    "U+FEFF": "\ufeffa@example.org",
    "U+00AD": "a\u00adb@example.org",
    "a variation": "a\ufe0f@example.org",
    "a filler": "a\u3164@example.org",
    "a turn of direction": "a\u202eb@example.org",
    "U+0085": "a\x85@example.org",
    "NUL": "a\0b@example.org",
    "two @": "a@b@example.org",
    "quotes": '"a b"@example.org',
    "angles": "<a@example.org>",
    "a comma": "a,b@example.org",
    "no domain": "a@",
    "no name": "@example.org",
    "no @": "a.example.org",
    "nothing": "",
    "too much": "a" * 250 + "@example.org",
    "not assigned": "a\u0378@example.org",
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_no_address_is_refused_wherever_one_comes_in(server, api, project, pool, what):
    """B-007, B-151."""
    wrong = WRONG[what]
    if wrong:
        path = f"/projects/{project.id}/members/{quote(wrong, safe='')}"
        refused(api.post(path, {"role": "annotator"}), 400)
        refused(api.get(f"/users/{quote(wrong, safe='')}"), 400 if "\0" in wrong else 404)
    users = {"users": [BEN, wrong], "role": "annotator"}
    refused(api.post(f"/projects/{project.id}/members", users), 400, "`users`")
    loads = [{"assigneeId": wrong, "load": 100}]
    refused(api.post("/annotationtasks", create_body(project, pool, workload=loads)), 400, "assigneeId`")
    refused(api.post("/annotationtasks", create_body(project, pool, taskOwner=wrong)), 400, "`taskOwner`")
    item = files_of(api, pool.id)[0]
    label = {"type": "class", "label": "x", "creator": wrong}
    refused(api.post(f"/items/{item}/annotations", label), 400, "`creator`")
    counters = {"contributors": [wrong]}
    refused(api.post(f"/annotationtasks/projects/{project.id}/counters", counters), 400, "`contributors`")
    refused(api.post("/apikeys", {"userId": wrong}), 400, "`userId`")
    assert sign_in(server.base, wrong, password_of("x@")) is None
    assert len(members(api, project)) >= 1
