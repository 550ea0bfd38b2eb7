-- Orders that stay where they are: how long each status may take, and the view that finds what has taken longer. Nobody can
-- be asked about an order, so a person should look.
--
-- Only additions: a version of the Worker from before this file works on with it. No event writes a row for this: the Worker
-- looks every hour which orders have become stuck, and an order that moves on is taken from `findings` with its event.

CREATE TABLE deadlines (
  status TEXT PRIMARY KEY NOT NULL,
  hours INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Until the Worker has read its variable AMPLIA_STUCK_HOURS.
INSERT INTO deadlines (status, hours) VALUES
  ('WaitingValidation', 168),
  ('InValidation', 48),
  ('WaitingConfirmation', 24),
  ('InConfirmation', 24),
  ('WaitingIssue', 72);

-- Orders that have been in a status for longer than its deadline, as rows of `findings`. `since` is the deadline, `until` when
-- the status came: a decision stands for as long as the order stays there, also when the deadline is another one.
DROP VIEW IF EXISTS stuck_orders;
CREATE VIEW stuck_orders AS
SELECT
  'stuck' AS kind,
  'amplia' AS provider,
  order_id AS entity_id,
  since,
  until,
  'Order ' || coalesce(order_number, order_id) || ' has been ' || status || coalesce(
    (SELECT ' (' || meaning || ')' FROM statuses AS s WHERE s.provider = 'amplia' AND s.status = o.status), ''
  ) || ' for longer than ' || hours || iif(hours = 1, ' hour.', ' hours.') AS summary,
  0 AS amount_cents,
  NULL AS transaction_id,
  coalesce((
    SELECT h.state FROM handled AS h
    WHERE h.provider = 'amplia' AND h.entity_id = o.order_id AND h.kind = 'stuck' AND h.since = o.since
  ), 'open') AS state,
  60 AS rank
FROM (
  SELECT
    orders.order_id,
    orders.order_number,
    orders.status,
    d.hours,
    -- The time of the status is unknown where its event had no date.
    coalesce(orders.status_since, orders.last_received_at) AS until,
    strftime(
      '%Y-%m-%dT%H:%M:%fZ', coalesce(orders.status_since, orders.last_received_at), '+' || d.hours || ' hours'
    ) AS since
  -- The limit, that of the variable, tells SQLite how few these are: it asks for the orders of each status, or, where one
  -- order is asked for, for that.
  FROM (SELECT status, hours FROM deadlines LIMIT 50) AS d JOIN orders ON orders.status = d.status
) AS o
WHERE since < strftime('%Y-%m-%dT%H:%M:%fZ', 'now') AND until > coalesce((
  SELECT max(coalesce(h.until, h.at)) FROM handled AS h
  WHERE h.provider = 'amplia' AND h.entity_id = o.order_id AND h.kind = 'stuck' AND h.state IN ('resolved', 'ignored')
), '');

-- As in 0010_handled.sql, and the orders that are stuck.
DROP VIEW IF EXISTS attention_found;
CREATE VIEW attention_found AS
SELECT
  kind,
  provider,
  entity_id,
  since,
  until,
  summary,
  coalesce(
    c.amount_cents,
    iif(provider = 'safe2pay', (
      SELECT t.amount_cents FROM transactions AS t WHERE t.transaction_id = CAST(c.entity_id AS INTEGER)
    ), NULL),
    0
  ) AS amount_cents,
  c.transaction_id AS transaction_id,
  coalesce((
    SELECT h.state FROM handled AS h
    WHERE h.provider = c.provider AND h.entity_id = c.entity_id AND h.kind = c.kind AND h.since = c.since
  ), 'open') AS state,
  CASE kind
    WHEN 'issued_money_back' THEN 99
    WHEN 'paid_order_closed' THEN 98
    WHEN 'refund_exceeds' THEN 97
    WHEN 'amount_changed' THEN 96
    WHEN 'reversal' THEN 95
    WHEN 'late_move' THEN 94
    WHEN 'read' THEN 93
    WHEN 'conflict' THEN 79
    WHEN 'step_back' THEN 78
    WHEN 'unlisted_move' THEN 77
    WHEN 'unknown_status' THEN 76
    WHEN 'code_differs' THEN 75
    WHEN 'gap' THEN iif((SELECT o.status FROM orders AS o WHERE o.order_id = c.entity_id)
      IN ('Issued', 'Revoked', 'Canceled', 'Declined'), 19, 59)
    WHEN 'regression' THEN 18
    WHEN 'out_of_place' THEN 17
    WHEN 'clock_contradicts_chain' THEN 16
    WHEN 'implausible_date' THEN 15
    WHEN 'many_events' THEN 14
    WHEN 'time_ignored' THEN 13
    WHEN 'field_ignored' THEN 12
    WHEN 'text_masked' THEN 11
    ELSE 58
  END AS rank
FROM attention_causes AS c

UNION ALL
SELECT kind, provider, entity_id, since, until, summary, amount_cents, transaction_id, state, rank FROM stuck_orders;

INSERT INTO findings (kind, provider, entity_id, since, until, summary, amount_cents, transaction_id, state, rank)
SELECT kind, provider, entity_id, since, until, summary, amount_cents, transaction_id, state, rank FROM stuck_orders;

INSERT INTO finding_counts (state, rank, items, amount_cents)
SELECT state, rank, count(*), 0 FROM stuck_orders GROUP BY state, rank;
