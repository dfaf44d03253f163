"""What the SDK sends when it prepares work: recipes of other projects, instructions, lists as text, file names."""

import io

import pytest

from conftest import ADA, BEN, MIA, unique
from http_api import ok, refused
from pictures import png

PDF = b"%PDF-1.4\n%%EOF\n"

NAMES = [
    "frame 001.jpg",
    "100%.jpg",
    "a%20b.jpg",
    "a%2520b.jpg",
    "plus+plus.jpg",
    "a b+c %41.jpg",
    "Größe.jpg",
    "東京 1.jpg",
    "emoji 🦊.jpg",
    "o'clock.jpg",
    'say "hi".jpg',
    "back\\slash.jpg",
    "semi;colon=equal&and.jpg",
    "hash#question?.jpg",
    "brackets [1](2){3}.jpg",
    "dots..twice.jpg",
    "~tilde_-.jpg",
    "UPPER.JPG",
    "comma, dollar$ at@.jpg",
    "%.jpg",
]


# Recipes


def labels_of(sdk, *tags):
    return [sdk.Label(tag=tag, color="#010203") for tag in tags]


def test_a_dataset_works_by_a_recipe_of_another_project(sdk, api, api_of, new_project, sign_in_sdk):
    """B-043, B-170"""
    lender, borrower = new_project(), new_project()
    borrower.add_member(email=ADA, role=sdk.MemberRole.ANNOTATOR)
    lent = lender.datasets.create(dataset_name=unique("lender"), labels=labels_of(sdk, "cat", "dog"))
    recipe = lent.recipes.list()[0]
    dataset = borrower.datasets.create(dataset_name=unique("borrower"))
    dataset.items.upload(local_path=io.BytesIO(png(8, 8, 1)), remote_name="a.png")
    dataset.switch_recipe(recipe=recipe)
    again = borrower.datasets.get(dataset_id=dataset.id)
    assert again.metadata["system"]["recipes"] == [recipe.id]
    assert {label.tag for label in again.labels} == {"cat", "dog"}
    task = again.tasks.create(task_name=unique("task"), assignee_ids=[ADA])
    assert task.recipe_id == recipe.id
    refused(api.delete(f"/recipes/{recipe.id}"), 400, "uses this recipe")
    for reader in (api, api_of(ADA)):
        assert ok(reader.get(f"/recipes/{recipe.id}"))["id"] == recipe.id
        ok(reader.get(f"/ontologies/{recipe.ontology_ids[0]}"))
    refused(api_of(BEN).get(f"/recipes/{recipe.id}"), 404)
    sign_in_sdk(ADA)
    assert {label.tag for label in sdk.datasets.get(dataset_id=dataset.id).labels} == {"cat", "dog"}


def test_a_dataset_is_made_with_a_recipe_of_another_project(sdk, new_project):
    lent = new_project().datasets.create(dataset_name=unique("lender"), labels=labels_of(sdk, "cat"))
    recipe = lent.recipes.list()[0]
    dataset = new_project().datasets.create(dataset_name=unique("borrower"), recipe_id=recipe.id)
    assert [label.tag for label in dataset.labels] == ["cat"]


def test_an_instruction_of_a_recipe_stays(api, project, tmp_path):
    dataset = project.datasets.create(dataset_name=unique("instructed"))
    stale = dataset.recipes.list()[0]
    document = tmp_path / "how to.pdf"
    document.write_bytes(PDF)
    dataset.recipes.list()[0].add_instruction(annotation_instruction_file=str(document))
    told = project.recipes.get(recipe_id=stale.id).metadata["system"]["instructionDocument"]
    assert ok(api.get(f"/items/{told['itemId']}"))["datasetId"] == told["datasetId"]
    stale.title = unique("other title")
    stale.update()  # read before there was an instruction
    again = project.recipes.get(recipe_id=stale.id)
    assert (again.title, again.metadata["system"]["instructionDocument"]) == (stale.title, told)
    made = project.recipes.create(
        project_ids=[project.id], recipe_name=unique("made"), annotation_instruction_file=str(document)
    )
    assert "instructionDocument" in project.recipes.get(recipe_id=made.id).metadata["system"]


@pytest.mark.parametrize(
    "attributes, kept", [("size", ["size"]), ('["size", "age"]', ["size", "age"]), (["1", "2"], ["1", "2"]), (None, [])]
)
def test_an_ontology_is_made_with_attributes_of_any_form(api, project, attributes, kept):
    made = project.ontologies.create(labels={"cat": "#010203"}, project_ids=project.id, attributes=attributes)
    assert ok(api.get(f"/ontologies/{made.id}"))["attributes"] == kept


# Bots


def test_the_last_bot_of_a_project_is_deleted(new_project):
    project = new_project()
    (bot,) = project.bots.list()
    assert project.bots.delete(bot_email=bot.email) is True
    assert list(project.bots.list()) == []


# Names of files


@pytest.mark.parametrize("name", NAMES)
def test_a_file_keeps_the_name_it_had(new_dataset, tmp_path, name):
    dataset = new_dataset()
    content = png(9, 7, 5)
    (tmp_path / name).write_bytes(content)
    item = dataset.items.upload(local_path=str(tmp_path / name), remote_path="/")
    stored = dataset.items.get(item_id=item.id)
    if "\\" not in name:  # the SDK makes slashes of backslashes in the path
        assert stored.name == name
    assert stored.metadata["system"]["originalname"] == name
    path = stored.download(local_path=str(tmp_path / "down") + "/", save_locally=True)
    assert open(path, "rb").read() == content
    if "\\" not in name:
        assert path.endswith("/" + name)
