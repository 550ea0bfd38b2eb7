-- What needs attention can be finished: who decided what about it (`handled`), and a table of what is left (`findings`), so
-- that a page reads its rows and not each refund of years.
--
-- Only additions: a version of the Worker from before this file works on with it. What it projects meanwhile is in the
-- view `attention` at once, and in `findings` after the next night.

-- Decisions, one row for each thing that was decided about. It stands for what had happened until `until`: what happens
-- after that is another thing, with another `since`, and open. Two rows more for the indexes of the two lists.
CREATE TABLE handled (
  kind TEXT NOT NULL,
  provider TEXT NOT NULL,
  entity_id TEXT NOT NULL,
  since TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'in_progress', 'resolved', 'ignored')),
  note TEXT,
  by TEXT,
  at TEXT NOT NULL,
  -- NULL in a row that somebody wrote by hand: what had happened until then.
  until TEXT,
  -- As they were when it was decided.
  summary TEXT,
  amount_cents INTEGER,
  transaction_id INTEGER,
  PRIMARY KEY (provider, entity_id, kind, since)
) STRICT, WITHOUT ROWID;

CREATE INDEX handled_by_time ON handled (state, at);
CREATE INDEX handled_by_kind ON handled (state, kind, at);

-- What nobody has settled, without the quarantine: the rows of the view `attention_found`, kept up to date by each projection
-- that can change them. `rank` and `amount_cents` say how important it is. A new thing costs three rows and its count, an
-- event of which there is nothing to say none.
CREATE TABLE findings (
  kind TEXT NOT NULL,
  provider TEXT NOT NULL,
  entity_id TEXT NOT NULL,
  since TEXT NOT NULL,
  until TEXT NOT NULL,
  summary TEXT NOT NULL,
  amount_cents INTEGER NOT NULL,
  transaction_id INTEGER,
  state TEXT NOT NULL,
  rank INTEGER NOT NULL,
  PRIMARY KEY (provider, entity_id, kind)
) STRICT, WITHOUT ROWID;

CREATE INDEX findings_by_rank ON findings (state, rank, amount_cents, since);
CREATE INDEX findings_by_provider ON findings (provider, state, rank, amount_cents, since);

-- How many there are, because counting them would read them all.
CREATE TABLE finding_counts (
  state TEXT NOT NULL,
  rank INTEGER NOT NULL,
  items INTEGER NOT NULL,
  amount_cents INTEGER NOT NULL,
  PRIMARY KEY (state, rank)
) STRICT, WITHOUT ROWID;

-- Whatever needs attention, but for the quarantine, one row for an entity and a kind: `since` the first time that it
-- happened and nobody has settled, `until` the last. `summary` is of the newest: the greatest text that begins with a
-- number of 16 digits, without the number. What was settled counts no more, up to the `until` of the decision.
--
-- Asked for one entity it reads the rows of that one, because each SELECT groups by what is asked for; D1 takes five of
-- them in one, and no more. The joins are not ordered here: SQLite begins with the entity, or with the refunds.
DROP VIEW IF EXISTS attention_causes;
CREATE VIEW attention_causes AS
-- Events. A refused one that the history counts by now is none. A refused step back of a payment stands here until a
-- later event of it counts: that one was told by a sender who knew better. `out_of_place` is what was taken into Amplia's
-- history on arrival and has no place in it as it is known now; where the event that drove it out says so, that one row
-- will do. Version 0.1.0 wrote no notice_kind: what it wrote is of the kind `notice`.
SELECT
  kind,
  provider,
  entity_id,
  min(at) AS since,
  max(at) AS until,
  substr(max(printf('%016d', seq) || words), 17) AS summary,
  NULL AS transaction_id,
  NULL AS amount_cents
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
GROUP BY kind, provider, entity_id

UNION ALL
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

-- The same as rows of `findings`. The higher the rank the more money is at stake; from 20 down it is only good to know.
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
FROM attention_causes AS c;

-- Every open body of the quarantine, whose `entity_id` is the row's id.
DROP VIEW IF EXISTS open_bodies;
CREATE VIEW open_bodies AS
SELECT
  'quarantine' AS kind,
  provider,
  id AS entity_id,
  received_at AS since,
  'A body ' || CASE reason
    WHEN 'invalid_json' THEN 'is not JSON'
    WHEN 'invalid_schema' THEN 'breaks the schema'
    WHEN 'unsupported_type' THEN 'is of a type that nothing here reads'
    WHEN 'sandbox_key' THEN 'came with a key of the sandbox'
    WHEN 'too_many_events' THEN 'belongs to an entity that has too many events'
    ELSE 'is kept for ' || reason
  END || CASE attempts WHEN 1 THEN '.' ELSE '; it came ' || attempts || ' times.' END AS summary,
  'open' AS state,
  0 AS amount_cents
FROM quarantine
WHERE resolved_at IS NULL;

-- What needs attention, for the D1 console: what nobody has settled, and every open body of the quarantine. A gap
-- stands here after an hour. Newest first: ORDER BY since DESC.
DROP VIEW IF EXISTS attention;
CREATE VIEW attention AS
-- +, because a search for one provider would else read all of its events by their key.
SELECT
  kind,
  +provider AS provider,
  entity_id,
  since,
  iif(kind = 'gap', (
    SELECT 'The order is ' || o.status || ', but ' FROM orders AS o WHERE o.order_id = f.entity_id
  ), '') || summary AS summary,
  state,
  amount_cents
FROM attention_found AS f
WHERE NOT (kind = 'gap' AND since >= strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-1 hour'))

UNION ALL
SELECT kind, provider, entity_id, since, summary, state, amount_cents FROM open_bodies;

INSERT INTO findings (kind, provider, entity_id, since, until, summary, amount_cents, transaction_id, state, rank)
SELECT kind, provider, entity_id, since, until, summary, amount_cents, transaction_id, state, rank FROM attention_found;

INSERT INTO finding_counts (state, rank, items, amount_cents)
SELECT state, rank, count(*), sum(amount_cents) FROM findings GROUP BY state, rank;
