-- What changed, in the order of D1's commits, so that a program that was away reads on from where it was: the feed of
-- GET /api/changes. A row for each batch that changed rows of orders or transactions, and in each of those rows the
-- position of its last change: whoever reads the feed meets every entity where it changed last, and only there.
--
-- A batch costs one row more, however many entities it brings. An index on the time of the change would cost every entity
-- of the batch a row.
--
-- Only additions: a version of the Worker from before this file works on with it. What it writes meanwhile is found by
-- its time of arrival, which is later than the position says, and is told again at night.

CREATE TABLE changes (
  -- Microseconds since 1970 by D1's clock, or one more than the last where that is not more. So a position never comes
  -- again: also where rows were deleted, or the database was restored from a time before.
  position INTEGER PRIMARY KEY NOT NULL,
  -- JSON, whose rows it changed: [["amplia", "0195…"], ["safe2pay", "119"]].
  entities TEXT NOT NULL,
  -- JSON, what it changed in numbers, and how long the slowest of its events took from arrival to here:
  -- {"events": {"amplia applied": 1}, "statuses": {"amplia Issued": 1, "amplia WaitingIssue": -1}, "lagMs": 230}.
  -- NULL where it only tells again what was there.
  tally TEXT
) STRICT;

-- How often the entity's head has changed, as its forwarded messages count it; NULL where nothing is forwarded.
ALTER TABLE orders ADD COLUMN sequence INTEGER;
ALTER TABLE transactions ADD COLUMN sequence INTEGER;

ALTER TABLE orders ADD COLUMN "change" INTEGER;
ALTER TABLE transactions ADD COLUMN "change" INTEGER;

-- What is here already, 100 entities to a row, at the time of the last event of these. Times have milliseconds: orders get
-- even positions and transactions odd ones, so that none is taken twice.
UPDATE orders SET "change" = at + 2 * piece
FROM (
  SELECT id, piece, CAST(round(unixepoch(max(time) OVER (PARTITION BY piece), 'subsec') * 1000) AS INTEGER) * 1000 AS at
  FROM (
    SELECT order_id AS id, last_received_at AS time, row_number() OVER (ORDER BY last_received_at, order_id) / 100 AS piece
    FROM orders
  )
) AS numbered
WHERE order_id = id;

UPDATE transactions SET "change" = at + 2 * piece + 1
FROM (
  SELECT id, piece, CAST(round(unixepoch(max(time) OVER (PARTITION BY piece), 'subsec') * 1000) AS INTEGER) * 1000 AS at
  FROM (
    SELECT
      transaction_id AS id,
      last_received_at AS time,
      row_number() OVER (ORDER BY last_received_at, transaction_id) / 100 AS piece
    FROM transactions
  )
) AS numbered
WHERE transaction_id = id;

INSERT INTO changes (position, entities)
SELECT "change", json_group_array(json_array('amplia', order_id)) FROM orders GROUP BY "change"
UNION ALL
SELECT "change", json_group_array(json_array('safe2pay', CAST(transaction_id AS TEXT))) FROM transactions GROUP BY "change";

