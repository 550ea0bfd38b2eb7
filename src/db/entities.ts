/** Orders and transactions as lists: newest first, filtered, page by page. Reads only. */
import {
  and,
  eq,
  getTableColumns,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  or,
  type SQL,
  sql,
} from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import { changedSince } from './changes.ts'
import { type Page, type Place, pageOf } from './cursor.ts'
import { database, where } from './database.ts'
import { orders, transactions } from './schema.ts'

/** The key of a number that is asked for, because its text stands masked; null where no number can have the text. */
type NumberKey = string | null

/** Any id or number that the entity is known by, or the key of one: the text, and the key of the text. */
interface Search {
  readonly text: string
  readonly key: NumberKey
}

/** The time by which a list is ordered and bounded: when it was first heard of, had its status, or was paid. */
export type ListTime = 'received' | 'changed' | 'paid'

/** What a list is narrowed to; times are UTC text. */
export interface EntityFilter {
  readonly id?: string | undefined
  /** Any of them. */
  readonly statuses?: readonly string[] | undefined
  readonly search?: Search | undefined
  /** The key by which a payment refers to an order. */
  readonly reference?: NumberKey | undefined
  /** When left out: of some statuses by when they came, else by when it was first heard of. */
  readonly by?: ListTime | undefined
  readonly oldestFirst?: boolean | undefined
  /** Bounds of that time; without `by`, of when it was first heard of. */
  readonly from?: string | undefined
  readonly to?: string | undefined
  /** Bounds when D1 last changed it. */
  readonly updatedSince?: string | undefined
  /** Whether events of it were refused. */
  readonly refused?: boolean | undefined
  readonly after?: Place | undefined
  readonly limit: number
}

export interface OrderFilter extends EntityFilter {
  readonly orderNumber?: NumberKey | undefined
  readonly saleNumber?: NumberKey | undefined
  readonly gaps?: boolean | undefined
  /** Whether a payment of it stands. */
  readonly paid?: boolean | undefined
}

/** Without its place in the feed, which is the feed's own. */
const { change: _, ...orderColumns } = getTableColumns(orders)
/** And without its details, which are long and stand in the transaction's own page. */
const { change: __, details: ___, ...transactionColumns } = getTableColumns(transactions)

export { orderColumns, transactionColumns }

export type Order = Omit<typeof orders.$inferSelect, 'change'>
export type Transaction = Omit<typeof transactions.$inferSelect, 'change' | 'details'>

/** How many there are, and what they come to; of more than are counted nothing is known but that. */
export interface Total {
  readonly count: number
  readonly cents: number
  readonly isMore: boolean
}

/** Rows that a list counts above it: each look at the list reads so many. */
const COUNTED = 2000

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
    sql`SELECT count(*) AS count, sum(cents) AS cents FROM (SELECT ${rows} LIMIT ${COUNTED + 1})`,
  )
  const { count = 0, cents } = found ?? {}
  return { count: Math.min(count, COUNTED), cents: cents ?? 0, isMore: count > COUNTED }
}

/**
 * Rows in the order of when their status came lie in the index by status, so each status is walked by itself and a page
 * reads no more of each than it shows; in any other order one walk does.
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

/** The statuses that there are, also those that no table has: a step along the index each. */
async function statusesIn(d1: D1Database, column: SQLiteColumn): Promise<readonly string[]> {
  const { table } = column
  const found = await database(d1).all<{ status: string | number }>(sql`
    WITH RECURSIVE found (status) AS (
      SELECT min(status) FROM ${table}
      UNION ALL SELECT (SELECT min(status) FROM ${table} WHERE status > found.status) FROM found WHERE found.status IS NOT NULL
    ) SELECT status FROM found WHERE status IS NOT NULL`)
  return found.map(({ status }) => String(status))
}

/** Cuts the rows of several walks to one page. */
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

const ofOrders = (filter: OrderFilter): readonly (SQL | undefined)[] => {
  const { id, search, reference } = filter
  return [
    ...bounded(orders[timeOf(filter)], orders, filter),
    filter.updatedSince === undefined
      ? undefined
      : changedSince(orders.orderId, 'amplia', filter.updatedSince),
    id === undefined ? undefined : eq(orders.orderId, id.toLowerCase()),
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
    filter.paid === undefined ? undefined : filter.paid ? STANDING_PAYMENT : sql`NOT ${STANDING_PAYMENT}`,
  ]
}

