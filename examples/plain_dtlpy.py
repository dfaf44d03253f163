#!/usr/bin/env python3
"""What manage_tasks.py does, with the official Python SDK alone.

Makes a project of its own with twelve small pictures, creates a task and goes through everything that
a manager does: find tasks and assignments, list items, redistribute, reassign, review, delete. Each
step prints what it did. The project is deleted at the end (`--keep` leaves it).

    pip install dtlpy
    python examples/plain_dtlpy.py                  # the demo that ./dev run serves, as its owner; with
                                                    # --url http://127.0.0.1:9090 where it listens elsewhere
    python examples/plain_dtlpy.py --url https://label.example.org --email … --password …

Whoever signs in must be allowed to create projects. The three arguments can also come from
ALLOT_URL, ALLOT_EMAIL and ALLOT_PASSWORD; without any sign-in that of the demo's owner is taken.
What differs from manage_tasks.py is how one connects and how an assignment is deleted.
"""

import sys

import dtlpy as dl

from stage import ADA, BEN, CLEO, DAN, in_days, pictures_of, read_arguments, result, shares, step


def connect(arguments):
    step(f"dl.login_m2m: sign in at {arguments.url} as {arguments.email}")
    dl.verbose.disable_progress_bar = True
    dl.add_environment(
        environment=arguments.url + "/api/v1",
        alias="allot",
        gate_url=arguments.url,
        url=arguments.url + "/",
    )
    dl.setenv("allot")
    try:
        signed_in = dl.login_m2m(email=arguments.email, password=arguments.password)
    except OSError:  # as all of the SDK's about a connection are
        sys.exit(f"No server answers at {arguments.url}; does it run? --url says where it is.")
    if not signed_in:
        sys.exit("The server refused this e-mail address and password.")
    result(f"dl.token_expired() is {dl.token_expired()}")


def prepare(project_name, pictures):
    step("a project, a dataset with labels, and twelve pictures")
    project = dl.projects.create(project_name=project_name)
    dataset = project.datasets.create(dataset_name="pictures")
    dataset.add_labels(label_list=["cat", "dog"])
    for picture in pictures:
        dataset.items.upload(local_path=picture, remote_path="/wave-1", raise_on_error=True)
    dataset = project.datasets.get(dataset_name="pictures")
    labels = ", ".join(sorted(label.tag for label in dataset.labels))
    result(f"{dataset.items_count} items in {dataset.name!r}; labels {labels}")

    step("project.add_member: two annotators")
    project.add_member(email=ADA, role=dl.MemberRole.ANNOTATOR)
    project.add_member(email=BEN, role=dl.MemberRole.ANNOTATOR)
    result(", ".join(f"{member.email} ({member.role})" for member in project.list_members()))


def create_a_task(dataset):
    step("dataset.tasks.create: 60 % for ada, 40 % for ben")
    task = dataset.tasks.create(
        task_name="label the first wave",
        due_date=in_days(7),
        workload=dl.Workload(
            [dl.WorkloadUnit(assignee_id=ADA, load=60), dl.WorkloadUnit(assignee_id=BEN, load=40)]
        ),
        filters=dl.Filters(field="dir", values="/wave-1"),
    )
    result(shares(task))
    return task


def get_tasks(project, dataset, task_id):
    step("get tasks: by id, by name in the project, by name in the dataset")
    by_id = dl.tasks.get(task_id=task_id)
    in_project = project.tasks.get(task_name="label the first wave")
    in_dataset = dataset.tasks.get(task_name="label the first wave")
    result(f"three times the same task: {by_id.id == in_project.id == in_dataset.id}")

    step("list tasks of the project and of the dataset")
    of_project = project.tasks.list()
    of_dataset = dataset.tasks.list()
    result(f"{[each.name for each in of_project]}, {[each.name for each in of_dataset]}")


