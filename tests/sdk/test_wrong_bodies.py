"""Bodies and heads that are broken or too long: each gets its status, and changes nothing."""

import http.client
import json

import pytest

from conftest import ADA
from http_api import error_body, refused
from test_task_creation import create_body
from wrong_input import nothing_changes, other, task  # fixtures

LIMIT = 10 * 1024 * 1024


@pytest.mark.parametrize(
    "text",
    ["{", "", "null", "[]", '"text"', '{"name": "x",}', '{"name": "\\ud800"}', "{'name': 1}", "[" * 5000],
)
def test_broken_json(api, text):
    answer = api.request(
        "POST", "/annotationtasks", data=text.encode(), headers={"Content-Type": "application/json"}
    )
    refused(answer, 400)


def test_bytes_that_are_no_text(api):
    answer = api.request(
        "POST",
        "/annotationtasks",
        data=b'{"name": "\xff\xfe"}',
        headers={"Content-Type": "application/json"},
    )
    refused(answer, 400)


def test_a_query_broken_by_an_apostrophe(sdk, api, project, pool, task, new_task):
    """Contract 10 §2: the SDK replaces ' by ", so the text is no JSON; nobody guesses."""
    filters = sdk.Filters(field="metadata.user.name", values="O'Brien")
    with pytest.raises(sdk.exceptions.BadRequest):
        new_task(pool, [ADA], filters=filters)
    with pytest.raises(sdk.exceptions.BadRequest):
        sdk.tasks.get(task_id=task.id).add_items(filters=filters, assignee_ids=[ADA])
    broken = '{"filter": {"name": "O"Brien"}}'
    refused(api.post("/annotationtasks", create_body(project, pool, query=broken)), 400, "query", "2")


def test_a_body_over_the_limit_is_refused_before_it_is_read(server, api):
    """413; the length is announced, so nothing of it need be sent."""
    connection = http.client.HTTPConnection(server.base.split("//")[1], timeout=20)
    connection.putrequest("POST", "/api/v1/annotationtasks/query")
    connection.putheader("Authorization", "Bearer " + api.token)
    connection.putheader("Content-Type", "application/json")
    connection.putheader("Content-Length", str(LIMIT + 1))
    connection.endheaders()
    answer = connection.getresponse()
    error_body(json.loads(answer.read()), 413)
    assert answer.status == 413
    connection.close()


def test_a_body_that_turns_out_too_long_is_refused(server, api):
    """413, without an announced length."""
    connection = http.client.HTTPConnection(server.base.split("//")[1], timeout=20)
    connection.putrequest("POST", "/api/v1/annotationtasks/query")
    connection.putheader("Authorization", "Bearer " + api.token)
    connection.putheader("Content-Type", "application/json")
    connection.putheader("Transfer-Encoding", "chunked")
    connection.endheaders()
    piece = b'"' + b"a" * 65_534 + b'"'
    try:
        for _ in range(LIMIT // len(piece) + 2):
            connection.send(b"%x\r\n%s\r\n" % (len(piece), piece))
    except (BrokenPipeError, ConnectionResetError):
        pass  # the server need not read on
    answer = connection.getresponse()
    assert answer.status == 413
    error_body(json.loads(answer.read()), 413)
    connection.close()


def test_headers_over_the_limit(server, api):
    connection = http.client.HTTPConnection(server.base.split("//")[1], timeout=20)
    connection.request("GET", "/api/v1/users/me", headers={"X-Long": "a" * 200_000})
    assert connection.getresponse().status == 431
    connection.close()
