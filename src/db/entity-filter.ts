/** The filters and the order of a list of orders or transactions, as SQL. */
import { and, eq, gt, gte, inArray, isNotNull, isNull, lt, or, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { EntityId } from '../id.ts'
import { changedSince } from './changes.ts'
import type { Place } from './cursor.ts'
import { orders, transactions } from './schema.ts'

/** The key of the number to find, because D1 has its text masked; null if no number can have the text. */
type NumberKey = string | null

/** A search by any id or number of the entity: the text, the ids that it can be, and its key. */
interface Search {
  readonly text: string
  readonly ids: readonly EntityId[]
  readonly key: NumberKey
}

/** The time by which a list is ordered and bounded: when it was first received, had its status, or was paid. */
export type ListTime = 'received' | 'changed' | 'paid'

/** The filters of a list; times are UTC text. */
export interface EntityFilter {
  /** Null finds nothing. */
  readonly id?: EntityId | null | undefined
  /** Any of them. */
  readonly statuses?: readonly string[] | undefined
  readonly search?: Search | undefined
  /** The key by which a payment refers to an order. */
  readonly reference?: NumberKey | undefined
  /** If left out: the time of the status if `statuses` is given, otherwise when it was first received. */
  readonly by?: ListTime | undefined
  readonly oldestFirst?: boolean | undefined
  /** Bounds of that time; without `by`, of when it was first received. */
  readonly from?: string | undefined
  readonly to?: string | undefined
  /** The earliest time at which D1 last changed it. */
  readonly updatedSince?: string | undefined
  /** Whether any of its events were refused. */
  readonly refused?: boolean | undefined
  readonly after?: Place | undefined
  readonly limit: number
}

export interface OrderFilter extends EntityFilter {
  readonly orderNumber?: NumberKey | undefined
  readonly saleNumber?: NumberKey | undefined
  readonly gaps?: boolean | undefined
  /** Whether it has a valid payment. */
  readonly paid?: boolean | undefined
}

export const ofOrders = (filter: OrderFilter): readonly (SQL | undefined)[] => {
  const { id, search, reference } = filter
  return [
    ...bounded(orders[timeOf(filter)], orders, filter),
    filter.updatedSince === undefined
      ? undefined
      : changedSince(orders.orderId, 'amplia', filter.updatedSince),
    id === undefined ? undefined : has(orders.orderId, id),
    filter.orderNumber === undefined ? undefined : has(orders.numberKey, filter.orderNumber),
    filter.saleNumber === undefined ? undefined : has(orders.saleKey, filter.saleNumber),
    // A payment refers to an order by either number.
    reference === undefined
      ? undefined
      : or(has(orders.saleKey, reference), has(orders.numberKey, reference)),
    search === undefined
      ? undefined
      : or(
          ...search.ids.map((each) => has(orders.orderId, each)),
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
    id === undefined ? undefined : has(transactions.transactionId, id),
    reference === undefined ? undefined : has(transactions.saleKey, reference),
    search === undefined
      ? undefined
      : or(
          ...search.ids.map((each) => has(transactions.transactionId, each)),
          found(transactions.saleKey, search),
        ),
  ]
}

/** The money is in or on its way in, as the view `statuses` says, including payments that are not settled yet or in dispute. */
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
 * The time that "newest" means: when it was first received or, if the list is filtered by statuses, when it took its status.
 * By the other time, a page of a rare status would read all rows.
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

/** Nothing equals NULL, so a text without a key finds nothing. */
const has = (column: SQLiteColumn, key: NumberKey): SQL => sql`${column} = ${key}`

const found = (column: SQLiteColumn, { text, key }: Search): SQL => sql`${column} IN (${key}, ${text})`

/** No row has the key or status -1, so a text that is not a number finds nothing. */
export const integer = (text: string): number => (/^\d{1,15}$/.test(text) ? Number(text) : -1)
