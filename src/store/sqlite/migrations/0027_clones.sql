-- Items on their way into a dataset as clones: written in slices, in no answer until all are there
-- (docs/adr/0052-clones-are-written-unseen-and-shown-at-once.md). After a crash a clone begins again.
CREATE TABLE clone (
  number             INTEGER PRIMARY KEY AUTOINCREMENT,
  id                 TEXT NOT NULL UNIQUE,  -- of its command, too
  project_id         TEXT NOT NULL,         -- that it goes into
  source_dataset     TEXT NOT NULL,
  creator            TEXT NOT NULL,
  source_item        TEXT NOT NULL,         -- '': what the query names
  items_query        TEXT NOT NULL,         -- '' once it ended
  target_dataset     TEXT NOT NULL,         -- '': a new one
  name               TEXT NOT NULL,         -- of the new one
  directory          TEXT NOT NULL,
  path               TEXT NOT NULL,
  metadata           TEXT NOT NULL,
  finds_another_path INTEGER NOT NULL,
  with_annotations   INTEGER NOT NULL,
  with_metadata      INTEGER NOT NULL,
  with_statuses      INTEGER NOT NULL,
  dataset_id         TEXT NOT NULL,         -- that it is being written into; '': none
  created_at         INTEGER NOT NULL,
  ended_at           INTEGER                -- NULL: not yet
) STRICT;

CREATE INDEX clone_waiting ON clone (creator, number) WHERE ended_at IS NULL;
CREATE INDEX clone_ended ON clone (creator, ended_at);
CREATE INDEX clone_writing ON clone (dataset_id) WHERE ended_at IS NULL;
CREATE INDEX clone_of_project ON clone (project_id);

-- What is written of one that has not ended, and in no answer.
CREATE TABLE clone_chunk (
  clone  INTEGER NOT NULL REFERENCES clone (number) ON DELETE CASCADE,
  kind   TEXT NOT NULL,  -- items: ordinals; annotations: their numbers
  chunk  INTEGER NOT NULL,
  bitmap BLOB NOT NULL,
  PRIMARY KEY (clone, kind, chunk)
) STRICT, WITHOUT ROWID;

-- Those of its items that will not be shown: the path was taken by somebody else, or the source went.
CREATE TABLE clone_lost (
  clone     INTEGER NOT NULL REFERENCES clone (number) ON DELETE CASCADE,
  ordinal   INTEGER NOT NULL,
  path      TEXT NOT NULL,     -- '': it was given up
  to_folder INTEGER NOT NULL,  -- 1: it is a folder, and a folder took its path
  PRIMARY KEY (clone, ordinal)
) STRICT, WITHOUT ROWID;

ALTER TABLE dataset ADD COLUMN unseen INTEGER NOT NULL DEFAULT 0;  -- 1: a clone that is being written, in no answer
ALTER TABLE dataset ADD COLUMN source_dataset TEXT NOT NULL DEFAULT '';
