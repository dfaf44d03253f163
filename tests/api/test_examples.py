"""The examples of the description, run: each operation has one at least, each succeeds, and what is shown as its answer is what
the server answers (api/answers). After a change: ALLOT_WRITE_ANSWERS=1 .venv/bin/python -m pytest tests/api/test_examples.py"""

import json
import os

import pytest

from api_walk import ROOT, operations, parameters_of, resolve, slug
from described import description
from house import MIA, House, password_of
from http_api import sign_in
from pictures import png

ANSWERS = ROOT / "api" / "answers"
WRITES = "ALLOT_WRITE_ANSWERS" in os.environ
# What they tell comes by itself, some time after what it tells of.
TOLD_BY_THEMSELVES = {"streamEvents", "listInbox"}


def examples_of(document, operation):
    """(name, media type, body), at least one."""
    found = []
    if "requestBody" in operation:
        for kind, about in resolve(document, operation["requestBody"])["content"].items():
            if "example" in about:
                found.append(("example", kind, about["example"]))
            for name, each in about.get("examples", {}).items():
                found.append((name, kind, each["value"]))
    return found or [("example", None, None)]


def all_examples():
    document = description().document
    for method, path, operation in operations(document):
        for name, kind, body in examples_of(document, operation):
            yield pytest.param(method, path, operation, name, kind, body, id=f"{operation['operationId']}-{name}")


def recorded():
    found = {}
    for path in sorted(ANSWERS.glob("*.json")):
        found |= json.loads(path.read_text(encoding="utf-8"))
    return found


class Sent:
    """A request as the description shows it, made for a house."""

    def __init__(self, house, document, path, operation, kind, body):
        self.house = house
        self.path, self.query, self.headers = path, {}, {}
        for one in parameters_of(document, path, operation):
            self.take(document, one)
        self.security = operation.get("security", document["security"])
        self.body = self.body_of(kind, body) if body is not None else {}

    def take(self, document, parameter):
        schema = resolve(document, parameter["schema"])
        example = parameter.get("example", schema.get("examples", [None])[0])
        if parameter["in"] == "path":
            assert example is not None, f"the parameter {parameter['name']} of {self.path} has no example"
            self.path = self.path.replace("{" + parameter["name"] + "}", self.house.from_example(str(example)))
        elif "example" in parameter:
            text = example if isinstance(example, str) else json.dumps(example)
            place = self.query if parameter["in"] == "query" else self.headers
            place[parameter["name"]] = self.house.from_example(text)

    def body_of(self, kind, body):
        text = self.house.from_example(json.dumps(body))
        if kind == "application/json":
            self.headers["Content-Type"] = kind
            return {"data": text.encode()}
        fields = json.loads(text)
        if kind == "multipart/form-data":
            file = fields.pop("file")
            return {"data": fields, "files": {"file": (file.lstrip("@"), png(), "image/png")}}
        return {"data": fields}

    def send(self, method):
        api = self.house.people(MIA if self.security != [] else None)
        # A session of its own, since it may be ended.
        has_session = any("session" in each for each in self.security)
        cookies = {"allot_session": sign_in(api.base, MIA, password_of(MIA))} if has_session else None
        return api.request(
            method.upper(),
            self.house.people.server.base + self.path,
            params=self.query,
            headers=self.headers,
            cookies=cookies,
            allow_redirects=False,
            **self.body,
        )


@pytest.fixture(scope="module")
def answers():
    """By operation; written down at the end where that was asked for."""
    answers = {}
    yield answers
    if not WRITES:
        return
    by_tag = {}
    for _, _, operation in operations(description().document):
        if operation["operationId"] in answers:
            by_tag.setdefault(operation["tags"][0], {})[operation["operationId"]] = answers[operation["operationId"]]
    for tag, each in by_tag.items():
        path = ANSWERS / f"{slug(tag)}.json"
        there = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        path.write_text(json.dumps(there | each, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


@pytest.fixture(scope="module")
def houses(people):
    """A new house for each change; those that read share one."""

    class Houses:
        house = None

        def get(self):
            self.house = self.house or House(people)
            return self.house

        def end(self):
            if self.house:
                self.house.close()
            self.house = None

    houses = Houses()
    yield houses
    houses.end()


# B-396
@pytest.mark.parametrize("method, path, operation, name, kind, body", list(all_examples()))
def test_each_example_is_answered_as_it_is_shown(houses, answers, method, path, operation, name, kind, body):
    house = houses.get()
    answer = Sent(house, description().document, path, operation, kind, body).send(method)
    assert answer.status_code < 400, f"{answer.status_code} {answer.text[:500]}"
    shown = {"status": answer.status_code}
    is_json = answer.headers.get("Content-Type", "").startswith("application/json")
    if is_json and answer.content and operation["operationId"] != "getDescription":
        shown["body"] = house.to_example(answer.json())
    if method != "get":
        houses.end()
    if "body" not in shown:
        return
    answers.setdefault(operation["operationId"], {})[name] = shown
    if not WRITES and operation["operationId"] not in TOLD_BY_THEMSELVES:
        assert recorded().get(operation["operationId"], {}).get(name) == shown, (
            f"api/answers shows another answer; ALLOT_WRITE_ANSWERS=1 writes this one:\n{json.dumps(shown, ensure_ascii=False)}"
        )


# B-396
def test_no_answer_is_kept_of_an_example_that_is_gone():
    document = description().document
    known = {
        (operation["operationId"], name)
        for _, _, operation in operations(document)
        for name, _, _ in examples_of(document, operation)
    }
    kept = {(operation, name) for operation, each in recorded().items() for name in each}
    assert kept <= known
