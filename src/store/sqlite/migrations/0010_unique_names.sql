-- What the program keeps single, the database refuses to double (docs/adr/0036-doubles-are-refused-by-the-database.md).
--
-- `doubled` is 0. Where an earlier version left doubles, all but the oldest are told apart by their number: they stay as
-- they are, `allot check` names them, and a row that comes later may not double the oldest.
ALTER TABLE assignment ADD COLUMN doubled INTEGER NOT NULL DEFAULT 0;
ALTER TABLE dataset ADD COLUMN doubled INTEGER NOT NULL DEFAULT 0;
ALTER TABLE project ADD COLUMN doubled INTEGER NOT NULL DEFAULT 0;

UPDATE assignment SET doubled = number WHERE number NOT IN (SELECT min(number) FROM assignment GROUP BY project_id, name);
UPDATE assignment SET doubled = number WHERE kind = 'normal'
  AND number NOT IN (SELECT min(number) FROM assignment WHERE kind = 'normal' GROUP BY task_id, annotator);
UPDATE dataset SET doubled = number WHERE binaries = 0
  AND number NOT IN (SELECT min(number) FROM dataset WHERE binaries = 0 GROUP BY project_id, name);
UPDATE dataset SET doubled = number WHERE binaries = 1
  AND number NOT IN (SELECT min(number) FROM dataset WHERE binaries = 1 GROUP BY project_id);
UPDATE project SET doubled = number
  WHERE number NOT IN (SELECT min(number) FROM project GROUP BY creator, name);

-- The first of these finds by name as well.
DROP INDEX assignment_project_name;
CREATE UNIQUE INDEX assignment_name ON assignment (project_id, name, doubled);
CREATE UNIQUE INDEX assignment_of_person ON assignment (task_id, annotator, doubled) WHERE kind = 'normal';
CREATE UNIQUE INDEX dataset_name ON dataset (project_id, name, doubled) WHERE binaries = 0;
CREATE UNIQUE INDEX dataset_binaries ON dataset (project_id, doubled) WHERE binaries = 1;
CREATE UNIQUE INDEX project_of_creator ON project (creator, name, doubled);
