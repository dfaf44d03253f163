"""The guide page in C++ (sdk/cpp/examples/manage_tasks.cpp), against a server and without one, leaves
what the same page in Python leaves."""

import json
import os
import re
import sqlite3
import subprocess
import sys

import pytest

from database import KINDS_TOLD_LATER, TOLD_LATER
from pictures import write_pictures
from server import PYTHON_PACKAGE, ROOT, Server, binary

OWNER = "mia@example.org"
PASSWORD = "a good long secret of mia"

# Ids: of bots (with the server's host), of projects and organisations (UUIDs), of all else (24 hex
# digits); the same in bytes, where operations hold them.
IDS = re.compile(
    r"\bbot\.[0-9a-f-]{36}@bot\.[\w.]+|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9a-f]{24}\b"
)
IDS_IN_BYTES = re.compile(rb"[0-9a-f]{24}")
TIMES = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
ROOT_URL = re.compile(r"http://(127\.0\.0\.1:\d+|localhost)")

# What is left out of the comparison: tokens, and when something happened.
LEFT_OUT_TABLES = {"session", "kept_answer"}  # what signs in, and the random keys of the C++ SDK's requests
LEFT_OUT_TABLES |= TOLD_LATER
LEFT_OUT_COLUMNS = {
    "created_at", "updated_at", "expires_at", "last_login", "at", "due_date",  # times
    "last_change", "active", "pending", "recent", "today", "quarters",  # when, and how long it took
    "emptied",  # bytes with times in them
    "sequence",  # what is told later has numbers of the same row
    "password_hash", "refresh_hash", "token_hash", "fingerprint",  # tokens, and what names a request
}  # fmt: skip


def is_time(number):
    return isinstance(number, (int, float)) and 1.5e12 < number < 2.5e12


class Names:
    """The same id gets the same name, in the order in which the database mentions them."""

    def __init__(self):
        self.known = {}

    def name(self, found):
        return self.known.setdefault(found, f"<id {len(self.known)}>")

    def of(self, value):
        """Texts that are JSON as what they say: neither spaces nor the order of members count."""
        if isinstance(value, bytes):
            return IDS_IN_BYTES.sub(lambda match: self.name(match[0].decode()).encode(), value)
        if isinstance(value, list):
            return [self.of(element) for element in value]
        if isinstance(value, dict):
            return {key: self.of(member) for key, member in sorted(value.items())}
        if is_time(value):
            return "<time>"
        if not isinstance(value, str):
            return value
        if value[:1] in "{[" and value != "":
            return self.of(json.loads(value))
        text = IDS.sub(lambda match: self.name(match[0]), value)
        return ROOT_URL.sub("<url>", TIMES.sub("<time>", text))


def left_in(data):
    """Table → rows, without ids, times and tokens."""
    database = sqlite3.connect(f"file:{data / 'allot.db'}?mode=ro", uri=True)
    database.row_factory = sqlite3.Row
    names = Names()
    tables = [
        name
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid")
        if name not in LEFT_OUT_TABLES and not name.startswith("sqlite_")
    ]
    left = {}
    for table in tables:
        rows = database.execute(f'SELECT * FROM "{table}"').fetchall()
        if table == "event":
            rows = [row for row in rows if (row["resource"], row["action"]) not in KINDS_TOLD_LATER]
        left[table] = [
            {key: names.of(row[key]) for key in row.keys() if key not in LEFT_OUT_COLUMNS} for row in rows
        ]
    database.close()
    return left


def differences(one, other):
    """Each cell that differs: (table, row, column, this, that)."""
    found = []
    for table in sorted(one.keys() | other.keys()):
        these, those = one.get(table, []), other.get(table, [])
        if len(these) != len(those):
            found.append((table, "rows", len(these), len(those)))
        for number, (this, that) in enumerate(zip(these, those)):
            found += [(table, number, key, this[key], that[key]) for key in this if this[key] != that[key]]
    return found


def example():
    """Built beside the server."""
    return str(binary().parent / "manage_tasks")


def run(*command):
    environment = {**os.environ, "PYTHONPATH": str(PYTHON_PACKAGE)}  # for the page in Python
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert done.stdout.rstrip().endswith("done")
    return done.stdout


@pytest.fixture(scope="module")
def pictures(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pictures")
    write_pictures(folder, 12)
    return folder


@pytest.fixture
def one_server(tmp_path):
    servers = []

    def start(name):
        server = Server(tmp_path / name)
        server.add_user(OWNER, PASSWORD, admin=True)
        servers.append(server.start())
        return server

    yield start
    for server in servers:
        server.stop()


def in_cpp_over_http(server, pictures):
    return run(
        example(), "--url", server.api, "--email", OWNER, "--password", PASSWORD,
        "--pictures", str(pictures), "--project", "the page", "--keep",
    )  # fmt: skip


def test_the_page_in_cpp_runs_against_a_server(one_server, pictures):
    printed = in_cpp_over_http(one_server("cpp"), pictures)
    assert "dl.token_expired() is false" in printed
    assert "received: ben@example.org, cleo@example.org" in printed


def test_embedded_and_over_http_leave_the_same(one_server, pictures, tmp_path):
    server = one_server("cpp")
    in_cpp_over_http(server, pictures)
    server.stop()
    folder = Server(tmp_path / "embedded")
    folder.add_user(OWNER, PASSWORD, admin=True)
    run(example(), "--data", str(folder.data), "--pictures", str(pictures), "--project", "the page", "--keep")
    assert differences(left_in(folder.data), left_in(server.data)) == []


def test_python_and_cpp_leave_the_same(one_server, pictures):
    python, cpp = one_server("python"), one_server("cpp")
    run(
        sys.executable, str(ROOT / "examples" / "manage_tasks.py"), "--url", python.base, "--email", OWNER,
        "--password", PASSWORD, "--pictures", str(pictures), "--project", "the page", "--keep",
    )  # fmt: skip
    in_cpp_over_http(cpp, pictures)
    python.stop()
    cpp.stop()
    assert differences(left_in(cpp.data), left_in(python.data)) == []


def test_a_folder_that_a_server_holds_is_told_in_one_sentence(one_server, pictures):
    server = one_server("held")
    done = subprocess.run(
        [example(), "--data", str(server.data), "--pictures", str(pictures)],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1 and str(server.data) in done.stderr, done.stderr


def test_embedded_opens_no_internet_socket(tmp_path, pictures):
    traced = subprocess.run(
        ["strace", "-f", "-e", "trace=socket", example(), "--data", str(tmp_path / "data"), "--pictures", str(pictures)],
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert traced.returncode == 0, traced.stderr[-2000:]
    assert "AF_INET" not in traced.stderr
