-- What was answered to changes that came with an `Idempotency-Key` (B-297); housekeeping forgets it.
CREATE TABLE kept_answer (
  caller      TEXT NOT NULL,
  key         TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  at          INTEGER NOT NULL,
  status      INTEGER NOT NULL,  -- of HTTP; 0: carried out, and the answer is not here
  headers     TEXT NOT NULL,     -- packed: name, value, name, value, …
  body        TEXT NOT NULL,
  PRIMARY KEY (caller, key)
) STRICT;

CREATE INDEX kept_answer_time ON kept_answer (at);
