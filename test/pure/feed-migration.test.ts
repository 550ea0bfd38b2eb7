/** What was in D1 before there was a feed stands in the feed. */
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { migrationsIn } from '../../scripts/migrations.ts'

const FEED = /^\d+_feed\.sql$/
const migrations = migrationsIn()

describe('the migration that makes the feed', () => {
  it('gives each order and payment of before one place, no earlier than its last event', () => {
    const database = new DatabaseSync(':memory:')
    const feed = migrations.findIndex(({ name }) => FEED.test(name))
    for (const { sql } of migrations.slice(0, feed)) database.exec(sql)
    database.exec(`
      WITH RECURSIVE n (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM n WHERE n < 250)
      INSERT INTO orders (order_id, status, gaps, refused, revision, first_received_at, last_received_at)
      SELECT printf('order-%03d', n), 'Issued', 0, 0, 1, '', strftime('%Y-%m-%dT%H:%M:%fZ', '2026-03-01', (n % 50) || ' seconds') FROM n`)
    database.exec(`
      INSERT INTO transactions (transaction_id, status, status_name, status_since, details, refused, revision,
        first_received_at, last_received_at)
      SELECT CAST(substr(order_id, 7) AS INTEGER), 3, '', '', 'null', 0, 1, '', last_received_at FROM orders`)
    database.exec(migrations[feed]?.sql ?? '')
    const places = database
      .prepare(`
        SELECT position, e.value ->> 0 AS provider, e.value ->> 1 AS id,
          coalesce(o."change", t."change") AS "change",
          unixepoch(coalesce(o.last_received_at, t.last_received_at)) * 1000000 AS last
        FROM changes CROSS JOIN json_each(entities) AS e
        LEFT JOIN orders AS o ON e.value ->> 0 = 'amplia' AND o.order_id = e.value ->> 1
        LEFT JOIN transactions AS t ON e.value ->> 0 = 'safe2pay' AND t.transaction_id = CAST(e.value ->> 1 AS INTEGER)`)
      .all()
    expect(places).toHaveLength(500)
    expect(new Set(places.map(({ provider, id }) => `${provider} ${id}`)).size).toBe(500)
    for (const { position, change, last } of places) {
      expect(change).toBe(position)
      expect(Number(position)).toBeGreaterThanOrEqual(Number(last))
    }
  })
})
