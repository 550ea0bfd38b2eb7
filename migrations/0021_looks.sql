-- A projection that may change what needs attention evaluates the views once, and for a payment only what a payment can
-- have. Before, it evaluated all of them three times: to count, to delete and to write.
--
-- Only additions: the views of before give the same rows, and a version from before this file uses them as it did.

-- Events. A refused one that the history counts by now is none. A refused step back of a payment stands here until a
-- later event of it counts: that one was told by a sender who knew better. `out_of_place` is what was taken into Amplia's
-- history on arrival and has no place in it as it is known now; where the event that drove it out says so, that one row
-- will do. Version 0.1.0 wrote no notice_kind: what it wrote is of the kind `notice`.
DROP VIEW IF EXISTS event_causes;
CREATE VIEW event_causes AS
SELECT
  kind,
  provider,
  entity_id,
  min(at) AS since,
  max(at) AS until,
  substr(max(printf('%016d', seq) || words), 17) AS summary
FROM (
  SELECT
    CASE
      WHEN notice IS NOT NULL THEN coalesce(notice_kind, 'notice')
      WHEN verdict IN ('conflict', 'regression') THEN verdict
      ELSE 'out_of_place'
    END AS kind,
    provider,
    entity_id,
    received_at AS at,
    seq,
    CASE
      WHEN notice IS NOT NULL THEN notice
      WHEN verdict IN ('conflict', 'regression', 'stale') THEN reason
      ELSE status || ' was ' || verdict || ' on arrival, but by what is known now it does not fit the history.'
    END AS words
  FROM transitions AS t
  WHERE (notice IS NOT NULL OR (effective = 0 AND NOT (provider = 'safe2pay' AND verdict = 'regression')))
    AND NOT (notice IS NULL AND verdict IN ('applied', 'amended') AND EXISTS (
      SELECT 1 FROM transitions AS later
      WHERE later.provider = t.provider AND later.entity_id = t.entity_id AND later.notice_kind = 'out_of_place'
    ))
    AND NOT (coalesce(notice_kind, '') = 'step_back' AND EXISTS (
      SELECT 1 FROM transitions AS later
      WHERE later.provider = t.provider AND later.entity_id = t.entity_id AND later.seq > t.seq AND later.effective = 1
    ))
) AS e
WHERE at > coalesce((
  SELECT max(coalesce(h.until, h.at)) FROM handled AS h
  WHERE h.provider = e.provider AND h.entity_id = e.entity_id AND h.kind = e.kind AND h.state IN ('resolved', 'ignored')
), '')
GROUP BY kind, provider, entity_id;

DROP VIEW IF EXISTS order_causes;
CREATE VIEW order_causes (kind, provider, entity_id, since, until, summary, transaction_id, amount_cents) AS
-- Orders that lack an event, since the arrival of the first event whose predecessor is not the one before it in the
-- history; where none of them is known, since the first event.
SELECT
  'gap',
  'amplia',
  lacking.order_id,
  substr(j.value, 1, instr(j.value, ' ') - 1),
  substr(j.value, instr(j.value, ' ') + 1),
  -- Without where the order is: else each event of it would write this anew.
  iif(lacking.gaps = 1, 'an earlier event has', lacking.gaps || ' earlier events have') || ' not arrived.',
  NULL,
  NULL
FROM (
  SELECT order_id, gaps, first_received_at FROM orders WHERE gaps > 0
  -- In this order an index has them, and no other order.
  GROUP BY first_received_at, order_id
) AS lacking CROSS JOIN json_each(json_array(coalesce((
  -- A row of its own, so that it is worked out once: the history of an order may be long.
  SELECT min(received_at) || ' ' || max(received_at)
  FROM (
    SELECT
      t.received_at,
      t.status,
      t.previous_status,
      lag(t.status) OVER (ORDER BY rtrim(coalesce(t.occurred_at, t.received_at), 'Z'), t.seq) AS before
    FROM transitions AS t
    WHERE t.provider = 'amplia' AND t.entity_id = lacking.order_id AND t.effective = 1
  )
  WHERE status IS NOT before AND previous_status IS NOT before AND received_at > coalesce((
    SELECT max(coalesce(h.until, h.at)) FROM handled AS h
    WHERE h.provider = 'amplia' AND h.entity_id = lacking.order_id AND h.kind = 'gap' AND h.state IN ('resolved', 'ignored')
  ), '')
), iif(EXISTS (
  SELECT 1 FROM handled AS h
  WHERE h.provider = 'amplia' AND h.entity_id = lacking.order_id AND h.kind = 'gap' AND h.state IN ('resolved', 'ignored')
), NULL, lacking.first_received_at || ' ' || lacking.first_received_at)))) AS j
WHERE j.value IS NOT NULL

