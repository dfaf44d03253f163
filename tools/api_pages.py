"""The description as pages: one of everything, and one for each tag. Plain HTML without scripts; how it looks is api/pages.css.

A page shows its operations (how to call them, what they take and answer, an example and what the server answered to it), and
the objects that its part describes."""

import html
import json
from collections import namedtuple

from api_markdown import inline, render
from api_walk import ROOT, operations, parameters_of, references, resolve, slug

File = namedtuple("File", "name media_type text")

HOST = "https://allot.example.org"
KINDS = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "object": "object",
    "array": "list",
    "null": "null",
}
# Said of members: of those that a request needs, and of those that an answer may lack.
NEEDED = {True: '<span class="need">required</span>', False: '<span class="maybe">maybe absent</span>'}
# Their meaning stands on the first page: what any operation may answer, and the errors that mean the same wherever they are.
EVERYWHERE = ("Unauthorized", "TimedOut", "KeyConflict", "TooLarge", "Internal", "Unavailable")
USUAL = ("Invalid", "Forbidden", "NotFound", "Conflict")


def files(document):
    pages = Pages(document)
    made = [File("index", "text/html; charset=utf-8", pages.overview())]
    for tag in document["tags"]:
        made.append(File(slug(tag["name"]), "text/html; charset=utf-8", pages.page(tag)))
    css = (ROOT / "api" / "pages.css").read_text(encoding="utf-8")
    return [*made, File("style.css", "text/css; charset=utf-8", css)]


def code(text):
    return f"<code>{html.escape(str(text))}</code>"


def plain(value):
    """A text as it is, anything else as JSON."""
    return value if isinstance(value, str) else json.dumps(value)


def pretty(value):
    """JSON with short objects and lists on one line."""

    def text(node, indent):
        flat = json.dumps(node, ensure_ascii=False)
        if len(flat) + indent <= 90 or not isinstance(node, (dict, list)) or not node:
            return flat
        inner = " " * (indent + 2)
        if isinstance(node, dict):
            parts = [f"{inner}{json.dumps(key, ensure_ascii=False)}: {text(each, indent + 2)}" for key, each in node.items()]
            return "{\n" + ",\n".join(parts) + "\n" + " " * indent + "}"
        return "[\n" + ",\n".join(inner + text(each, indent + 2) for each in node) + "\n" + " " * indent + "]"

    return text(value, 0)


