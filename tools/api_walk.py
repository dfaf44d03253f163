"""Ways through the description of the API: its operations, what they take, where a `$ref` leads."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
METHODS = ("get", "post", "put", "patch", "delete")


def slug(name):
    """A tag as a part of an address: `API keys` -> `api-keys`."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def operations(document):
    """(method, path, operation), in the document's order."""
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield method, path, item[method]


def resolve(document, node):
    """What stands where a `$ref` leads; the node itself when it is none."""
    while isinstance(node, dict) and "$ref" in node:
        target = document
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        node = target
    return node


def parameters_of(document, path, operation):
    """All of its parameters, those of the path too where it has none of that name itself."""
    own = [resolve(document, one) for one in operation.get("parameters", [])]
    named = {(one["in"], one["name"]) for one in own}
    shared = [resolve(document, one) for one in document["paths"][path].get("parameters", [])]
    return [one for one in shared if (one["in"], one["name"]) not in named] + own


def references(node):
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def listed(words):
    return ", ".join(words[:-1]) + (" and " if len(words) > 1 else "") + words[-1]
