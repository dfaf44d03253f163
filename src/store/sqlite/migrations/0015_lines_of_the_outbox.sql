-- Each status leaves a line, and most of what it costs are its indexes. A line about the task itself is found by its
-- resource; so the index on the task holds the others alone. The last line is never deleted, so that no number is given twice
-- without a table that counts them.
CREATE TABLE event_line (
  sequence    INTEGER PRIMARY KEY,
  resource    TEXT NOT NULL,
  action      TEXT NOT NULL,
  resource_id TEXT NOT NULL,
  project_id  TEXT NOT NULL,
  task_id     TEXT NOT NULL,
  actor       TEXT NOT NULL,
  at          INTEGER NOT NULL,
  detail      TEXT NOT NULL
) STRICT;

INSERT INTO event_line SELECT sequence, resource, action, resource_id, project_id, task_id, actor, at, detail FROM event;
DROP TABLE event;
ALTER TABLE event_line RENAME TO event;
CREATE INDEX event_resource ON event (resource_id);
CREATE INDEX event_task ON event (task_id) WHERE task_id <> '' AND task_id <> resource_id;
