-- Items that move together are at their new paths at once, and their rows say so afterwards
-- (docs/adr/0054-what-moves-together-is-there-at-once.md).
ALTER TABLE bulk_change ADD COLUMN path_from TEXT;  -- '': whichever folder each was in; NULL: paths stay
ALTER TABLE bulk_change ADD COLUMN path_to TEXT;    -- the folder that it is then, or that they are in; NULL: paths stay

CREATE INDEX bulk_change_move ON bulk_change (dataset_id, number) WHERE path_to IS NOT NULL;

-- Which file came to a path in a move of many is found by its name, which it kept.
CREATE INDEX item_file_name ON item (name) WHERE type = 'file';


-- Labels and types are counted without the rows (docs/adr/0053-labels-are-counted-along-an-index.md).
DROP INDEX annotation_item;
CREATE INDEX annotation_item ON annotation (dataset_id, item, number, label, type, creator);