-- Each entity where it changed last, in the order of the commits: ORDER BY position, place. `state` is its row as GET
-- /api/changes gives it: two JSON objects, because a function of D1 takes no more than 32 arguments.
CREATE VIEW IF NOT EXISTS feed AS
SELECT
  c.position,
  e.key AS place,
  e.value ->> 0 AS provider,
  e.value ->> 1 AS id,
  iif(
    o.order_id IS NOT NULL,
    json_array(json_object(
        'orderId', o.order_id, 'orderNumber', o.order_number, 'saleNumber', o.sale_number,
        'status', o.status, 'statusSince', o.status_since, 'validationAgentId', o.validation_agent_id,
        'validationAgentName', o.validation_agent_name, 'confirmationAgentId', o.confirmation_agent_id,
        'confirmationAgentName', o.confirmation_agent_name
      ), json_object(
        'gaps', o.gaps, 'refused', o.refused, 'revision', o.revision, 'firstReceivedAt', o.first_received_at,
        'lastReceivedAt', o.last_received_at, 'erasedAt', o.erased_at, 'numberKey', o.number_key,
        'saleKey', o.sale_key, 'sequence', o.sequence
      )),
    json_array(json_object(
        'transactionId', t.transaction_id, 'status', t.status, 'statusName', t.status_name,
        'statusSince', t.status_since, 'paymentMethod', t.payment_method,
        'paymentMethodName', t.payment_method_name, 'reference', t.reference, 'application', t.application,
        'vendor', t.vendor, 'amountCents', t.amount_cents, 'paidCents', t.paid_cents,
        'netCents', t.net_cents, 'taxCents', t.tax_cents, 'discountCents', t.discount_cents,
        'additionCents', t.addition_cents
      ), json_object(
        'refundedCents', t.refunded_cents, 'installments', t.installments, 'createdAt', t.created_at,
        'paidAt', t.paid_at, 'endToEndId', t.end_to_end_id, 'tid', t.tid,
        'authorizationCode', t.authorization_code, 'refused', t.refused, 'revision', t.revision,
        'firstReceivedAt', t.first_received_at, 'lastReceivedAt', t.last_received_at,
        'erasedAt', t.erased_at, 'saleKey', t.sale_key, 'sequence', t.sequence
      ))
  ) AS state
FROM changes AS c CROSS JOIN json_each(c.entities) AS e
LEFT JOIN orders AS o ON e.value ->> 0 = 'amplia' AND o.order_id = e.value ->> 1
LEFT JOIN transactions AS t ON e.value ->> 0 = 'safe2pay' AND t.transaction_id = CAST(e.value ->> 1 AS INTEGER)
WHERE coalesce(o."change", t."change") = c.position;

-- What a version from before this file has written, which knows no positions: it has none, or an event that came after it.
-- The clocks of an object and of D1 may be a minute apart.
CREATE VIEW IF NOT EXISTS untold AS
SELECT 'amplia' AS provider, order_id AS id FROM orders
WHERE "change" IS NULL OR unixepoch(last_received_at) * 1000000 > "change" + 60000000
UNION ALL
SELECT 'safe2pay', CAST(transaction_id AS TEXT) FROM transactions
WHERE "change" IS NULL OR unixepoch(last_received_at) * 1000000 > "change" + 60000000;

-- Gives a batch its place in the feed, and counts what is new in it: three JSON arrays of rows, and before these rows are
-- written, because only then can that be seen. Writes nothing where D1 has all of it, or newer. A trigger, so that the
-- Worker need not bring its text to every start.
CREATE VIEW IF NOT EXISTS batches AS SELECT '' AS transitions, '' AS orders, '' AS payments WHERE false;

