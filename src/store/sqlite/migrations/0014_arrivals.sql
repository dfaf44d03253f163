-- Assignments that came by the hundreds with one change: in force by this row, and given rows of their own afterwards
-- (docs/adr/0040-many-assignments-arrive-in-one-row.md). An assignment is here or in `assignment`, never in both.

CREATE TABLE arrival (
  number        INTEGER PRIMARY KEY,
  task_id       TEXT NOT NULL REFERENCES task (id) ON DELETE CASCADE,
  project_id    TEXT NOT NULL,
  dataset_id    TEXT NOT NULL,
  first_number  INTEGER NOT NULL,  -- the `assignment.number` of the first; those of the others follow
  last_number   INTEGER NOT NULL,
  first_id      TEXT NOT NULL,     -- the ids ascend
  last_id       TEXT NOT NULL,
  name_start    TEXT NOT NULL,     -- what all names begin with
  updated_by    TEXT NOT NULL,
  is_default    INTEGER NOT NULL,
  user_metadata TEXT NOT NULL,
  created_at    INTEGER NOT NULL,
  updated_at    INTEGER NOT NULL,
  people        TEXT NOT NULL,     -- JSON: [[id, annotator, name], …]
  shares        BLOB               -- what each holds, in the same order (store/sqlite/arrivals.cpp)
) STRICT;

CREATE INDEX arrival_task ON arrival (task_id);
CREATE INDEX arrival_last ON arrival (last_number);
