"""A path has one meaning: what is a file has nothing below it (B-256)."""

import threading

import pytest

from http_api import ok, refused
from pictures import png
from views import files_of


@pytest.fixture
def dataset(new_dataset):
    """With the file `/shots/a.png`."""
    return new_dataset()


@pytest.fixture
def file(api, dataset):
    return ok(api.upload(dataset.id, "/shots/a.png", png()))


def folder(api, dataset, path):
    return api.post(f"/datasets/{dataset.id}/items", {"type": "dir", "path": path})


def files_at(api, dataset):
    body = {"filter": {"type": "file"}, "pageSize": 1000}
    return sorted(item["filename"] for item in ok(api.post(f"/datasets/{dataset.id}/query", body))["items"])


@pytest.mark.parametrize("below", ["/shots/a.png/b.png", "/shots/a.png/c/d/e.png"])
@pytest.mark.parametrize("mode", [None, "overwrite", "skip"])
def test_nothing_is_uploaded_below_a_file(api, dataset, file, below, mode):
    """B-256."""
    before = files_at(api, dataset)
    refused(api.upload(dataset.id, below, png(), mode=mode), 400, "`path`", "/shots/a.png")
    assert files_at(api, dataset) == before


def test_nor_by_the_sdk(api, dataset, file, tmp_path):
    """B-256."""
    picture = tmp_path / "b.png"
    picture.write_bytes(png())
    dataset.items.upload(local_path=str(picture), remote_path="/shots/a.png", raise_on_error=False)
    assert files_of(api, dataset.id) == [file["id"]]


def test_no_folder_is_made_below_a_file_or_in_its_place(api, dataset, file):
    """B-256."""
    for path in ("/shots/a.png/b", "/shots/a.png/b/c", "/shots/a.png", "/shots/a.png/"):
        refused(folder(api, dataset, path), 400, "`path`", "/shots/a.png")


def test_nothing_is_moved_below_a_file_and_no_file_onto_a_folder(api, dataset, file):
    """B-256."""
    other = ok(api.upload(dataset.id, "/other.png", png()))
    for to in ("/shots/a.png/other.png", "/shots/a.png/c/other.png"):
        refused(api.patch(f"/items/{other['id']}", {"filename": to}), 400, "`filename`", "/shots/a.png")
    refused(api.patch(f"/items/{other['id']}", {"filename": "/shots"}), 400, "`filename`")
    refused(api.patch(f"/items/{other['id']}", {"filename": "/other.png/x.png"}), 400, "`filename`")
    assert ok(api.get(f"/items/{other['id']}"))["filename"] == "/other.png"


@pytest.mark.parametrize("mode", [None, "overwrite", "skip"])
def test_no_file_comes_where_a_folder_is(api, dataset, file, mode):
    """B-256."""
    for path in ("/shots", "/shots/", "//shots"):
        refused(api.upload(dataset.id, path, png(), mode=mode), 400, "`path`", "folder")


def test_no_file_comes_where_paths_go_through_though_the_folder_is_gone(api, dataset, file):
    """B-256: a query may delete a folder and leave what is in it."""
    query = {"filter": {"$and": [{"type": "dir"}, {"filename": "/shots"}]}, "delete": True}
    ok(api.post(f"/datasets/{dataset.id}/query", query))
    assert "/shots/a.png" in files_at(api, dataset)
    refused(api.upload(dataset.id, "/shots", png()), 400, "`path`", "folder")
    refused(api.patch(f"/items/{ok(api.upload(dataset.id, '/b.png', png()))['id']}", {"filename": "/shots"}), 400)
    ok(api.upload(dataset.id, "/shots/c.png", png()))


def test_a_path_is_free_again_when_the_file_is_gone(api, dataset, file):
    """B-256."""
    ok(api.delete(f"/items/{file['id']}"))
    ok(api.upload(dataset.id, "/shots/a.png/b.png", png()))
    refused(api.upload(dataset.id, "/shots/a.png", png()), 400, "folder")


def test_a_file_is_overwritten_and_skipped_as_before(api, dataset, file):
    """B-250, B-251."""
    assert ok(api.upload(dataset.id, "/shots/a.png", png(), mode="overwrite"))["id"] == file["id"]
    assert ok(api.upload(dataset.id, "/shots/a.png", png()))["id"] == file["id"]
    assert ok(folder(api, dataset, "/shots"))["type"] == "dir"


def test_of_a_file_and_one_below_it_one_comes(api, api_of, dataset):
    """B-256, when both come at once."""
    for number in range(15):
        outer, inner = f"/race{number}", f"/race{number}/in.png"
        start = threading.Barrier(2)
        answers = {}

        def send(path):
            start.wait()
            answers[path] = api.upload(dataset.id, path, png()).status_code

        both = [threading.Thread(target=send, args=(path,)) for path in (outer, inner)]
        for thread in both:
            thread.start()
        for thread in both:
            thread.join()
        assert sorted(answers.values()) == [200, 400], answers


@pytest.mark.parametrize(
    "given, kept",
    [
        ("//a.png", "/a.png"),
        ("/a/b//c.png", "/a/b/c.png"),
        ("/a.png/", "/a.png"),
        ("/A.png", "/A.png"),
        ("/a .png", "/a .png"),
        ("/a.png.", "/a.png."),
        ("/a\\b.png", "/a\\b.png"),
        ("/caf\u00e9.png", "/caf\u00e9.png"),
        ("/cafe\u0301.png", "/cafe\u0301.png"),
        ("/" + "x" * 255, "/" + "x" * 255),
    ],
)
def test_a_path_is_kept_byte_for_byte_but_for_empty_parts(api, dataset, given, kept):
    assert ok(api.upload(dataset.id, given, png()))["filename"] == kept


def test_letter_case_and_decomposed_letters_make_other_files_at(api, dataset):
    for path in ("/a.png", "/A.png", "/caf\u00e9.png", "/cafe\u0301.png"):
        ok(api.upload(dataset.id, path, png()))
    assert len(files_of(api, dataset.id)) == 4


def test_parts_that_no_file_system_takes_are_refused(api, dataset):
    for path in ("/./a.png", "/a/../b.png", "/..", "/" + "x" * 256, "/" + "字" * 86, "/ /a.png"):
        refused(api.upload(dataset.id, path, png()), 400, "`path`")
        refused(folder(api, dataset, path), 400, "`path`")
    refused(api.upload(dataset.id, "/ /a.png", png()), 400, "`path` has a part that is blank")