CREATE TRIGGER IF NOT EXISTS batches_in_order INSTEAD OF INSERT ON batches
BEGIN
  INSERT INTO changes (position, entities, tally)
  SELECT
    max(coalesce((SELECT max(position) FROM changes), 0) + 1, CAST(unixepoch('subsec') * 1000000 AS INTEGER)),
    (SELECT json_group_array(json_array(value ->> 0, value ->> 1)) FROM json_each(b.changed)),
    json_object(
      'events', json(b.events),
      'statuses', json((
        SELECT json_group_object(name, n) FROM (
          SELECT name, sum(n) AS n FROM (
            SELECT value ->> 0 || ' ' || (value ->> 2) AS name, 1 AS n FROM json_each(b.changed)
            UNION ALL
            SELECT value ->> 0 || ' ' || (value ->> 3), -1 FROM json_each(b.changed) WHERE value ->> 3 IS NOT NULL
          ) GROUP BY name HAVING sum(n) <> 0
        )
      )),
      'lagMs', b.lag
    )
  FROM (
    SELECT
      (
        SELECT json_group_array(json_array(s.provider, CAST(s.entity AS TEXT), s.status, coalesce(o.status, t.status)))
        FROM (
          SELECT
            'amplia' AS provider,
            value ->> '$.orderId' AS entity,
            value ->> '$.status' AS status,
            max(value ->> '$.revision') AS newest
          FROM json_each(NEW.orders) GROUP BY entity
          UNION ALL
          SELECT
            'safe2pay',
            value ->> '$.transactionId' AS entity,
            value ->> '$.status',
            max(value ->> '$.revision')
          FROM json_each(NEW.payments) GROUP BY entity
        ) AS s
        LEFT JOIN orders AS o ON s.provider = 'amplia' AND o.order_id = s.entity
        LEFT JOIN transactions AS t ON s.provider = 'safe2pay' AND t.transaction_id = s.entity
        WHERE s.newest > coalesce(o.revision, t.revision, -1)
      ) AS changed,
      (
        SELECT json_group_object(name, n) FROM (
          SELECT value ->> '$.provider' || ' ' || (value ->> '$.verdict') AS name,
            count(DISTINCT value ->> '$.entityId' || ' ' || (value ->> '$.seq')) AS n
          FROM json_each(NEW.transitions) WHERE NOT EXISTS (
            SELECT 1 FROM transitions AS r WHERE r.provider = value ->> '$.provider'
              AND r.entity_id = value ->> '$.entityId' AND r.seq = value ->> '$.seq'
          )
          GROUP BY name
        )
      ) AS events,
      (
        -- What comes out of quarantine came long ago, which says nothing of the way to D1.
        SELECT CAST(max(unixepoch('subsec') - unixepoch(value ->> '$.receivedAt', 'subsec')) * 1000 AS INTEGER)
        FROM json_each(NEW.transitions) WHERE NOT EXISTS (
          SELECT 1 FROM transitions AS r WHERE r.provider = value ->> '$.provider'
            AND r.entity_id = value ->> '$.entityId' AND r.seq = value ->> '$.seq'
        ) AND NOT EXISTS (
          SELECT 1 FROM quarantine AS q
          WHERE q.provider = value ->> '$.provider' AND q.entity_id = value ->> '$.entityId'
        )
      ) AS lag
  ) AS b
  WHERE b.changed <> '[]' OR b.events <> '{}';
END;

-- The sum of what all batches changed in numbers: so that a program reads how many events there were, and how many orders
-- and payments are where, without counting them. No row more for an event: the numbers stand in the row that each batch
-- has in `changes`. The clock's run adds them up, every five minutes. One row.
CREATE TABLE totals (
  id INTEGER PRIMARY KEY CHECK (id = 1) NOT NULL,
  -- The last batch that is in it.
  position INTEGER NOT NULL,
  tally TEXT NOT NULL
) STRICT;

-- The same, counted.
CREATE VIEW IF NOT EXISTS totals_counted AS
SELECT
  (SELECT coalesce(max(position), 0) FROM changes) AS position,
  json_object(
    'events', json((SELECT json_group_object(name, n) FROM (
      SELECT provider || ' ' || verdict AS name, count(*) AS n FROM transitions GROUP BY name
    ))),
    'statuses', json((SELECT json_group_object(name, n) FROM (
      SELECT 'amplia ' || status AS name, count(*) AS n FROM orders GROUP BY name
      UNION ALL
      SELECT 'safe2pay ' || status, count(*) FROM transactions GROUP BY status
    )))
  ) AS tally;

INSERT INTO totals (id, position, tally) SELECT 1, position, tally FROM totals_counted;

-- The next batches for the sum: five minutes of 30 a second.
CREATE VIEW IF NOT EXISTS batches_lacking AS
SELECT position, tally FROM changes WHERE position > (SELECT position FROM totals) ORDER BY position LIMIT 10000;

CREATE VIEW IF NOT EXISTS totals_next AS
WITH lacking AS MATERIALIZED (SELECT position, tally FROM batches_lacking), sums AS MATERIALIZED (
  SELECT k.key AS kind, e.key AS name, sum(e.value) AS n
  FROM (SELECT tally FROM totals UNION ALL SELECT tally FROM lacking) AS b, json_each(b.tally) AS k, json_each(k.value) AS e
  WHERE k.key IN ('events', 'statuses') GROUP BY 1, 2 HAVING sum(e.value) <> 0
)
SELECT
  (SELECT max(position) FROM lacking) AS position,
  json_object(
    'events', json((SELECT json_group_object(name, n) FROM sums WHERE kind = 'events')),
    'statuses', json((SELECT json_group_object(name, n) FROM sums WHERE kind = 'statuses')),
    -- Of these batches alone.
    'lagMs', (SELECT max(tally ->> '$.lagMs') FROM lacking)
  ) AS tally
