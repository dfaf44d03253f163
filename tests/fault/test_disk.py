"""The disk is full, or takes no more: for everything, for files alone, for the database alone."""

import re
import resource
import shutil
import uuid

import pytest

from house import Mount, SmallDisk, eventually, picture, refuses_to_start
from http_api import ok, refused

MEGABYTE = 1 << 20
FULL = ("disk is full", "nothing was changed")


@pytest.fixture
def on_small_disk(founded, tmp_path, mounts):
    """`on_small_disk(8)`: the installation on a disk of so many megabytes, running, and the disk."""
    made = []

    def make(megabytes):
        disk = mounts(SmallDisk, tmp_path / "disk", megabytes)
        made.append((founded.copy_to(disk.target / "data").start(), disk))
        return made[-1]

    yield make
    for house, _ in made:
        house.stop()


def blow_up(house, item, megabytes):
    """Makes the item's row so big: needs room in the log, then in the database, and under a megabyte none
    in the spool."""
    metadata = {"user": {"text": "x" * int(megabytes * MEGABYTE)}}
    return house.api.patch(f"/items/{item}", {"metadata": metadata})


def checkpoints(house):
    numbers = house.api.get(house.server.base + "/metrics").text
    return int(re.search(r"^allot_checkpoints_total (\d+)$", numbers, re.M)[1])


def begins_anew(house, log):
    """A change, written to the beginning of the log: all before it is in the database. If not yet, waits
    for the next checkpoint, which comes when nobody writes."""
    salts, before = log.read_bytes()[16:24], checkpoints(house)
    house.new_dataset(f"after {uuid.uuid4()}")
    if log.read_bytes()[16:24] != salts:
        return True
    eventually(lambda: checkpoints(house) > before, "no checkpoint")
    return False


def is_refused_as_full(house, answer):
    refused(answer, 500, *FULL)
    house.names_in_log(answer)


# B-166
def test_a_full_disk_refuses_changes_in_a_sentence_and_works_again_when_there_is_room(on_small_disk):
    house, disk = on_small_disk(16)
    house.new_dataset("before")
    disk.fill()
    is_refused_as_full(house, blow_up(house, house.items[0], 0.9))
    is_refused_as_full(house, house.upload("/big.png", bytes(3 * MEGABYTE)))
    house.reads_work()
    assert house.spool() == []
    # One line for each refusal, and for each of a few tries to move the log into the database.
    assert len(house.log(" error ")) <= 6, house.tail()
    disk.clear()
    ok(house.upload("/big.png", bytes(3 * MEGABYTE)))
    house.new_dataset("after")
    house.restart()
    assert {"before", "after"} <= house.dataset_names()
    assert "/big.png" in house.paths()


# B-164, B-166
def test_on_a_full_disk_nothing_acknowledged_is_lost_and_nothing_refused_is_kept(on_small_disk):
    house, disk = on_small_disk(16)
    disk.fill(leave=MEGABYTE)
    acknowledged, refusals = set(), 0
    for number in range(2000):
        answer = house.add_dataset(f"dataset {number} " + "x" * 900)
        if answer.ok:
            acknowledged.add(answer.json()["name"])
        else:
            refused(answer, 500, *FULL)
            refusals += 1
            if refusals == 5:
                break
    assert refusals == 5 and acknowledged
    assert house.dataset_names() - {"pictures"} == acknowledged
    disk.clear()
    house.server.kill()
    house.start()
    assert house.dataset_names() - {"pictures"} == acknowledged


# B-166
def test_a_disk_that_is_full_for_files_alone_refuses_uploads_alone(founded, tmp_path, mounts):
    house = founded.copy_to(tmp_path / "data")
    small = mounts(SmallDisk, tmp_path / "small", 4)
    files = house.data / "files"
    shutil.copytree(files, small.target / "files")
    mounts(Mount, files, "--bind", source=str(small.target / "files"))
    house.start()
    small.fill(leave=MEGABYTE)
    is_refused_as_full(house, house.upload("/big.png", bytes(2 * MEGABYTE)))
    assert house.spool() == []
    ok(house.upload("/small.png", picture(9)))
    house.new_dataset("beside")
    small.clear()
    ok(house.upload("/big.png", bytes(2 * MEGABYTE)))
    assert {"/small.png", "/big.png"} <= house.paths()
    house.stop()


