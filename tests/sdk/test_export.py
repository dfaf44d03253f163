"""`dataset.export` of the SDK, unmodified, and its route: what comes out is what was put in (contract 30 §2)."""

import io
import json
import time
import zipfile
from pathlib import Path

import pytest

from conftest import DEV, EVE, MAX, MIA, password_of, unique
from http_api import Api, ok, refused, sign_in
from labelled import PATHS, as_put_in, by_path, labelled, read_json, without_extension  # labelled is a fixture
from pictures import png
from server import Server


def test_an_export_is_all_items_with_their_annotations(api, labelled, tmp_path):
    path = labelled.dataset.export(local_path=str(tmp_path), include_annotations=True)
    assert by_path(read_json(path)) == as_put_in(api, labelled)


def test_without_annotations_it_is_the_items(api, labelled, tmp_path):
    path = labelled.dataset.export(local_path=str(tmp_path))
    items = {path: ok(api.get(f"/items/{item.id}")) for path, item in labelled.items.items()}
    assert by_path(read_json(path)) == items


def test_filters_pick_items_and_annotations(sdk, api, labelled, tmp_path):
    filters = sdk.Filters(field="dir", values="/rain")
    of_cars = sdk.Filters(resource=sdk.FiltersResource.ANNOTATION, field="label", values="car")
    path = labelled.dataset.export(
        local_path=str(tmp_path), filters=filters, annotation_filters=of_cars, include_annotations=True
    )
    cars = as_put_in(api, labelled, ("/rain/1.png", "/rain/2.png"), lambda each: each["label"] == "car")
    assert by_path(read_json(path)) == cars
    assert len(cars["/rain/2.png"]["annotations"]) == 1


def test_items_are_picked_by_their_annotations(sdk, labelled, tmp_path):
    filters = sdk.Filters()
    filters.add_join(field="label", values="car")
    path = labelled.dataset.export(local_path=str(tmp_path), filters=filters, include_annotations=True)
    assert set(by_path(read_json(path))) == {"/rain/1.png", "/rain/2.png", "/night/3.png"}


def test_nothing_that_matches_is_no_file(sdk, labelled, tmp_path):
    filters = sdk.Filters(field="dir", values="/nowhere")
    assert labelled.dataset.export(local_path=str(tmp_path), filters=filters) is None


def test_an_archive_has_a_document_for_each_item(sdk, api, labelled, tmp_path):
    folder = labelled.dataset.export(
        local_path=str(tmp_path), include_annotations=True, export_type=sdk.ExportType.ZIP
    )
    assert Path(folder) == tmp_path
    expected = as_put_in(api, labelled)
    assert {path: read_json(tmp_path / f"json{path}.json") for path in PATHS} == expected


def test_an_archive_can_stay_one(sdk, labelled, tmp_path):
    path = labelled.dataset.export(
        local_path=str(tmp_path),
        export_type=sdk.ExportType.ZIP,
        output_export_type=sdk.OutputExportType.ZIP,
    )
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert set(archive.namelist()) == {f"json{path}.json" for path in PATHS}


def test_an_export_in_folders(sdk, api, labelled, tmp_path):
    folder = labelled.dataset.export(
        local_path=str(tmp_path), include_annotations=True, output_export_type=sdk.OutputExportType.FOLDERS
    )
    expected = as_put_in(api, labelled)
    assert {path: read_json(Path(folder) / without_extension(path)) for path in PATHS} == expected


# What the SDK has no method for


def export(api, dataset_id, **body):
    return ok(api.post(f"/datasets/{dataset_id}/export", {"exportType": "json", **body}))


def ended(api, begun, seconds=60):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        command = ok(api.get(f"/commands/{begun['id']}"))
        if command["status"] != "in-progress":
            return command
        time.sleep(0.05)
    raise AssertionError(f"it goes on: {command}")


def file_of(api, command):
    assert command["status"] == "success", command
    return api.get(f"/items/{command['spec']['outputItemId']}/stream", stream=True).content


