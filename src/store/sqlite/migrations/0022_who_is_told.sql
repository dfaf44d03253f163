-- Who made an annotation an issue last: they are told when it is marked for review, however long ago that was. '': nobody did, or
-- not within the lines that the outbox has now.
ALTER TABLE annotation ADD COLUMN issue_by TEXT NOT NULL DEFAULT '';

UPDATE annotation SET issue_by = event.actor
FROM event
WHERE event.sequence IN (
    SELECT max(sequence) FROM event WHERE resource = 'Annotation' AND action = 'issueOpened' GROUP BY resource_id
  )
  AND annotation.id = event.resource_id;

-- Tasks that came to be due without open work, and the version of the task at that. While it stands nobody is told; what gives the
-- task work again raises it.
CREATE TABLE due_without_work (
  task_id TEXT PRIMARY KEY REFERENCES task (id) ON DELETE CASCADE,
  version INTEGER NOT NULL
) STRICT;
