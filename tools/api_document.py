#!/usr/bin/env python3
"""The description of the API, put together: api/openapi.yaml with its parts.

A part is a fragment of OpenAPI 3.1: one tag, and the paths and components that belong to it. Parts meet in one
document, in which nothing may stand twice; the methods of one address may be of several parts. What the parts need not repeat is added: the answers that any operation may
give (`x-everywhere`), who may call it (docs/routes.csv), and what the examples were answered (api/answers/*.json).

    api_document.py                 checks the description and says what is wrong with it; the exit status is 1 then
    api_document.py --planned       also reads what is described before it is there
    api_document.py --json FILE     writes the document
    api_document.py --cpp FILE      writes it, and its pages, as C++ (src/http/api_files.h)
    api_document.py --pages FOLDER  writes its pages, to look at them
"""

import argparse
import csv
import json
import re
import sys
from pathlib import Path

import yaml

from api_faults import faults
from api_walk import METHODS, ROOT, listed, operations, parameters_of, references, resolve, slug

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # many times as fast, where it is
LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")


class Wrong(Exception):
    """The description contradicts itself; the text says where."""


def read_yaml(path):
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)
    except yaml.YAMLError as error:
        raise Wrong(f"{path.name}: {error}") from None


# --- put together ------------------------------------------------------------------------------


def take_in(document, part, name):
    """Adds a part; Wrong when something of it is there already. A schema is shown with the part's tag."""
    if len(part.get("tags", [])) != 1:
        raise Wrong(f"{name}: a part has one tag")
    document["tags"] += part["tags"]
    for schema in part.get("components", {}).get("schemas", {}).values():
        schema["x-tag"] = part["tags"][0]["name"]
    for path, item in part.get("paths", {}).items():
        there = document["paths"].setdefault(path, {})
        for key, value in item.items():
            # Methods of one address may be of several nouns; what they share is the same.
            if key in there and (key in METHODS or there[key] != value):
                raise Wrong(f"{name}: {key} of {path} stands in another part too")
            there[key] = value
    for kind, named in part.get("components", {}).items():
        there = document["components"].setdefault(kind, {})
        for key, value in named.items():
            if key in there:
                raise Wrong(f"{name}: {kind}/{key} stands in another part too")
            there[key] = value


def add_answers_of_all(document, everywhere):
    """What any operation may answer, where it says nothing of its own."""
    by_name = document["components"]["responses"]
    for _, path, operation in operations(document):
        wanted = dict(everywhere["all"])
        if operation.get("security", document["security"]) != []:
            wanted |= everywhere["signed_in"]
        if any(one["name"] == "Idempotency-Key" for one in parameters_of(document, path, operation)):
            wanted |= everywhere["with_key"]
        if "requestBody" in operation:
            wanted |= everywhere["with_body"]
        for status, response in wanted.items():
            if response not in by_name:
                raise Wrong(f"openapi.yaml: there is no response {response}")
            operation["responses"].setdefault(status, {"$ref": f"#/components/responses/{response}"})
        operation["responses"] = dict(sorted(operation["responses"].items()))


STANDINGS = {
    "owner": "owners",
    "developer": "developers",
    "annotation_manager": "annotation managers",
    "manages_task": "who manages the task",
    "annotator": "annotators",
    "holds": "who holds an assignment",
    "holds_review": "who holds a review",
}


def who_may(row):
    """A row of docs/routes.csv as a sentence."""
    cells = {standing: row[standing] for standing in STANDINGS}
    if set(cells.values()) == {"public"}:
        return "Anybody, without a token."
    if set(cells.values()) == {"own"}:
        return "Anybody who has an account; it is about the caller."
    if set(cells.values()) == {"organisation"}:
        return "The role in the organisation decides."
    allowed = [name for standing, name in STANDINGS.items() if cells[standing] == "yes"]
    if len(allowed) == len(STANDINGS):
        return "Whoever has a role or work in the project."
    sentence = f"In the project: {listed(allowed)}."
    partly = [name for standing, name in STANDINGS.items() if cells[standing] == "part"]
    return sentence + (f" What own work is part of, also {listed(partly)}." if partly else "")


