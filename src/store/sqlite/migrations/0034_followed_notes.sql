-- Another request of the caller came after those that the note is of: no process that begins later takes one for their repeat (B-160).
ALTER TABLE kept_answer ADD COLUMN followed INTEGER NOT NULL DEFAULT 0;
