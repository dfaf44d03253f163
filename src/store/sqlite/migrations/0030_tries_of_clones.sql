-- How often a clone was begun and not left in good order: one that brings the server down must not do so for ever.
ALTER TABLE clone ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
-- What is kept of it until it ends, its query and its metadata. What waits of a person is summed up in the index.
ALTER TABLE clone ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
UPDATE clone SET bytes = length(CAST(items_query AS BLOB)) + length(CAST(metadata AS BLOB)) WHERE ended_at IS NULL;
DROP INDEX clone_waiting;
CREATE INDEX clone_waiting ON clone (creator, number, bytes) WHERE ended_at IS NULL;
