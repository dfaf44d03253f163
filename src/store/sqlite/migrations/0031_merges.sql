-- Datasets that become one are clones of several into one (docs/adr/0055-a-merge-is-a-clone-of-several-datasets.md).
ALTER TABLE clone ADD COLUMN merged TEXT NOT NULL DEFAULT '';  -- ids of these datasets, packed; '': a clone

-- What a merge that is being written has made of the files of one origin. Swept once it has ended.
CREATE TABLE merged_origin (
  dataset INTEGER NOT NULL,  -- number of the new dataset
  origin  TEXT NOT NULL,     -- id of the item of which all others are clones, as far as that is known
  ordinal INTEGER NOT NULL,
  PRIMARY KEY (dataset, origin)
) STRICT, WITHOUT ROWID;
