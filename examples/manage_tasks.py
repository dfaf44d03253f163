#!/usr/bin/env python3
"""Managing tasks and assignments with the official Python SDK, step by step.

Makes a project of its own with twelve small pictures, creates a task and goes through everything that
a manager does: find tasks and assignments, list items, redistribute, reassign, review, delete. Each
step prints what it did. The project is deleted at the end (`--keep` leaves it).

    pip install dtlpy
    python examples/manage_tasks.py                 # the demo that ./dev run serves, as its owner
    python examples/manage_tasks.py --url https://label.example.org --email … --password …

Whoever signs in must be allowed to create projects. The three arguments can also come from
ALLOT_URL, ALLOT_EMAIL and ALLOT_PASSWORD; without any sign-in that of the demo's owner is taken.
"""

import argparse
import datetime
import io
import os
import pathlib
import sys

import dtlpy as dl
import numpy
from PIL import Image

DEMO_SIGN_INS = pathlib.Path(__file__).resolve().parent.parent / ".demo" / "demo-sign-ins.txt"
ADA, BEN, CLEO, DAN = (f"{name}@example.org" for name in ("ada", "ben", "cleo", "dan"))


def step(text):
    print(f"\n* {text}")


def result(text):
    print(f"  {text}")


def shares(task):
    """Everybody's part of a task, in one line."""
    return ", ".join(
        f"{each.annotator} {each.total_items} ({each.item_status['completed']} handled)"
        for each in task.assignments.list()
    )


def sign_in(arguments):
    step(f"dl.login_m2m: sign in at {arguments.url} as {arguments.email}")
    dl.verbose.disable_progress_bar = True
    dl.add_environment(
        environment=arguments.url + "/api/v1",
        alias="allot",
        gate_url=arguments.url,
        url=arguments.url + "/",
    )
    dl.setenv("allot")
    if not dl.login_m2m(email=arguments.email, password=arguments.password):
        sys.exit("The server refused this e-mail address and password.")
    result(f"dl.token_expired() is {dl.token_expired()}")


def twelve_pictures():
    """Small ones, each of one grey, as files in memory."""
    for number in range(12):
        pixels = numpy.full((24, 32, 3), 20 * number, dtype=numpy.uint8)
        buffer = io.BytesIO()
        Image.fromarray(pixels).save(buffer, format="PNG")
        buffer.name = f"picture_{number:02d}.png"
        yield buffer


def prepare(project_name, folder):
    step("a project, a dataset with labels, and twelve pictures")
    project = dl.projects.create(project_name=project_name)
    dataset = project.datasets.create(dataset_name="pictures")
    dataset.add_labels(label_list=["cat", "dog"])
    pictures = sorted(map(str, folder.iterdir())) if folder else twelve_pictures()
    for picture in pictures:
        dataset.items.upload(local_path=picture, remote_path="/wave-1", raise_on_error=True)
    dataset = project.datasets.get(dataset_name="pictures")
    labels = ", ".join(sorted(label.tag for label in dataset.labels))
    result(f"{dataset.items_count} items in {dataset.name!r}; labels {labels}")

    step("project.add_member: two annotators")
    for email in (ADA, BEN):
        project.add_member(email=email, role=dl.MemberRole.ANNOTATOR)
    result(", ".join(f"{member.email} ({member.role})" for member in project.list_members()))


def create(project, dataset):
    step("dataset.tasks.create: 60 % for ada, 40 % for ben")
    task = dataset.tasks.create(
        task_name="label the first wave",
        due_date=(datetime.datetime.now() + datetime.timedelta(days=7)).timestamp(),
        workload=dl.Workload(
            [dl.WorkloadUnit(assignee_id=ADA, load=60), dl.WorkloadUnit(assignee_id=BEN, load=40)]
        ),
        filters=dl.Filters(field="dir", values="/wave-1"),
    )
    result(shares(task))
    return task


def find(project, dataset, task):
    step("get tasks: by id, by name in the project, by name in the dataset")
    found = [
        dl.tasks.get(task_id=task.id),
        project.tasks.get(task_name=task.name),
        dataset.tasks.get(task_name=task.name),
    ]
    result(f"three times the same task: {len({each.id for each in found}) == 1}")

    step("list tasks of the project and of the dataset")
    result(f"{[each.name for each in project.tasks.list()]}, {[each.name for each in dataset.tasks.list()]}")

    step("list assignments of the project, the dataset and the task")
    for owner in (project, dataset, task):
        result(f"{type(owner).__name__}: {[each.name for each in owner.assignments.list()]}")

    step("get assignments: by id, and by name in project, dataset and task")
    first = task.assignments.list()[0]
    found = [
        dl.assignments.get(assignment_id=first.id),
        project.assignments.get(assignment_name=first.name),
        dataset.assignments.get(assignment_name=first.name),
        task.assignments.get(assignment_name=first.name),
    ]
    result(f"four times the same assignment: {len({each.id for each in found}) == 1}")

    step("assignment.get_items: all pages")
    pages = first.get_items()
    result(f"{pages.items_count} items: {', '.join(item.name for item in pages.all())}")


