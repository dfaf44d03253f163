-- Who is to be offered batches from a moment on: an absence is over by then, an account enabled, somebody back in the project. Noted
-- with what brings it, gone when the offer is made. project_id '': in all projects.
CREATE TABLE returning_person (
  project_id TEXT NOT NULL,
  user_id    TEXT NOT NULL,
  due        INTEGER NOT NULL,  -- epoch ms
  PRIMARY KEY (project_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX returning_due ON returning_person (due);

-- Absences that end by themselves, and those that ended while the old version was being replaced.
INSERT INTO returning_person
SELECT project_id, user_id, available_until FROM member
WHERE available_from IS NOT NULL AND coalesce(hours_per_day, 0) = 0
  AND available_until > (CAST(unixepoch('now') AS INTEGER) - 3600) * 1000;

-- The rest of an offer to more people than one change serves, a row for each change to come.
CREATE TABLE offer_rest (
  number  INTEGER PRIMARY KEY,
  task_id TEXT NOT NULL REFERENCES task (id) ON DELETE CASCADE,
  people  BLOB NOT NULL  -- in turn (store/sqlite/pulling_column.h)
) STRICT;
CREATE INDEX offer_rest_task ON offer_rest (task_id);
