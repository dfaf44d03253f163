-- What changed since a version of a task is asked for by number: `assignment.version` is the task's version at which the
-- share of the assignment last changed, `task.shape` that at which an assignment last came or went.
ALTER TABLE task ADD COLUMN shape INTEGER NOT NULL DEFAULT 0;
UPDATE task SET shape = version;

-- The same for the tasks of a dataset: what they hold changed at `dataset.work_version`, that of each at its own.
ALTER TABLE dataset ADD COLUMN work_version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE task ADD COLUMN work_version INTEGER NOT NULL DEFAULT 0;

-- A person's tasks, without a look at the rows of their assignments.
DROP INDEX assignment_annotator;
CREATE INDEX assignment_person ON assignment (annotator, task_id);
