-- A payment status that the life cycle does not know, by the name that its sender gave it, where people ask D1.
--
-- Only additions: a version of the Worker from before this file writes no name, and the code stands in its place, as before.

-- NULL where the life cycle knows the status, or the event gives it no name.
ALTER TABLE transitions ADD COLUMN status_name TEXT;

-- As 0001_views.sql has it, with this name.
DROP VIEW timeline;
CREATE VIEW timeline AS
SELECT
  provider,
  entity_id,
  seq,
  coalesce(occurred_at, received_at) AS time,
  status,
  coalesce(
    (SELECT name FROM statuses AS s WHERE s.provider = t.provider AND s.status = t.status),
    status_name,
    status
  ) AS status_name,
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
