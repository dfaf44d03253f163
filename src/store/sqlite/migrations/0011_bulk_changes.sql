-- Metadata that a query changes is in force at once, however many it changes, and is written to their rows in slices
-- (docs/adr/0037-metadata-is-changed-in-bulk-by-set.md).

CREATE TABLE bulk_change (
  number      INTEGER PRIMARY KEY AUTOINCREMENT,  -- later changes have greater ones, for good
  dataset_id  TEXT NOT NULL REFERENCES dataset (id) ON DELETE CASCADE,
  annotations INTEGER NOT NULL,  -- 1: the chunks hold annotation.number, 0: ordinals of items
  difference  TEXT NOT NULL,     -- is merged into the metadata of each
  project_id  TEXT NOT NULL,
  actor       TEXT NOT NULL,
  at          INTEGER NOT NULL
) STRICT;

CREATE INDEX bulk_change_dataset ON bulk_change (dataset_id, annotations);

-- Those whose rows were not looked at yet.
CREATE TABLE bulk_change_chunk (
  change INTEGER NOT NULL REFERENCES bulk_change (number) ON DELETE CASCADE,
  chunk  INTEGER NOT NULL,
  bitmap BLOB NOT NULL,
  PRIMARY KEY (change, chunk)
) STRICT, WITHOUT ROWID;

-- The row holds the bulk changes of its own up to this number; later ones are yet to be merged into it.
ALTER TABLE item ADD COLUMN folded INTEGER NOT NULL DEFAULT 0;
ALTER TABLE annotation ADD COLUMN folded INTEGER NOT NULL DEFAULT 0;

-- A number of an annotation is never given again: sets of them are kept while rows go. No smaller than that of any row
-- that is gone.
CREATE TABLE greatest_number (
  annotation INTEGER NOT NULL
) STRICT;

INSERT INTO greatest_number SELECT coalesce(max(number), 0) FROM annotation;