def add_rights(document, rows):
    rights = {(row["method"].lower(), re.sub(r"\.\.\.}", "}", row["path"])): who_may(row) for row in rows}
    for method, path, operation in operations(document):
        sentence = rights.get((method, path.removeprefix("/api/v1")))
        if path.startswith("/api/v1/") and sentence:
            operation["x-who-may"] = sentence


def add_answers(document, folder):
    """What the examples were answered, by a run of tests/api/test_examples.py."""
    recorded = {}
    for path in sorted(folder.glob("*.json")):
        recorded |= json.loads(path.read_text(encoding="utf-8"))
    for _, _, operation in operations(document):
        for name, answer in recorded.pop(operation["operationId"], {}).items():
            response = operation["responses"].get(str(answer["status"]))
            if response is None:
                raise Wrong(f"api/answers: {operation['operationId']} does not answer {answer['status']}")
            if "body" not in answer:
                continue
            response = dict(resolve(document, response))
            operation["responses"][str(answer["status"])] = response
            kind = next(iter(response["content"]))
            content = dict(response["content"][kind])
            content["examples"] = {**content.get("examples", {}), name: {"value": answer["body"]}}
            response["content"] = {**response["content"], kind: content}
    if recorded:
        raise Wrong(f"api/answers: there is no operation {', '.join(recorded)}")
    used = set(references(document))
    named = document["components"]["responses"]
    document["components"]["responses"] = {
        name: response for name, response in named.items() if f"#/components/responses/{name}" in used
    }


def lead_to_pages(node, pages):
    """`[queries](Queries)` in texts leads to the page of that tag."""
    if isinstance(node, dict):
        return {key: lead_to_pages(value, pages) for key, value in node.items()}
    if isinstance(node, list):
        return [lead_to_pages(value, pages) for value in node]
    if isinstance(node, str) and "](" in node:
        return LINK.sub(lambda link: f"[{link[1]}]({pages.get(link[2], link[2])})", node)
    return node


def assemble(root=ROOT, planned=False):
    """The whole document, as it is served."""
    document = read_yaml(root / "api" / "openapi.yaml")
    parts = list(document.pop("x-parts"))
    later = document.pop("x-planned")
    parts += later if planned else []
    everywhere = document.pop("x-everywhere")
    document |= {"tags": [], "paths": {}, "components": {}}
    for name in parts:
        take_in(document, read_yaml(root / "api" / name), name)
    # Anchors of YAML make one object of two; each is to be changed by itself.
    document = json.loads(json.dumps(document))
    with open(root / "docs" / "routes.csv", encoding="utf-8") as file:
        add_rights(document, csv.DictReader(file))
    trouble = faults(document)
    if trouble:
        raise Wrong("\n".join(trouble))
    add_answers_of_all(document, everywhere)
    add_answers(document, root / "api" / "answers")
    return lead_to_pages(document, {tag["name"]: f"/api/docs/{slug(tag['name'])}" for tag in document["tags"]})


# --- written -----------------------------------------------------------------------------------


def write(path, text):
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def json_text(document):
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--planned", action="store_true", help="with what is described before it is there")
    parser.add_argument("--json", metavar="FILE", help="write the document")
    parser.add_argument("--cpp", metavar="FILE", help="write the document and its pages as C++")
    parser.add_argument("--pages", metavar="FOLDER", help="write its pages")
    options = parser.parse_args()
    try:
        document = assemble(planned=options.planned)
    except Wrong as wrong:
        print(wrong, file=sys.stderr)
        return 1
    if options.json:
        write(options.json, json_text(document))
    if options.cpp or options.pages:
        import api_pages

        files = api_pages.files(document)
        if options.pages:
            for file in files:
                write(Path(options.pages) / file.name, file.text)
        if options.cpp:
            import api_cpp

            write(options.cpp, api_cpp.source([api_pages.File("openapi.json", "application/json", json_text(document)), *files]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
