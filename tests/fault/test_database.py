"""The database is locked by another process, or damaged."""

import sqlite3
import struct
import subprocess
import threading

import pytest

from house import PATIENCE, eventually, picture, refuses_to_start
from http_api import ok, refused
from server import binary

# Locked


class Locked:
    """Another process would do the same: a connection of its own that holds the write lock."""

    def __init__(self, house):
        self._connection = sqlite3.connect(house.data / "allot.db", isolation_level=None, timeout=10)
        self._connection.execute("BEGIN IMMEDIATE")

    def release(self):
        self._connection.execute("ROLLBACK")
        self._connection.close()


def in_background(count, work):
    """Runs `work(0)` … at the same time; gives the list that gets the results, and how to wait."""
    results = [None] * count

    def one(number):
        results[number] = work(number)

    threads = [threading.Thread(target=one, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    return results, lambda: [thread.join() for thread in threads]


# B-167
def test_changes_wait_for_a_short_lock_and_reads_do_not(house):
    lock = Locked(house)
    results, join = in_background(1, lambda n: house.add_dataset("waits"))
    for _ in range(20):
        house.reads_work()
    assert results == [None], "it did not wait"
    lock.release()
    join()
    ok(results[0])
    assert "waits" in house.dataset_names()
    assert not house.log("breakdown")


# B-167
def test_a_long_lock_asks_all_that_wait_to_come_back_and_then_all_is_well(house):
    """In turn, each of the thirty would wait as long as the first: longer than anybody waits."""
    lock = Locked(house)
    results, join = in_background(30, lambda n: house.add_dataset(f"waits {n}"))
    join()
    for answer in results:
        refused(answer, 503, "locked by another process")
        assert int(answer.headers["Retry-After"]) > 0
        house.names_in_log(answer, "locked")
    house.reads_work()
    lock.release()
    assert house.dataset_names() == {"pictures"}, "503 says that nothing was begun"
    house.new_dataset("afterwards")


# Damaged


def root_page(house, name):
    """Number of the first page of a table or index, and the size of pages."""
    database = sqlite3.connect(f"file:{house.data / 'allot.db'}?mode=ro", uri=True)
    (page,) = database.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,)).fetchone()
    (size,) = database.execute("PRAGMA page_size").fetchone()
    database.close()
    return page, size


def finds(data, *words):
    """`allot check` says so, with exit code 1."""
    done = subprocess.run(
        [str(binary()), "check", "--data", str(data)], capture_output=True, text=True, timeout=PATIENCE
    )
    assert done.returncode == 1, done.stdout + done.stderr
    for word in words:
        assert word in done.stdout + done.stderr, f"{word!r} is not in {done.stdout}{done.stderr}"


def overwrite(file, offset, content):
    with open(file, "r+b") as opened:
        opened.seek(offset)
        opened.write(content)


# B-168
def test_a_damaged_page_is_an_error_where_it_is_read_and_nowhere_else(house):
    house.stop()
    page, size = root_page(house, "item")
    kept = (house.data / "allot.db").read_bytes()
    overwrite(house.data / "allot.db", (page - 1) * size, b"\xa5" * 64)
    house.server.start()
    house.sign_in()
    answer = house.api.get(f"/items/{house.items[0]}")
    refused(answer, 500, "damaged", "administrator")
    house.names_in_log(answer, "malformed", "item")
    ok(house.api.get(f"/datasets/{house.dataset}"))
    house.new_dataset("beside the damage")
    refused(house.upload("/new.png", picture(9)), 500, "damaged")
    assert house.spool() == []
    house.stop()
    finds(house.data, "malformed")
    (house.data / "allot.db").write_bytes(kept)  # from the back-up
    house.start()
    house.reads_work()


# B-168
@pytest.mark.parametrize(
    "damage",
    [
        lambda file: overwrite(file, 0, b"no database at all"),
        lambda file: overwrite(file, 100, b"\xa5" * 40),
        lambda file: file.write_bytes(file.read_bytes()[: file.stat().st_size // 2]),
        lambda file: file.write_bytes(file.read_bytes()[:50]),
    ],
    ids=["header", "first page", "cut in half", "cut in the header"],
)
def test_a_damaged_database_is_refused_at_the_start(house, damage):
    house.stop()
    database = house.data / "allot.db"
    kept = database.read_bytes()
    damage(database)
    after = database.read_bytes()
    refuses_to_start(house.data, str(database), "damaged", "backup")
    finds(house.data)
    assert database.read_bytes() == after, "what is left was changed"
    database.write_bytes(kept)
    house.start()
    house.reads_work()


# The write-ahead log


@pytest.fixture
def cut_off(house):
    """A server that was killed: its log has what the database may not have yet."""
    for number in range(8):
        house.new_dataset(f"dataset {number}")
    house.server.kill()
    return house


def frames(log):
    """Offset of each frame in the log, and whether it ends a transaction."""
    content = log.read_bytes()
    (size,) = struct.unpack(">I", content[8:12])
    salts = content[16:24]
    found = []
    for offset in range(32, len(content) - size - 23, size + 24):
        if content[offset + 8 : offset + 16] != salts:
            break
        found.append((offset, content[offset + 4 : offset + 8] != bytes(4)))
    return found


def test_a_log_that_is_whole_is_taken_over(cut_off):
    assert sum(ends for _, ends in frames(cut_off.data / "allot.db-wal")) >= 8
    cut_off.start()
    assert {f"dataset {number}" for number in range(8)} <= cut_off.dataset_names()


# B-168
def test_a_log_that_is_damaged_inside_is_refused_and_left_as_it_is(cut_off):
    """SQLite alone would go on with what stands before the damage, and forget what was acknowledged."""
    log = cut_off.data / "allot.db-wal"
    kept = log.read_bytes()
    middle = frames(log)[len(frames(log)) // 2][0]
    overwrite(log, middle + 1000, b"\xa5" * 8)
    damaged = log.read_bytes()
    refuses_to_start(cut_off.data, str(log), "damaged", "backup")
    finds(cut_off.data, str(log), "damaged", "backup")
    assert log.read_bytes() == damaged
    log.write_bytes(kept)
    cut_off.start()
    assert {f"dataset {number}" for number in range(8)} <= cut_off.dataset_names()


# B-168
def test_a_log_with_a_damaged_header_is_refused_and_left_as_it_is(cut_off):
    log = cut_off.data / "allot.db-wal"
    kept = log.read_bytes()
    overwrite(log, 16, b"\xa5" * 4)
    refuses_to_start(cut_off.data, str(log), "damaged", "backup")
    finds(cut_off.data, str(log), "damaged", "backup")
    log.write_bytes(kept)
    cut_off.start()


# B-164
def test_a_last_change_that_a_power_cut_tore_is_left_out(cut_off):
    """It was not acknowledged yet: that takes a synced log."""
    log = cut_off.data / "allot.db-wal"
    last = [offset for offset, _ in frames(log)][-1]
    overwrite(log, last + 1000, b"\xa5" * 8)
    cut_off.start()
    assert {f"dataset {number}" for number in range(6)} <= cut_off.dataset_names()
    assert cut_off.log("log_ends_torn")
