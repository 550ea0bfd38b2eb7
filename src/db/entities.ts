/** Orders and transactions as lists: newest first, filtered, page by page. Reads only. */

import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import * as LIMITS from '../limits.ts'
import { type Page, type Place, pageOf } from './cursor.ts'
import { database, where } from './database.ts'
import {
  among,
  type EntityFilter,
  integer,
  type OrderFilter,
  ofOrders,
  ofTransactions,
  ofType,
  ordered,
  placed,
  timeOf,
} from './entity-filter.ts'
import { orders, transactions } from './schema.ts'

/** Without the position in the feed, which is internal. */
const { change: _, ...orderColumns } = getTableColumns(orders)
/** Also without the details, which are long and shown on the transaction's own page. */
const { change: __, details: ___, ...transactionColumns } = getTableColumns(transactions)

export { orderColumns, transactionColumns }

export type Order = Omit<typeof orders.$inferSelect, 'change'>
export type Transaction = Omit<typeof transactions.$inferSelect, 'change' | 'details'>

/** How many rows there are, and their sum; beyond the limit it says only that there are more. */
export interface Total {
  readonly count: number
  readonly cents: number
  readonly isMore: boolean
}

export async function listOrders(d1: D1Database, filter: OrderFilter): Promise<Page<Order>> {
  const db = database(d1)
  const time = orders[timeOf(filter)]
  const rows = await walk(d1, orders.status, filter, (status) =>
    db.rows(
      orderColumns,
      sql`FROM ${orders}
        ${where(...ofOrders(filter), status, placed(time, orders.orderId, filter, filter.after?.id))}
        ${ordered(time, orders.orderId, filter)} LIMIT ${filter.limit + 1}`,
    ),
  )
  const place = (row: Order): Place => ({ at: row[timeOf(filter)] ?? '', id: row.orderId })
  return merged(rows, filter, place, (a, b) => (a.id < b.id ? -1 : 1))
}

export async function listTransactions(d1: D1Database, filter: EntityFilter): Promise<Page<Transaction>> {
  const db = database(d1)
  const time = filter.by === 'paid' ? transactions.paidAt : transactions[timeOf(filter)]
  const id = filter.after && integer(filter.after.id)
  const rows = await walk(d1, transactions.status, filter, (status) =>
    db.rows(
      transactionColumns,
      sql`FROM ${transactions}
        ${where(...ofTransactions(filter), status, placed(time, transactions.transactionId, filter, id))}
        ${ordered(time, transactions.transactionId, filter)} LIMIT ${filter.limit + 1}`,
    ),
  )
  const place = (row: Transaction): Place => ({
    at: (filter.by === 'paid' ? row.paidAt : row[timeOf(filter)]) ?? '',
    id: String(row.transactionId),
  })
  return merged(rows, filter, place, (a, b) => Number(a.id) - Number(b.id))
}

export const countOrders = (d1: D1Database, filter: OrderFilter): Promise<Total> =>
  total(
    d1,
    sql`0 AS cents FROM ${orders} ${where(...ofOrders(filter), among(orders.status, filter.statuses))}`,
  )

export const countTransactions = (d1: D1Database, filter: EntityFilter): Promise<Total> =>
  total(
    d1,
    sql`amount_cents AS cents FROM ${transactions}
      ${where(...ofTransactions(filter), among(transactions.status, filter.statuses))}`,
  )

async function total(d1: D1Database, rows: SQL): Promise<Total> {
  const [found] = await database(d1).all<{ count: number; cents: number | null }>(
    sql`SELECT count(*) AS count, sum(cents) AS cents FROM (SELECT ${rows} LIMIT ${LIMITS.countedRows + 1})`,
  )
  const { count = 0, cents } = found ?? {}
  return { count: Math.min(count, LIMITS.countedRows), cents: cents ?? 0, isMore: count > LIMITS.countedRows }
}

/**
 * The order by status time is in the index by status, so each status is walked on its own, and a page reads no more of each
 * than it shows. In any other order one walk is enough.
 */
async function walk<Row>(
  d1: D1Database,
  column: SQLiteColumn,
  filter: EntityFilter,
  rowsOf: (status: SQL | undefined) => PromiseLike<Row[]>,
): Promise<readonly Row[]> {
  const { statuses } = filter
  if (timeOf(filter) !== 'statusSince' || filter.by === 'paid') return rowsOf(among(column, statuses))
  const present = statuses ?? (await statusesIn(d1, column))
  return (
    await Promise.all(present.map((status) => rowsOf(sql`${column} = ${ofType(column, status)}`)))
  ).flat()
}

/** All statuses that occur, also unknown ones: one step along the index for each. */
async function statusesIn(d1: D1Database, column: SQLiteColumn): Promise<readonly string[]> {
  const { table } = column
  const found = await database(d1).all<{ status: string | number }>(sql`
    WITH RECURSIVE found (status) AS (
      SELECT min(status) FROM ${table}
      UNION ALL SELECT (SELECT min(status) FROM ${table} WHERE status > found.status) FROM found WHERE found.status IS NOT NULL
    ) SELECT status FROM found WHERE status IS NOT NULL`)
  return found.map(({ status }) => String(status))
}

/** Merges the rows of several walks into one page. */
function merged<Row>(
  rows: readonly Row[],
  { oldestFirst, limit }: EntityFilter,
  place: (row: Row) => Place,
  byId: (a: Place, b: Place) => number,
): Page<Row> {
  const sorted = [...rows].sort((one, other) => {
    const [a, b] = [place(one), place(other)]
    const order = a.at === b.at ? byId(a, b) : a.at < b.at ? -1 : 1
    return oldestFirst ? order : -order
  })
  return pageOf(sorted, limit, place)
}

/** Whether D1 has an event of an entity: then it has a page. */
export async function isInD1(d1: D1Database, provider: string, entityId: string): Promise<boolean> {
  const query = d1.prepare('SELECT 1 FROM transitions WHERE provider = ? AND entity_id = ? LIMIT 1')
  return (await query.bind(provider, entityId).all()).results.length > 0
}
