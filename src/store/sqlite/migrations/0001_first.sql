-- Rows for what people name, bitmaps for who has what (docs/adr/0001-ledger-of-sets.md).
--
-- Times are milliseconds since 1970 UTC. `number` gives the order of creation. JSON is kept as text,
-- compact; '' stands for what is absent. Lists of short texts are packed: length:text,length:text, …

CREATE TABLE organization (
  number     INTEGER PRIMARY KEY CHECK (number = 1),
  id         TEXT NOT NULL,
  name       TEXT NOT NULL,
  owner      TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE account (
  number        INTEGER PRIMARY KEY,
  id            TEXT NOT NULL UNIQUE,
  first_name    TEXT NOT NULL,
  last_name     TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  state         TEXT NOT NULL,
  org_role      TEXT NOT NULL,
  is_bot        INTEGER NOT NULL,
  bot_project   TEXT NOT NULL,
  token_epoch   INTEGER NOT NULL,
  created_at    INTEGER NOT NULL,
  updated_at    INTEGER NOT NULL,
  last_login    INTEGER
) STRICT;

CREATE TABLE session (
  number       INTEGER PRIMARY KEY,
  id           TEXT NOT NULL UNIQUE,
  user_id      TEXT NOT NULL,
  refresh_hash TEXT NOT NULL,
  created_at   INTEGER NOT NULL,
  expires_at   INTEGER NOT NULL,
  revoked      INTEGER NOT NULL
) STRICT;

CREATE INDEX session_user ON session (user_id);
CREATE INDEX session_refresh ON session (refresh_hash);
CREATE INDEX session_expiry ON session (expires_at);

CREATE TABLE one_time_link (
  token_hash TEXT PRIMARY KEY,
  user_id    TEXT NOT NULL,
  purpose    TEXT NOT NULL,
  made_by    TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at    INTEGER
) STRICT;

CREATE TABLE api_key (
  number      INTEGER PRIMARY KEY,
  id          TEXT NOT NULL UNIQUE,
  user_id     TEXT NOT NULL,
  creator     TEXT NOT NULL,
  description TEXT NOT NULL,
  project_id  TEXT NOT NULL,
  created_at  INTEGER NOT NULL,
  updated_at  INTEGER NOT NULL,
  expires_at  INTEGER NOT NULL,
  revoked_at  INTEGER
) STRICT;

CREATE INDEX api_key_user ON api_key (user_id);
CREATE INDEX api_key_creator ON api_key (creator);

CREATE TABLE project (
  number     INTEGER PRIMARY KEY,
  id         TEXT NOT NULL UNIQUE,
  name       TEXT NOT NULL,
  creator    TEXT NOT NULL,
  archived   INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE INDEX project_name ON project (name);

CREATE TABLE member (
  number     INTEGER PRIMARY KEY,
  project_id TEXT NOT NULL REFERENCES project (id) ON DELETE CASCADE,
  user_id    TEXT NOT NULL,
  role       TEXT NOT NULL,
  active     INTEGER NOT NULL,
  added_by   TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  UNIQUE (project_id, user_id)
) STRICT;

CREATE INDEX member_user ON member (user_id);

CREATE TABLE recipe (
  number         INTEGER PRIMARY KEY,
  id             TEXT NOT NULL UNIQUE,
  project_id     TEXT NOT NULL,
  title          TEXT NOT NULL,
  description    TEXT NOT NULL,
  creator        TEXT NOT NULL,
  updated_by     TEXT NOT NULL,
  ontologies     TEXT NOT NULL,  -- packed ids
  metadata       TEXT NOT NULL,
  ui_settings    TEXT NOT NULL,
  instructions   TEXT NOT NULL,
  examples       TEXT NOT NULL,
  custom_actions TEXT NOT NULL,
  created_at     INTEGER NOT NULL,
  updated_at     INTEGER NOT NULL
) STRICT;

CREATE INDEX recipe_project ON recipe (project_id);

CREATE TABLE ontology (
  number     INTEGER PRIMARY KEY,
  id         TEXT NOT NULL UNIQUE,
  project_id TEXT NOT NULL,
  title      TEXT NOT NULL,
  creator    TEXT NOT NULL,
  updated_by TEXT NOT NULL,
  roots      TEXT NOT NULL,
  attributes TEXT NOT NULL,
  metadata   TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE INDEX ontology_project ON ontology (project_id);

CREATE TABLE dataset (
  number             INTEGER PRIMARY KEY AUTOINCREMENT,  -- never given twice: item keys hold it
  id                 TEXT NOT NULL UNIQUE,
  project_id         TEXT NOT NULL,
  name               TEXT NOT NULL,
  creator            TEXT NOT NULL,
  updated_by         TEXT NOT NULL,
  recipes            TEXT NOT NULL,  -- packed ids
  binaries           INTEGER NOT NULL,
  readonly           INTEGER NOT NULL,
  access_level       TEXT NOT NULL,
  index_driver       TEXT NOT NULL,
  expiration_options TEXT NOT NULL,
  user_metadata      TEXT NOT NULL,
  system_metadata    TEXT NOT NULL,
  created_at         INTEGER NOT NULL,
  updated_at         INTEGER NOT NULL,
  version            INTEGER NOT NULL DEFAULT 0,  -- raised by each change of its chunks
  content_version    INTEGER NOT NULL DEFAULT 0,  -- raised by each change of items or annotations
  next_ordinal       INTEGER NOT NULL DEFAULT 0   -- ordinals are never given twice
) STRICT;

CREATE INDEX dataset_project ON dataset (project_id);

-- The flags of a dataset's items: live, file, hidden, annotated, issue, for_review.
CREATE TABLE dataset_chunk (
  dataset_id TEXT NOT NULL REFERENCES dataset (id) ON DELETE CASCADE,
  flag       TEXT NOT NULL,
  chunk      INTEGER NOT NULL,
  bitmap     BLOB NOT NULL,
  PRIMARY KEY (dataset_id, flag, chunk)
) STRICT, WITHOUT ROWID;

CREATE TABLE item (
  -- dataset.number * 2^32 + ordinal: rows lie in the order of (dataset, ordinal), and every index
  -- carries 8 bytes to find them.
  key            INTEGER PRIMARY KEY,
  dataset_id     TEXT NOT NULL,
  ordinal        INTEGER NOT NULL,
  id             TEXT NOT NULL UNIQUE,
  type           TEXT NOT NULL,  -- file, dir
  path           TEXT NOT NULL,
  dir            TEXT NOT NULL,  -- of the path
  name           TEXT NOT NULL,  -- of the path
  hidden         INTEGER NOT NULL,
  creator        TEXT NOT NULL,
  updated_by     TEXT NOT NULL,
  description    TEXT NOT NULL,
  spec           TEXT NOT NULL,
  content        TEXT NOT NULL,
  size           INTEGER NOT NULL,
  metadata       TEXT NOT NULL,
  source_item    TEXT NOT NULL,
  source_dataset TEXT NOT NULL,
  created_at     INTEGER NOT NULL,
  updated_at     INTEGER NOT NULL
) STRICT;

-- The path comes first: a condition on the dataset alone must walk the rows, not an index.
CREATE UNIQUE INDEX item_path ON item (path, dataset_id);
CREATE INDEX item_dir ON item (dir);
CREATE INDEX item_content ON item (content) WHERE content <> '';

CREATE TABLE annotation (
  number            INTEGER PRIMARY KEY,
  id                TEXT NOT NULL UNIQUE,
  dataset_id        TEXT NOT NULL,
  item              INTEGER NOT NULL,  -- ordinal
  item_id           TEXT NOT NULL,
  type              TEXT NOT NULL,
  label             TEXT NOT NULL,
  coordinates       TEXT NOT NULL,
  attributes        TEXT NOT NULL,
  metadata          TEXT NOT NULL,
  label_suggestions TEXT NOT NULL,
  description       TEXT NOT NULL,
  source            TEXT NOT NULL,
  hash              TEXT NOT NULL,
  status            TEXT NOT NULL,
  creator           TEXT NOT NULL,
  updated_by        TEXT NOT NULL,
  created_at        INTEGER NOT NULL,
  updated_at        INTEGER NOT NULL
) STRICT;

CREATE INDEX annotation_item ON annotation (dataset_id, item);

CREATE TABLE task (
  number            INTEGER PRIMARY KEY,
  id                TEXT NOT NULL UNIQUE,
  project_id        TEXT NOT NULL,
  dataset_id        TEXT NOT NULL,
  recipe_id         TEXT NOT NULL,
  name              TEXT NOT NULL,
  creator           TEXT NOT NULL,
  owner             TEXT NOT NULL,
  updated_by        TEXT NOT NULL,
  type              TEXT NOT NULL,
  parent            TEXT NOT NULL,
  query             TEXT NOT NULL,
  dismissed         INTEGER NOT NULL,
  priority          INTEGER NOT NULL,
  due_date          TEXT NOT NULL,
  available_actions TEXT NOT NULL,
  status_words      TEXT NOT NULL,  -- packed words
  description       TEXT NOT NULL,
  user_metadata     TEXT NOT NULL,
  system_metadata   TEXT NOT NULL,
  created_at        INTEGER NOT NULL,
  updated_at        INTEGER NOT NULL,
  version           INTEGER NOT NULL DEFAULT 0,  -- raised by each change of its ledger
  sets_version      INTEGER NOT NULL DEFAULT 0   -- raised by each change of its own chunks
) STRICT;

CREATE INDEX task_project ON task (project_id);
CREATE INDEX task_dataset ON task (dataset_id);
CREATE INDEX task_parent ON task (parent) WHERE parent <> '';
CREATE INDEX task_creator ON task (creator);
CREATE INDEX task_owner ON task (owner);

CREATE TABLE task_chunk (
  task_id TEXT NOT NULL REFERENCES task (id) ON DELETE CASCADE,
  kind    TEXT NOT NULL,     -- copies, queue
  seq     INTEGER NOT NULL,  -- of the queue: the smallest is its front; may be negative
  chunk   INTEGER NOT NULL,
  bitmap  BLOB NOT NULL,
  PRIMARY KEY (task_id, kind, seq, chunk)
) STRICT, WITHOUT ROWID;

CREATE TABLE assignment (
  number        INTEGER PRIMARY KEY,
  id            TEXT NOT NULL UNIQUE,
  task_id       TEXT NOT NULL REFERENCES task (id) ON DELETE CASCADE,
  project_id    TEXT NOT NULL,
  dataset_id    TEXT NOT NULL,
  name          TEXT NOT NULL,
  annotator     TEXT NOT NULL,
  updated_by    TEXT NOT NULL,
  kind          TEXT NOT NULL,
  is_default    INTEGER NOT NULL,
  user_metadata TEXT NOT NULL,
  created_at    INTEGER NOT NULL,
  updated_at    INTEGER NOT NULL,
  version       INTEGER NOT NULL DEFAULT 0  -- raised by each change of its chunks
) STRICT;

CREATE INDEX assignment_task ON assignment (task_id);
CREATE INDEX assignment_project_name ON assignment (project_id, name);
CREATE INDEX assignment_annotator ON assignment (annotator);

CREATE TABLE share_chunk (
  assignment_id TEXT NOT NULL REFERENCES assignment (id) ON DELETE CASCADE,
  status        TEXT NOT NULL,  -- '': open
  chunk         INTEGER NOT NULL,
  bitmap        BLOB NOT NULL,
  PRIMARY KEY (assignment_id, status, chunk)
) STRICT, WITHOUT ROWID;

-- Append-only. One item: `first` = `last` is its ordinal. Many: their least and greatest ordinals,
-- and the set in status_event_chunk.
CREATE TABLE status_event (
  seq           INTEGER PRIMARY KEY,
  dataset_id    TEXT NOT NULL,
  task_id       TEXT NOT NULL,
  assignment_id TEXT NOT NULL,
  bulk          INTEGER NOT NULL,
  first         INTEGER NOT NULL,
  last          INTEGER NOT NULL,
  word          TEXT NOT NULL,
  cleared       INTEGER NOT NULL,
  actor         TEXT NOT NULL,
  at            INTEGER NOT NULL
) STRICT;

CREATE INDEX status_event_single ON status_event (dataset_id, first) WHERE bulk = 0;
CREATE INDEX status_event_bulk ON status_event (dataset_id, first, last) WHERE bulk = 1;

CREATE TABLE status_event_chunk (
  seq    INTEGER NOT NULL REFERENCES status_event (seq) ON DELETE CASCADE,
  chunk  INTEGER NOT NULL,
  bitmap BLOB NOT NULL,
  PRIMARY KEY (seq, chunk)
) STRICT, WITHOUT ROWID;

CREATE TABLE operation (
  number  INTEGER PRIMARY KEY,
  id      TEXT NOT NULL UNIQUE,
  task_id TEXT NOT NULL,
  by      TEXT NOT NULL,
  at      INTEGER NOT NULL,
  kind    TEXT NOT NULL,
  plan    BLOB NOT NULL  -- store/sqlite/plan_bytes.h
) STRICT;

CREATE INDEX operation_task ON operation (task_id);

-- The outbox.
CREATE TABLE event (
  sequence    INTEGER PRIMARY KEY AUTOINCREMENT,
  resource    TEXT NOT NULL,
  action      TEXT NOT NULL,
  resource_id TEXT NOT NULL,
  project_id  TEXT NOT NULL,
  task_id     TEXT NOT NULL,
  actor       TEXT NOT NULL,
  at          INTEGER NOT NULL,
  detail      TEXT NOT NULL
) STRICT;

CREATE TABLE command (
  number     INTEGER PRIMARY KEY,
  id         TEXT NOT NULL UNIQUE,
  creator    TEXT NOT NULL,
  project_id TEXT NOT NULL,
  type       TEXT NOT NULL,
  status     TEXT NOT NULL,
  progress   INTEGER NOT NULL,
  spec       TEXT NOT NULL,
  error      TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE INDEX command_creator ON command (creator);

CREATE TABLE last_request (
  caller      TEXT PRIMARY KEY,
  fingerprint TEXT NOT NULL,
  command_id  TEXT NOT NULL,
  at          INTEGER NOT NULL
) STRICT;
