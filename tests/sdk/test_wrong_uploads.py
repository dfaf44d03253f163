"""Uploads and paths that are none: each gets its status, and stores nothing."""

import http.client
import socket

import pytest

from conftest import ADA
from database import settles_at, snapshot
from http_api import Api, file_part, part, refused
from pictures import png
from views import files_of
from wrong_input import UNKNOWN, nothing_changes, other, task  # fixtures


@pytest.mark.parametrize(
    "path",
    [
        "/../up.png",
        "/a/../b.png",
        "/a/..",
        "..",
        "",
        "no/leading/slash.png",
        "/line\nbreak.png",
        "/tab\there.png",
        "/nul\x00.png",
        "/del\x7f.png",
    ],
)
def test_an_upload_to_a_path_that_is_none(api, pool, path):
    refused(api.upload(pool.id, path, png()), 400, "path")


def test_moving_to_a_path_that_is_none(api, pool):
    item = files_of(api, pool.id)[0]
    for path in ("/../x.png", "/a\nb.png", 7):
        refused(api.patch(f"/items/{item}?system=true", {"filename": path}), 400, "filename")


def test_a_request_path_with_dots_leaves_no_folder(server, api):
    """Sent as it is: ordinary clients would shorten it."""
    for path in (
        "/../../../../etc/passwd",
        "/api/v1/../../etc/passwd",
        "/api/v1/items/..%2f..%2fallot.db/stream",
        "/assets/../../allot.db",
        "/%2e%2e/%2e%2e/etc/passwd",
    ):
        connection = http.client.HTTPConnection(server.base.split("//")[1], timeout=20)
        connection.request("GET", path, headers={"Authorization": "Bearer " + api.token})
        answer = connection.getresponse()
        content = answer.read()
        assert answer.status in (400, 404), path
        assert b"root:" not in content and b"SQLite format" not in content
        connection.close()


def test_uploads_that_are_incomplete_or_go_nowhere(api, pool):
    boundary = "abc"
    head = {"Content-Type": "multipart/form-data; boundary=abc"}
    path = f"/datasets/{pool.id}/items"
    end = b"--abc--\r\n"
    no_path = part(boundary, "type", "file") + file_part(boundary, png()) + end
    refused(api.request("POST", path, data=no_path, headers=head), 400)
    no_file = part(boundary, "type", "file") + part(boundary, "path", "/x.png") + end
    refused(api.request("POST", path, data=no_file, headers=head), 400)
    no_end = part(boundary, "type", "file") + part(boundary, "path", "/x.png") + file_part(boundary, png())
    refused(api.request("POST", path, data=no_end, headers=head), 400)
    refused(api.upload(UNKNOWN, "/x.png", png()), 404)
    refused(api.upload(pool.id, "/x.png", png(), metadata="{broken"), 400, "metadata")


@pytest.mark.parametrize("chunked", [True, False], ids=["chunked", "announced length"])
def test_a_broken_upload_stores_nothing(server, api, pool, chunked):
    """Contract 40 §2: the connection ends in the middle of the file."""
    before = snapshot(server)
    host, port = server.base.split("//")[1].split(":")
    body = part("abc", "type", "file") + part("abc", "path", "/broken.png")
    body += file_part("abc", png(width=200, height=200))[:400]
    length = "Transfer-Encoding: chunked" if chunked else "Content-Length: 100000"
    head = (
        f"POST /api/v1/datasets/{pool.id}/items?mode=skip HTTP/1.1\r\nHost: {host}:{port}\r\n"
        f"Authorization: Bearer {api.token}\r\n{length}\r\n"
        "Content-Type: multipart/form-data; boundary=abc\r\n\r\n"
    )
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        sent = b"%x\r\n%s\r\n" % (len(body), body) if chunked else body
        connection.sendall(head.encode() + sent)
    assert settles_at(server, before) == []


def test_strangers_fill_no_disk(server, api_of, pool):
    """Refused at the head of the request, before the body is read."""
    refused(api_of(None).upload(pool.id, "/x.png", png()), 401)
    refused(Api(server.base, "no.token.atall").upload(pool.id, "/x.png", png()), 401)
    refused(api_of(ADA).upload(pool.id, "/x.png", png()), 403)
