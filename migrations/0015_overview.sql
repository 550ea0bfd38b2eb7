-- What the overview and the chart show, kept: a look at the overview reads a few hundred rows, however many there are, and the
-- chart no event. No event writes a row for this: the clock's run counts, every five minutes, what came since.
--
-- Only additions: a version of the Worker from before this file works on with it. What it counts into `totals` meanwhile is
-- missing in `outcomes`.

-- Today in Brasília, up to a time, as the clock's run last counted it: one row, or none where no clock runs.
CREATE TABLE today (
  id INTEGER PRIMARY KEY CHECK (id = 1) NOT NULL,
  day TEXT NOT NULL,
  -- UTC: issued and received are those before it.
  until TEXT NOT NULL,
  issued INTEGER NOT NULL,
  received_cents INTEGER NOT NULL,
  paid_not_issued INTEGER NOT NULL
) STRICT;

-- Deliveries by day (Brasília's), sender and what became of them: stored events by their verdict, when D1 took them, and what
-- was not stored: duplicates, pings, tests, and what was refused, by its cause.
CREATE TABLE outcomes (
  day TEXT NOT NULL,
  provider TEXT NOT NULL,
  outcome TEXT NOT NULL,
  deliveries INTEGER NOT NULL,
  PRIMARY KEY (day, provider, outcome)
) STRICT, WITHOUT ROWID;

-- The row that still says something: of today, and of a run that is not long ago.
CREATE VIEW IF NOT EXISTS today_kept AS
SELECT * FROM today
WHERE day = date('now', '-3 hours') AND until >= strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-20 minutes');

-- Open orders with a payment that stands; of more than 2,000 nothing is known but that.
CREATE VIEW IF NOT EXISTS paid_not_issued AS
SELECT count(*) AS orders FROM (
  SELECT 1 FROM orders AS o
  WHERE o.status IN ('WaitingValidation', 'InValidation', 'WaitingConfirmation', 'InConfirmation', 'WaitingIssue')
    AND EXISTS (
      SELECT 1 FROM transactions AS p WHERE p.sale_key IN (o.sale_key, o.number_key) AND +p.status IN (2, 3, 4, 5, 15)
    )
  LIMIT 2001
);

-- The next row. Up to five minutes ago, because an event takes a while from its sender to here; and every hour the day is
-- counted as a whole, which finds what took longer.
CREATE VIEW IF NOT EXISTS today_next AS
SELECT
  1 AS id,
  d.day,
  d.until,
  coalesce(k.issued, 0) + (
    SELECT count(*) FROM orders
    WHERE status = 'Issued' AND status_since >= coalesce(k.until, d.start) AND status_since < d.until
  ) AS issued,
  coalesce(k.received_cents, 0) + (
    SELECT coalesce(sum(gross_cents), 0) FROM money_moves WHERE at >= coalesce(k.until, d.start) AND at < d.until
  ) AS received_cents,
  (SELECT orders FROM paid_not_issued) AS paid_not_issued
FROM (
  SELECT
    date('now', '-3 hours') AS day,
    date('now', '-3 hours') || 'T03:00:00' AS start,
    max(date('now', '-3 hours') || 'T03:00:00', strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-5 minutes')) AS until
) AS d
LEFT JOIN today_kept AS k ON strftime('%M', 'now') >= '05';

-- Today as it is now: what was kept, and what came since.
CREATE VIEW IF NOT EXISTS today_now AS
SELECT
  coalesce(k.issued, 0) + (
    SELECT count(*) FROM orders WHERE status = 'Issued' AND status_since >= coalesce(k.until, d.start)
  ) AS issued,
  coalesce(k.received_cents, 0) + (
    SELECT coalesce(sum(gross_cents), 0) FROM money_moves WHERE at >= coalesce(k.until, d.start)
  ) AS received_cents,
  coalesce(k.paid_not_issued, (SELECT orders FROM paid_not_issued)) AS paid_not_issued
FROM (SELECT date('now', '-3 hours') || 'T03:00:00' AS start) AS d LEFT JOIN today_kept AS k;

-- When each sender was last heard of: the newest of each status, because no index has the time of the last event.
CREATE VIEW IF NOT EXISTS senders_heard AS
SELECT 'amplia' AS provider, max((
  SELECT last_received_at FROM orders WHERE status = s.status ORDER BY status_since DESC LIMIT 1
)) AS at
FROM statuses AS s WHERE s.provider = 'amplia'
UNION ALL
SELECT 'safe2pay', max((
  SELECT last_received_at FROM transactions WHERE status = CAST(s.status AS INTEGER) ORDER BY status_since DESC LIMIT 1
))
FROM statuses AS s WHERE s.provider = 'safe2pay';

-- The sum, and the batches after it. Of very many since then the first ones: the clock's run adds all of them up.
CREATE VIEW IF NOT EXISTS tallies_now AS
SELECT tally FROM totals
UNION ALL
SELECT tally FROM (
  SELECT tally FROM changes WHERE position > (SELECT position FROM totals) ORDER BY position LIMIT 31
);

-- How many orders and payments have each status: at most five minutes old where much is coming. Where no clock adds up what
-- came, they are counted. CROSS JOIN, so that SQLite asks first which of the two it is.
CREATE VIEW IF NOT EXISTS must_count AS
SELECT 1 AS yes WHERE (SELECT count(*) FROM tallies_now) > 31 AND NOT EXISTS (SELECT 1 FROM today_kept);

CREATE VIEW IF NOT EXISTS statuses_now AS
SELECT
  substr(e.key, 1, instr(e.key, ' ') - 1) AS provider,
  substr(e.key, instr(e.key, ' ') + 1) AS status,
  sum(e.value) AS count
FROM tallies_now AS t, json_each(t.tally, '$.statuses') AS e
WHERE NOT EXISTS (SELECT 1 FROM must_count)
GROUP BY e.key HAVING sum(e.value) > 0
UNION ALL
SELECT 'amplia', o.status, count(*) FROM must_count CROSS JOIN orders AS o GROUP BY o.status
UNION ALL
SELECT 'safe2pay', CAST(t.status AS TEXT), count(*) FROM must_count CROSS JOIN transactions AS t GROUP BY t.status;

-- The next batches for `outcomes`.
CREATE VIEW IF NOT EXISTS outcomes_next AS
SELECT
  date(b.position / 1000000, 'unixepoch', '-3 hours') AS day,
  substr(e.key, 1, instr(e.key, ' ') - 1) AS provider,
  substr(e.key, instr(e.key, ' ') + 1) AS outcome,
  sum(e.value) AS deliveries
FROM batches_lacking AS b, json_each(b.tally, '$.events') AS e
GROUP BY 1, 2, 3;

-- All of them up to now.
CREATE VIEW IF NOT EXISTS outcomes_now AS
SELECT day, provider, outcome, deliveries FROM outcomes
UNION ALL
SELECT day, provider, outcome, deliveries FROM outcomes_next;

-- What is here already; the batches that are in it are in the sum from now on too.
INSERT INTO outcomes (day, provider, outcome, deliveries)
SELECT date(received_at, '-3 hours') AS day, provider, verdict, count(*) FROM transitions GROUP BY day, provider, verdict;

INSERT INTO hours SELECT * FROM hours_next WHERE true ON CONFLICT DO UPDATE SET events = events + excluded.events;

UPDATE totals SET (position, tally) = (SELECT * FROM totals_counted);
