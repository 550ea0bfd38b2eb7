-- The overview's kept numbers, counted anew where they are not what is there: after rows were dropped and brought back, or a
-- version of the Worker from before 0015_overview.sql has added up batches.
--
-- Only additions: a version of the Worker from before this file never asks for it.

-- A row where the kept numbers are not those of the rows, or not the same in two places. Asked once a night, after all batches are
-- added up: it reads the index by status of orders and of transactions.
CREATE VIEW IF NOT EXISTS totals_differ AS
WITH kept AS (SELECT tally FROM totals), statuses AS (
  SELECT 'amplia ' || status AS name, count(*) AS n FROM orders GROUP BY status
  UNION ALL
  SELECT 'safe2pay ' || status, count(*) FROM transactions GROUP BY status
), events AS (
  SELECT provider || ' ' || outcome AS name, sum(deliveries) AS n FROM outcomes
  WHERE outcome IN ('applied', 'amended', 'stale', 'regression', 'conflict', 'unknown')
  GROUP BY name HAVING sum(deliveries) <> 0
), kept_statuses AS (
  SELECT e.key AS name, e.value AS n FROM kept, json_each(kept.tally, '$.statuses') AS e WHERE e.value <> 0
), kept_events AS (
  SELECT e.key AS name, e.value AS n FROM kept, json_each(kept.tally, '$.events') AS e WHERE e.value <> 0
)
SELECT 1 AS yes WHERE NOT EXISTS (SELECT 1 FROM batches_lacking) AND (
  NOT EXISTS (SELECT 1 FROM kept)
  OR EXISTS (SELECT name, n FROM statuses EXCEPT SELECT name, n FROM kept_statuses)
  OR EXISTS (SELECT name, n FROM kept_statuses EXCEPT SELECT name, n FROM statuses)
  OR EXISTS (SELECT name, n FROM events EXCEPT SELECT name, n FROM kept_events)
  OR EXISTS (SELECT name, n FROM kept_events EXCEPT SELECT name, n FROM events)
);

-- Counts everything anew: INSERT INTO recounts VALUES (1). Events by the day on which they arrived. A trigger, so that it is
-- one statement wherever it is asked for. No day of `outcomes` is deleted, because a migration takes nothing away: one
-- without events has 0.
CREATE VIEW IF NOT EXISTS recounts AS SELECT 1 AS yes WHERE false;

CREATE TRIGGER IF NOT EXISTS recounts_all INSTEAD OF INSERT ON recounts
BEGIN
  INSERT INTO hours SELECT * FROM hours_next WHERE true ON CONFLICT DO UPDATE SET events = events + excluded.events;
  INSERT OR REPLACE INTO outcomes (day, provider, outcome, deliveries)
  SELECT day, provider, outcome, sum(n) FROM (
    SELECT day, provider, outcome, 0 AS n FROM outcomes
    WHERE outcome IN ('applied', 'amended', 'stale', 'regression', 'conflict', 'unknown')
    UNION ALL
    SELECT date(received_at, '-3 hours'), provider, verdict, 1 FROM transitions
  ) GROUP BY 1, 2, 3;
  INSERT OR REPLACE INTO totals (id, position, tally) SELECT 1, position, tally FROM totals_counted;
END;
