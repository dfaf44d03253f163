"""Backing up, restoring, repairing and upgrading a data folder, by the program itself."""

import json
import os
import resource
import signal
import sqlite3
import subprocess
import threading
from contextlib import closing

import pytest

import installations
from conftest import MIA, password_of
from database import differences, files, rows
from http_api import Api, ok
from installations import allot, check, mia_of, sentences
from pictures import png
from server import ROOT, Server, binary
from views import files_of, holdings


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made") / "data"
    return folder, installations.make(folder)


@pytest.fixture
def folder(made, tmp_path):
    return installations.copy(made[0], tmp_path / "data")


@pytest.fixture
def served(folder):
    server = Server(folder).start()
    yield server
    server.stop()


def run_sql(folder, *statements):
    with closing(sqlite3.connect(folder / "allot.db")) as database:
        database.execute("PRAGMA foreign_keys = OFF")
        for statement in statements:
            assert database.execute(statement).rowcount != 0, statement
        database.commit()


def back_up(folder, to, code=0):
    done = allot("backup", to, "--data", folder)
    assert done.returncode == code, done.stdout + done.stderr
    return done


def restore(backup, to):
    done = allot("restore", backup, "--data", to)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def refusal(verb, *words):
    done = allot(verb, *words)
    assert done.returncode == 1 and not done.stdout, done.stdout
    assert done.stderr.startswith("allot: ") and done.stderr.count("\n") == 1, done.stderr
    return done.stderr


class Folder:
    """What database.py reads of a server, of a folder without one."""

    def __init__(self, data):
        self.data = data


# --- backup and restore


# B-362, B-365
def test_what_is_backed_up_while_serving_comes_back_whole(served, made, tmp_path):
    api = mia_of(served)
    held = holdings(api, made[1]["task"])
    said = back_up(served.data, tmp_path / "backup").stdout
    assert said == f"Backed up to {tmp_path / 'backup'}: the database and 8 files (8 copied now).\n"
    ok(api.upload(made[1]["dataset"], "/later.png", png(seed=77)))
    served.stop()
    said = restore(tmp_path / "backup", tmp_path / "again").stdout
    assert "the database and 8 files" in said and "as they were then" in said
    assert check(tmp_path / "again", "--content")["findings"] == 0
    again = Server(tmp_path / "again").start()
    try:
        api = Api(again.base, api.token)  # the keys came along, and the session
        assert holdings(api, made[1]["task"]) == held
        shown = files_of(api, made[1]["dataset"])
        assert shown == made[1]["items"]
        for number, item in enumerate(shown):
            assert api.get(f"/items/{item}/stream").content == png(seed=number)
    finally:
        assert again.stop() == 0


# B-363
def test_a_backup_is_for_its_owner_alone_and_has_all_that_belongs_to_it(folder, tmp_path):
    (folder / "allot.toml").write_text('log_level = "info"\n')
    back_up(folder, tmp_path / "backup")
    assert (tmp_path / "backup").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "backup" / "keys").stat().st_mode & 0o777 == 0o600
    names = {path.name for path in (tmp_path / "backup").iterdir()}
    assert names == {"allot.db", "files", "keys", "allot.toml", "backup.json"}
    facts = json.loads((tmp_path / "backup" / "backup.json").read_text())
    assert facts["files"] == 8 and facts["lacking"] == [] and facts["schema"] >= 2
    restore(tmp_path / "backup", tmp_path / "again")
    assert (tmp_path / "again" / "keys").read_bytes() == (folder / "keys").read_bytes()
    assert (tmp_path / "again" / "allot.toml").read_text() == 'log_level = "info"\n'
    assert (tmp_path / "again").stat().st_mode & 0o777 == 0o700


