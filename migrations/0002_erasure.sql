-- When what is stored of people was erased, and how far the nightly walk that erases it has come.
--
-- Only additions: a version of the Worker from before this file works on with it. No index: an event costs no row more
-- than before, and the walk goes along the indexes by arrival.

ALTER TABLE orders ADD COLUMN erased_at TEXT;
ALTER TABLE transactions ADD COLUMN erased_at TEXT;

-- The last entity that the walk looked at, by arrival: one row per provider, empty where it begins anew.
CREATE TABLE sweeps (
  provider TEXT PRIMARY KEY NOT NULL,
  at TEXT NOT NULL,
  id TEXT NOT NULL
) STRICT, WITHOUT ROWID;
