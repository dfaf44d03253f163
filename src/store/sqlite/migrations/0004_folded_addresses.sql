-- Addresses that differ in letter case alone are one person beyond ASCII too (B-007): what is stored
-- gets the spelling that the program looks for. Where two stored addresses would become one, nobody
-- is merged: both stay as they are, and are noted, so that the server and `allot check` name them.
-- Moves and events that are done (plans, details, descriptions) keep the spelling of their day.

CREATE TABLE address_clash (
  address TEXT PRIMARY KEY,  -- as it is stored
  folded  TEXT NOT NULL      -- what it would be, which others would be too
) STRICT;

CREATE TEMP TABLE spelling (address TEXT PRIMARY KEY, folded TEXT NOT NULL);

INSERT INTO spelling SELECT address, folded(address) FROM (
  SELECT owner AS address FROM organization
  UNION SELECT id AS address FROM account
  UNION SELECT user_id AS address FROM session
  UNION SELECT user_id AS address FROM one_time_link
  UNION SELECT made_by AS address FROM one_time_link
  UNION SELECT user_id AS address FROM api_key
  UNION SELECT creator AS address FROM api_key
  UNION SELECT creator AS address FROM project
  UNION SELECT user_id AS address FROM member
  UNION SELECT added_by AS address FROM member
  UNION SELECT creator AS address FROM recipe
  UNION SELECT updated_by AS address FROM recipe
  UNION SELECT creator AS address FROM ontology
  UNION SELECT updated_by AS address FROM ontology
  UNION SELECT creator AS address FROM dataset
  UNION SELECT updated_by AS address FROM dataset
  UNION SELECT creator AS address FROM item
  UNION SELECT updated_by AS address FROM item
  UNION SELECT creator AS address FROM annotation
  UNION SELECT updated_by AS address FROM annotation
  UNION SELECT creator AS address FROM task
  UNION SELECT owner AS address FROM task
  UNION SELECT updated_by AS address FROM task
  UNION SELECT annotator AS address FROM assignment
  UNION SELECT updated_by AS address FROM assignment
  UNION SELECT actor AS address FROM status_event
  UNION SELECT by AS address FROM operation
  UNION SELECT actor AS address FROM event
  UNION SELECT creator AS address FROM command
  UNION SELECT caller AS address FROM kept_answer
  UNION SELECT caller AS address FROM last_request
  UNION SELECT actor AS address FROM purge
) WHERE address <> '';

INSERT INTO address_clash SELECT address, folded FROM spelling
  WHERE folded IN (SELECT folded FROM spelling GROUP BY folded HAVING count(*) > 1);

DELETE FROM spelling WHERE address = folded OR address IN (SELECT address FROM address_clash);

UPDATE organization SET owner = (SELECT folded FROM spelling WHERE address = owner)
  WHERE owner IN (SELECT address FROM spelling);
UPDATE account SET id = (SELECT folded FROM spelling WHERE address = id)
  WHERE id IN (SELECT address FROM spelling);
UPDATE session SET user_id = (SELECT folded FROM spelling WHERE address = user_id)
  WHERE user_id IN (SELECT address FROM spelling);
UPDATE one_time_link SET user_id = (SELECT folded FROM spelling WHERE address = user_id)
  WHERE user_id IN (SELECT address FROM spelling);
UPDATE one_time_link SET made_by = (SELECT folded FROM spelling WHERE address = made_by)
  WHERE made_by IN (SELECT address FROM spelling);
UPDATE api_key SET user_id = (SELECT folded FROM spelling WHERE address = user_id)
  WHERE user_id IN (SELECT address FROM spelling);
UPDATE api_key SET creator = (SELECT folded FROM spelling WHERE address = creator)
  WHERE creator IN (SELECT address FROM spelling);
UPDATE project SET creator = (SELECT folded FROM spelling WHERE address = creator)
  WHERE creator IN (SELECT address FROM spelling);
UPDATE member SET user_id = (SELECT folded FROM spelling WHERE address = user_id)
  WHERE user_id IN (SELECT address FROM spelling);
UPDATE member SET added_by = (SELECT folded FROM spelling WHERE address = added_by)
  WHERE added_by IN (SELECT address FROM spelling);
UPDATE recipe SET creator = (SELECT folded FROM spelling WHERE address = creator)
  WHERE creator IN (SELECT address FROM spelling);
UPDATE recipe SET updated_by = (SELECT folded FROM spelling WHERE address = updated_by)
  WHERE updated_by IN (SELECT address FROM spelling);
UPDATE ontology SET creator = (SELECT folded FROM spelling WHERE address = creator)
  WHERE creator IN (SELECT address FROM spelling);
UPDATE ontology SET updated_by = (SELECT folded FROM spelling WHERE address = updated_by)
  WHERE updated_by IN (SELECT address FROM spelling);
UPDATE dataset SET creator = (SELECT folded FROM spelling WHERE address = creator)
  WHERE creator IN (SELECT address FROM spelling);
UPDATE dataset SET updated_by = (SELECT folded FROM spelling WHERE address = updated_by)
  WHERE updated_by IN (SELECT address FROM spelling);
UPDATE item SET creator = (SELECT folded FROM spelling WHERE address = creator)
  WHERE creator IN (SELECT address FROM spelling);
UPDATE item SET updated_by = (SELECT folded FROM spelling WHERE address = updated_by)
  WHERE updated_by IN (SELECT address FROM spelling);
UPDATE annotation SET creator = (SELECT folded FROM spelling WHERE address = creator)
  WHERE creator IN (SELECT address FROM spelling);
UPDATE annotation SET updated_by = (SELECT folded FROM spelling WHERE address = updated_by)
  WHERE updated_by IN (SELECT address FROM spelling);
UPDATE task SET creator = (SELECT folded FROM spelling WHERE address = creator)
  WHERE creator IN (SELECT address FROM spelling);
UPDATE task SET owner = (SELECT folded FROM spelling WHERE address = owner)
  WHERE owner IN (SELECT address FROM spelling);
UPDATE task SET updated_by = (SELECT folded FROM spelling WHERE address = updated_by)
  WHERE updated_by IN (SELECT address FROM spelling);
UPDATE assignment SET annotator = (SELECT folded FROM spelling WHERE address = annotator)
  WHERE annotator IN (SELECT address FROM spelling);
UPDATE assignment SET updated_by = (SELECT folded FROM spelling WHERE address = updated_by)
  WHERE updated_by IN (SELECT address FROM spelling);
UPDATE status_event SET actor = (SELECT folded FROM spelling WHERE address = actor)
  WHERE actor IN (SELECT address FROM spelling);
UPDATE operation SET by = (SELECT folded FROM spelling WHERE address = by)
  WHERE by IN (SELECT address FROM spelling);
UPDATE event SET actor = (SELECT folded FROM spelling WHERE address = actor)
  WHERE actor IN (SELECT address FROM spelling);
UPDATE command SET creator = (SELECT folded FROM spelling WHERE address = creator)
  WHERE creator IN (SELECT address FROM spelling);
UPDATE kept_answer SET caller = (SELECT folded FROM spelling WHERE address = caller)
  WHERE caller IN (SELECT address FROM spelling);
UPDATE last_request SET caller = (SELECT folded FROM spelling WHERE address = caller)
  WHERE caller IN (SELECT address FROM spelling);
UPDATE purge SET actor = (SELECT folded FROM spelling WHERE address = actor)
  WHERE actor IN (SELECT address FROM spelling);

DROP TABLE spelling;