# B-362
def test_a_backup_in_the_midst_of_work_is_of_one_moment(served, made, tmp_path):
    api = mia_of(served)
    end = threading.Event()

    def work():
        number = 100
        while not end.is_set():
            number += 1
            uploaded = ok(api.upload(made[1]["dataset"], f"/busy/{number}.png", png(seed=number)))
            if number % 3 == 0:
                ok(api.delete(f"/items/{uploaded['id']}"))

    worker = threading.Thread(target=work)
    worker.start()
    try:
        for _ in range(4):
            back_up(served.data, tmp_path / "backup")
    finally:
        end.set()
        worker.join()
    restore(tmp_path / "backup", tmp_path / "again")
    assert check(tmp_path / "again", "--content")["findings"] == 0


# B-362
def test_the_next_backup_copies_what_is_new_and_drops_what_is_gone(served, made, tmp_path):
    back_up(served.data, tmp_path / "backup")
    api = mia_of(served)
    ok(api.upload(made[1]["dataset"], "/later.png", png(seed=77)))
    ok(api.delete(f"/items/{made[1]['items'][0]}"))
    said = back_up(served.data, tmp_path / "backup").stdout
    assert "8 files (1 copied now)" in said
    assert not (tmp_path / "backup.partial").exists()
    restore(tmp_path / "backup", tmp_path / "again")
    assert check(tmp_path / "again")["orphanFiles"] == 0
    assert len(files(Folder(tmp_path / "again"))) == 8


# B-362, B-365
def test_a_backup_that_was_broken_off_goes_on_where_it_was(folder, tmp_path):
    back_up(folder, tmp_path / "backup")
    # As it is when it breaks off: aside, marked, the last files not there and one of them begun.
    partial = tmp_path / "backup.partial"
    (tmp_path / "backup").rename(partial)
    (partial / "backup.json").unlink()
    (partial / "unfinished").touch()
    kept = sorted((partial / "files").glob("??/*"))
    for path in kept[5:]:
        path.unlink()
    (partial / "files" / "drafts").mkdir()
    (partial / "files" / "drafts" / kept[5].name).write_bytes(b"half")
    kept[0].write_bytes(b"")  # of another size: not taken for whole
    (partial / "allot.db").write_bytes(b"half")
    assert "was broken off" in refusal("restore", partial, "--data", tmp_path / "again")
    assert not (tmp_path / "again").exists()
    assert "8 files (4 copied now)" in back_up(folder, tmp_path / "backup").stdout
    assert not partial.exists()
    restore(tmp_path / "backup", tmp_path / "again")
    assert check(tmp_path / "again", "--content")["findings"] == 0


