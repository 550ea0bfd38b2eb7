-- Money as it moved, and what analysts and the console ask most often, as views: which payments came in and went back on
-- which day, a row for each sale, how long orders wait and each stage takes, and when each sender was last heard of.
--
-- Only additions: a version of the Worker from before this file works on with it. The index costs one row for an event by
-- which the money of a payment may move, and none for any other.

CREATE INDEX transitions_of_money ON transitions (received_at)
  WHERE provider = 'safe2pay' AND effective = 1 AND status IN ('3', '4', '6', '13', '15');

-- A row each time that the money of a payment came in ('in') or went back ('out'), when it did: so a month that is over
-- stays as it was, whatever becomes of its payments later. `day` is Brasília's. Amounts are in cents, as known now. A
-- payment that goes from 3 to 4 has come in once.
CREATE VIEW IF NOT EXISTS money_moves AS
SELECT
  t.received_at AS at,
  date(t.received_at, '-3 hours') AS day,
  iif(t.status IN ('3', '4', '15'), 'in', 'out') AS direction,
  p.transaction_id,
  p.reference,
  p.sale_key,
  p.payment_method_name,
  CAST(t.status AS INTEGER) AS status,
  iif(t.status IN ('3', '4', '15'), coalesce(p.paid_cents, p.amount_cents), 0) AS gross_cents,
  iif(t.status IN ('3', '4', '15'), coalesce(p.tax_cents, 0), 0) AS fees_cents,
  iif(t.status IN ('3', '4', '15'), 0, coalesce(p.refunded_cents, p.paid_cents, p.amount_cents)) AS returned_cents
FROM transitions AS t INDEXED BY transitions_of_money
CROSS JOIN transactions AS p ON p.transaction_id = CAST(t.entity_id AS INTEGER)
WHERE t.provider = 'safe2pay' AND t.effective = 1 AND t.status IN ('3', '4', '6', '13', '15')
  AND (t.status IN ('3', '4', '15')) <> coalesce((
    SELECT b.status IN ('3', '4', '15') FROM transitions AS b
    WHERE b.provider = 'safe2pay' AND b.entity_id = t.entity_id AND b.seq < t.seq
      AND b.effective = 1 AND b.status IN ('3', '4', '6', '13', '15')
    ORDER BY b.seq DESC LIMIT 1
  ), 0);

-- A row for each order, with the payment that matters most: one that is paid, else the newest.
CREATE VIEW IF NOT EXISTS sales AS
SELECT
  o.order_id,
  o.order_number,
  o.sale_number,
  o.status AS order_status,
  o.status_since AS order_since,
  o.first_received_at,
  p.transaction_id,
  p.status AS payment_status,
  p.status_name AS payment_status_name,
  CASE WHEN p.status IN (3, 4, 15) THEN 'in' WHEN p.status IN (6, 13) THEN 'out' END AS money,
  p.payment_method_name,
  p.amount_cents,
  CASE WHEN p.status NOT IN (1, 7, 8, 11, 12, 14, 18) THEN coalesce(p.paid_at, p.status_since) END AS paid_at,
  i.issued_at,
  round(julianday(i.issued_at) - julianday(
    CASE WHEN p.status NOT IN (1, 7, 8, 11, 12, 14, 18) THEN coalesce(p.paid_at, p.status_since) END
  ), 1) AS days_from_payment_to_issue
FROM orders AS o
LEFT JOIN transactions AS p ON p.transaction_id = (
  SELECT t.transaction_id FROM transactions AS t WHERE t.sale_key IN (o.sale_key, o.number_key)
  ORDER BY t.status IN (3, 4, 15) DESC, t.transaction_id DESC LIMIT 1
)
LEFT JOIN (
  SELECT entity_id, min(coalesce(occurred_at, received_at)) AS issued_at FROM transitions
  WHERE provider = 'amplia' AND effective = 1 AND status = 'Issued' GROUP BY entity_id
) AS i ON i.entity_id = o.order_id;

-- Open orders by how long they have been where they are.
CREATE VIEW IF NOT EXISTS ageing AS
SELECT
  status,
  count(*) AS orders,
  sum(age < 1) AS under_1_day,
  sum(age >= 1 AND age < 3) AS days_1_to_3,
  sum(age >= 3 AND age < 7) AS days_3_to_7,
  sum(age >= 7 AND age < 30) AS days_7_to_30,
  sum(age >= 30) AS over_30_days,
  min(since) AS oldest
FROM (
  SELECT status, coalesce(status_since, last_received_at) AS since,
    julianday('now') - julianday(coalesce(status_since, last_received_at)) AS age
  FROM orders
  WHERE status IN ('WaitingValidation', 'InValidation', 'WaitingConfirmation', 'InConfirmation', 'WaitingIssue')
)
GROUP BY status;

-- A row for each stage of each order that it has left: when it came there, when it left, and the hours between.
CREATE VIEW IF NOT EXISTS stage_times AS
SELECT order_id, status, entered_at, next_status, left_at,
  round((julianday(left_at) - julianday(entered_at)) * 24, 2) AS hours
FROM (
  SELECT
    entity_id AS order_id,
    status,
    coalesce(occurred_at, received_at) AS entered_at,
    lead(status) OVER history AS next_status,
    lead(coalesce(occurred_at, received_at)) OVER history AS left_at
  FROM transitions
  WHERE provider = 'amplia' AND effective = 1
  WINDOW history AS (PARTITION BY entity_id ORDER BY rtrim(coalesce(occurred_at, received_at), 'Z'), seq)
)
WHERE left_at IS NOT NULL AND next_status <> status;

-- By the week (its Monday, Brasília's) in which an order was first heard of: how many came how far.
CREATE VIEW IF NOT EXISTS funnel AS
SELECT
  date(o.first_received_at, '-3 hours', 'weekday 0', '-6 days') AS week,
  count(*) AS created,
  sum(EXISTS (SELECT 1 FROM transitions AS t WHERE t.provider = 'amplia' AND t.entity_id = o.order_id AND t.effective = 1
    AND t.status IN ('WaitingConfirmation', 'InConfirmation', 'WaitingIssue', 'Issued'))) AS validated,
  sum(EXISTS (SELECT 1 FROM transitions AS t WHERE t.provider = 'amplia' AND t.entity_id = o.order_id AND t.effective = 1
    AND t.status IN ('WaitingIssue', 'Issued'))) AS approved,
  sum(EXISTS (SELECT 1 FROM transitions AS t WHERE t.provider = 'amplia' AND t.entity_id = o.order_id AND t.effective = 1
    AND t.status = 'Issued')) AS issued
FROM orders AS o
GROUP BY week;

-- When each sender was last heard of.
CREATE VIEW IF NOT EXISTS last_events AS
SELECT 'amplia' AS provider, max(last_received_at) AS last_received_at FROM orders
UNION ALL
SELECT 'safe2pay', max(last_received_at) FROM transactions;

-- How late events are, by the day (Brasília's) of their arrival, where the sender says when they happened.
CREATE VIEW IF NOT EXISTS delays AS
SELECT provider, date(received_at, '-3 hours') AS day, count(*) AS events,
  round(avg(seconds), 1) AS mean_seconds, round(max(seconds), 1) AS most_seconds
FROM (
  SELECT provider, received_at, (julianday(received_at) - julianday(occurred_at)) * 86400 AS seconds
  FROM transitions WHERE occurred_at IS NOT NULL
)
GROUP BY provider, day;
