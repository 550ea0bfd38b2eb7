-- What the sender was asked about a transaction, because in doubt it is read: one row for a transaction that was ever asked
-- about, of the last time. And what its own lists say beside what stands here: a row for each list and night.
--
-- Only additions: a version of the Worker from before this file works on with it. What is due is found by the indexes
-- that are there, so an event costs no row more than before; an ask costs one, and one more while a next one is planned.

CREATE TABLE asks (
  transaction_id INTEGER PRIMARY KEY NOT NULL,
  cause TEXT NOT NULL,
  asked_at TEXT,
  result TEXT,
  told INTEGER,
  error TEXT,
  failures INTEGER NOT NULL,
  resent_at TEXT,
  due_at TEXT
) STRICT;

-- A second look, a further try, and what a night has found: in the order of their time.
CREATE INDEX asks_due ON asks (due_at) WHERE due_at IS NOT NULL;

CREATE TABLE completeness (
  day TEXT NOT NULL,
  list TEXT NOT NULL,
  from_day TEXT NOT NULL,
  until_day TEXT NOT NULL,
  theirs INTEGER NOT NULL,
  ours INTEGER NOT NULL,
  missing INTEGER NOT NULL,
  differing INTEGER NOT NULL,
  is_whole INTEGER NOT NULL,
  error TEXT,
  checked_at TEXT NOT NULL,
  PRIMARY KEY (day, list)
) STRICT, WITHOUT ROWID;
