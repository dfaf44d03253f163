-- By which it can be told whether anybody changed something in the dataset since. NULL: shown before this was noted, or not at all.
ALTER TABLE clone ADD COLUMN shown_version INTEGER;  -- the dataset's content_version as the clone left it
