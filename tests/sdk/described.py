"""Holds answers to the description of the API (api/openapi.yaml): each is one that the description knows, with the status, the
media type and the members that it says, and no others.

The description lets answers have more members, since later versions may; here they may not."""

import json
import re
import sys
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote

import jsonschema_rs

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))
import api_document  # noqa: E402
import api_walk  # noqa: E402


class Undescribed(AssertionError):
    """An answer that the description does not know."""


def closed(node):
    """The schemas, in which objects have the described members alone."""
    if isinstance(node, list):
        return [closed(each) for each in node]
    if not isinstance(node, dict):
        return node
    made = {key: closed(value) for key, value in node.items()}
    if isinstance(node.get("properties"), dict) and "additionalProperties" not in node and node.get("type") == "object":
        made["additionalProperties"] = False
    return made


def pattern_of(path):
    """An expression for a path of the description; literal parts are compared before parameters."""
    rest = path == "/api/v1/projects/{name}/name"
    segments = [
        ("(.+)" if rest else "([^/]+)") if segment.startswith("{") else re.escape(segment)
        for segment in path.split("/")
    ]
    order = [(2 if rest else 1) if segment.startswith("{") else 0 for segment in path.split("/")]
    return order, re.compile("/".join(segments), re.IGNORECASE)


def canonical(target):
    """The path of a target as the description writes it."""
    path = unquote(target.split("#")[0].split("?")[0])
    path = path.rstrip("/") or "/"
    return re.sub(r"^/api/v1/tasks(?=/|$)", "/api/v1/annotationtasks", path, flags=re.IGNORECASE)


class Description:
    def __init__(self, document):
        self.document = document
        self.components = closed({"schemas": document["components"]["schemas"]})
        self.patterns = sorted(((*pattern_of(path), path) for path in document["paths"]), key=lambda each: each[0])
        self.validators = {}

    def find(self, method, target):
        """(path, operation) of a request; (None, None) for an address or a method that is not described."""
        path = canonical(target)
        method = "get" if method == "HEAD" else method.lower()
        for _, pattern, described in self.patterns:
            if pattern.fullmatch(path) and method in self.document["paths"][described]:
                return described, self.document["paths"][described][method]
        return None, None

    def validator(self, path, method, status, kind, schema):
        key = (path, method, status, kind)
        if key not in self.validators:
            self.validators[key] = jsonschema_rs.Draft202012Validator(
                {"allOf": [closed(schema)], "components": self.components}
            )
        return self.validators[key]

    def check(self, method, target, status, kind, body):
        """Raises Undescribed for what the description does not know. `kind`: the Content-Type; `body`: bytes or text."""
        if status == 431 and len(target) > 8192:
            return  # said of all operations together
        path, operation = self.find(method, target)
        where = f"{method} {target} answered {status}"
        if operation is None:
            if status not in (400, 404, 405):
                raise Undescribed(f"{where}, and is not described")
            return
        response = api_walk.resolve(self.document, operation["responses"].get(str(status)))
        if response is None:
            known = ", ".join(operation["responses"])
            raise Undescribed(f"{where}; {operation['operationId']} is described with {known}:\n{body[:500]}")
        kind = kind.split(";")[0].strip().lower()
        if method == "HEAD" or "content" not in response:
            if body:
                raise Undescribed(f"{where} with a body, and none is described:\n{body[:500]}")
            return
        about = media_type(response["content"], kind)
        if about is None:
            raise Undescribed(f"{where} as {kind or 'nothing'}; described are {', '.join(response['content'])}")
        if kind == "application/json" and about.get("schema", {}).get("contentMediaType") is None:
            self.check_json(where, self.validator(path, method, status, kind, about["schema"]), body)

    @staticmethod
    def check_json(where, validator, body):
        try:
            value = json.loads(body)
        except ValueError as error:
            raise Undescribed(f"{where} with what is no JSON ({error}):\n{body[:500]}") from None
        for error in validator.iter_errors(value):
            at = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in error.instance_path)
            raise Undescribed(f"{where}, and `{at.lstrip('.')}` is otherwise: {error.message[:1000]}")


def media_type(content, kind):
    for described, about in content.items():
        if described in (kind, "*/*") or (described.endswith("/*") and kind.startswith(described[:-1])):
            return about
    return None


@lru_cache(maxsize=1)
def description():
    return Description(api_document.assemble())


def check(response):
    """Those answers of `requests` that a server of ours gave, on the way and at the end."""
    for answer in [*response.history, response]:
        request = answer.request
        target = "/" + request.url.split("://", 1)[1].partition("/")[2]
        kind = answer.headers.get("Content-Type", "")
        description().check(request.method, target, answer.status_code, kind, answer.content)
