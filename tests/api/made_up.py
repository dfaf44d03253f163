"""What schemathesis is told to make up requests from: the description, in which ids are those of a house, and texts that hold a
language of their own (queries, loads) are some that mean something. Answers are held to the description as it is."""

import copy
import json

from api_walk import METHODS, parameters_of
from house import ADA, BEN, CLEO, DAN, DEV, EVE, GUEST, LINK, MAX, MIA, example_id, password_of

CALLERS = (MIA, DEV, MAX, ADA, EVE)
NO_SHARES = {"train": 50, "validation": 50, "test": 50}
UNKNOWN, UNKNOWN_PROJECT = "6924d30000000000000000aa", "00000000-0000-4000-8000-000000000000"
IDS = {
    "TaskId": ("b1", "b2", "b3"),
    "AssignmentId": ("e1", "e2", "e3", "e4"),
    "OperationId": ("ee",),
    "DatasetId": ("d1",),
    "ItemId": ("a1", "a2", "a3", "a4", "af"),
    "AnnotationId": ("f1", "f2"),
    "RecipeId": ("c1",),
    "OntologyId": ("c2",),
    "CommandId": ("cc",),
    "ApiKeyId": ("ca",),
}


def one_of(*values):
    return {"enum": list(values)}


def either(values, schema):
    """One of the values, or whatever the description allows."""
    return {"anyOf": [one_of(*values), schema]}


def filters(house):
    return [
        {},
        {"type": "file"},
        {"filename": "/rain/*"},
        {"metadata.user.weather": {"$in": ["rain", "fog"]}},
        {"metadata.system.refs.id": house.ids[example_id("b1")]},
        {"$or": [{"annotated": True}, {"dir": "/night"}]},
        {"createdAt": {"$gt": "2026-01-01"}},
        {"label": "car"},
        {"name": "Streets"},
        {"status": "open"},
    ]


def workloads():
    return [
        [{"assigneeId": ADA, "load": 50}, {"assigneeId": BEN, "load": 50}],
        [{"assigneeId": CLEO, "load": 100}],
        [{"assigneeId": BEN.upper(), "load": 33.3}, {"assigneeId": ADA, "load": 66.7}],
        [{"assigneeId": ADA, "load": 80}],
    ]


def named_schemas(schemas, house):
    """The schemas of the description that are made up from the house; the others stay."""
    made = {name: one_of(*(house.ids[example_id(tail)] for tail in tails)) for name, tails in IDS.items()}
    people = [ADA, BEN.upper(), CLEO, DAN, house.ids[GUEST], "new@example.org", "ünï+tag@exämple.org", "no one@example.org"]
    made["ProjectId"] = one_of(house.project)
    made["OrganisationId"] = one_of(*(here for described, here in house.ids.items() if described.startswith("8d2b")))
    made["Email"] = one_of(*people)
    made["Filter"] = either(filters(house), schemas["Filter"])
    made["Workload"] = either(workloads(), schemas["Workload"])
    made["ItemPath"] = either(["/rain/0001.png", "/rain/9.png", "/new/x.txt", "/rain"], schemas["ItemPath"])
    sorts = [{"createdAt": "descending"}, {"name": "ascending"}, {"metadata": {"user": {"n": "ascending"}}}]
    made["Sort"] = either(sorts, schemas["Sort"])
    return schemas | made


def selections(house):
    texts = [json.dumps({"filter": each}) for each in filters(house)[:6]]
    return one_of("{}", *texts, '{"filter": {"name": "it"s"}}', "\u2028", "[]")


def document_for(document, house):
    made = copy.deepcopy(document)
    schemas = made["components"]["schemas"] = named_schemas(made["components"]["schemas"], house)
    made["components"]["parameters"]["IdempotencyKey"]["schema"] = one_of(house.name, house.name + " ✓")
    schemas["NewTask"]["properties"]["query"] = selections(house)
    schemas["StatusOrder"]["properties"]["status"] = one_of("completed", "discard", "blurry", "approve", "nonsense")
    schemas["NewTask"]["properties"]["taskOwner"] = one_of(ADA, CLEO)
    of_tasks = ("addToTask", "removeFromTask", "redistribute")
    for path in (*(f"/annotationtasks/{{id}}/{verb}" for verb in of_tasks), "/assignments/{id}/redistribute"):
        sent_to(made, path)["properties"]["query"] = selections(house)
    # What is expected is made up for the others.
    del sent_to(made, "/annotationtasks/{id}/redistribute")["properties"]["expect"]
    in_path(made, "/api/v1/projects/{name}/name", "name", house.name, "Nowhere")
    in_path(made, "/api/v1/datasets/{id}/unlock", "id", house.ids[example_id("d2")], house.dataset)
    # With a lock, what others ask for would be refused meanwhile.
    sent_to(made, "/datasets/{id}/export")["properties"]["datasetLock"] = one_of(False)
    in_path(made, "/api/v1/annotationtasks/{id}/contributors", "id", *(house.ids[example_id(task)] for task in ("b3", "b1")))
    body = sent_to(made, "/annotationtasks/{id}/contributors")
    body["properties"]["groups"] = {"type": "array", "items": {"type": "string"}, "maxItems": 1}
    body["required"] = ["action", "assignees"]
    at_work = "/api/v1/assignments/{id}/items/{item}/in-use"
    in_path(made, at_work, "item", *(house.ids[example_id(item)] for item in IDS["ItemId"]))
    in_order(made, house)
    in_path(made, "/api/v1/projects/{id}/bots", "id", house.project)
    read = sent_to(made, "/users/me/inbox/read")
    read["properties"] = {"upTo": one_of("1", "99999"), "ids": {"type": "array", "items": one_of("1", "2", "no line")}}
    bots = (house.ids[example] for example in house.ids if example.startswith("bot."))
    in_path(made, "/api/v1/projects/{id}/bots/{email}", "email", *bots, ADA)
    in_path(made, "/api/v1/projects/{id}/members/{email}/invite", "email", house.ids[GUEST], ADA)
    in_path(made, "/api/docs/{page}", "page", "tasks", "style.css", "nothing")
    for one in made["paths"]["/welcome"]["get"]["parameters"]:
        one["schema"] = one_of(house.ids[LINK], "unknown")
    key = sent_to(made, "/apikeys")
    key["properties"]["userId"] = one_of(*CALLERS, *(here for example, here in house.ids.items() if example.startswith("bot.")))
    give_names(made["paths"])
    give_names(schemas)
    signing_in(made, house)
    return made


