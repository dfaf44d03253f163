-- Labels on their way out. An export that has not ended waits, or is being written; after a crash it begins again.
CREATE TABLE export (
  number            INTEGER PRIMARY KEY,
  id                TEXT NOT NULL UNIQUE,  -- of its command, too
  project_id        TEXT NOT NULL,
  dataset_id        TEXT NOT NULL,
  creator           TEXT NOT NULL,
  form              TEXT NOT NULL,
  in_folder         INTEGER NOT NULL,
  with_extension    INTEGER NOT NULL,
  with_annotations  INTEGER NOT NULL,
  items_query       TEXT NOT NULL,      -- '' once it ended
  annotations_query TEXT NOT NULL,
  locks             INTEGER NOT NULL,
  lock_until        INTEGER,            -- NULL: until it ended
  output_item       TEXT NOT NULL,      -- '': there is none
  created_at        INTEGER NOT NULL,
  ended_at          INTEGER             -- NULL: not yet
) STRICT;

CREATE INDEX export_waiting ON export (creator, number) WHERE ended_at IS NULL;
CREATE INDEX export_lock_over ON export (lock_until) WHERE ended_at IS NULL AND locks;
CREATE INDEX export_locking ON export (dataset_id) WHERE ended_at IS NULL AND locks;
CREATE INDEX export_ended ON export (creator, ended_at);
CREATE INDEX export_of_project ON export (project_id, number);