# B-166
def test_a_disk_that_is_full_for_the_database_alone_shows_no_half_upload(founded, tmp_path, mounts):
    disk = mounts(SmallDisk, tmp_path / "disk", 8)
    house = founded.copy_to(disk.target / "data")
    mounts(Mount, house.data / "files", "-t", "tmpfs", "-o", "size=32m")
    for path in (founded.data / "files").rglob("*"):
        target = house.data / "files" / path.relative_to(founded.data / "files")
        target.mkdir(exist_ok=True) if path.is_dir() else target.write_bytes(path.read_bytes())
    house.start()
    disk.fill()
    before = house.paths()
    metadata = '{"user": {"text": "%s"}}' % ("x" * MEGABYTE)
    is_refused_as_full(house, house.upload("/new.png", picture(9), metadata=metadata))
    assert house.paths() == before
    assert house.spool() == []
    house.reads_work()
    disk.clear()
    ok(house.upload("/new.png", picture(9), metadata=metadata))
    assert house.paths() == before | {"/new.png"}
    house.stop()


# B-164
def test_a_disk_that_fills_up_during_a_checkpoint_keeps_what_is_in_the_log(on_small_disk):
    house, disk = on_small_disk(24)
    log = house.data / "allot.db-wal"
    # The log gets its room, and keeps it when it is written from its beginning again.
    ok(blow_up(house, house.items[0], 4))
    assert log.stat().st_size > 4 * MEGABYTE
    eventually(lambda: begins_anew(house, log), "no checkpoint")
    disk.fill()
    # So this fits into the log, and not into the database.
    ok(blow_up(house, house.items[1], 0.9))
    failed = house.awaits_log("checkpoint_failed")
    assert "disk is full" in failed[0]
    ok(house.api.get(f"/items/{house.items[1]}"))
    house.new_dataset("one of some more")
    house.new_dataset("another of some more")
    # SIGTERM in this state is an orderly end, and the next start has it all.
    house.stop()
    assert len(house.log("checkpoint_failed")) <= 4
    disk.clear()
    house.start()
    assert {"one of some more", "another of some more"} <= house.dataset_names()
    text = ok(house.api.get(f"/items/{house.items[1]}"))["metadata"]["user"]["text"]
    assert len(text) == int(0.9 * MEGABYTE)


def test_a_server_that_starts_on_a_full_disk_says_so(on_small_disk):
    house, disk = on_small_disk(8)
    house.stop()
    disk.fill()
    refuses_to_start(house.data, "disk is full")
    disk.clear()
    house.start()
    house.reads_work()


# B-166
def test_a_limit_on_the_size_of_files_is_told_like_a_full_disk_and_ends_no_process(house):
    """Needs no root: what a limit of the account does, too."""
    _, hard = resource.prlimit(house.server.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(house.server.pid, resource.RLIMIT_FSIZE, (MEGABYTE // 2, hard))
    is_refused_as_full(house, house.upload("/big.png", bytes(2 * MEGABYTE)))
    is_refused_as_full(house, blow_up(house, house.items[0], 0.9))
    assert house.spool() == []
    house.reads_work()
    resource.prlimit(house.server.pid, resource.RLIMIT_FSIZE, (hard, hard))
    ok(house.upload("/big.png", bytes(2 * MEGABYTE)))
    ok(blow_up(house, house.items[0], 0.9))


def test_a_read_only_disk_is_refused_at_the_start(house, mounts):
    house.stop()
    disk = mounts(Mount, house.data, "--bind", source=str(house.data))
    disk.set_mode("ro")
    refuses_to_start(house.data, str(house.data), "Read-only file system")
    disk.set_mode("rw")
    house.start()
    house.new_dataset("writable again")
    house.stop()


# B-166
def test_a_file_folder_that_turns_read_only_refuses_uploads_until_it_is_writable(house, mounts):
    files = house.data / "files"
    house.stop()
    disk = mounts(Mount, files, "--bind", source=str(files))
    house.start()
    disk.set_mode("ro")
    answer = house.upload("/new.png", picture(9))
    refused(answer, 500, "cannot write", "nothing was changed")
    house.names_in_log(answer, "Read-only file system")
    house.new_dataset("beside")
    house.reads_work()
    disk.set_mode("rw")
    ok(house.upload("/new.png", picture(9)))
    house.stop()
