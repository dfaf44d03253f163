"""What there is after each step, without ids and times, so that two runs can be compared."""

from database import rows
from http_api import ok
from views import holdings

# One row for each person's latest request, and for each kept answer: notes by which repeats are told.
NOTES = {"kept_answer"}


def picture(server, api):
    """How many rows each table has, and who holds what with which status."""
    stored = rows(server)
    counts = {name: len(each) for name, each in stored.items() if name not in NOTES}
    return {"rows": counts, "work": work(api)}


def work(api):
    tasks = {}
    for project in ok(api.get("/projects")):
        page = ok(api.get(f"/annotationtasks?projects={project['id']}&pageSize=500"))
        for task in page["items"]:
            names = {}
            for item in all_items(api, task["datasetId"]):
                refs = item["metadata"]["system"].get("refs", [])
                status = [ref["metadata"].get("status") for ref in refs if ref["id"] == task["id"]]
                names[item["id"]] = [item["filename"], *status]
            held = holdings(api, task["id"])
            tasks[task["name"]] = {who: [names[i] for i in ids] for who, ids in held.items()}
    return tasks


def all_items(api, dataset):
    body = {"filter": {}, "sort": {"id": "ascending"}, "page": 0, "pageSize": 1000}
    return ok(api.post(f"/datasets/{dataset}/query", body))["items"]
