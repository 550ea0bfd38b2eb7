-- The day in a few numbers, as in 0013_feed.sql, and of the last night also how many payments stand otherwise in the sender's
-- own lists.
--
-- Only another view: a version of the Worker from before this file leaves that number out.

DROP VIEW IF EXISTS digest;
CREATE VIEW digest AS
SELECT
  (SELECT CAST(total(events) AS INTEGER) FROM hours WHERE hour >= strftime('%Y-%m-%dT%H', 'now', '-1 day')) AS events,
  (SELECT count(*) FROM orders WHERE status = 'Issued' AND status_since >= d.yesterday) AS issued,
  (SELECT count(*) FROM transactions WHERE status IN (3, 4, 15) AND status_since >= d.yesterday) AS paid,
  o.total,
  o.day,
  o.week,
  (SELECT count(*) FROM quarantine WHERE resolved_at IS NULL) AS quarantine,
  (SELECT sum(missing) FROM completeness WHERE day = (SELECT max(day) FROM completeness)) AS missing,
  (SELECT sum(differing) FROM completeness WHERE day = (SELECT max(day) FROM completeness)) AS differing,
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
