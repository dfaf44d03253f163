-- How often a clone was begun and not left in good order: one that brings the server down must not do so for ever.
ALTER TABLE clone ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
-- What is kept of it until it ends: its query and its metadata.
ALTER TABLE clone ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
UPDATE clone SET bytes = length(CAST(items_query AS BLOB)) + length(CAST(metadata AS BLOB)) WHERE ended_at IS NULL;

-- Queries may be long, and rows with them are not to be read for what stands behind them: who waits for how much is in this index, …
DROP INDEX clone_waiting;
CREATE INDEX clone_waiting ON clone (creator, number, bytes, ended_at) WHERE ended_at IS NULL;
-- … what is being written into a dataset, which whoever reads there asks for, in this one, …
DROP INDEX clone_writing;
CREATE INDEX clone_writing ON clone (dataset_id, ended_at) WHERE ended_at IS NULL;
-- … and what ended goes with old history, which is found without those that wait.
CREATE INDEX clone_over ON clone (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX clone_not_over ON clone (id, ended_at) WHERE ended_at IS NULL;
