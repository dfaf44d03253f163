-- Annotations that came to many items at once: a list, each of which is on an item of its own, in the order of the items.
ALTER TABLE annotation_list ADD COLUMN spread INTEGER NOT NULL DEFAULT 0;  -- 1: such a list, and `item` says nothing
