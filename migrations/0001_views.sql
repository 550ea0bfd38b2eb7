-- What people and programs ask of the read model: an index for each way in, and views that say things in plain words.
-- The numbers below are the questions of docs/queries.md.
--
-- What an index costs was measured with D1's rows_written. An insert writes one row more for each index whose WHERE
-- takes the row in. An update writes one row more for each index that holds a column it SETs, changed or not, if the
-- row is still inside that index; taking an entry out writes none. So one index of each head table may hold columns
-- that move with every event, and the other columns that are indexed are SET only when they change.
-- An applied event of a known entity writes three rows: its transition, its head, and the head's place by status.

-- Where things stand and since when: 1 to 3, 11 to 13, 16, 17, 20, 22, and the overview's counts. One row with every
-- event.
CREATE INDEX orders_by_status ON orders (status, status_since);
CREATE INDEX transactions_by_status ON transactions (status, status_since);

-- Lists, newest first, page by page; what first came in a period: 14, 15, 19. One row with the first event, for good.
CREATE INDEX orders_by_arrival ON orders (first_received_at, order_id);
CREATE INDEX transactions_by_arrival ON transactions (first_received_at, transaction_id);

-- The numbers that people search by, and the join of orders with their payments: 1, 8 to 12, 22. One row for each
-- number there is, once, and two (head and index) when it changes.
CREATE INDEX orders_by_number ON orders (order_number) WHERE order_number IS NOT NULL;
CREATE INDEX orders_by_sale_number ON orders (sale_number) WHERE sale_number IS NOT NULL;
CREATE INDEX transactions_by_reference ON transactions (reference) WHERE reference IS NOT NULL;

-- Orders that lack events, newest first: 1 and 4. Nothing for an order without a gap, nor for its further events; two
-- rows (head and index) when the number of its gaps changes, one when the last gap closes.
CREATE INDEX orders_with_gaps ON orders (first_received_at, order_id) WHERE gaps > 0;

-- The events of the view attention, whose WHERE repeats this one word for word: else it is not used. 1, 5, 18, 21. One
-- row for an event that somebody should look at, nothing for any other. Safe2Pay's regressions are none: it sends no
-- time of the change, so an old status that arrives late looks like one.
CREATE INDEX transitions_to_look_at ON transitions (received_at)
  WHERE notice IS NOT NULL OR (effective = 0 AND NOT (provider = 'safe2pay' AND verdict = 'regression'));

-- The quarantine, newest first: all of it, and what is open (1, 6); and what the nightly deletion looks for. Two rows
-- with a new body, one when it comes again, one when it is resolved.
CREATE INDEX quarantine_by_arrival ON quarantine (received_at, id);
CREATE INDEX quarantine_open ON quarantine (received_at, id) WHERE resolved_at IS NULL;
CREATE INDEX quarantine_resolved ON quarantine (resolved_at) WHERE resolved_at IS NOT NULL;

-- The views. IF NOT EXISTS, because a view stays when its tables are dropped and made again.

-- The words of the life cycles in src/providers, for the views below and for whoever asks what 11 is. `money` is 'in'
-- where the merchant has it and 'out' where it went back.
CREATE VIEW IF NOT EXISTS statuses (provider, status, name, meaning, money) AS VALUES
  ('amplia', 'WaitingValidation', 'WaitingValidation', 'order created', NULL),
  ('amplia', 'InValidation', 'InValidation', 'being validated', NULL),
  ('amplia', 'WaitingConfirmation', 'WaitingConfirmation', 'in the queue for confirmation', NULL),
  ('amplia', 'InConfirmation', 'InConfirmation', 'being confirmed', NULL),
  ('amplia', 'WaitingIssue', 'WaitingIssue', 'approved, waiting for issue', NULL),
  ('amplia', 'Issued', 'Issued', 'certificate issued', NULL),
  ('amplia', 'Revoked', 'Revoked', 'certificate revoked', NULL),
  ('amplia', 'Declined', 'Declined', 'order declined', NULL),
  ('amplia', 'Canceled', 'Canceled', 'order canceled', NULL),
  ('safe2pay', '1', 'Pendente', 'awaiting payment', NULL),
  ('safe2pay', '2', 'Processamento', 'paid, not settled yet', NULL),
  ('safe2pay', '3', 'Autorizado', 'paid', 'in'),
  ('safe2pay', '4', 'Disponível', 'paid, available to the merchant', 'in'),
  ('safe2pay', '5', 'Em disputa', 'disputed by the card holder', NULL),
  ('safe2pay', '6', 'Estornado', 'refunded', 'out'),
  ('safe2pay', '7', 'Baixado', 'closed without payment', NULL),
  ('safe2pay', '8', 'Recusado', 'declined', NULL),
  ('safe2pay', '11', 'Liberado', 'released by a user, not paid', NULL),
  ('safe2pay', '12', 'Em cancelamento', 'cancellation under way', NULL),
  ('safe2pay', '13', 'Chargeback', 'money taken back after a dispute', 'out'),
  ('safe2pay', '14', 'Pré-Autorizado', 'awaiting capture, not paid', NULL),
  ('safe2pay', '15', 'Devolução de Contestação', 'dispute denied, the merchant keeps the money', 'in'),
  ('safe2pay', '18', 'Abortado', 'aborted at the terminal', NULL),
  ('safe2pay', '19', 'Em devolução', 'refund under way', NULL);