def in_order(made, house):
    """What moves, is shared out or cloned, and an annotation with all that it is on."""
    of_dataset = "/api/v1/datasets/{dataset}/items"
    folder, file, other = (house.ids[example_id(tail)] for tail in ("af", "a1", "a3"))
    in_path(made, "/api/v1/items/{id}/items", "id", folder, file)
    in_path(made, of_dataset + "/{id}/items", "id", folder)
    in_operation(made, of_dataset + "/{id}", "put", "id", folder)
    by_ids, by_query = sent_to(made, "/datasets/{dataset}/items/{id}", "put")["anyOf"]
    by_ids |= {"items": one_of(file, other), "minItems": 1}
    by_query["properties"]["dqlQuery"] = matching(house, by_query["properties"]["dqlQuery"])
    split = sent_to(made, "/datasets/{id}/split")["properties"]
    split["itemsQuery"] = matching(house, split["itemsQuery"])
    split["MLSplitList"] = one_of(*({"train": train, "validation": 25, "test": 75 - train} for train in (0, 37.5, 75)), NO_SHARES)
    sent_to(made, "/datasets/{id}/clone")["required"] = ["name"]  # or a dataset
    for above in ("/api/v1/items", of_dataset):
        in_path(made, above + "/{item}/annotations/{id}/issue", "item", file, other)
        in_path(made, above + "/{item}/annotations/{id}/issue", "id", house.ids[example_id("f1")])


def matching(house, schema):
    return either([{"filter": each} for each in filters(house)], schema)


def sent_to(document, path, method="post"):
    """The schema of the body."""
    return document["paths"]["/api/v1" + path][method]["requestBody"]["content"]["application/json"]["schema"]


def give_names(node):
    """Most characters that can be made up are in no name."""
    for each in node.values() if isinstance(node, dict) else node if isinstance(node, list) else []:
        if isinstance(each, dict) and each.get("minLength") == 1 and each.get("maxLength", 0) >= 200:
            plain = {"type": "string", "minLength": 1, "maxLength": each["maxLength"]}
            description = {"description": each.get("description", "")}
            each.clear()
            each.update(description | either(["Night", "Überführung 桥", "a+b (2)"], plain))
        else:
            give_names(each)


def unknown_ids(document, path, operation):
    """For each id in the path, by its name, one that names nothing."""
    named = (one for one in parameters_of(document, path, operation) if one["in"] == "path")
    ids = ((one["name"], one["schema"].get("$ref", "")) for one in named)
    return {name: UNKNOWN if kind.rsplit("/", 1)[1] in IDS else UNKNOWN_PROJECT for name, kind in ids if kind.endswith("Id")}


def in_path(document, path, name, *values):
    for method in METHODS:
        if method in document["paths"][path]:
            in_operation(document, path, method, name, *values)


def in_operation(document, path, method, name, *values):
    item = document["paths"][path]
    for each in METHODS:  # what they share becomes their own
        if each in item:
            item[each]["parameters"] = item.get("parameters", []) + item[each].get("parameters", [])
    item.pop("parameters", None)
    others = [one for one in item[method]["parameters"] if not is_named(document, one, name)]
    item[method]["parameters"] = [*others, {"name": name, "in": "path", "required": True, "schema": one_of(*values)}]


def is_named(document, parameter, name):
    if "$ref" in parameter:
        parameter = document["components"]["parameters"][parameter["$ref"].rsplit("/", 1)[1]]
    return parameter["name"] == name and parameter["in"] == "path"


def signing_in(document, house):
    """Few tries with a wrong password: each one is slow, and slows the next."""

    def body(path, kind, *values):
        document["paths"][path]["post"]["requestBody"]["content"][kind]["schema"] = one_of(*values)

    right = password_of(CLEO)
    renewal = {"type": "refresh_token", "refresh_token": "unknown"}
    body("/token", "application/json", {"username": CLEO, "password": right}, renewal)
    form, login = "application/x-www-form-urlencoded", {"email": CLEO, "password": right}
    body("/login", form, login, login | {"callback": "https://elsewhere.example"})
    chosen = {"token": house.ids[LINK], "password": "rain on the roof"}
    body("/welcome", form, chosen, chosen | {"token": "unknown"})
