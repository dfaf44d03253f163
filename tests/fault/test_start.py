"""What keeps a server from starting, and what it puts in order when it starts."""

import os
import shutil
import subprocess

import pytest

from house import eventually, needs_root, picture, refuses_to_start
from http_api import ok, refused, sign_in
from server import binary


# The same folder, the same port


def test_a_second_server_on_the_folder_is_refused_and_the_first_goes_on(house):
    refuses_to_start(house.data, str(house.data), "in use by another process")
    house.reads_work()
    house.new_dataset("after the second server")
    # Nor did it take the socket of the first: accounts are still reached through it.
    assert "mia@example.org" in house.server.user("list")


def test_a_second_server_on_the_port_is_refused_and_the_first_goes_on(house, tmp_path):
    address = house.server.base.removeprefix("http://")
    other = tmp_path / "other"
    refuses_to_start(other, "already listens", address, arguments=("--listen", address))
    for _ in range(20):  # by SO_REUSEPORT it would get some of these
        house.reads_work()


# Keys


def test_missing_keys_are_made_anew_and_everybody_signs_in_again(house):
    before = house.api
    house.stop()
    (house.data / "keys").unlink()
    house.server.start()
    before.base = house.server.base
    refused(before.get("/users/me"), 401, "sign in again")
    assert len(house.log("keys_made", str(house.data / "keys"))) == 1
    house.sign_in()
    house.reads_work()


def test_keys_that_others_can_read_are_refused(house):
    house.stop()
    os.chmod(house.data / "keys", 0o644)
    refuses_to_start(house.data, str(house.data / "keys"), "chmod 600")
    os.chmod(house.data / "keys", 0o600)
    house.start()
    house.reads_work()


@pytest.mark.parametrize("content", [b"", b"allot signing keys 1\ncurrent 0011", bytes(70_000)])
def test_damaged_keys_are_refused(house, content):
    house.stop()
    keys = house.data / "keys"
    kept = keys.read_bytes()
    keys.write_bytes(content)
    refuses_to_start(house.data, str(keys))
    keys.write_bytes(kept)
    house.start()


# Settings


@pytest.mark.parametrize(
    "text, word",
    [
        ("listen = ", "line 1"),
        ('colour = "red"', "colour"),
        ("io_threads = 0", "io_threads"),
        ("query_seconds_max = 0", "query_seconds_max"),
        ("history_days = 1", "history_days"),
        ("ledger_megabytes_max = 1", "ledger_megabytes_max"),
        ('log_level = "loud"', "loud"),
    ],
)
def test_a_broken_settings_file_is_refused_by_its_line_or_key(house, text, word):
    house.stop()
    (house.data / "allot.toml").write_text(text + "\n")
    refuses_to_start(house.data, word, code=2)
    (house.data / "allot.toml").unlink()
    house.start()


def test_a_settings_file_that_cannot_be_read_is_refused(house):
    house.stop()
    (house.data / "allot.toml").mkdir()
    refuses_to_start(house.data, str(house.data / "allot.toml"), "cannot be read", code=2)
    (house.data / "allot.toml").rmdir()
    house.start()


# Files


def test_what_an_earlier_run_left_in_the_spool_goes(house):
    house.stop()
    spool = house.data / "files" / "spool"
    (spool / "7").write_bytes(b"half an upload")
    (spool / "folder").mkdir()
    (spool / "folder" / "1").write_bytes(b"nothing of ours")
    house.start()
    assert house.spool() == []
    assert house.paths() == {"/0.png", "/1.png", "/2.png"}
    ok(house.upload("/new.png", picture(77)))


# B-168
def test_an_item_whose_file_is_missing_is_an_error_of_its_own_until_it_is_back(house):
    file = house.stored_file(picture(1))
    content = file.read_bytes()
    file.unlink()
    answer = house.content(house.items[1])
    refused(answer, 500, "missing", "stored file")
    house.names_in_log(answer, file.name)
    ok(house.api.get(f"/items/{house.items[1]}"))
    house.reads_work()
    # Whoever has the picture puts it back by uploading it, here or elsewhere.
    ok(house.upload("/again.png", content))
    assert house.content(house.items[1]).content == content


# B-168
def test_an_item_whose_file_is_cut_is_an_error_and_no_half_picture(house):
    file = house.stored_file(picture(1))
    os.truncate(file, 10)
    answer = house.content(house.items[1])
    refused(answer, 500, "stored file")
    house.names_in_log(answer, file.name, "shorter")
    house.reads_work()


# As another user


@pytest.fixture
def as_nobody(founded, tmp_path_factory):
    """The installation as somebody whom mode bits stop, and how to start it."""
    needs_root()
    base = tmp_path_factory.mktemp("nobody")
    for folder in (base, *base.parents):
        if folder.stat().st_uid == os.geteuid() and folder.is_relative_to("/tmp/"):
            os.chmod(folder, 0o711)
    program = shutil.copy(binary(), base / "allot")
    house = founded.copy_to(base / "data")
    for root, folders, files in os.walk(house.data):
        for name in (".", *folders, *files):
            os.chown(os.path.join(root, name), 65534, 65534)
    user = {"user": 65534, "group": 65534, "extra_groups": []}
    seen = subprocess.run([program, "--version"], capture_output=True, **user)
    if seen.returncode != 0:
        pytest.skip("another user cannot reach the temporary folder")
    return house, {"program": program, **user}


def test_a_read_only_folder_is_refused(as_nobody):
    house, start = as_nobody
    (house.data / "lock").unlink()
    os.chmod(house.data, 0o500)
    refuses_to_start(house.data, str(house.data), "Permission denied", **start)


def test_a_read_only_database_is_refused(as_nobody):
    house, start = as_nobody
    os.chown(house.data / "allot.db", 0, 0)
    os.chmod(house.data / "allot.db", 0o644)  # of somebody else's file it cannot be changed
    refuses_to_start(house.data, str(house.data / "allot.db"), "read-only", **start)


def test_a_read_only_file_folder_is_refused(as_nobody):
    house, start = as_nobody
    os.chmod(house.data / "files", 0o500)
    refuses_to_start(house.data, str(house.data / "files"), "Permission denied", **start)


def test_keys_that_cannot_be_read_are_refused(as_nobody):
    house, start = as_nobody
    os.chmod(house.data / "keys", 0)
    refuses_to_start(house.data, str(house.data / "keys"), "Permission denied", **start)


def test_a_settings_file_that_is_forbidden_is_refused(as_nobody):
    house, start = as_nobody
    (house.data / "allot.toml").write_text('log_level = "info"\n')
    os.chmod(house.data / "allot.toml", 0)
    refuses_to_start(house.data, str(house.data / "allot.toml"), "cannot be read", code=2, **start)
