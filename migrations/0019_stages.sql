-- How long open orders have been where they are, kept for the overview; and for the page of stages, where orders wait and how
-- many of a week come how far.
--
-- Only additions: a version of the Worker from before this file writes and reads `today` by the same two views.

-- {"InValidation":[12,5,1]}: orders for a day or longer, for three days, for a week; by Brasília's days. NULL where a version
-- from before this file wrote the row.
ALTER TABLE today ADD COLUMN ageing TEXT;

-- Reads only the index by status, a row for each open order.
CREATE VIEW IF NOT EXISTS ageing_now AS
SELECT json_group_object(status, json_array(days_1, days_3, days_7)) AS ageing FROM (
  SELECT
    status,
    sum(since <= date('now', '-3 hours', '-1 days')) AS days_1,
    sum(since <= date('now', '-3 hours', '-3 days')) AS days_3,
    sum(since <= date('now', '-3 hours', '-7 days')) AS days_7
  FROM (
    SELECT status, date(status_since, '-3 hours') AS since FROM orders
    WHERE status IN ('WaitingValidation', 'InValidation', 'WaitingConfirmation', 'InConfirmation', 'WaitingIssue')
      AND status_since IS NOT NULL
  ) GROUP BY status
);

-- As 0015_overview.sql has them, with this.
DROP VIEW today_next;
CREATE VIEW today_next AS
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
  (SELECT orders FROM paid_not_issued) AS paid_not_issued,
  (SELECT ageing FROM ageing_now) AS ageing
FROM (
  SELECT
    date('now', '-3 hours') AS day,
    date('now', '-3 hours') || 'T03:00:00' AS start,
    max(date('now', '-3 hours') || 'T03:00:00', strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-5 minutes')) AS until
) AS d
LEFT JOIN today_kept AS k ON strftime('%M', 'now') >= '05';

DROP VIEW today_now;
CREATE VIEW today_now AS
SELECT
  coalesce(k.issued, 0) + (
    SELECT count(*) FROM orders WHERE status = 'Issued' AND status_since >= coalesce(k.until, d.start)
  ) AS issued,
  coalesce(k.received_cents, 0) + (
    SELECT coalesce(sum(gross_cents), 0) FROM money_moves WHERE at >= coalesce(k.until, d.start)
  ) AS received_cents,
  coalesce(k.paid_not_issued, (SELECT orders FROM paid_not_issued)) AS paid_not_issued,
  coalesce(k.ageing, (SELECT ageing FROM ageing_now)) AS ageing
FROM (SELECT date('now', '-3 hours') || 'T03:00:00' AS start) AS d LEFT JOIN today_kept AS k;

-- The orders that came last. A bound, so that a look at the page costs the same in every year.
CREATE VIEW IF NOT EXISTS orders_lately AS
SELECT order_id, first_received_at FROM orders ORDER BY first_received_at DESC, order_id DESC LIMIT 1000;

-- How long these were in each status on the way, once they have left it: half of them at most p50_hours, 19 of 20 at most p95_hours.
CREATE VIEW IF NOT EXISTS stages_lately AS
SELECT
  status,
  n AS times,
  max(hours) FILTER (WHERE place <= (n + 1) / 2) AS p50_hours,
  max(hours) FILTER (WHERE place <= (n * 19 + 19) / 20) AS p95_hours
FROM (
  SELECT
    status,
    hours,
    row_number() OVER (PARTITION BY status ORDER BY hours) AS place,
    count(*) OVER (PARTITION BY status) AS n
  FROM (
    SELECT
      status,
      lead(status) OVER history AS next_status,
      round((julianday(lead(at) OVER history) - julianday(at)) * 24, 2) AS hours
    FROM (
      SELECT t.entity_id, t.seq, t.status, coalesce(t.occurred_at, t.received_at) AS at
      -- CROSS JOIN, so that SQLite begins with the orders.
      FROM orders_lately AS o CROSS JOIN transitions AS t
      WHERE t.provider = 'amplia' AND t.entity_id = o.order_id AND t.effective = 1
    )
    WINDOW history AS (PARTITION BY entity_id ORDER BY rtrim(at, 'Z'), seq)
  )
  WHERE next_status <> status
    AND status IN ('WaitingValidation', 'InValidation', 'WaitingConfirmation', 'InConfirmation', 'WaitingIssue')
)
GROUP BY status;

-- By the week (its Monday, Brasília's) in which these were first received: how many came how far. The first week may have begun
-- before them: then it is left out.
CREATE VIEW IF NOT EXISTS funnel_lately AS
SELECT week, count(*) AS created, sum(far >= 1) AS validated, sum(far >= 2) AS approved, sum(far >= 3) AS issued
FROM (
  SELECT
    date(o.first_received_at, '-3 hours', 'weekday 0', '-6 days') AS week,
    (
      SELECT max(CASE t.status
        WHEN 'Issued' THEN 3
        WHEN 'WaitingIssue' THEN 2
        WHEN 'WaitingConfirmation' THEN 1
        WHEN 'InConfirmation' THEN 1
        ELSE 0
      END)
      FROM transitions AS t WHERE t.provider = 'amplia' AND t.entity_id = o.order_id AND t.effective = 1
    ) AS far
  FROM orders_lately AS o
)
GROUP BY week
HAVING (SELECT count(*) FROM orders_lately) < 1000
  OR week > (SELECT min(date(first_received_at, '-3 hours', 'weekday 0', '-6 days')) FROM orders_lately);
