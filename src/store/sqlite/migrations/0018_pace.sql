-- What people did in tasks, as running sums that every change adds to (docs/adr/0045-pace-is-kept-as-running-sums.md).
-- They stay when their task goes, as status_event does, and go with the dataset.
CREATE TABLE pace (
  number      INTEGER PRIMARY KEY,
  dataset_id  TEXT NOT NULL,
  task_id     TEXT NOT NULL,
  person      TEXT NOT NULL,
  last_change INTEGER,           -- of the person's own, epoch ms; NULL: none yet, only moves
  active      INTEGER NOT NULL,  -- ms
  pending     INTEGER NOT NULL,  -- ms of it since items were handled
  recent      BLOB NOT NULL,     -- the items handled last (store/sqlite/pace_bytes.h)
  today       BLOB NOT NULL      -- the quarter hours of the UTC day on which something was noted last
) STRICT;
CREATE UNIQUE INDEX pace_person ON pace (task_id, person);
CREATE INDEX pace_dataset ON pace (dataset_id);
-- Those of the days before.
CREATE TABLE pace_day (
  pace     INTEGER NOT NULL REFERENCES pace (number) ON DELETE CASCADE,
  day      INTEGER NOT NULL,  -- since the epoch, UTC
  quarters BLOB NOT NULL,
  PRIMARY KEY (pace, day)
) STRICT, WITHOUT ROWID;
-- Items whose status was taken away once: to handle them again is a correction.
CREATE TABLE once_handled_chunk (
  task_id TEXT NOT NULL REFERENCES task (id) ON DELETE CASCADE,
  chunk   INTEGER NOT NULL,
  bitmap  BLOB NOT NULL,
  PRIMARY KEY (task_id, chunk)
) STRICT, WITHOUT ROWID;
-- Of tasks that are there already nothing was summed before this moment; a row only where there are some.
CREATE TABLE pace_begun (at INTEGER NOT NULL) STRICT;
INSERT INTO pace_begun SELECT CAST(unixepoch('now') AS INTEGER) * 1000 WHERE EXISTS (SELECT 1 FROM task);
