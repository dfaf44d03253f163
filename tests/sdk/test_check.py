"""`allot check`: whatever is wrong in a data folder is found, named in a sentence, and nothing else is."""

import os
import sqlite3
from contextlib import closing

import pytest

import installations
from conftest import MIA, password_of
from database import differences, snapshot
from installations import allot, check, sentences
from server import Server


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A folder that nobody changes, and what is in it."""
    folder = tmp_path_factory.mktemp("made") / "data"
    return folder, installations.make(folder)


@pytest.fixture
def folder(made, tmp_path):
    """One to break."""
    return installations.copy(made[0], tmp_path / "data")


def files_below(folder):
    return sorted(path for path in (folder / "files").glob("??/*") if path.is_file())


# B-360
def test_a_folder_in_use_is_sound_and_the_check_changes_nothing(made):
    folder, _ = made
    report = check(folder, "--content")
    assert report["findings"] == 0
    checked = {kind["name"]: kind["checked"] for kind in report["kinds"]}
    assert set(checked) == {"database", "chunks", "rows", "flags", "ledgers", "statuses", "files"}
    assert all(checked.values()), checked
    assert checked["files"] == 8 and checked["ledgers"] == 1
    text = allot("check", "--data", folder)
    assert text.returncode == 0
    assert "files     8 checked, sound\n" in text.stdout
    assert not list(folder.glob("*.sock")) and not list(folder.glob("*before*"))


def test_it_looks_at_a_folder_that_is_being_served(tmp_path):
    server = Server(tmp_path / "data")
    server.add_user(MIA, password_of(MIA), admin=True)
    server.start()
    try:
        installations.work(server)
        before = snapshot(server)
        assert check(server.data, "--content")["findings"] == 0
        assert not differences(before, snapshot(server))
        server.kill()
        # What was committed is in the log alone now.
        assert check(server.data)["findings"] == 0
        assert {kind["name"]: kind["checked"] for kind in check(server.data)["kinds"]}["files"] == 8
    finally:
        server.stop()


# What is broken → what is said of it.
BROKEN = {
    "an item with two people": (
        "INSERT OR REPLACE INTO share_chunk SELECT (SELECT max(id) FROM assignment), 'again', chunk,"
        " bitmap FROM share_chunk WHERE status = 'discard' OR status = 'completed' LIMIT 1",
        "both with",
    ),
    "a status that nobody gave": (
        "UPDATE share_chunk SET status = 'approved' WHERE status = 'completed'",
        "that the log does not say",
    ),
    "a status that was taken away": (
        "UPDATE status_event SET cleared = 1 WHERE word = 'discard'",
        "1 item with the status `discard` that the log does not say",
    ),
    "a task with items that never were": (
        "UPDATE share_chunk SET chunk = 1 WHERE status = 'completed'",
        "2 items of it are not in its dataset, e.g. ordinal 65537, which is no item.",
    ),
    "a flag for an item that is gone": (
        "DELETE FROM item WHERE name = '5.png'",
        "1 item should not be in the set `live`, e.g. ordinal 6, which is no item.",
    ),
    "an item that no flag shows": (
        "DELETE FROM dataset_chunk WHERE flag = 'file'",
        "8 items should be in the set `file`, e.g. `/night/0.png`, ",
    ),
    "an issue that no annotation has": (
        "UPDATE annotation SET status = '' WHERE status = 'issue'",
        "1 item should not be in the set `issue`, e.g. `/night/4.png`, ",
    ),
    "an annotation of nothing": (
        "UPDATE annotation SET item_id = 'nobody'",
        "2 annotations are of items that are not there",
    ),
    "a bitmap that is none": (
        "UPDATE share_chunk SET bitmap = x'00ff' WHERE status = 'completed'",
        "cannot be read",
    ),
    "an empty bitmap": (
        "UPDATE share_chunk SET bitmap = x'' WHERE status = 'discard'",
        "Chunk 0 of `discard` of assignment",
    ),
    "a set of no assignment": (
        "INSERT INTO share_chunk SELECT 'nobody', 'x', chunk, bitmap FROM share_chunk LIMIT 1",
        "1 rows of `share_chunk` belong to rows of `assignment` that are not there.",
    ),
    "a wrong number of annotations": (
        "UPDATE dataset SET annotations = annotations + 1 WHERE name = 'Crossings'",
        "1 datasets count their annotations wrongly",
    ),
    "sets that the version does not count": (
        "UPDATE task SET version = 0",
        "2 assignments have changed at a version that their task is yet to have",
    ),
    "an ordinal to come": (
        "UPDATE dataset SET next_ordinal = 8 WHERE name = 'Crossings'",
        "has an ordinal that the dataset has yet to give.",
    ),
    "ids out of order": (
        "UPDATE item SET id = '00' || substr(id, 3) WHERE name = '5.png'",
        "has an id that is smaller than that of an earlier item.",
    ),
    "a file with something below it": (  # B-256
        "UPDATE item SET path = '/night/6.png/5.png', dir = '/night/6.png' WHERE name = '5.png'",
        "`/night/6.png` is a file, and `/night/6.png/5.png` is below it",
    ),
    "two people who are one": (  # B-007
        "INSERT INTO address_clash SELECT id, 'somebody@example.org' FROM account",
        "were different people and are spellings of one address now: `somebody@example.org` reaches",
    ),
    "an index that misses a row": (
        # What is said of an index that was made for other rows.
        "UPDATE sqlite_schema SET sql = replace(sql, '(dir)', '(name)') WHERE name = 'item_dir'",
        "The database: row 1 missing from index item_dir.",
    ),
}


# B-360
@pytest.mark.parametrize("what", BROKEN)
def test_it_names(what, folder):
    sql, sentence = BROKEN[what]
    with closing(sqlite3.connect(folder / "allot.db")) as database:
        database.execute("PRAGMA writable_schema = ON")
        assert database.execute(sql).rowcount != 0, "there was nothing to break"
        database.commit()
    found = sentences(check(folder))
    assert any(sentence in each for each in found), found
    assert all(each.endswith(".") for each in found)


def test_a_file_that_is_missing_short_or_other_bytes_is_named(folder):
    missing, short, other = files_below(folder)[:3]
    missing.unlink()
    short.write_bytes(b"x")
    other.write_bytes(bytes(other.stat().st_size))
    found = sentences(check(folder))
    assert len(found) == 2
    assert f"File {missing.name}, which items name, is not there." in found
    assert any(each.startswith(f"File {short.name}, which items name, has 1 bytes ins") for each in found)
    found = sentences(check(folder, "--content"))
    assert len(found) == 3
    assert f"File {other.name}, which items name, has other bytes." in found


def test_what_uploads_left_behind_is_counted_and_no_fault(folder):
    orphan = folder / "files" / "ab" / ("ab" * 32)
    orphan.parent.mkdir(exist_ok=True)
    orphan.write_bytes(b"nobody's")
    (folder / "files" / "spool").mkdir(exist_ok=True)
    (folder / "files" / "spool" / "7").write_bytes(b"half")
    report = check(folder)
    assert (report["findings"], report["orphanFiles"], report["spooledFiles"]) == (0, 1, 1)
    text = allot("check", "--data", folder).stdout
    assert "1 file that no item names" in text and "1 upload under way or broken off" in text


def test_a_damaged_page_is_a_finding_and_the_rest_is_looked_at(folder):
    path = folder / "allot.db"
    with closing(sqlite3.connect(path)) as database:
        (page,) = database.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'annotation'"
        ).fetchone()
    with open(path, "r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(os.urandom(4096))
    report = check(folder)
    assert report["findings"] > 0
    kinds = {kind["name"]: kind for kind in report["kinds"]}
    assert kinds["ledgers"]["checked"] == 1 and not kinds["ledgers"]["findings"]
    assert kinds["files"]["checked"] == 8


def test_what_cannot_be_checked_is_refused_in_a_sentence(tmp_path, folder):
    done = allot("check", "--data", tmp_path / "nowhere")
    assert done.returncode == 1
    assert done.stderr == f"allot: There is no database in {tmp_path / 'nowhere'}.\n"
    assert not (tmp_path / "nowhere").exists()
    assert allot("check").returncode == 2
    assert allot("check", "--data", folder, "--dance").returncode == 2
    for version, words in ((99, "start a newer one"), (1, "start its server once")):
        with closing(sqlite3.connect(folder / "allot.db")) as database:
            database.execute(f"PRAGMA user_version = {version}")
        done = allot("check", "--data", folder)
        assert done.returncode == 1 and words in done.stderr and not done.stdout


def test_what_is_alike_is_told_together_and_so_is_what_was_mended(folder):
    """B-360: eight items whose names hold blanks and a byte that is no letter."""
    with closing(sqlite3.connect(folder / "allot.db")) as database:
        database.execute("UPDATE item SET path = CAST(x'2f6120e920' || name AS TEXT) WHERE type = 'file'")
        database.commit()
    told = allot("check", "--data", folder)
    alike = [line for line in told.stdout.splitlines() if line.startswith("Item /a \ufffd ")]
    assert told.returncode == 1 and len(alike) == 3
    assert "… and 5 more like this (--json lists all).\n" in told.stdout
    mended = allot("check", "--repair", "--data", folder)
    lines = mended.stdout.splitlines()
    assert mended.returncode == 0 and lines[0].startswith("Copied the database to ")
    assert sum("made its `filename` what can be read of it." in line for line in lines) == 3
    assert lines[4] == "… and 5 more like this (--json lists all)."