class Pages:
    def __init__(self, document):
        self.document = document
        self.schemas = document["components"]["schemas"]
        self.bodies = self.schemas_of_one_body()
        self.by_tag = {}
        for method, path, operation in operations(document):
            self.by_tag.setdefault(operation["tags"][0], []).append((method, path, operation))

    def schemas_of_one_body(self):
        """Named schemas that are the body of one operation and nothing else: they are shown there."""
        every = list(references(self.document))
        found = set()
        for _, _, operation in operations(self.document):
            for content in resolve(self.document, operation.get("requestBody", {})).get("content", {}).values():
                reference = content["schema"].get("$ref")
                if reference and every.count(reference) == 1:
                    found.add(reference.rsplit("/", 1)[1])
        return found

    # --- types ---------------------------------------------------------------------------------

    def link(self, reference):
        name = reference.rsplit("/", 1)[1]
        page = slug(self.schemas[name]["x-tag"])
        return f'<a href="/api/docs/{page}#{name}">{name}</a>'

    def type_of(self, schema):
        """What a value is, in a few words with links, as HTML."""
        if "$ref" in schema:
            return self.link(schema["$ref"])
        if "const" in schema:
            return code(json.dumps(schema["const"]))
        if "enum" in schema:
            return "one of " + ", ".join(code(word) for word in schema["enum"])
        for choice in ("oneOf", "anyOf"):
            if choice in schema:
                kinds = [html.escape(each["title"]) if "title" in each else self.type_of(each) for each in schema[choice]]
                return " or ".join(dict.fromkeys(kinds))
        kind = schema.get("type")
        if isinstance(kind, list):
            return " or ".join(KINDS[each] for each in kind)
        if kind == "array" and "items" in schema:
            return "list of " + self.type_of(schema["items"])
        if kind == "object" and isinstance(schema.get("additionalProperties"), dict):
            return "object, each member " + self.type_of(schema["additionalProperties"])
        return KINDS.get(kind, "any value")

    @staticmethod
    def bounds_of(schema):
        """Lengths, ranges and the default, as HTML; "" for none."""
        said = []
        low, high = schema.get("minimum"), schema.get("maximum")
        if low is not None and high is not None and high < 1_000_000:
            said.append(f"{low} to {high}")
        elif low not in (None, 0):
            said.append(f"{low} or more")
        if "maxLength" in schema:
            said.append(f"at most {schema['maxLength']:,} characters")
        if "maxItems" in schema and schema["maxItems"] > 1:
            said.append(f"at most {schema['maxItems']:,} entries")
        if "default" in schema:
            said.append("default " + code(plain(schema["default"])))
        return f' <span class="bounds">{", ".join(said)}</span>' if said else ""

    def told_of(self, schema):
        """The description of a member; of a named scalar its own, when the member has none."""
        return inline(schema.get("description", "").replace("\n", " ").strip())

    # --- members -------------------------------------------------------------------------------

    def rows(self, schema, path="", is_answer=False):
        """A row for each member, those of unnamed objects below it as `name.member`."""
        for name, member in schema.get("properties", {}).items():
            needed = name in schema.get("required", [])
            mark = NEEDED[needed] if needed != is_answer else ""
            yield (
                f'<tr><td><span class="path">{html.escape(path)}</span>{code(name)} {mark}</td>'
                f"<td>{self.type_of(member)}{self.bounds_of(member)}</td><td>{self.told_of(member)}</td></tr>"
            )
            inner, below = member, f"{path}{name}."
            if inner.get("type") == "array" and "items" in inner:
                inner, below = inner["items"], f"{path}{name}[]."
            if "$ref" not in inner:
                yield from self.rows(inner, below, is_answer)

    def table_of(self, schema, is_answer):
        rows = "".join(self.rows(schema, is_answer=is_answer))
        if not rows:
            return ""
        return (
            '<div class="scroll"><table class="members"><thead><tr><th>Member</th><th>Kind</th><th>Meaning</th></tr></thead>'
            f"<tbody>{rows}</tbody></table></div>"
        )

    def members_of(self, schema, is_answer):
        """Tables of what stands here and has no name of its own."""
        if "$ref" in schema:
            return ""
        if schema.get("type") == "array":
            return self.members_of(schema.get("items", {}), is_answer)
        out = self.table_of(schema, is_answer)
        for choice in schema.get("oneOf", []) + schema.get("anyOf", []):
            inner = self.members_of(choice, is_answer)
            if inner:
                out += (f'<p class="choice">{html.escape(choice["title"])}</p>' if "title" in choice else "") + inner
        return out

    # --- operations ----------------------------------------------------------------------------

    def parameters(self, path, operation):
        shown = [one for one in parameters_of(self.document, path, operation) if one["name"] != "Idempotency-Key"]
        if not shown:
            return ""
        places = {"path": "in the path", "query": "in the query", "header": "header"}
        rows = "".join(
            f'<tr><td>{code(one["name"])} <span class="maybe">{places[one["in"]]}</span></td>'
            f'<td>{self.type_of(one["schema"])}{self.bounds_of(one["schema"])}</td><td>{inline(one["description"])}</td></tr>'
            for one in shown
        )
        return (
            '<h4>Parameters</h4><div class="scroll"><table class="members"><thead><tr><th>Parameter</th><th>Kind</th>'
            f"<th>Meaning</th></tr></thead><tbody>{rows}</tbody></table></div>"
        )

    def body(self, operation):
        if "requestBody" not in operation:
            return ""
        body = resolve(self.document, operation["requestBody"])
        kinds = list(body["content"])
        schema = body["content"][kinds[0]]["schema"]
        kind = "" if kinds == ["application/json"] else f" <span class='maybe'>{', '.join(kinds)}</span>"
        if schema.get("$ref", "").rsplit("/", 1)[-1] in self.bodies:
            schema = resolve(self.document, schema)
        is_of_kind = "$ref" in schema or "oneOf" in schema or schema.get("type") == "array"
        told = f"<p>{self.type_of(schema)}</p>" if is_of_kind else ""
        return f"<h4>Body{kind}</h4>{told}{self.members_of(schema, False)}"

    def answers(self, operation):
        rows, usual, tables = [], [], ""
        for status, response in operation["responses"].items():
            name = response.get("$ref", "").rsplit("/", 1)[-1]
            if name in USUAL:
                usual.append(f'<span class="status s{status[0]}">{status}</span>')
            if name in USUAL + EVERYWHERE:
                continue
            answer = resolve(self.document, response)
            kinds = []
            for kind, content in answer.get("content", {}).items():
                schema = content.get("schema", {})
                kinds.append(self.type_of(schema) if kind == "application/json" else code(kind))
                if kind == "application/json" and status.startswith("2"):
                    tables += self.members_of(schema, True)
            rows.append(
                f'<tr><td class="status s{status[0]}">{status}</td><td>{" or ".join(kinds)}</td>'
                f"<td>{inline(answer['description'])}</td></tr>"
            )
        if usual:
            error = self.link("#/components/schemas/Error")
            everywhere = '<a href="/api/docs#errors">As everywhere</a>'
            rows.append(f'<tr><td>{" ".join(usual)}</td><td>{error}</td><td>{everywhere}</td></tr>')
        return (
            '<h4>Answers</h4><div class="scroll"><table class="answers"><thead><tr><th>Status</th><th>Body</th><th>When</th></tr>'
            f"</thead><tbody>{''.join(rows)}</tbody></table></div>{tables}"
        )

    def request_example(self, method, path, operation, value, kind):
        """The request as a line for a shell."""
        address, query = path, []
        headers = []
        for one in parameters_of(self.document, path, operation):
            example = self.example_of(one)
            if one["in"] == "path":
                address = address.replace("{" + one["name"] + "}", str(example))
            elif "example" in one and one["in"] == "query":
                query.append(f"{one['name']}={plain(one['example'])}")
            elif "example" in one and one["in"] == "header":
                headers.append(f"-H '{one['name']}: {one['example']}'")
        address += "?" + "&".join(query) if query else ""
        line = ["curl", *([] if method == "get" else ["-X", method.upper()]), f"'{HOST}{address}'"]
        if operation.get("security", self.document["security"]) != []:
            headers.insert(0, '-H "Authorization: Bearer $TOKEN"')
        text = " ".join(line)
        for header in headers:
            text += f" \\\n     {header}"
        if value is not None and kind == "application/x-www-form-urlencoded":
            text += "".join(f" \\\n     --data-urlencode '{name}={each}'" for name, each in value.items())
        elif value is not None and kind == "multipart/form-data":
            text += "".join(f" \\\n     -F '{name}={each}'" for name, each in value.items())
        elif value is not None:
            escaped = pretty(value).replace("'", "'\\''")
            text += f" \\\n     -H 'Content-Type: {kind}' \\\n     -d '{escaped}'"
        return text

    def example_of(self, parameter):
        if "example" in parameter:
            return parameter["example"]
        schema = resolve(self.document, parameter["schema"])
        return schema.get("examples", [parameter["name"]])[0]

    def examples(self, method, path, operation):
        """Each example that was run, with its answer."""
        requests = {"example": (None, None, None)}
        if "requestBody" in operation:
            content = resolve(self.document, operation["requestBody"])["content"]
            found = {}
            for kind, about in content.items():
                if "example" in about:
                    found["example"] = (None, about["example"], kind)
                for name, each in about.get("examples", {}).items():
                    found[name] = (each.get("summary"), each["value"], kind)
            requests = found or requests
        answers = {}
        for status, response in operation["responses"].items():
            for about in resolve(self.document, response).get("content", {}).values():
                for name, each in about.get("examples", {}).items():
                    answers[name] = (status, each["value"])
        out = ""
        for name, (summary, value, kind) in requests.items():
            if value is None and name not in answers:
                continue
            title = f": {html.escape(summary)}" if summary else ""
            request = self.request_example(method, path, operation, value, kind)
            out += f"<h4>Example{title}</h4><pre>{html.escape(request)}</pre>"
            if name in answers:
                status, answer = answers[name]
                shown = f'<span class="status s{status[0]}">{status}</span>\n{html.escape(pretty(answer))}'
                out += f'<pre class="answer">{shown}</pre>'
        return out

    def operation(self, method, path, operation):
        who = operation.get("x-who-may", "")
        parts = [
            f'<section class="operation" id="{operation["operationId"]}">',
            f'<h3><a href="#{operation["operationId"]}">{html.escape(operation["summary"])}</a></h3>',
            f'<p class="address"><span class="method {method}">{method.upper()}</span> {self.address(path)}</p>',
            render(operation["description"], 4) if operation.get("description") else "",
            f'<p class="who"><strong>Who may</strong> {html.escape(who)}</p>' if who else "",
            self.parameters(path, operation),
            self.body(operation),
            self.answers(operation),
            self.examples(method, path, operation),
            "</section>",
        ]
        return "\n".join(part for part in parts if part)

    @staticmethod
    def address(path):
        """A path with its parameters marked, that may break behind each `/`."""
        marked = html.escape(path).replace("/", "/<wbr>").replace("{", "<var>{").replace("}", "}</var>")
        return f"<code>{marked}</code>"

    # --- pages ---------------------------------------------------------------------------------

    def schema(self, name, schema):
        told = render(schema["description"], 4) if schema.get("description") else ""
        kind = "" if "properties" in schema else f"<p>{self.type_of(schema)}{self.bounds_of(schema)}</p>"
        is_answer = not name.startswith("New") and not name.endswith("Change")
        example = schema.get("examples", [None])[0]
        shown = f"<p>For example {code(example)}.</p>" if isinstance(example, str) else ""
        title = f'<h3><a href="#{name}">{name}</a></h3>'
        content = told + kind + self.members_of(schema, is_answer) + shown
        return f'<section class="schema" id="{name}">{title}{content}</section>'

    def navigation(self, current):
        out = ['<nav class="api" aria-label="The API"><ul>']
        first = ' aria-current="page"' if current is None else ""
        out.append(f'<li><a href="/api/docs"{first}>The API</a></li>')
        for tag in self.document["tags"]:
            name = tag["name"]
            here = ' aria-current="page"' if name == current else ""
            out.append(f'<li><a href="/api/docs/{slug(name)}"{here}>{html.escape(name)}</a>')
            if name == current and name in self.by_tag:
                inner = "".join(
                    f'<li><a href="#{operation["operationId"]}">{html.escape(operation["summary"])}</a></li>'
                    for _, _, operation in self.by_tag[name]
                )
                out.append(f"<ul>{inner}</ul>")
            out.append("</li>")
        out.append("</ul></nav>")
        return "".join(out)

    def whole(self, title, current, content):
        return (
            '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            '<meta name="color-scheme" content="light dark">'
            f'<title>{html.escape(title)} · Allot</title><link rel="stylesheet" href="/api/docs/style.css"></head>\n'
            f'<body>\n{self.navigation(current)}\n<main>\n{content}\n</main>\n</body></html>\n'
        )

    def table_of_operations(self, tag):
        page = slug(tag)
        rows = "".join(
            f'<tr><td><span class="method {method}">{method.upper()}</span></td><td>{self.address(path)}</td>'
            f'<td><a href="/api/docs/{page}#{operation["operationId"]}">{html.escape(operation["summary"])}</a></td></tr>'
            for method, path, operation in self.by_tag[tag]
        )
        return f'<div class="scroll"><table class="all">{rows}</table></div>'

    def overview(self):
        info = self.document["info"]
        out = [f'<h1>The API of {html.escape(info["title"])}</h1>', f'<p class="lead">{html.escape(info["summary"])}</p>']
        document = '<a href="/api/v1/openapi.json">openapi.json</a> (OpenAPI 3.1)'
        out.append(f'<p>For programs: {document}. <a href="#all-operations">All operations</a>.</p>')
        out.append(render(info["description"], 2))
        out.append('<h2 id="all-operations">All operations</h2>')
        for tag in self.document["tags"]:
            if tag["name"] in self.by_tag:
                out.append(f'<h3><a href="/api/docs/{slug(tag["name"])}">{html.escape(tag["name"])}</a></h3>')
                out.append(self.table_of_operations(tag["name"]))
        return self.whole("The API", None, "\n".join(out))

    def page(self, tag):
        out = [f"<h1>{html.escape(tag['name'])}</h1>", render(tag["description"], 2)]
        out += [self.operation(*each) for each in self.by_tag.get(tag["name"], [])]
        mine = [name for name, schema in self.schemas.items() if schema["x-tag"] == tag["name"]]
        named = {name: self.schemas[name] for name in mine if name not in self.bodies}
        if named:
            out.append('<h2 id="objects">Objects</h2>' if tag["name"] in self.by_tag else "")
            out += [self.schema(name, schema) for name, schema in named.items()]
        return self.whole(tag["name"], tag["name"], "\n".join(out))
