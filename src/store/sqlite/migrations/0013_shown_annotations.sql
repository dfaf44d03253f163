-- Annotations that came in a list too long for one change: written in slices, and shown at once
-- (docs/adr/0039-a-page-of-annotations-is-a-part-of-a-set.md).
CREATE TABLE annotation_list (
  number     INTEGER PRIMARY KEY AUTOINCREMENT,  -- never given twice: who wrote one that was given up is told
  dataset_id TEXT NOT NULL REFERENCES dataset (id) ON DELETE CASCADE,
  item       INTEGER NOT NULL,  -- ordinal
  project_id TEXT NOT NULL,
  actor      TEXT NOT NULL,
  at         INTEGER NOT NULL,  -- of its last slice; once it is shown, of that
  issue      INTEGER NOT NULL,  -- one of them is an open issue
  review     INTEGER NOT NULL,  -- one of them is for review
  shown      INTEGER NOT NULL   -- 0: in no answer; 1: in all, and the events of the chunks are yet to come
) STRICT;
CREATE INDEX annotation_list_dataset ON annotation_list (dataset_id);
CREATE TABLE annotation_list_chunk (
  list   INTEGER NOT NULL REFERENCES annotation_list (number) ON DELETE CASCADE,
  chunk  INTEGER NOT NULL,
  bitmap BLOB NOT NULL,  -- of annotation.number
  PRIMARY KEY (list, chunk)
) STRICT, WITHOUT ROWID;
ALTER TABLE purge ADD COLUMN unseen INTEGER NOT NULL DEFAULT 0;  -- 1: nobody saw them, so nobody is told
-- The numbers of a dataset's annotations, less those that are hidden, beside the flags of its items.
INSERT INTO dataset_chunk (dataset_id, flag, chunk, bitmap)
  SELECT dataset_id, 'annotations', number >> 16, bitmap_of(number & 65535) FROM annotation
  WHERE dataset_id IN (SELECT id FROM dataset)
    AND (dataset_id NOT IN (SELECT dataset_id FROM purge WHERE annotations = 1)
         OR NOT annotation_hidden(dataset_id, number))
  GROUP BY dataset_id, number >> 16;
UPDATE dataset SET version = version + 1 WHERE id IN (SELECT dataset_id FROM dataset_chunk WHERE flag = 'annotations');
-- The order of numbers is that of time and of ids, unless a clock was set back. `newest_…` are those of the annotation that
-- came last.
ALTER TABLE dataset ADD COLUMN newest_annotation TEXT NOT NULL DEFAULT '';  -- its id
ALTER TABLE dataset ADD COLUMN newest_annotation_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE dataset ADD COLUMN annotations_in_order INTEGER NOT NULL DEFAULT 1;
UPDATE dataset SET newest_annotation = id_of_last, newest_annotation_at = time_of_last FROM
  (SELECT dataset_id, max(id) AS id_of_last, max(created_at) AS time_of_last FROM annotation GROUP BY dataset_id) AS last
  WHERE last.dataset_id = dataset.id;
UPDATE dataset SET annotations_in_order = 0 WHERE id IN
  (SELECT dataset_id FROM
    (SELECT dataset_id, id, created_at, lag(id) OVER before AS id_before, lag(created_at) OVER before AS time_before
     FROM annotation WINDOW before AS (PARTITION BY dataset_id ORDER BY number))
   WHERE id < id_before OR created_at < time_before);