def with_file_limit(size):
    """The kernel ends the process as soon as it writes further into a file."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def break_off(*words, size):
    done = subprocess.run(
        [str(binary()), *(str(word) for word in words)],
        capture_output=True,
        timeout=60,
        preexec_fn=with_file_limit(size),
    )
    assert done.returncode == -signal.SIGXFSZ, done
    return done


# B-362
def test_a_backup_that_is_killed_leaves_the_one_before(folder, tmp_path):
    back_up(folder, tmp_path / "backup")
    before = files(Folder(tmp_path / "backup")), (tmp_path / "backup" / "allot.db").read_bytes()
    break_off("backup", tmp_path / "backup", "--data", folder, size=100_000)
    assert before == (files(Folder(tmp_path / "backup")), (tmp_path / "backup" / "allot.db").read_bytes())
    assert (tmp_path / "backup.partial").exists()
    back_up(folder, tmp_path / "backup")
    assert not (tmp_path / "backup.partial").exists()


# B-363
@pytest.mark.parametrize("target", ["inside", "around", "taken", "a file"])
def test_a_target_that_would_harm_something_is_refused(target, folder, tmp_path):
    paths = {
        "inside": folder / "backups" / "nightly",
        "around": tmp_path,
        "taken": tmp_path / "pictures",
        "a file": tmp_path / "note",
    }
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "cat.png").touch()
    (tmp_path / "note").touch()
    before = sorted(tmp_path.rglob("*"))
    assert str(paths[target]) in refusal("backup", paths[target], "--data", folder)
    assert sorted(tmp_path.rglob("*")) == before


# B-364
def test_a_file_that_is_lost_already_is_told_and_the_rest_is_saved(folder, tmp_path):
    lost, damaged = sorted((folder / "files").glob("??/*"))[:2]
    lost.unlink()
    damaged.write_bytes(bytes(damaged.stat().st_size))
    said = back_up(folder, tmp_path / "backup", code=1)
    assert "2 files missing or damaged in the data folder, " + lost.name in said.stderr
    assert "6 files (6 copied now)" in said.stdout
    restore(tmp_path / "backup", tmp_path / "again")
    named = sentences(check(tmp_path / "again"))
    assert len(named) == 2 and all("is not there" in each for each in named)


# B-365
def test_a_backup_that_lost_a_file_since_is_not_restored(folder, tmp_path):
    back_up(folder, tmp_path / "backup")
    some = sorted((tmp_path / "backup" / "files").glob("??/*"))[3]
    some.write_bytes(bytes(some.stat().st_size))
    assert some.name in refusal("restore", tmp_path / "backup", "--data", tmp_path / "again")
    assert not (tmp_path / "again").exists()
    some.unlink()
    (tmp_path / "again").mkdir()
    assert some.name in refusal("restore", tmp_path / "backup", "--data", tmp_path / "again")
    assert {path.name for path in (tmp_path / "again").iterdir()} <= {"lock"}


# B-365
def test_a_damaged_or_newer_database_is_not_restored(folder, tmp_path):
    back_up(folder, tmp_path / "backup")
    database = tmp_path / "backup" / "allot.db"
    whole = database.read_bytes()
    database.write_bytes(whole[:8192] + bytes(4096) + whole[12288:])
    assert "damaged" in refusal("restore", tmp_path / "backup", "--data", tmp_path / "again")
    database.write_bytes(whole)
    with closing(sqlite3.connect(database)) as open_database:
        open_database.execute("PRAGMA user_version = 99")
    assert "schema 99" in refusal("restore", tmp_path / "backup", "--data", tmp_path / "again")
    assert not (tmp_path / "again").exists()


# B-365
def test_a_folder_in_use_or_full_is_not_restored_into(served, folder, tmp_path):
    back_up(served.data, tmp_path / "backup")
    assert "in use" in refusal("restore", tmp_path / "backup", "--data", served.data)
    served.stop()
    before = rows(Folder(folder))
    said = refusal("restore", tmp_path / "backup", "--data", folder)
    assert f"{folder} is not empty; move it away first (mv {folder} {folder}.old)" in said
    assert rows(Folder(folder)) == before
    assert "is no backup" in refusal("restore", folder, "--data", tmp_path / "again")


# B-365
def test_no_server_starts_on_a_restore_that_was_broken_off(folder, tmp_path):
    back_up(folder, tmp_path / "backup")
    again = tmp_path / "again"
    break_off("restore", tmp_path / "backup", "--data", again, size=100_000)
    assert list((again / "restoring").iterdir())
    for verb in ("serve", "backup"):
        words = ["--listen", "127.0.0.1:0"] if verb == "serve" else [tmp_path / "other"]
        said = refusal(verb, *words, "--data", again)
        assert "was broken off; run `allot restore` again" in said
    restore(tmp_path / "backup", again)
    assert check(again, "--content")["findings"] == 0
    # And in the moment in which it moves in, the database last.
    (again / "restoring").mkdir()
    (again / "allot.db").rename(again / "restoring" / "allot.db")
    assert "was broken off" in refusal("serve", "--listen", "127.0.0.1:0", "--data", again)
    restore(tmp_path / "backup", again)
    assert check(again, "--content")["findings"] == 0
    assert not (again / "restoring").exists()


# --- repair

MENDED = {
    "flags": ("DELETE FROM dataset_chunk WHERE flag IN ('file', 'issue')", "made its flags anew"),
    "a flag for nothing": ("DELETE FROM item WHERE name = '5.png'", "took out 1 item that no dataset has"),
    "an empty bitmap": (
        "INSERT INTO share_chunk SELECT id, 'empty', 0, x'' FROM assignment LIMIT 1",
        "which said nothing",
    ),
    "a set of no assignment": (
        "INSERT INTO share_chunk SELECT 'nobody', 'x', chunk, bitmap FROM share_chunk LIMIT 1",
        "whose assignment is not there",
    ),
    "an unreadable flag": (
        "UPDATE dataset_chunk SET bitmap = x'00ff' WHERE flag = 'live'",
        "made its flags anew",
    ),
    "an ordinal to come": (
        "UPDATE dataset SET next_ordinal = 8 WHERE name = 'Crossings'",
        "goes on behind its last item",
    ),
}


# B-361
@pytest.mark.parametrize("what", MENDED)
def test_what_the_rows_decide_is_mended(what, folder):
    sql, sentence = MENDED[what]
    run_sql(folder, sql)
    assert check(folder)["findings"] > 0
    done = allot("check", "--repair", "--data", folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert sentence in done.stdout
    assert check(folder)["findings"] == 0
    (copied,) = folder.glob("allot.db.before-repair-*")
    with closing(sqlite3.connect(copied)) as before:
        assert before.execute("PRAGMA integrity_check").fetchone() == ("ok",)


# B-361
def test_a_damaged_index_is_made_anew(folder):
    with closing(sqlite3.connect(folder / "allot.db")) as database:
        database.execute("PRAGMA writable_schema = ON")
        change = "UPDATE sqlite_schema SET sql = replace(sql, '{}', '{}') WHERE name = 'item_dir'"
        database.execute(change.format("(dir)", "(name)"))
        database.commit()
    with closing(sqlite3.connect(folder / "allot.db")) as database:
        database.execute("REINDEX item_dir")
        database.execute("PRAGMA writable_schema = ON")
        database.execute(change.format("(name)", "(dir)"))
        database.commit()
    assert any("item_dir" in each for each in sentences(check(folder)))
    done = allot("check", "--repair", "--data", folder)
    assert done.returncode == 0 and "Made all indexes of the database anew." in done.stdout


# B-361
def test_what_only_people_know_is_left_and_said(folder, made):
    run_sql(
        folder,
        "INSERT OR REPLACE INTO share_chunk SELECT (SELECT max(id) FROM assignment), 'again', chunk,"
        " bitmap FROM share_chunk WHERE status = 'completed'",
    )
    before = rows(Folder(folder))
    found = sentences(check(folder))
    done = allot("check", "--repair", "--json", "--data", folder)
    assert done.returncode == 1
    assert json.loads(done.stdout)["done"] == []
    assert sentences(json.loads(done.stdout)) == found
    assert rows(Folder(folder)) == before
    assert not list(folder.glob("*before-repair*"))


# B-361, B-366
def test_orphans_older_than_a_day_go_and_younger_ones_stay(folder):
    old, young = (folder / "files" / name[:2] / name for name in ("ab" * 32, "cd" * 32))
    for path in (old, young):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"nobody's")
    os.utime(old, (1, 1))
    done = allot("check", "--repair", "--data", folder)
    assert done.returncode == 0 and "Took away 1 contents that no item names." in done.stdout
    assert young.exists() and not old.exists()
    assert check(folder, "--content")["findings"] == 0


# B-361
def test_a_sound_folder_is_not_touched_by_a_repair(folder):
    before = sorted((path, path.stat().st_mtime_ns) for path in folder.rglob("*.db*"))
    done = allot("check", "--repair", "--data", folder)
    assert done.returncode == 0 and "There is nothing to repair." in done.stdout
    assert sorted((path, path.stat().st_mtime_ns) for path in folder.rglob("*.db")) == before[:1]


# B-361
def test_no_repair_under_a_running_server(served):
    said = refusal("check", "--repair", "--data", served.data)
    assert "in use by another process" in said


# --- upgrades


def first_schema():
    return (ROOT / "src/store/sqlite/migrations/0001_first.sql").read_text()


def of_first_schema(folder, more_rows=0):
    """A data folder of the first schema, with rows that are in the log alone: the writer was killed."""
    making = folder.parent / "making"
    making.mkdir()
    folder.mkdir()
    with closing(sqlite3.connect(making / "allot.db")) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA wal_autocheckpoint = 0")
        database.executescript(first_schema() + "; PRAGMA user_version = 1;")
        database.execute("INSERT INTO organization VALUES (1, 'o', 'Old house', 'mia@example.org', 0, 0)")
        filler = "INSERT INTO event VALUES (NULL, 'r', 'a', 'i', 'p', 't', 'm', 0, ?)"
        database.executemany(filler, [("x" * 1000,)] * more_rows)
        database.commit()
        for path in making.iterdir():
            (folder / path.name).write_bytes(path.read_bytes())
    (folder / "allot.db-shm").unlink()
    return folder


def started(folder):
    """Starts and stops; gives the database's schema then."""
    server = Server(folder).start()
    assert server.stop() == 0
    return schema_of(folder / "allot.db")