def work(task):
    step("item.update_status: ada completes two items and discards one")
    (mine,) = [each for each in task.assignments.list() if each.annotator == ADA]
    items = list(mine.get_items().all())
    for item, status in zip(items, ("completed", "completed", "discard")):
        item.update_status(status=status, task_id=task.id)
    task = dl.tasks.get(task_id=task.id)
    result(f"progress {task.progress} %, {task.item_status}")


def move(task, everybody):
    """Redistributes the first assignment and reassigns the last, and says who has what then."""
    first = task.assignments.list()[0]
    step(f"assignment.redistribute: what {first.annotator} has not handled, to {' and '.join(everybody)}")
    receivers = first.redistribute(
        dl.Workload([dl.WorkloadUnit(assignee_id=person, load=50) for person in everybody])
    )
    result(f"received: {', '.join(each.annotator for each in receivers)}")
    result(shares(task))

    last = task.assignments.list()[-1]
    for assignee in ("Emma@example.org", ["finn@example.org"]):
        step(f"assignment.reassign: all of {last.annotator} to {assignee!r}")
        last = last.reassign(assignee_id=assignee)
        result(shares(task))


def change(dataset, task):
    step("task.remove_items: open items go, handled ones stay")
    in_task = list(task.get_items().all())
    task.remove_items(items=in_task[:5])
    task = dl.tasks.get(task_id=task.id)
    result(f"{task.total_items} items left: {shares(task)}")

    step("task.add_items: back again, to dan")
    task.add_items(items=in_task[:5], assignee_ids=[DAN])
    task = dl.tasks.get(task_id=task.id)
    result(f"{task.total_items} items: {shares(task)}")

    step("task.update: another name, high priority")
    task.name = "label the first wave, quickly"
    task.priority = dl.TaskPriority.HIGH
    task = task.update()
    result(f"{task.name!r}, priority {task.priority}")
    return task


def review(task):
    step("task.create_qa_task: somebody looks at what is handled")
    checking = task.create_qa_task(
        due_date=(datetime.datetime.now() + datetime.timedelta(days=9)).timestamp(),
        assignee_ids=[CLEO, DAN],
    )
    result(f"{checking.name!r}: {shares(checking)}")
    return checking


def delete(project, task, checking):
    step("DELETE /assignments/{id}: the SDK has no method for it, so the route is called")
    gone = task.assignments.list()[-1]
    success, response = dl.client_api.gen_request(req_type="delete", path=f"/assignments/{gone.id}")
    if not success:
        raise dl.PlatformException(response)
    result(f"{gone.name!r} is gone; left: {shares(task)}")

    step("task.delete: tasks with their assignments")
    for each in (checking, task):
        result(f"{each.name!r}: {each.delete()}")
    result(f"tasks left: {len(project.tasks.list())}, assignments left: {len(project.assignments.list())}")


def demo_owner(file):
    """(e-mail, password) of the first line of the file that the demo keeps; its form is
    `address role password`. Nothing when there is no demo."""
    if not file.exists():
        return None, None
    address, _, password = file.read_text().splitlines()[0].split(" ")
    return address, password


def read_arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    default = os.environ.get
    parser.add_argument("--url", default=default("ALLOT_URL", "http://127.0.0.1:8080"))
    parser.add_argument("--email", default=default("ALLOT_EMAIL"))
    parser.add_argument("--password", default=default("ALLOT_PASSWORD"))
    parser.add_argument(
        "--sign-ins", type=pathlib.Path, default=DEMO_SIGN_INS, help="the demo's file of sign-ins"
    )
    parser.add_argument("--project", help="name of the project to make")
    parser.add_argument("--pictures", type=pathlib.Path, help="a folder of pictures to upload instead")
    parser.add_argument("--keep", action="store_true", help="leave the project at the end")
    arguments = parser.parse_args()
    if not arguments.email and not arguments.password:
        arguments.email, arguments.password = demo_owner(arguments.sign_ins)
    if not arguments.email or not arguments.password:
        parser.error("give --email and --password, or start the demo by ./dev run")
    arguments.url = arguments.url.rstrip("/")
    return arguments


def main():
    arguments = read_arguments()
    project_name = arguments.project or f"manage tasks {datetime.datetime.now():%Y-%m-%d %H.%M.%S}"

    sign_in(arguments)
    prepare(project_name, arguments.pictures)
    try:
        step("dl.projects.get and project.datasets.get, by name")
        project = dl.projects.get(project_name=project_name)
        dataset = project.datasets.get(dataset_name="pictures")
        result(f"{project.name!r}, {dataset.name!r}")

        task = create(project, dataset)
        find(project, dataset, task)
        work(task)
        move(task, (BEN, CLEO))
        task = change(dataset, task)
        checking = review(task)
        move(checking, (ADA, BEN))
        delete(project, task, checking)
    finally:
        if not arguments.keep:
            step("project.delete")
            project = dl.projects.get(project_name=project_name)
            result(f"{project_name!r}: {project.delete(sure=True, really=True)}")
    print("\ndone")


if __name__ == "__main__":
    main()