UNION ALL
-- The certificate is issued, the money went back, and no other payment of the order stands.
SELECT
  'issued_money_back',
  'amplia',
  order_id,
  min(at),
  max(at),
  substr(max(
    printf('%016d', transaction_id)
    || 'The certificate is issued, but payment ' || transaction_id || ' is ' || status_name || ' ('
    || (SELECT meaning FROM statuses WHERE provider = 'safe2pay' AND status = CAST(payment_status AS TEXT)) || ').'
  ), 17),
  max(transaction_id),
  sum(cents)
FROM (
  SELECT
    o.order_id,
    max(coalesce(o.status_since, o.last_received_at), t.status_since) AS at,
    t.transaction_id,
    t.status_name,
    t.status AS payment_status,
    coalesce(t.refunded_cents, t.paid_cents, t.amount_cents) AS cents
  FROM transactions AS t JOIN orders AS o ON t.sale_key = o.sale_key OR t.sale_key = o.number_key
  WHERE t.status IN (6, 13) AND +o.status = 'Issued' AND NOT EXISTS (
    SELECT 1 FROM transactions AS other
    WHERE (other.sale_key = o.sale_key OR other.sale_key = o.number_key) AND +other.status IN (3, 4, 15)
  )
) AS p
WHERE at > coalesce((
  SELECT max(coalesce(h.until, h.at)) FROM handled AS h
  WHERE h.provider = 'amplia' AND h.entity_id = p.order_id AND h.kind = 'issued_money_back'
    AND h.state IN ('resolved', 'ignored')
), '')
GROUP BY order_id

UNION ALL
-- Somebody paid for an order that is canceled or declined.
SELECT
  'paid_order_closed',
  'amplia',
  order_id,
  min(at),
  max(at),
  substr(max(
    printf('%016d', transaction_id)
    || 'The order is ' || order_status || ', but payment ' || transaction_id || ' is ' || status_name || ' ('
    || (SELECT meaning FROM statuses WHERE provider = 'safe2pay' AND status = CAST(payment_status AS TEXT)) || ').'
  ), 17),
  max(transaction_id),
  sum(cents)
FROM (
  SELECT
    o.order_id,
    o.status AS order_status,
    max(coalesce(o.status_since, o.last_received_at), t.status_since) AS at,
    t.transaction_id,
    t.status_name,
    t.status AS payment_status,
    coalesce(t.paid_cents, t.amount_cents) AS cents
  FROM orders AS o JOIN transactions AS t ON t.sale_key = o.sale_key OR t.sale_key = o.number_key
  WHERE o.status IN ('Canceled', 'Declined') AND +t.status IN (3, 4, 15)
) AS p
WHERE at > coalesce((
  SELECT max(coalesce(h.until, h.at)) FROM handled AS h
  WHERE h.provider = 'amplia' AND h.entity_id = p.order_id AND h.kind = 'paid_order_closed'
    AND h.state IN ('resolved', 'ignored')
), '')
GROUP BY order_id;

DROP VIEW IF EXISTS attention_causes;
CREATE VIEW attention_causes AS
SELECT kind, provider, entity_id, since, until, summary, NULL AS transaction_id, NULL AS amount_cents FROM event_causes

UNION ALL
SELECT kind, provider, entity_id, since, until, summary, transaction_id, amount_cents FROM order_causes;

-- Both, as rows of `findings`. The higher the rank the more money is at stake; from 20 down it is only good to know.
DROP VIEW IF EXISTS event_findings;
CREATE VIEW event_findings AS
SELECT
  kind,
  provider,
  entity_id,
  since,
  until,
  summary,
  iif(provider = 'safe2pay', coalesce((
    SELECT t.amount_cents FROM transactions AS t WHERE t.transaction_id = CAST(c.entity_id AS INTEGER)
  ), 0), 0) AS amount_cents,
  NULL AS transaction_id,
  coalesce((
    SELECT h.state FROM handled AS h
    WHERE h.provider = c.provider AND h.entity_id = c.entity_id AND h.kind = c.kind AND h.since = c.since
  ), 'open') AS state,
  CASE kind
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
FROM event_causes AS c;