def schema_of(path):
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return database.execute("PRAGMA user_version").fetchone()[0]


def name_in(path):
    with closing(sqlite3.connect(path)) as database:
        return database.execute("SELECT name FROM organization").fetchone()[0]


# B-367
def test_an_older_database_is_copied_whole_and_then_brought_up(tmp_path):
    folder = of_first_schema(tmp_path / "data")
    newest = started(folder)
    assert newest > 1 and name_in(folder / "allot.db") == "Old house"
    copied = folder / "allot.db.before-0002"
    assert schema_of(copied) == 1
    assert name_in(copied) == "Old house"  # what was in the log alone too
    assert {path.name for path in folder.glob("allot.db.before*")} == {copied.name}
    assert check(folder)["findings"] == 0


# B-367
def test_a_crash_while_the_copy_is_made_leaves_a_folder_that_starts(tmp_path):
    folder = of_first_schema(tmp_path / "data", more_rows=2_000)
    break_off("serve", "--listen", "127.0.0.1:0", "--data", folder, size=1_000_000)
    assert not (folder / "allot.db.before-0002").exists()  # half a copy is none
    assert started(folder) > 1
    assert schema_of(folder / "allot.db.before-0002") == 1
    assert not list(folder.glob("*.partial*"))


# B-368
def test_a_newer_schema_is_refused_in_a_sentence_and_nothing_changes(folder, tmp_path):
    with closing(sqlite3.connect(folder / "allot.db")) as database:
        database.execute("PRAGMA user_version = 99")
    before = rows(Folder(folder)), {path.name for path in folder.iterdir()}
    for words in (["serve", "--listen", "127.0.0.1:0"], ["user", "list"], ["check"], ["check", "--repair"]):
        said = refusal(*words, "--data", folder)
        assert "The database has schema 99, but this program knows schemas up to" in said
    said = refusal("backup", tmp_path / "backup", "--data", folder)
    assert "schema 99" in said
    assert not (tmp_path / "backup").exists()
    assert rows(Folder(folder)) == before[0]
    after = {path.name for path in folder.iterdir()} - {"allot.db-shm", "allot.db-wal"}
    assert after == before[1] - {"allot.db-shm", "allot.db-wal"}


# --- settings


def test_the_settings_file_may_name_the_folder(folder, tmp_path):
    settings = tmp_path / "allot.toml"
    settings.write_text(f'data = "{folder}"\n')
    assert allot("check", "--config", settings).returncode == 0
    assert allot("backup", tmp_path / "backup", "--config", settings).returncode == 0
    settings.write_text(f'data = "{tmp_path / "again"}"\n')
    assert allot("restore", tmp_path / "backup", "--config", settings).returncode == 0
    assert check(tmp_path / "again")["findings"] == 0


@pytest.mark.parametrize("words", [["backup"], ["restore"], ["backup", "x"], ["restore", "x"]])
def test_without_a_folder_it_is_a_wrong_use(words):
    done = allot(*words)
    assert done.returncode == 2 and done.stderr.startswith("allot: ")
