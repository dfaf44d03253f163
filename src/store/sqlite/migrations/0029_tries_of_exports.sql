-- How often an export was begun and not left in good order: one that brings the server down must not do so for ever.
ALTER TABLE export ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
