-- Whether what a change left was changed since is looked up for each thing, however much else happened (B-160).
CREATE INDEX event_resource ON event (resource_id);
CREATE INDEX event_task ON event (task_id) WHERE task_id <> '';
