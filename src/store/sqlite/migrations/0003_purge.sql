-- What was deleted and has rows that are yet to be taken away (docs/adr/0024-deleted-rows-are-purged.md).

CREATE TABLE purge (
  number         INTEGER PRIMARY KEY,
  dataset_number INTEGER NOT NULL,
  dataset_id     TEXT NOT NULL,
  whole          INTEGER NOT NULL,  -- the dataset is gone, and all of its rows go; else the items of the chunks
  project_id     TEXT NOT NULL,
  actor          TEXT NOT NULL,
  at             INTEGER NOT NULL
) STRICT;

CREATE INDEX purge_dataset ON purge (dataset_id);

CREATE TABLE purge_chunk (
  purge  INTEGER NOT NULL REFERENCES purge (number) ON DELETE CASCADE,
  chunk  INTEGER NOT NULL,
  bitmap BLOB NOT NULL,
  PRIMARY KEY (purge, chunk)
) STRICT, WITHOUT ROWID;
