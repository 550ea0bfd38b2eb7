/** What a list of orders or transactions is narrowed to, as conditions of SQL, and the order that it is in. */
import { and, eq, gt, gte, inArray, isNotNull, isNull, lt, or, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import { changedSince } from './changes.ts'
import type { Place } from './cursor.ts'
import { orders, transactions } from './schema.ts'

/** The key of a number that is asked for, because its text stands masked; null where no number can have the text. */
type NumberKey = string | null

/** Any id or number that the entity is known by, or the key of one: the text, and the key of the text. */
interface Search {
  readonly text: string
  readonly key: NumberKey
}

/** The time by which a list is ordered and bounded: when it was first received, had its status, or was paid. */
export type ListTime = 'received' | 'changed' | 'paid'

/** What a list is narrowed to; times are UTC text. */
export interface EntityFilter {
  readonly id?: string | undefined
  /** Any of them. */
  readonly statuses?: readonly string[] | undefined
  readonly search?: Search | undefined
  /** The key by which a payment refers to an order. */
  readonly reference?: NumberKey | undefined
  /** When left out: of some statuses by when they came, else by when it was first received. */
  readonly by?: ListTime | undefined
  readonly oldestFirst?: boolean | undefined
  /** Bounds of that time; without `by`, of when it was first received. */
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

export const ofOrders = (filter: OrderFilter): readonly (SQL | undefined)[] => {
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

export const ofTransactions = (filter: EntityFilter): readonly (SQL | undefined)[] => {
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
 * What newest means: first received last or, of some statuses, taken last. By the other time, a page of a status that
 * few have would read all rows.
 */
export const timeOf = ({ by, statuses }: EntityFilter): 'statusSince' | 'firstReceivedAt' =>
  (by === undefined ? statuses !== undefined : by === 'changed') ? 'statusSince' : 'firstReceivedAt'

export const ordered = (time: SQLiteColumn, key: SQLiteColumn, { oldestFirst }: EntityFilter): SQL =>
  oldestFirst ? sql`ORDER BY ${time}, ${key}` : sql`ORDER BY ${time} DESC, ${key} DESC`

/** The rows after a place in the order; those without a time are the oldest. */
export function placed(
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

export const ofType = (column: SQLiteColumn, status: string): string | number =>
  column === transactions.status ? integer(status) : status

export const among = (column: SQLiteColumn, statuses: readonly string[] | undefined): SQL | undefined =>
  statuses &&
  inArray(
    column,
    statuses.map((status) => ofType(column, status)),
  )

/** Nothing equals NULL, so what has no key is nowhere. */
const has = (column: SQLiteColumn, key: NumberKey): SQL => sql`${column} = ${key}`

const found = (column: SQLiteColumn, { text, key }: Search): SQL => sql`${column} IN (${key}, ${text})`

/** No row has the key or status -1: what is not a number is nowhere. */
export const integer = (text: string): number => (/^\d{1,15}$/.test(text) ? Number(text) : -1)
