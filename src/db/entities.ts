/** Orders and transactions as lists: newest first, filtered, page by page. Reads only. */
import { and, desc, eq, getTableColumns, gt, gte, lt, or, type SQL, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import { type Page, type Place, pageOf } from './cursor.ts'
import { orders, transactions } from './schema.ts'

/** The key of a number that is asked for, because its text stands masked; null where no number can have the text. */
type NumberKey = string | null

/** Any id or number that the entity is known by, or the key of one: the text, and the key of the text. */
interface Search {
  readonly text: string
  readonly key: NumberKey
}

/** What a list is narrowed to; times are UTC text and bound when the entity was first heard of. */
export interface EntityFilter {
  readonly id?: string | undefined
  readonly status?: string | undefined
  readonly search?: Search | undefined
  /** The key by which a payment refers to an order. */
  readonly reference?: NumberKey | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
  /** Whether events of it were refused. */
  readonly refused?: boolean | undefined
  readonly after?: Place | undefined
  readonly limit: number
}

export interface OrderFilter extends EntityFilter {
  readonly orderNumber?: NumberKey | undefined
  readonly saleNumber?: NumberKey | undefined
  readonly gaps?: boolean | undefined
}

export type Order = typeof orders.$inferSelect
/** Without its details, which are long and stand in the transaction's own page. */
export type Transaction = Omit<typeof transactions.$inferSelect, 'details'>

export async function listOrders(d1: D1Database, filter: OrderFilter): Promise<Page<Order>> {
  const { id, search, reference, after, limit } = filter
  const time = orders[timeOf(filter)]
  const rows = await drizzle(d1)
    .select()
    .from(orders)
    .where(
      and(
        ...common(orders, filter),
        id === undefined ? undefined : eq(orders.orderId, id.toLowerCase()),
        filter.status === undefined ? undefined : eq(orders.status, filter.status),
        filter.orderNumber === undefined ? undefined : has(orders.numberKey, filter.orderNumber),
        filter.saleNumber === undefined ? undefined : has(orders.saleKey, filter.saleNumber),
        // A payment refers to an order by either number.
        reference === undefined
          ? undefined
          : or(has(orders.saleKey, reference), has(orders.numberKey, reference)),
        search === undefined
          ? undefined
          : or(
              eq(orders.orderId, search.text.toLowerCase()),
              found(orders.numberKey, search),
              found(orders.saleKey, search),
            ),
        filter.gaps === undefined ? undefined : filter.gaps ? gt(orders.gaps, 0) : eq(orders.gaps, 0),
        after && older(time, orders.orderId, after.at, after.id),
      ),
    )
    .orderBy(desc(time), desc(orders.orderId))
    .limit(limit + 1)
  return pageOf(rows, limit, (row) => ({ at: row[timeOf(filter)] ?? '', id: row.orderId }))
}

export async function listTransactions(d1: D1Database, filter: EntityFilter): Promise<Page<Transaction>> {
  const { id, search, reference, after, limit } = filter
  const { details: _, ...columns } = getTableColumns(transactions)
  const time = transactions[timeOf(filter)]
  const rows = await drizzle(d1)
    .select(columns)
    .from(transactions)
    .where(
      and(
        ...common(transactions, filter),
        id === undefined ? undefined : eq(transactions.transactionId, integer(id)),
        filter.status === undefined ? undefined : eq(transactions.status, integer(filter.status)),
        reference === undefined ? undefined : has(transactions.saleKey, reference),
        search === undefined
          ? undefined
          : or(eq(transactions.transactionId, integer(search.text)), found(transactions.saleKey, search)),
        after && older(time, transactions.transactionId, after.at, integer(after.id)),
      ),
    )
    .orderBy(desc(time), desc(transactions.transactionId))
    .limit(limit + 1)
  return pageOf(rows, limit, (row) => ({ at: row[timeOf(filter)], id: String(row.transactionId) }))
}

function common(
  table: { readonly firstReceivedAt: SQLiteColumn; readonly refused: SQLiteColumn },
  { from, to, refused }: EntityFilter,
): (SQL | undefined)[] {
  return [
    from === undefined ? undefined : gte(table.firstReceivedAt, from),
    to === undefined ? undefined : lt(table.firstReceivedAt, to),
    refused === undefined ? undefined : refused ? gt(table.refused, 0) : eq(table.refused, 0),
  ]
}

/**
 * What newest means: first heard of last, or, of one status, taken last. By the other time, a page of a status that
 * many have had would read all of them.
 */
const timeOf = ({ status }: EntityFilter): 'statusSince' | 'firstReceivedAt' =>
  status === undefined ? 'firstReceivedAt' : 'statusSince'

/** The rows after a place in the order; those without a time come last. */
const older = (time: SQLiteColumn, key: SQLiteColumn, at: string, id: string | number): SQL | undefined =>
  at === ''
    ? and(sql`${time} IS NULL`, lt(key, id))
    : or(sql`(${time}, ${key}) < (${at}, ${id})`, sql`${time} IS NULL`)

/** Nothing equals NULL, so what has no key is nowhere. */
const has = (column: SQLiteColumn, key: NumberKey): SQL => sql`${column} = ${key}`

const found = (column: SQLiteColumn, { text, key }: Search): SQL => sql`${column} IN (${key}, ${text})`

/** No row has the key or status -1: what is not a number is nowhere. */
const integer = (text: string): number => (/^\d{1,15}$/.test(text) ? Number(text) : -1)