WHERE EXISTS (SELECT 1 FROM lacking);

-- Events by provider and hour (UTC) in which D1 took them, of four weeks: the rhythm of a sender.
CREATE TABLE hours (
  provider TEXT NOT NULL,
  hour TEXT NOT NULL,
  events INTEGER NOT NULL,
  PRIMARY KEY (provider, hour)
) STRICT, WITHOUT ROWID;

CREATE VIEW IF NOT EXISTS hours_next AS
SELECT
  substr(e.key, 1, instr(e.key, ' ') - 1) AS provider,
  strftime('%Y-%m-%dT%H', b.position / 1000000, 'unixepoch') AS hour,
  sum(e.value) AS events
FROM batches_lacking AS b, json_each(b.tally, '$.events') AS e
GROUP BY 1, 2;

-- Deliveries with a wrong key, by provider and ten minutes; at most one written row a minute and isolate.
CREATE TABLE refusals (
  provider TEXT NOT NULL,
  since TEXT NOT NULL,
  refused INTEGER NOT NULL,
  PRIMARY KEY (provider, since)
) STRICT, WITHOUT ROWID;

-- What somebody was told of, so that an alert goes out once: one row for each thing that is wrong, until its end was told.
-- Two rows are no alerts: that there was a first run (`started`), and the last digest (`digest`).
CREATE TABLE alerts (
  "key" TEXT PRIMARY KEY NOT NULL,
  -- JSON: whose and how many, without names and numbers of people. `toldAt` is written after a host took the message.
  alert TEXT NOT NULL,
  kind TEXT GENERATED ALWAYS AS (alert ->> '$.kind') VIRTUAL,
  opened_at TEXT GENERATED ALWAYS AS (alert ->> '$.openedAt') VIRTUAL,
  told_at TEXT GENERATED ALWAYS AS (alert ->> '$.toldAt') VIRTUAL,
  resolved_at TEXT GENERATED ALWAYS AS (alert ->> '$.resolvedAt') VIRTUAL
) STRICT, WITHOUT ROWID;

-- What is wrong now with senders and D1. Wrong keys alone are noise; wrong keys and nothing right are a key that was
-- changed on one side.
CREATE VIEW IF NOT EXISTS sender_problems AS
SELECT 'wrong_keys' AS kind, r.provider, sum(r.refused) AS count FROM refusals AS r
WHERE r.since >= strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-20 minutes')
  AND NOT EXISTS (
    SELECT 1 FROM hours AS h WHERE h.provider = r.provider AND h.hour = strftime('%Y-%m-%dT%H', 'now')
  )
GROUP BY r.provider HAVING sum(r.refused) >= 3
UNION ALL
SELECT 'quarantine', NULL, count(*) FROM (
  SELECT 1 FROM quarantine INDEXED BY quarantine_open WHERE resolved_at IS NULL LIMIT 1000
) HAVING count(*) > 0
UNION ALL
SELECT 'behind', NULL, tally ->> '$.lagMs' / 60000 FROM totals
WHERE position > (unixepoch('now') - 600) * 1000000 AND tally ->> '$.lagMs' > 300000;

