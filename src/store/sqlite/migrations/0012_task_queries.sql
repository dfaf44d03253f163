-- What a task was made by may be a list of thousands of ids: kept beside it, so that nothing reads through it on the way to
-- the rest of the row.
CREATE TABLE task_query (
  id    TEXT NOT NULL PRIMARY KEY REFERENCES task (id) ON DELETE CASCADE,
  query TEXT NOT NULL
) STRICT;

INSERT INTO task_query (id, query) SELECT id, query FROM task;
ALTER TABLE task DROP COLUMN query;
