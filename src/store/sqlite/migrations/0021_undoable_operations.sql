-- The last operation that can be undone is asked for with every change of annotations; most of a pulling house are batches,
-- which cannot.
CREATE INDEX operation_undoable ON operation (number)
WHERE kind IN ('redistribute', 'reassign', 'add', 'contributors', 'undo');
