/**
 * The feed: which entities changed, in the order of D1's commits. A batch writes one row, in the transaction that changes
 * the entities' own rows: a reader who sees a position sees everything before it. Its migration has the tables and views.
 */
import { type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import * as LIMITS from '../limits.ts'
import type { Row, Statement } from './statement.ts'
import { RECOUNT } from './totals.ts'

const LAST = '(SELECT max(position) FROM changes)'

/** The position of the current batch, for the column `change` of the rows that it changes. */
export const CURRENT = sql.raw(LAST)

/** What the trigger reads of each row. */
const EVENT = ['provider', 'entityId', 'seq', 'verdict', 'receivedAt']
const ENTITY = ['orderId', 'transactionId', 'status', 'revision']

/**
 * Gives a batch its place in the feed, by a trigger, before it writes its rows. Writes nothing if D1 already has all of
 * them.
 */
export const placed = (
  transitions: readonly Row[],
  orders: readonly Row[],
  payments: readonly Row[],
): Statement => ({
  sql: 'INSERT INTO batches VALUES (?, ?, ?)',
  params: [
    JSON.stringify(transitions, EVENT),
    JSON.stringify(orders, ENTITY),
    JSON.stringify(payments, ENTITY),
  ],
})

/**
 * The condition that a row has changed since a time. It uses the feed, so that few rows are read if few have changed.
 * @param time UTC text
 */
export const changedSince = (id: SQLiteColumn, provider: string, time: string): SQL =>
  sql`${id} IN (SELECT id FROM feed WHERE position >= ${Date.parse(time) * 1000} AND provider = ${provider})`

/**
 * Adds to the feed the rows that a version without the feed has written, after a rollback, and counts everything again.
 * Bounded: the next night adds the rest.
 */
export async function tellUntold(d1: D1Database): Promise<{ readonly entities: number } | null> {
  const retell = (table: string, id: string): string =>
    `UPDATE ${table} SET "change" = ${LAST} WHERE ${id} IN (
      SELECT e.value ->> 1 FROM changes, json_each(entities) AS e WHERE position = ${LAST} AND e.value ->> 0 = ?)`
  const found = `(SELECT * FROM untold LIMIT ${LIMITS.feedRetoldRows})`
  const { results } = await d1
    .prepare(`SELECT count(*) AS entities FROM ${found}`)
    .all<{ readonly entities: number }>()
  if (!results[0]?.entities) return null
  await d1.batch([
    d1.prepare(`INSERT INTO changes (position, entities)
      SELECT max(coalesce(${LAST}, 0) + 1, unixepoch() * 1000000), json_group_array(json_array(provider, id)) FROM ${found}`),
    d1.prepare(retell('orders', 'order_id')).bind('amplia'),
    d1.prepare(retell('transactions', 'transaction_id')).bind('safe2pay'),
    d1.prepare(RECOUNT),
  ])
  return results[0]
}
