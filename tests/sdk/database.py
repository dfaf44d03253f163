"""What is stored: every row of the database and every file, to compare before and after."""

import hashlib
import sqlite3
import time

# Who signed in and when is written down by signing in, whatever the request after it does.
CHANGED_BY_SIGNING_IN = {"session"}
# What earlier changes meant for people and tasks is told a moment after them, whatever came in between.
TOLD_LATER = {"follower", "inbox"}
KINDS_TOLD_LATER = {("Task", "counted"), ("Inbox", "Updated")}


def rows(server):
    """Table → its rows, sorted; read by a connection that cannot write."""
    database = sqlite3.connect(f"file:{server.data / 'allot.db'}?mode=ro", uri=True, timeout=10)
    try:
        names = [
            name
            for (name,) in database.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
            )
            if name not in CHANGED_BY_SIGNING_IN | TOLD_LATER and not name.startswith("sqlite_")
        ]
        assert names, "there is no table to compare"
        found = {name: sorted(database.execute(f'SELECT * FROM "{name}"'), key=repr) for name in names}
        found["account"] = [row[:-1] for row in found["account"]]  # less when they were last seen
        # Less that another request followed, which is written down a moment after it.
        found["kept_answer"] = [row[:-1] for row in found["kept_answer"]]
        found["event"] = [row for row in found["event"] if row[1:3] not in KINDS_TOLD_LATER]
        return found
    finally:
        database.close()


def files(server):
    """Path below files/ → hash of the bytes."""
    root = server.data / "files"
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def snapshot(server):
    return rows(server), files(server)


def differences(before, after):
    """For people: what changed between two snapshots."""
    found = []
    for table in sorted(set(before[0]) | set(after[0])):
        old, new = before[0].get(table, []), after[0].get(table, [])
        if old != new:
            gone, came = [r for r in old if r not in new], [r for r in new if r not in old]
            found.append(f"{table}: gone {gone}, new {came}")
    for path in sorted(set(before[1]) ^ set(after[1])):
        found.append(f"file {path}: {'gone' if path in before[1] else 'new'}")
    return found


def settles_at(server, before, seconds=10):
    """Waits until what is stored equals `before`: a broken connection is noticed a moment later."""
    end = time.monotonic() + seconds
    while True:
        left = differences(before, snapshot(server))
        if not left or time.monotonic() > end:
            return left
        time.sleep(0.05)
