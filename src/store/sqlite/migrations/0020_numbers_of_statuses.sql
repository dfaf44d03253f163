-- Nor is a number of the status log: operations keep them as places in it. No smaller than that of any line that is gone, as
-- far as an operation tells what there was.
ALTER TABLE greatest_number ADD COLUMN status INTEGER NOT NULL DEFAULT 0;
UPDATE greatest_number SET status = max(
  coalesce((SELECT max(seq) FROM status_event), 0), coalesce((SELECT max(status_seq) FROM operation), 0)
);
