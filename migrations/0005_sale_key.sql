-- The keys by which orders and payments find each other: a keyed digest of an order's number, of its sale number, and of a
-- payment's reference (src/vault/sale-number.ts says when two numbers are the same). The text beside them is masked where
-- it is a person's number, and different numbers can have one mask: so nothing is joined or searched by the text.
--
-- Only additions: a version of the Worker from before this file works on with it, and leaves the new columns empty. A row
-- of before has no key until its object sends it again; docs/storage.md says how that comes about.

ALTER TABLE orders ADD COLUMN number_key TEXT;
ALTER TABLE orders ADD COLUMN sale_key TEXT;
ALTER TABLE transactions ADD COLUMN sale_key TEXT;

-- The same three indexes, now by key: an event costs no row more than before. To keep the old ones beside them would cost
-- a new order two rows and a new payment one. A written row is billed like a thousand read ones, and who asks by the text
-- reads each order, or each payment, once.
DROP INDEX IF EXISTS orders_by_number;
DROP INDEX IF EXISTS orders_by_sale_number;
DROP INDEX IF EXISTS transactions_by_reference;
CREATE INDEX orders_by_number ON orders (number_key) WHERE number_key IS NOT NULL;
CREATE INDEX orders_by_sale_number ON orders (sale_key) WHERE sale_key IS NOT NULL;
CREATE INDEX transactions_by_reference ON transactions (sale_key) WHERE sale_key IS NOT NULL;

-- Orders with their payments, for people at the console: a row for each pair where the payment's reference is the order's
-- sale number or its number. Neither is unique, so an order can stand here several times, and a payment too.
DROP VIEW IF EXISTS order_payments;
CREATE VIEW order_payments AS
SELECT
  o.order_id,
  o.order_number,
  o.sale_number,
  o.status AS order_status,
  o.status_since AS order_since,
  t.transaction_id,
  t.reference,
  t.status AS payment_status,
  t.status_name AS payment_status_name,
  (SELECT meaning FROM statuses AS s WHERE s.provider = 'safe2pay' AND s.status = CAST(t.status AS TEXT))
    AS payment_meaning,
  CASE WHEN t.status IN (3, 4, 15) THEN 'in' WHEN t.status IN (6, 13) THEN 'out' END AS money,
  t.status_since AS payment_since,
  t.payment_method_name,
  t.amount_cents,
  t.paid_cents,
  t.net_cents,
  t.tax_cents,
  t.paid_at,
  o.number_key,
  o.sale_key,
  t.sale_key AS reference_key
FROM orders AS o JOIN transactions AS t ON t.sale_key = o.sale_key OR t.sale_key = o.number_key;

-- What a person should look at: the text of 0003_reasons.sql, which explains it, with the joins by key.
DROP VIEW IF EXISTS attention;
CREATE VIEW attention AS
-- Events. A refused one that the history counts by now is none. A refused step back of a payment stands here until a
-- later event of it counts: that one was told by a sender who knew better. `out_of_place` is what was taken into Amplia's history
-- on arrival and has no place in it as it is known now; where the event that drove it out says so, that one row will do.
-- Version 0.1.0 wrote no notice_kind: what it wrote is of the kind `notice`.
SELECT
  CASE
    WHEN notice IS NOT NULL THEN coalesce(notice_kind, 'notice')
    WHEN verdict IN ('conflict', 'regression') THEN verdict
    ELSE 'out_of_place'
  END AS kind,
  -- +, because a search for one provider would else read all of its events by their key.
  +provider AS provider,
  entity_id,
  min(received_at) AS since,
  substr(max(printf('%016d', seq) || CASE
    WHEN notice IS NOT NULL THEN notice
    WHEN verdict IN ('conflict', 'regression', 'stale') THEN reason
    ELSE status || ' was ' || verdict || ' on arrival, but by what is known now it does not fit the history.'
  END), 17) AS summary
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
GROUP BY kind, provider, entity_id

UNION ALL
-- Orders that lack an event for more than an hour, counted from the arrival of the first event whose predecessor is
-- not the one before it in the history.
SELECT
  'gap',
  'amplia',
  order_id,
  coalesce(
    min(CASE WHEN status IS NOT before AND previous_status IS NOT before THEN received_at END),
    last_received_at
  ) AS since,
  'The order is ' || stands_at || ', but ' || iif(gaps = 1, 'an earlier event has', gaps || ' earlier events have')
    || ' not arrived.'
FROM (
  SELECT
    o.order_id,
    o.status AS stands_at,
    o.gaps,
    o.last_received_at,
    t.received_at,
    t.status,
    t.previous_status,
    lag(t.status) OVER (
      PARTITION BY o.order_id ORDER BY rtrim(coalesce(t.occurred_at, t.received_at), 'Z'), t.seq
    ) AS before
  -- CROSS JOIN, here and below, keeps the order of the search: from the few to what belongs to them.
  FROM orders AS o INDEXED BY orders_with_gaps
  CROSS JOIN transitions AS t ON t.provider = 'amplia' AND t.entity_id = o.order_id AND t.effective = 1
  WHERE o.gaps > 0
)
GROUP BY order_id
HAVING since < strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-1 hour')

UNION ALL
-- The certificate is issued, the money went back, and no other payment of the order stands.
SELECT
  'issued_money_back',
  'amplia',
  o.order_id,
  min(max(coalesce(o.status_since, o.last_received_at), t.status_since)),
  substr(max(
    printf('%016d', t.transaction_id)
    || 'The certificate is issued, but payment ' || t.transaction_id || ' is ' || t.status_name || ' ('
    || (SELECT meaning FROM statuses WHERE provider = 'safe2pay' AND status = CAST(t.status AS TEXT)) || ').'
  ), 17)
FROM transactions AS t CROSS JOIN orders AS o ON t.sale_key = o.sale_key OR t.sale_key = o.number_key
WHERE t.status IN (6, 13) AND +o.status = 'Issued' AND NOT EXISTS (
  SELECT 1 FROM transactions AS other
  WHERE (other.sale_key = o.sale_key OR other.sale_key = o.number_key) AND +other.status IN (3, 4, 15)
)
GROUP BY o.order_id

UNION ALL
-- Somebody paid for an order that is canceled or declined.
SELECT
  'paid_order_closed',
  'amplia',
  o.order_id,
  min(max(coalesce(o.status_since, o.last_received_at), t.status_since)),
  substr(max(
    printf('%016d', t.transaction_id)
    || 'The order is ' || o.status || ', but payment ' || t.transaction_id || ' is ' || t.status_name || ' ('
    || (SELECT meaning FROM statuses WHERE provider = 'safe2pay' AND status = CAST(t.status AS TEXT)) || ').'
  ), 17)
FROM orders AS o CROSS JOIN transactions AS t ON t.sale_key = o.sale_key OR t.sale_key = o.number_key
WHERE o.status IN ('Canceled', 'Declined') AND +t.status IN (3, 4, 15)
GROUP BY o.order_id

UNION ALL
-- Bodies that wait for somebody; `entity_id` is the row's id.
SELECT
  'quarantine',
  provider,
  id,
  received_at,
  'A body ' || CASE reason
    WHEN 'invalid_json' THEN 'is not JSON'
    WHEN 'invalid_schema' THEN 'breaks the schema'
    WHEN 'unsupported_type' THEN 'is of a type that nothing here reads'
    WHEN 'too_many_events' THEN 'belongs to an entity that has too many events'
    ELSE 'is kept for ' || reason
  END || CASE attempts WHEN 1 THEN '.' ELSE '; it came ' || attempts || ' times.' END
FROM quarantine
WHERE resolved_at IS NULL;