const ofTransactions = (filter: EntityFilter): readonly (SQL | undefined)[] => {
  const { id, search, reference, by } = filter
  return [
    ...bounded(by === 'paid' ? transactions.paidAt : transactions[timeOf(filter)], transactions, filter),
    by === 'paid' ? isNotNull(transactions.paidAt) : undefined,
    filter.updatedSince === undefined
      ? undefined
      : changedSince(transactions.transactionId, 'safe2pay', filter.updatedSince),
    id === undefined ? undefined : eq(transactions.transactionId, integer(id)),
    reference === undefined ? undefined : has(transactions.saleKey, reference),
    search === undefined
      ? undefined
      : or(eq(transactions.transactionId, integer(search.text)), found(transactions.saleKey, search)),
  ]
}

/** The money is in, or on its way in: what the view `statuses` calls so, and what is not settled or in dispute yet. */
const STANDING_PAYMENT = sql`EXISTS (
  SELECT 1 FROM ${transactions} AS payment
  WHERE payment.sale_key IN (${orders.saleKey}, ${orders.numberKey}) AND +payment.status IN (2, 3, 4, 5, 15)
)`

function bounded(
  time: SQLiteColumn,
  table: { readonly firstReceivedAt: SQLiteColumn; readonly refused: SQLiteColumn },
  { by, from, to, refused }: EntityFilter,
): (SQL | undefined)[] {
  const column = by === undefined ? table.firstReceivedAt : time
  return [
    from === undefined ? undefined : gte(column, from),
    to === undefined ? undefined : lt(column, to),
    refused === undefined ? undefined : refused ? gt(table.refused, 0) : eq(table.refused, 0),
  ]
}

/**
 * What newest means: first heard of last or, of some statuses, taken last. By the other time, a page of a status that
 * few have would read all rows.
 */
const timeOf = ({ by, statuses }: EntityFilter): 'statusSince' | 'firstReceivedAt' =>
  (by === undefined ? statuses !== undefined : by === 'changed') ? 'statusSince' : 'firstReceivedAt'

const ordered = (time: SQLiteColumn, key: SQLiteColumn, { oldestFirst }: EntityFilter): SQL =>
  oldestFirst ? sql`ORDER BY ${time}, ${key}` : sql`ORDER BY ${time} DESC, ${key} DESC`

/** The rows after a place in the order; those without a time are the oldest. */
function placed(
  time: SQLiteColumn,
  key: SQLiteColumn,
  { after, oldestFirst }: EntityFilter,
  id: string | number | undefined,
): SQL | undefined {
  if (!after || id === undefined) return undefined
  const { at } = after
  if (oldestFirst) {
    return at === ''
      ? or(and(isNull(time), gt(key, id)), isNotNull(time))
      : sql`(${time}, ${key}) > (${at}, ${id})`
  }
  if (at === '') return and(isNull(time), lt(key, id))
  const older = sql`(${time}, ${key}) < (${at}, ${id})`
  return time.notNull ? older : or(older, isNull(time))
}

const ofType = (column: SQLiteColumn, status: string): string | number =>
  column === transactions.status ? integer(status) : status

const among = (column: SQLiteColumn, statuses: readonly string[] | undefined): SQL | undefined =>
  statuses &&
  inArray(
    column,
    statuses.map((status) => ofType(column, status)),
  )

/** Nothing equals NULL, so what has no key is nowhere. */
const has = (column: SQLiteColumn, key: NumberKey): SQL => sql`${column} = ${key}`

const found = (column: SQLiteColumn, { text, key }: Search): SQL => sql`${column} IN (${key}, ${text})`

/** No row has the key or status -1: what is not a number is nowhere. */
const integer = (text: string): number => (/^\d{1,15}$/.test(text) ? Number(text) : -1)

/** Whether D1 has an event of an entity: then there is a page about it. */
export async function isKnown(d1: D1Database, provider: string, entityId: string): Promise<boolean> {
  const query = d1.prepare('SELECT 1 FROM transitions WHERE provider = ? AND entity_id = ? LIMIT 1')
  return (await query.bind(provider, entityId).all()).results.length > 0
}
