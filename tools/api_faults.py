"""What is wrong with the description of the API, in sentences: `api_document.py` makes nothing of one that has faults."""

import re

from api_walk import listed, operations, parameters_of, references, resolve


def faults_of_references(document):
    for reference in sorted(set(references(document))):
        try:
            resolve(document, {"$ref": reference})
        except (KeyError, TypeError):
            yield f"{reference} leads nowhere"
    used = set(references(document))
    for kind, named in document["components"].items():
        for name in named:
            if kind != "securitySchemes" and f"#/components/{kind}/{name}" not in used | {
                f"#/components/responses/{known}"
                for known in ("Unauthorized", "TimedOut", "KeyConflict", "TooLarge", "Internal", "Unavailable")
            }:
                yield f"#/components/{kind}/{name} is used by nobody"


def faults_of_schemas(document):
    """A member that must be there is one that is described; one that is described says what it is."""

    def look(node, where):
        if isinstance(node, list):
            for at, value in enumerate(node):
                yield from look(value, f"{where}[{at}]")
        if not isinstance(node, dict):
            return
        if isinstance(node.get("required"), list):
            for name in node["required"]:
                if name not in node.get("properties", {}):
                    yield f"{where}: `{name}` is required and not described"
        for key, value in node.items():
            if key not in ("example", "examples", "const", "default"):
                yield from look(value, f"{where}.{key}")

    yield from look(document["paths"], "paths")
    yield from look(document["components"], "components")


def faults_of_texts(document):
    """In `{description: one, two}` the second word is a member of its own, without a value."""

    def look(node, where):
        if isinstance(node, list):
            for at, value in enumerate(node):
                yield from look(value, f"{where}[{at}]")
        elif isinstance(node, dict):
            for key, value in node.items():
                if value is None:
                    yield f"{where}: `{key}` has no value; texts with commas stand in quotes"
                if key not in ("example", "examples"):
                    yield from look(value, f"{where}.{key}")

    yield from look(document, "document")


def faults_of_operations(document):
    tags = [tag["name"] for tag in document["tags"]]
    seen = set()
    for method, path, operation in operations(document):
        where = f"{method.upper()} {path}"
        missing = [name for name in ("operationId", "summary", "responses") if not operation.get(name)]
        if missing:
            yield f"{where}: {listed(missing)} is missing"
            continue
        if operation["operationId"] in seen:
            yield f"{where}: {operation['operationId']} is another operation's id"
        seen.add(operation["operationId"])
        if len(operation.get("tags", [])) != 1 or operation["tags"][0] not in tags:
            yield f"{where}: it needs one tag that is described"
        parameters = parameters_of(document, path, operation)
        named = [one["name"] for one in parameters if one["in"] == "path"]
        if sorted(named) != sorted(re.findall(r"{(\w+)}", path)):
            yield f"{where}: the parameters of the path are {named}"
        for one in parameters:
            if not one.get("description"):
                yield f"{where}: the parameter `{one['name']}` is not described"
        for status, response in operation["responses"].items():
            if not resolve(document, response).get("description"):
                yield f"{where}: {status} is not described"


def faults(document):
    broken = list(faults_of_references(document))
    if any("leads nowhere" in fault for fault in broken):
        return broken  # the rest looks behind them
    return [
        *broken,
        *faults_of_texts(document),
        *faults_of_schemas(document),
        *faults_of_operations(document),
    ]