-- The story of an entity, for people at the console: every stored event with its status in words. `time` is the
-- provider's, or that of arrival where it sends none. In the order of a history: ORDER BY rtrim(time, 'Z'), seq,
-- because '28Z' sorts after '28.358Z'.
CREATE VIEW IF NOT EXISTS timeline AS
SELECT
  provider,
  entity_id,
  seq,
  coalesce(occurred_at, received_at) AS time,
  status,
  coalesce((SELECT name FROM statuses AS s WHERE s.provider = t.provider AND s.status = t.status), status)
    AS status_name,
  (SELECT meaning FROM statuses AS s WHERE s.provider = t.provider AND s.status = t.status) AS meaning,
  verdict,
  effective,
  reason,
  notice,
  previous_status,
  received_at
FROM transitions AS t
-- All of them. Named, so that an entity is found by its id alone: the key begins with the provider.
WHERE provider IN (SELECT provider FROM statuses);

-- Orders with their payments, for people at the console: a row for each pair whose reference is the order's sale number
-- or its number. Neither is unique, so an order can stand here several times, and a payment too.
CREATE VIEW IF NOT EXISTS order_payments AS
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
  t.paid_at
FROM orders AS o JOIN transactions AS t ON t.reference = o.sale_number OR t.reference = o.order_number;

-- Events by their verdict, per day (UTC) and provider, for the overview page and people at the console. A duplicate is
-- not stored and so not counted. Reads every transition: an index on the time of arrival would cost each event a row.
CREATE VIEW IF NOT EXISTS daily AS
SELECT substr(received_at, 1, 10) AS day, provider, verdict, count(*) AS deliveries
FROM transitions
GROUP BY day, provider, verdict;

-- What a person should look at, one row each, for the API, the overview page and people at the console. `since` is when
-- it was first seen. Newest first: ORDER BY since DESC. D1 takes five SELECTs in one, and no more.
CREATE VIEW IF NOT EXISTS attention AS
-- Events. A refused one that the history counts by now is none. `out_of_place` is what was taken into Amplia's history
-- on arrival and has no place in it as it is known now; where the event that drove it out says so, that one row will do.
SELECT
  CASE
    WHEN notice LIKE 'The life cycle does not know the status %' THEN 'unknown_status'
    WHEN notice LIKE '% no longer counts: %' THEN 'out_of_place'
    WHEN notice LIKE '% was not expected.%' THEN 'late_move'
    WHEN notice LIKE 'The amount changed after payment,%' THEN 'amount_changed'
    WHEN notice IS NOT NULL THEN 'notice'
    WHEN verdict IN ('conflict', 'regression') THEN verdict
    ELSE 'out_of_place'
  END AS kind,
  -- +, because a search for one provider would else read all of its events by their key.
  +provider AS provider,
  entity_id,
  received_at AS since,
  CASE
    WHEN notice IS NOT NULL THEN notice
    WHEN verdict IN ('conflict', 'regression', 'stale') THEN reason
    ELSE status || ' was ' || verdict || ' on arrival, but by what is known now it does not fit the history.'
  END AS summary
FROM transitions AS t
WHERE (notice IS NOT NULL OR (effective = 0 AND NOT (provider = 'safe2pay' AND verdict = 'regression')))
  AND NOT (notice IS NULL AND verdict IN ('applied', 'amended') AND EXISTS (
    SELECT 1 FROM transitions AS later
    WHERE later.provider = t.provider AND later.entity_id = t.entity_id AND later.notice LIKE '% no longer counts: %'
  ))

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
  max(coalesce(o.status_since, o.last_received_at), t.status_since),
  'The certificate is issued, but payment ' || t.transaction_id || ' is ' || t.status_name || ' ('
    || (SELECT meaning FROM statuses WHERE provider = 'safe2pay' AND status = CAST(t.status AS TEXT)) || ').'
FROM transactions AS t CROSS JOIN orders AS o ON t.reference = o.sale_number OR t.reference = o.order_number
WHERE t.status IN (6, 13) AND +o.status = 'Issued' AND NOT EXISTS (
  SELECT 1 FROM transactions AS other
  WHERE (other.reference = o.sale_number OR other.reference = o.order_number) AND +other.status IN (3, 4, 15)
)

UNION ALL
-- Somebody paid for an order that is canceled or declined.
SELECT
  'paid_order_closed',
  'amplia',
  o.order_id,
  max(coalesce(o.status_since, o.last_received_at), t.status_since),
  'The order is ' || o.status || ', but payment ' || t.transaction_id || ' is ' || t.status_name || ' ('
    || (SELECT meaning FROM statuses WHERE provider = 'safe2pay' AND status = CAST(t.status AS TEXT)) || ').'
FROM orders AS o CROSS JOIN transactions AS t ON t.reference = o.sale_number OR t.reference = o.order_number
WHERE o.status IN ('Canceled', 'Declined') AND +t.status IN (3, 4, 15)

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
