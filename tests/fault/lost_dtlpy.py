"""Every verb that changes something, once, by the unmodified dtlpy; `lost_dtlpy.py DATA BASE PROXY`.

Works through PROXY, looks at BASE after each step, and prints what it saw: a line of JSON a step.
A program of its own, since the SDK keeps its settings in the home folder and knows one server.
"""

import json
import sys
from pathlib import Path
from types import SimpleNamespace

import dtlpy as dl

from http_api import Api, sign_in
from lost_picture import picture
from pictures import write_pictures

MIA, ADA, BEN, CLEO, DAN, EVE = (
    f"{name}@example.org" for name in ("mia", "ada", "ben", "cleo", "dan", "eve")
)
PASSWORD = "a good long secret of mia"


def loads(**percent):
    units = [
        dl.WorkloadUnit(assignee_id=f"{name}@example.org", load=load)
        for name, load in percent.items()
    ]
    return dl.Workload(units)


def of(task, person):
    return next(each for each in task.assignments.list() if each.annotator == person)


def named(dataset, *names):
    return dl.Filters(field="name", values=list(names), operator=dl.FiltersOperations.IN)


def item_named(dataset, name):
    return dataset.items.get(filepath="/" + name)


def created(those, **name):
    """Names are taken once (B-152), so who asks again is told so, and finds what was made."""
    try:
        return those.create(**name)
    except dl.exceptions.BadRequest as refused:
        assert "already" in str(refused)
        return those.get(**name)


def steps(folder):
    """Name of the verb, after it was done."""
    project = created(dl.projects, project_name="City")
    yield "project create"
    project.name = "Town"
    project.update()
    yield "project rename"
    project.add_member(email=EVE, role=dl.MemberRole.DEVELOPER)
    yield "member add"
    project.update_member(email=EVE, role=dl.MemberRole.ANNOTATION_MANAGER)
    yield "member role"
    project.remove_member(email=EVE)
    yield "member remove"
    dataset = created(project.datasets, dataset_name="Crossings")
    yield "dataset create"
    dataset.add_label(label_name="car")
    yield "label add"
    for file in sorted(folder.iterdir()):  # one after the other: their order decides who gets which
        dataset.items.upload(local_path=str(file), raise_on_error=True)
    yield "upload"
    task = dataset.tasks.create(
        task_name="Morning", assignee_ids=[ADA, BEN], filters=named(dataset, *first(12))
    )
    yield "task create"
    task.priority = dl.TaskPriority.HIGH
    task.update()
    yield "task update"
    task.add_items(
        filters=named(dataset, picture_name(12), picture_name(13)), workload=loads(cleo=100), wait=True
    )
    yield "task add items"
    items = list(task.get_items().all())
    items[0].update_status("completed", task_id=task.id)
    yield "status of one item"
    task.set_status(status="completed", operation="create", item_ids=[i.id for i in items[1:3]])
    yield "status of many items"
    items[1].update_status("completed", clear=True, task_id=task.id)
    yield "status cleared"
    of(task, ADA).redistribute(loads(ada=50, dan=50))
    yield "redistribute"
    of(task, BEN).reassign(assignee_id=CLEO)
    yield "reassign"
    task.remove_items(filters=named(dataset, picture_name(5), picture_name(6)))
    yield "task remove items"
    item = item_named(dataset, picture_name(3))
    item.annotations.upload(dl.Annotation.new(annotation_definition=box(1), item=item))
    yield "annotation create"
    annotation = item.annotations.list()[0]
    annotation.label = "bus"
    annotation.update()
    yield "annotation update"
    annotation.delete()
    yield "annotation delete"
    item.metadata["user"] = {"seen": True}
    item.update()
    yield "item update"
    item.delete()
    yield "item delete"
    dataset.items.delete(filters=named(dataset, picture_name(13)))
    yield "items delete"
    project.assignments.list()
    dl.client_api.gen_request(req_type="delete", path=f"/assignments/{of(task, DAN).id}")
    yield "assignment delete"
    task.delete(wait=True)
    yield "task delete"
    dataset.delete(sure=True, really=True)
    yield "dataset delete"
    project.delete(sure=True, really=True)
    yield "project delete"


def box(number):
    return dl.Box(left=number, top=number, right=number + 5, bottom=number + 5, label="car")


def picture_name(number):
    return f"picture_{number:03d}.png"


def first(count):
    return [picture_name(number) for number in range(count)]


def main(data, base, proxy, folder):
    dl.verbose.disable_progress_bar = True
    dl.add_environment(
        environment=proxy + "/api/v1", alias="lossy", gate_url=proxy, url=proxy + "/"
    )
    dl.setenv("lossy")
    assert dl.login_m2m(email=MIA, password=PASSWORD) is True
    server = SimpleNamespace(data=Path(data))
    api = Api(base, sign_in(base, MIA, PASSWORD))
    for verb in steps(write_pictures(folder, 14)):
        print(json.dumps({"verb": verb, "seen": picture(server, api)}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
