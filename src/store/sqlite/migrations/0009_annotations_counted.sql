-- How many annotations a dataset has moves with each; those that were deleted by a query are hidden at once and
-- purged as items are (docs/adr/0034-annotations-are-deleted-by-set.md).
ALTER TABLE dataset ADD COLUMN annotations INTEGER NOT NULL DEFAULT 0;  -- less those that are to be purged as such

UPDATE dataset SET annotations = (SELECT count(*) FROM annotation WHERE dataset_id = dataset.id);

ALTER TABLE purge ADD COLUMN annotations INTEGER NOT NULL DEFAULT 0;  -- 1: the chunks hold annotation.number, not items
