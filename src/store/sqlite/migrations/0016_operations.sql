-- What was moved can be moved back: what an operation undoes, the assignments that it emptied, and after which status
-- it came (-1: it is older than this, and cannot be undone).
ALTER TABLE operation ADD COLUMN undo_of TEXT NOT NULL DEFAULT '';
ALTER TABLE operation ADD COLUMN emptied BLOB NOT NULL DEFAULT x'';
ALTER TABLE operation ADD COLUMN status_seq INTEGER NOT NULL DEFAULT -1;
CREATE UNIQUE INDEX operation_undo ON operation (undo_of) WHERE undo_of <> '';

-- Which operations moved items of a chunk; under -1 those that moved items of many.
CREATE TABLE operation_chunk (
  task_id   TEXT NOT NULL,
  chunk     INTEGER NOT NULL,
  operation INTEGER NOT NULL,  -- its number
  PRIMARY KEY (task_id, chunk, operation)
) STRICT, WITHOUT ROWID;

INSERT INTO operation_chunk (task_id, chunk, operation) SELECT task_id, -1, number FROM operation;

-- Items of which an annotation came, changed or went while that operation was the last.
CREATE TABLE annotated_chunk (
  dataset_id TEXT NOT NULL REFERENCES dataset (id) ON DELETE CASCADE,
  operation  INTEGER NOT NULL,
  chunk      INTEGER NOT NULL,
  bitmap     BLOB NOT NULL,
  PRIMARY KEY (dataset_id, operation, chunk)
) STRICT, WITHOUT ROWID;

-- Who became a contributor of a pulling task by it, and who was removed (packed addresses).
ALTER TABLE operation ADD COLUMN came TEXT NOT NULL DEFAULT '';
ALTER TABLE operation ADD COLUMN went TEXT NOT NULL DEFAULT '';

-- The terms of a pulling task (store/sqlite/pulling_column.h); empty for others.
ALTER TABLE task ADD COLUMN pulling BLOB NOT NULL DEFAULT x'';
CREATE INDEX task_pulling ON task (number) WHERE pulling <> x'';