DROP VIEW IF EXISTS order_findings;
CREATE VIEW order_findings AS
SELECT
  kind,
  provider,
  entity_id,
  since,
  until,
  summary,
  coalesce(amount_cents, 0) AS amount_cents,
  transaction_id,
  coalesce((
    SELECT h.state FROM handled AS h
    WHERE h.provider = c.provider AND h.entity_id = c.entity_id AND h.kind = c.kind AND h.since = c.since
  ), 'open') AS state,
  CASE kind
    WHEN 'issued_money_back' THEN 99
    WHEN 'paid_order_closed' THEN 98
    ELSE iif((SELECT o.status FROM orders AS o WHERE o.order_id = c.entity_id)
      IN ('Issued', 'Revoked', 'Canceled', 'Declined'), 19, 59)
  END AS rank
FROM order_causes AS c;

-- What a payment can have.
DROP VIEW IF EXISTS payment_findings;
CREATE VIEW payment_findings AS
SELECT kind, provider, entity_id, since, until, summary, amount_cents, transaction_id, state, rank FROM event_findings

UNION ALL
SELECT kind, provider, entity_id, since, until, summary, amount_cents, transaction_id, state, rank FROM undelivered_messages;

DROP VIEW IF EXISTS attention_found;
CREATE VIEW attention_found AS
SELECT kind, provider, entity_id, since, until, summary, amount_cents, transaction_id, state, rank FROM event_findings

UNION ALL
SELECT kind, provider, entity_id, since, until, summary, amount_cents, transaction_id, state, rank FROM order_findings

UNION ALL
SELECT kind, provider, entity_id, since, until, summary, amount_cents, transaction_id, state, rank FROM stuck_orders

UNION ALL
SELECT kind, provider, entity_id, since, until, summary, amount_cents, transaction_id, state, rank FROM undelivered_messages;

-- Takes the findings of some entities as they are now, JSON, and makes those of before the same: nothing is written where
-- they are. The counts first, because they are computed from the rows before and after the change. A trigger, so that the
-- Worker need not bring its text to every start.
CREATE VIEW IF NOT EXISTS looks AS SELECT '' AS provider, '' AS entities, '' AS found WHERE false;

CREATE TRIGGER IF NOT EXISTS looks_replace_findings INSTEAD OF INSERT ON looks
WHEN NEW.found IS NOT (
  SELECT json_group_array(json_array(
    kind, entity_id, since, until, summary, amount_cents, transaction_id, state, rank
  )) FROM (
    SELECT f.* FROM json_each(NEW.entities) AS e
    CROSS JOIN findings AS f ON f.provider = NEW.provider AND f.entity_id = e.value
    ORDER BY entity_id, kind
  )
)
BEGIN
  INSERT INTO finding_counts (state, rank, items, amount_cents)
  SELECT state, rank, sum(n), sum(n * amount_cents) FROM (
    SELECT f.state, f.rank, f.amount_cents, -1 AS n FROM json_each(NEW.entities) AS e
    CROSS JOIN findings AS f ON f.provider = NEW.provider AND f.entity_id = e.value
    UNION ALL
    SELECT value ->> 7, value ->> 8, value ->> 5, 1 FROM json_each(NEW.found)
  ) WHERE true GROUP BY state, rank HAVING sum(n) <> 0 OR sum(n * amount_cents) <> 0
  ON CONFLICT DO UPDATE SET items = items + excluded.items, amount_cents = amount_cents + excluded.amount_cents;

  DELETE FROM findings
  WHERE provider = NEW.provider AND entity_id IN (SELECT value FROM json_each(NEW.entities))
    AND (entity_id, kind) NOT IN (SELECT value ->> 1, value ->> 0 FROM json_each(NEW.found));

  INSERT INTO findings (kind, provider, entity_id, since, until, summary, amount_cents, transaction_id, state, rank)
  SELECT
    value ->> 0,
    NEW.provider,
    value ->> 1,
    value ->> 2,
    value ->> 3,
    value ->> 4,
    value ->> 5,
    value ->> 6,
    value ->> 7,
    value ->> 8
  FROM json_each(NEW.found) WHERE true
  ON CONFLICT DO UPDATE SET
    since = excluded.since,
    until = excluded.until,
    summary = excluded.summary,
    amount_cents = excluded.amount_cents,
    transaction_id = excluded.transaction_id,
    state = excluded.state,
    rank = excluded.rank
  WHERE (
    findings.since, findings.until, findings.summary, findings.amount_cents, findings.transaction_id, findings.state, findings.rank
  ) IS NOT (
    excluded.since, excluded.until, excluded.summary, excluded.amount_cents, excluded.transaction_id, excluded.state, excluded.rank
  );
END;
