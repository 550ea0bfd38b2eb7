/** Compares the sender's list with our transactions, and keeps one row of the result for each night. */
import { getTableColumns, sql } from 'drizzle-orm'
import type { EntityId } from '../id.ts'
import { database } from './database.ts'
import { completeness } from './schema.ts'
import { put } from './statement.ts'

export type Completeness = typeof completeness.$inferSelect

/** Listed transactions that we never received, and those that have another status here. */
export interface Difference {
  readonly missing: readonly EntityId[]
  readonly differing: readonly EntityId[]
}

/** @param statuses the statuses that a listed transaction may have here without counting as different */
export interface Listed {
  readonly id: EntityId
  readonly statuses: readonly string[]
}

/** One statement for a page, however long it is. */
export async function compared(d1: D1Database, listed: readonly Listed[]): Promise<Difference> {
  const rows = await database(d1).all<{ id: EntityId; isMissing: number }>(sql`
    SELECT id, t.transaction_id IS NULL AND NOT EXISTS (
      SELECT 1 FROM transitions WHERE provider = 'safe2pay' AND entity_id = id
    ) AS isMissing
    FROM (SELECT value ->> '$.id' AS id, value -> '$.statuses' AS statuses FROM json_each(${JSON.stringify(listed)}))
    LEFT JOIN transactions AS t ON t.transaction_id = CAST(id AS INTEGER)
    WHERE t.transaction_id IS NULL OR CAST(t.status AS TEXT) NOT IN (SELECT value FROM json_each(statuses))`)
  return {
    missing: rows.filter(({ isMissing }) => isMissing === 1).map(({ id }) => id),
    differing: rows.filter(({ isMissing }) => isMissing === 0).map(({ id }) => id),
  }
}

/**
 * Transactions here that were created between two times, UTC text: by the index of arrival, because none arrived before it
 * was created.
 */
export async function createdBetween(d1: D1Database, from: string, until: string): Promise<number> {
  const [row] = await database(d1).all<{ count: number }>(sql`
    SELECT count(*) AS count FROM transactions
    WHERE first_received_at >= ${from} AND created_at >= ${from} AND created_at < ${until}`)
  return row?.count ?? 0
}

export async function writeCompleteness(d1: D1Database, night: Completeness): Promise<void> {
  await database(d1).run(put(completeness, night, [completeness.day, completeness.list]))
}

/** The last nights, newest first. */
export const readCompleteness = (d1: D1Database, limit: number): Promise<readonly Completeness[]> =>
  database(d1).rows(
    getTableColumns(completeness),
    sql`FROM ${completeness} ORDER BY ${completeness.day} DESC, ${completeness.list} LIMIT ${limit}`,
  )
