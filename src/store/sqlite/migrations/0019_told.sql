-- Who follows the outbox, and how far: moved in the transaction of what was made of its lines. Nobody is told of what happened
-- before there were followers.
CREATE TABLE follower (
  name     TEXT PRIMARY KEY,
  sequence INTEGER NOT NULL,  -- all lines up to this one were followed
  person   TEXT NOT NULL      -- and of the next one those people up to this address; '': nobody
) STRICT;

INSERT INTO follower
SELECT name, coalesce((SELECT max(sequence) FROM event), 0), ''
FROM (SELECT 'inbox' AS name UNION ALL SELECT 'counters');

-- What people are told. A line that joins an earlier one takes its place under a new number and id, so that who has read up to
-- an id has not read what came after it.
CREATE TABLE inbox (
  number        INTEGER PRIMARY KEY,
  id            TEXT NOT NULL UNIQUE,
  user_id       TEXT NOT NULL,
  kind          TEXT NOT NULL,
  text          TEXT NOT NULL,
  by            TEXT NOT NULL,
  project_id    TEXT NOT NULL,
  task_id       TEXT NOT NULL,
  assignment_id TEXT NOT NULL,
  item_id       TEXT NOT NULL,
  count         INTEGER NOT NULL,
  since         INTEGER NOT NULL,  -- when the first of those happened that are joined in it
  at            INTEGER NOT NULL,  -- when the last one did
  is_read       INTEGER NOT NULL
) STRICT;

CREATE INDEX inbox_user ON inbox (user_id, id);
CREATE INDEX inbox_joined ON inbox (user_id, task_id, item_id, kind);

-- All lines of a person up to an id are read, whatever they say themselves.
CREATE TABLE inbox_read (
  user_id TEXT PRIMARY KEY,
  last_id TEXT NOT NULL
) STRICT;

-- Of which tasks it was told that they are due, and for which due date.
CREATE TABLE due_told (
  task_id  TEXT PRIMARY KEY REFERENCES task (id) ON DELETE CASCADE,
  due_date TEXT NOT NULL,  -- as in the task
  step     TEXT NOT NULL   -- soon, over
) STRICT;

CREATE INDEX task_due ON task (CAST(due_date AS REAL)) WHERE due_date <> '';
