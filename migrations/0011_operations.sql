-- Who did what: one row for each decision, replay, dismissal, deletion, erasure and reprojection of an operator.
--
-- Only an addition: a version of the Worker from before this file works on with it, and writes log lines only. AUTOINCREMENT,
-- because a number that was given is never given again, whatever somebody deletes: the list is read by it.
CREATE TABLE operations (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  at TEXT NOT NULL,
  by TEXT NOT NULL,
  action TEXT NOT NULL,
  provider TEXT,
  -- The order or payment; of an action on a body in quarantine its id.
  entity_id TEXT,
  detail TEXT
) STRICT;
