-- The note of a change says what its answer was, and where the change stands in the outbox: a repeat is
-- answered from it as long as nobody changed what it left (B-160). Notes that do not say so are dropped.
DROP TABLE last_request;

DELETE FROM kept_answer WHERE key = '';

ALTER TABLE kept_answer ADD COLUMN run TEXT NOT NULL DEFAULT '';
ALTER TABLE kept_answer ADD COLUMN command_id TEXT NOT NULL DEFAULT '';    -- '': status, headers and body
ALTER TABLE kept_answer ADD COLUMN events_after INTEGER NOT NULL DEFAULT 0;
ALTER TABLE kept_answer ADD COLUMN events_until INTEGER NOT NULL DEFAULT 0;
