-- When a member is away, or there for some hours a day: said as long as there is a beginning.
ALTER TABLE member ADD COLUMN available_from INTEGER;
ALTER TABLE member ADD COLUMN available_until INTEGER;  -- NULL: until it is lifted
ALTER TABLE member ADD COLUMN hours_per_day REAL;       -- NULL: none

CREATE INDEX member_availability ON member (project_id) WHERE available_from IS NOT NULL;