-- What is wrong now with orders and payments, money first: what nobody has settled and is not only good to know, payments
-- in dispute, chargebacks of a week, and orders that were paid two days ago and are not issued.
CREATE VIEW IF NOT EXISTS entity_problems AS
SELECT kind, provider, entity_id, since FROM (
  SELECT * FROM findings WHERE state = 'open' AND rank > 20
    AND NOT (kind = 'gap' AND since >= strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-1 hour'))
  ORDER BY rank DESC, amount_cents DESC, since DESC LIMIT 1000
)
UNION ALL
SELECT kind, provider, entity_id, since FROM (
  SELECT * FROM findings WHERE state = 'in_progress' AND rank > 20
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

-- The day in a few numbers, one row. `oldest` is JSON: the five orders that have been open for longest.
CREATE VIEW IF NOT EXISTS digest AS
SELECT
  (SELECT CAST(total(events) AS INTEGER) FROM hours WHERE hour >= strftime('%Y-%m-%dT%H', 'now', '-1 day')) AS events,
  (SELECT count(*) FROM orders WHERE status = 'Issued' AND status_since >= d.yesterday) AS issued,
  (SELECT count(*) FROM transactions WHERE status IN (3, 4, 15) AND status_since >= d.yesterday) AS paid,
  o.total,
  o.day,
  o.week,
  (SELECT count(*) FROM quarantine WHERE resolved_at IS NULL) AS quarantine,
  (SELECT sum(missing) FROM completeness WHERE day = (SELECT max(day) FROM completeness)) AS missing,
  (SELECT json_group_array(json_object('id', order_id, 'name', coalesce(order_number, order_id), 'since', status_since))
    FROM (
      SELECT order_id, order_number, status_since FROM orders
      WHERE status IN ('WaitingValidation', 'InValidation', 'WaitingConfirmation', 'InConfirmation', 'WaitingIssue')
        AND status_since IS NOT NULL
      ORDER BY status_since LIMIT 5
    )) AS oldest
FROM (SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-1 day') AS yesterday) AS d, (
  SELECT
    count(*) AS total,
    count(*) FILTER (WHERE status_since < strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-1 day')) AS day,
    count(*) FILTER (WHERE status_since < strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-7 days')) AS week
  FROM orders
  WHERE status IN ('WaitingValidation', 'InValidation', 'WaitingConfirmation', 'InConfirmation', 'WaitingIssue')
) AS o;

-- How everything stands, for GET /api/metrics, which reads 50 rows at the most: so only eight batches since the last sum
-- are in it, and of the bodies in quarantine six are counted.
CREATE VIEW IF NOT EXISTS metric_tallies AS
SELECT tally FROM totals
UNION ALL
SELECT tally FROM (
  SELECT tally FROM changes WHERE position > (SELECT position FROM totals) ORDER BY position LIMIT 8
) WHERE tally IS NOT NULL;

CREATE VIEW IF NOT EXISTS metric_gauges AS
SELECT 'oldest_open_seconds' AS metric, 'amplia' AS provider, status, unixepoch('now') - unixepoch(since) AS number FROM (
  SELECT column1 AS status, (SELECT min(status_since) FROM orders WHERE status = column1) AS since FROM (
    VALUES ('WaitingValidation'), ('InValidation'), ('WaitingConfirmation'), ('InConfirmation'), ('WaitingIssue')
  )
) WHERE since IS NOT NULL
UNION ALL
SELECT 'oldest_open_seconds', 'safe2pay', CAST(status AS TEXT), unixepoch('now') - unixepoch(since) FROM (
  SELECT column1 AS status, (SELECT min(status_since) FROM transactions WHERE status = column1) AS since
  FROM (VALUES (1), (2), (5), (11), (12), (14), (19))
) WHERE since IS NOT NULL
UNION ALL
SELECT 'quarantine_open', NULL, NULL, (SELECT count(*) FROM (
  SELECT 1 FROM quarantine INDEXED BY quarantine_open WHERE resolved_at IS NULL LIMIT 6
))
UNION ALL
SELECT 'quarantine_bodies', NULL, NULL, (SELECT coalesce(sum(bodies), 0) FROM quarantine_sizes)
UNION ALL
SELECT * FROM (
  SELECT 'projection_lag_seconds', NULL, NULL, tally ->> '$.lagMs' / 1000.0 AS number FROM (
    SELECT tally FROM changes ORDER BY position DESC LIMIT 1
  ) WHERE number IS NOT NULL
  UNION ALL
  SELECT 'last_change_timestamp_seconds', NULL, NULL, position / 1000000.0 FROM (
    SELECT position FROM changes ORDER BY position DESC LIMIT 1
  )
);
