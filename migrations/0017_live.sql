-- The events that came last, for who watches them come.
--
-- Only additions: a version of the Worker from before this file works on with it. No event writes a row for this: what changed
-- last stands at the end of the feed, and the last events of each of these at the end of its history.

CREATE VIEW IF NOT EXISTS live_events AS
SELECT
  t.received_at AS at,
  t.provider,
  t.entity_id AS entity,
  iif(t.provider = 'amplia', (SELECT order_number FROM orders WHERE order_id = t.entity_id), NULL) AS orderNumber,
  t.status,
  t.verdict AS outcome
FROM (
  SELECT DISTINCT e.value ->> 0 AS provider, e.value ->> 1 AS id
  FROM (SELECT position, entities FROM changes ORDER BY position DESC LIMIT 40) AS c CROSS JOIN json_each(c.entities) AS e
  ORDER BY c.position DESC LIMIT 40
) AS x
CROSS JOIN transitions AS t ON t.provider = x.provider AND t.entity_id = x.id AND t.seq > (
  SELECT max(seq) FROM transitions AS last WHERE last.provider = x.provider AND last.entity_id = x.id
) - 3
UNION
-- Events that count for no status, and so changed nothing.
SELECT received_at, provider, entity_id, NULL, status, verdict FROM (
  SELECT * FROM transitions
  WHERE (notice IS NOT NULL OR (effective = 0 AND NOT (provider = 'safe2pay' AND verdict = 'regression')))
  ORDER BY received_at DESC LIMIT 10
) WHERE verdict IN ('unknown', 'conflict')
  AND NOT EXISTS (SELECT 1 FROM orders WHERE order_id = entity_id)
  AND NOT EXISTS (SELECT 1 FROM transactions WHERE transaction_id = CAST(entity_id AS INTEGER))
ORDER BY at DESC LIMIT 60;