def get_assignments(project, dataset, task):
    step("list assignments of the project, the dataset and the task")
    of_project = project.assignments.list()
    of_dataset = dataset.assignments.list()
    of_task = task.assignments.list()
    result(f"Project: {[each.name for each in of_project]}")
    result(f"Dataset: {[each.name for each in of_dataset]}")
    result(f"Task: {[each.name for each in of_task]}")

    step("get assignments: by id, and by name in project, dataset and task")
    assignment = dl.assignments.get(assignment_id=of_task[0].id)
    name = assignment.name
    in_project = project.assignments.get(assignment_name=name)
    in_dataset = dataset.assignments.get(assignment_name=name)
    in_task = task.assignments.get(assignment_name=name)
    found = {assignment.id, in_project.id, in_dataset.id, in_task.id}
    result(f"four times the same assignment: {len(found) == 1}")

    step("assignment.get_items: all pages")
    pages = assignment.get_items()
    result(f"{pages.items_count} items: {', '.join(item.name for item in pages.all())}")


def work(task):
    step("item.update_status: ada completes two items and discards one")
    (mine,) = [each for each in task.assignments.list() if each.annotator == ADA]
    items = list(mine.get_items().all())
    for item, status in zip(items, ("completed", "completed", "discard")):
        item.update_status(status=status, task_id=task.id)
    task = dl.tasks.get(task_id=task.id)
    result(f"progress {task.progress} %, {task.item_status}")


def redistribute_and_reassign(task, first, second):
    """For an annotation task and for a QA task alike."""
    assignment = task.assignments.list()[0]
    step(f"assignment.redistribute: what {assignment.annotator} has not handled, to {first} and {second}")
    receivers = assignment.redistribute(
        dl.Workload(
            [dl.WorkloadUnit(assignee_id=first, load=50), dl.WorkloadUnit(assignee_id=second, load=50)]
        )
    )
    result(f"received: {', '.join(each.annotator for each in receivers)}")
    result(shares(task))

    assignment = task.assignments.list()[-1]
    step(f"assignment.reassign: all of {assignment.annotator} to 'Emma@example.org'")
    assignment = assignment.reassign(assignee_id="Emma@example.org")
    result(shares(task))

    step(f"assignment.reassign: all of {assignment.annotator} to ['finn@example.org']")
    assignment.reassign(assignee_id=["finn@example.org"])
    result(shares(task))


def change_the_task(task):
    step("task.remove_items: open items go, handled ones stay")
    five = list(task.get_items().all())[:5]
    task.remove_items(items=five)
    task = dl.tasks.get(task_id=task.id)
    result(f"{task.total_items} items left: {shares(task)}")

    step("task.add_items: back again, to dan")
    task.add_items(items=five, assignee_ids=[DAN])
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
    qa_task = task.create_qa_task(due_date=in_days(9), assignee_ids=[CLEO, DAN])
    result(f"{qa_task.name!r}: {shares(qa_task)}")
    return qa_task


def delete(project, task, qa_task):
    assignment = task.assignments.list()[-1]
    step("DELETE /assignments/{id}: the SDK has no method for it, so the route is called")
    success, response = dl.client_api.gen_request(req_type="delete", path=f"/assignments/{assignment.id}")
    if not success:
        raise dl.PlatformException(response)
    result(f"{assignment.name!r} is gone; left: {shares(task)}")

    step("task.delete: tasks with their assignments")
    result(f"{qa_task.name!r}: {qa_task.delete()}")
    result(f"{task.name!r}: {task.delete()}")
    result(f"tasks left: {len(project.tasks.list())}, assignments left: {len(project.assignments.list())}")


def the_page(project_name):
    step("dl.projects.get and project.datasets.get, by name")
    project = dl.projects.get(project_name=project_name)
    dataset = project.datasets.get(dataset_name="pictures")
    result(f"{project.name!r}, {dataset.name!r}")

    task = create_a_task(dataset)
    get_tasks(project, dataset, task.id)
    get_assignments(project, dataset, task)
    work(task)
    redistribute_and_reassign(task, BEN, CLEO)
    task = change_the_task(task)
    qa_task = review(task)
    redistribute_and_reassign(qa_task, ADA, BEN)
    delete(project, task, qa_task)


def main():
    arguments = read_arguments(__doc__)
    connect(arguments)
    prepare(arguments.project, pictures_of(arguments.pictures))
    try:
        the_page(arguments.project)
    finally:
        if not arguments.keep:
            step("project.delete")
            project = dl.projects.get(project_name=arguments.project)
            result(f"{arguments.project!r}: {project.delete(sure=True, really=True)}")
    print("\ndone")


if __name__ == "__main__":
    main()
