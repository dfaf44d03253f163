-- How many exports of a person wait, and how many bytes of queries are kept for them: they are not counted for each that is begun.
CREATE TABLE waiting_exports (
  creator TEXT PRIMARY KEY,
  exports INTEGER NOT NULL,
  bytes   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO waiting_exports
SELECT creator, count(*), sum(length(CAST(items_query AS BLOB)) + length(CAST(annotations_query AS BLOB)))
FROM export WHERE ended_at IS NULL GROUP BY creator;

-- Queries may be long, and rows with them are not to be read for what stands behind them: lists count in this index, …
DROP INDEX export_of_project;
CREATE INDEX export_of_project ON export (project_id, number, dataset_id, creator);
-- … and what ended goes with old history, or with its dataset, in slices.
CREATE INDEX export_over ON export (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX export_over_of_dataset ON export (dataset_id) WHERE ended_at IS NOT NULL;
CREATE INDEX export_not_over ON export (id, ended_at) WHERE ended_at IS NULL;
