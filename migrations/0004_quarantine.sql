-- A quarantined body stands in an object of its own, and this table has what people need to find it: whom it concerns,
-- when it last came, how large it is. `body` stays for the rows of version 0.1.0, and is '' in all others.
--
-- Only additions: a version of the Worker from before this file works on with it. What it writes meanwhile has NULL in
-- the new columns, and is moved into objects like the rows that are here already.

ALTER TABLE quarantine ADD COLUMN entity_id TEXT;
-- JSON: further entities that one body names, or may mean. Hardly any body does.
ALTER TABLE quarantine ADD COLUMN further_entity_ids TEXT;
ALTER TABLE quarantine ADD COLUMN reference TEXT;
ALTER TABLE quarantine ADD COLUMN last_received_at TEXT;
ALTER TABLE quarantine ADD COLUMN bytes INTEGER;
-- NULL: nobody has asked yet whom a body of version 0.1.0 concerns. 0: somebody has.
ALTER TABLE quarantine ADD COLUMN revision INTEGER;
-- When the log first said that an open body will expire.
ALTER TABLE quarantine ADD COLUMN warned_at TEXT;

-- What an erasure asks for: the bodies of one entity, however many others there are. One row with a body that names one.
CREATE INDEX quarantine_by_entity ON quarantine (provider, entity_id) WHERE entity_id IS NOT NULL;
CREATE INDEX quarantine_of_several ON quarantine (provider) WHERE further_entity_ids IS NOT NULL;

-- Which body goes first where there are too many: the one that was resolved first, then the oldest open one. One row
-- with a new body, and one when it is resolved.
CREATE INDEX quarantine_by_age ON quarantine (provider, resolved_at, received_at, id);

-- The rows of version 0.1.0, for as long as there are any.
CREATE INDEX quarantine_with_body ON quarantine (provider, id) WHERE body <> '';

-- What the quarantine of each provider takes, because counting it would cost each new body as many read rows as there
-- are bodies. Kept by whoever adds or deletes a row, and counted anew every night.
CREATE TABLE quarantine_sizes (
  provider TEXT PRIMARY KEY NOT NULL,
  bodies INTEGER NOT NULL,
  bytes INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO quarantine_sizes (provider, bodies, bytes)
SELECT provider, count(*), sum(length(body)) FROM quarantine GROUP BY provider;
