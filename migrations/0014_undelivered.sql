-- Messages to the user's own system that are given up or were refused need attention.
--
-- Only additions: a version of the Worker from before this file works on with it, and writes none of these rows. They are
-- brought by the clock's run, and only where something is forwarded: no event, and no message that is taken, costs a row.

CREATE TABLE undelivered (
  provider TEXT NOT NULL,
  entity_id TEXT NOT NULL,
  -- forward_exhausted or forward_refused.
  kind TEXT NOT NULL,
  -- The last change that the message tells of.
  sequence INTEGER NOT NULL,
  -- When the clock's run found it so.
  since TEXT NOT NULL,
  PRIMARY KEY (provider, entity_id)
) STRICT, WITHOUT ROWID;

-- The same as rows of `findings`. Another message of the same order or payment is another thing.
DROP VIEW IF EXISTS undelivered_messages;
CREATE VIEW undelivered_messages AS
SELECT
  kind,
  provider,
  entity_id,
  since,
  since AS until,
  iif(
    kind = 'forward_refused',
    'Your system refused message ' || sequence || ', which is not sent again: the next change tells of it too.',
    'Your system has not taken message ' || sequence || ' in ten attempts: it is sent once a day.'
  ) AS summary,
  0 AS amount_cents,
  NULL AS transaction_id,
  coalesce((
    SELECT h.state FROM handled AS h
    WHERE h.provider = u.provider AND h.entity_id = u.entity_id AND h.kind = u.kind AND h.since = u.since
  ), 'open') AS state,
  iif(kind = 'forward_refused', 62, 61) AS rank
FROM undelivered AS u
WHERE since > coalesce((
  SELECT max(coalesce(h.until, h.at)) FROM handled AS h
  WHERE h.provider = u.provider AND h.entity_id = u.entity_id AND h.kind = u.kind AND h.state IN ('resolved', 'ignored')
), '');

-- As in 0012_stuck.sql, and these messages.
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
SELECT kind, provider, entity_id, since, until, summary, amount_cents, transaction_id, state, rank FROM stuck_orders

UNION ALL
SELECT kind, provider, entity_id, since, until, summary, amount_cents, transaction_id, state, rank FROM undelivered_messages;

-- As in 0013_feed.sql, but for these messages, which are told together: after an outage they are many.
DROP VIEW IF EXISTS entity_problems;
CREATE VIEW entity_problems AS
SELECT kind, provider, entity_id, since FROM (
  SELECT * FROM findings WHERE state = 'open' AND rank > 20 AND rank NOT IN (61, 62)
    AND NOT (kind = 'gap' AND since >= strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-1 hour'))
  ORDER BY rank DESC, amount_cents DESC, since DESC LIMIT 1000
)
UNION ALL
SELECT kind, provider, entity_id, since FROM (
  SELECT * FROM findings WHERE state = 'in_progress' AND rank > 20 AND rank NOT IN (61, 62)
  ORDER BY rank DESC, amount_cents DESC, since DESC LIMIT 1000
)
UNION ALL
SELECT iif(status = 5, 'dispute', 'chargeback'), 'safe2pay', CAST(transaction_id AS TEXT), status_since FROM transactions
WHERE status = 5 OR (status = 13 AND status_since >= strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-7 days'))
UNION ALL
SELECT 'paid_not_issued', 'amplia', o.order_id, max(t.status_since)
FROM orders AS o CROSS JOIN transactions AS t ON t.sale_key = o.sale_key OR t.sale_key = o.number_key
WHERE o.status IN ('WaitingValidation', 'InValidation', 'WaitingConfirmation', 'InConfirmation', 'WaitingIssue')
  AND +t.status IN (3, 4, 15) AND t.status_since < strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-2 days')
GROUP BY o.order_id;