def test_the_first_look_of_the_sdk_finds_a_small_export_done(api, labelled):
    begun = export(api, labelled.dataset.id)
    time.sleep(2)  # as the SDK does
    assert ok(api.get(f"/commands/{begun['id']}"))["status"] == "success"


def test_exports_are_listed(api, labelled):
    begun = export(api, labelled.dataset.id)
    done = ended(api, begun)
    page = ok(api.post("/datasets/exports", {"projects": [labelled.project.id], "exportId": begun["id"]}))
    assert page["total"] == 1
    assert page["records"][0]["outputItemId"] == done["spec"]["outputItemId"]
    assert page["records"][0]["status"] == "success"


def test_owners_and_developers_export(api_of, new_project):
    project = new_project()
    dataset = project.datasets.create(dataset_name=unique("dataset"))
    for person, role in ((DEV, "engineer"), (MAX, "annotationManager")):
        ok(api_of(MIA).post(f"/projects/{project.id}/members/{person}", {"role": role}))
    assert json.loads(file_of(api_of(DEV), ended(api_of(DEV), export(api_of(DEV), dataset.id)))) == []
    refused(api_of(MAX).post(f"/datasets/{dataset.id}/export", {}), 403)
    refused(api_of(EVE).post(f"/datasets/{dataset.id}/export", {}), 404)


def test_a_locked_dataset_is_free_again_when_the_export_has_ended(sdk, api, new_dataset):
    dataset = new_dataset(2)
    begun = export(api, dataset.id, datasetLock=True, lockTimeoutSec=60)
    ended(api, begun)
    assert ok(api.get(f"/datasets/{dataset.id}"))["readonly"] is False
    ok(api.upload(dataset.id, "/later.png", png()))
    with pytest.raises(sdk.exceptions.BadRequest, match="dataset is not locked"):
        dataset.unlock()


def test_what_cannot_be_understood_is_refused_with_a_sentence(api, labelled):
    path = f"/datasets/{labelled.dataset.id}/export"
    refused(api.post(path, {"exportType": "csv"}), 400, "exportType")
    refused(api.post(path, {"itemsQuery": {"filter": {"a": {"$near": 1}}}}), 400, "itemsQuery", "$near")
    refused(api.post(path + "/v3", {}), 404)


def test_an_archive_in_memory(api, labelled):
    """Without a type the documents are named as the SDK's download looks for them."""
    done = ended(api, ok(api.post(f"/datasets/{labelled.dataset.id}/export", {"exportVersion": "V1"})))
    with zipfile.ZipFile(io.BytesIO(file_of(api, done))) as archive:
        assert set(archive.namelist()) == {without_extension(path) for path in PATHS}


def test_exports_outlive_a_kill_and_nothing_is_doubled(tmp_path):
    server = Server(tmp_path / "data")
    server.add_user(MIA, password_of(MIA), admin=True)
    server.start()
    try:
        api = Api(server.base, sign_in(server.base, MIA, password_of(MIA)))
        project = ok(api.post("/projects", {"name": "City"}))["id"]
        dataset = ok(api.post("/datasets", {"name": "Streets", "projects": [project]}))["id"]
        for number in range(20):
            ok(api.upload(dataset, f"/{number}.png", png(seed=number + 1)))
        # Each another one: equal ones in a row are taken for repeats.
        begun = [export(api, dataset, lockTimeoutSec=number + 1) for number in range(40)]
        server.kill()
        server.start()
        api = Api(server.base, sign_in(server.base, MIA, password_of(MIA)))
        for each in begun:
            assert len(json.loads(file_of(api, ended(api, each)))) == 20
        query = {"filter": {}, "context": {"projects": [project]}, "systemSpace": True}
        datasets = ok(api.post("/datasets/query", query))["items"]
        binaries = next(each for each in datasets if each["metadata"]["system"].get("scope") == "system")
        assert binaries["itemsCount"] == len(begun)
    finally:
        server.stop()
