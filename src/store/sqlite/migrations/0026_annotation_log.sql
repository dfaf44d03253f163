-- What was done to the annotations of an item (docs/adr/0051-what-was-done-to-annotations.md). That one was made is told by
-- its own row.
CREATE TABLE annotation_log (
  number        INTEGER PRIMARY KEY AUTOINCREMENT,
  item_key      INTEGER NOT NULL,  -- item.key
  annotation_id TEXT NOT NULL,
  actor         TEXT NOT NULL,
  at            INTEGER NOT NULL,
  changes       TEXT NOT NULL      -- JSON: member → from, to
) STRICT;

CREATE INDEX annotation_log_item ON annotation_log (item_key, annotation_id);

-- Long coordinates, a mask's mostly, stand beside the row: whatever else is read or written of it would go through them. The
-- row has '' then.
CREATE TABLE long_coordinates (
  number      INTEGER PRIMARY KEY REFERENCES annotation (number) ON DELETE CASCADE,
  item_key    INTEGER NOT NULL,  -- item.key
  coordinates TEXT NOT NULL
) STRICT;

CREATE INDEX long_coordinates_item ON long_coordinates (item_key);

INSERT INTO long_coordinates
  SELECT annotation.number, (dataset.number << 32) | annotation.item, coordinates
  FROM annotation JOIN dataset ON dataset.id = annotation.dataset_id
  WHERE length(CAST(coordinates AS BLOB)) > 8192;
UPDATE annotation SET coordinates = '' WHERE number IN (SELECT number FROM long_coordinates);
