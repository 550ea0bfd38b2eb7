/** One search over everything that has a number: orders, payments, and bodies in quarantine. Reads only, and not many rows. */

import { isNotNull, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { EntityId } from '../id.ts'
import * as LIMITS from '../limits.ts'
import { namedBy } from './database.ts'
import { type Order, orderColumns, type Transaction, transactionColumns } from './entities.ts'
import { listed, type Quarantined } from './quarantine-list.ts'
import { bareNumber, orders, quarantine, transactions } from './schema.ts'
import { run, written } from './statement.ts'

export interface Asked {
  /** The typed text, in each spelling that it may mean. */
  readonly texts: readonly string[]
  /** The ids that it can be. */
  readonly ids: readonly EntityId[]
  /** The keys of the spellings. */
  readonly keys: readonly string[]
}

export interface Found {
  readonly orders: readonly Order[]
  readonly transactions: readonly Transaction[]
  readonly quarantined: readonly Quarantined[]
}

/** Finds entries with exactly this number; if there are none, entries whose number begins with it. */
export async function search(d1: D1Database, asked: Asked): Promise<Found> {
  const exact = await rowsOf(d1, exactly(asked))
  if (exact.orders.length + exact.transactions.length + exact.quarantined.length > 0) return exact
  const [text = ''] = asked.texts
  return bare(text).length < LIMITS.searchBeginning ? exact : rowsOf(d1, beginning(text))
}

/** For each kind, the ways in which a row can be found, each with its own index. */
type Ways = Readonly<Record<keyof Found, readonly SQL[]>>

async function rowsOf(d1: D1Database, ways: Ways): Promise<Found> {
  const query = (columns: Readonly<Record<string, SQLiteColumn>>, key: SQLiteColumn, of: readonly SQL[]) =>
    written(
      sql`SELECT ${namedBy(columns)} FROM ${key.table} WHERE ${byAny(key, of)} LIMIT ${LIMITS.searchRows}`,
    )
  const [foundOrders, foundTransactions, quarantined] = await run(d1, [
    query(orderColumns, orders.orderId, ways.orders),
    query(transactionColumns, transactions.transactionId, ways.transactions),
    query(listed, quarantine.id, ways.quarantined),
  ])
  return {
    orders: (foundOrders?.results ?? []) as Order[],
    transactions: (foundTransactions?.results ?? []) as Transaction[],
    quarantined: (quarantined?.results ?? []) as Quarantined[],
  }
}

/** One search for each way: for an OR, SQLite may decide to read the whole table. */
const byAny = (key: SQLiteColumn, ways: readonly SQL[]): SQL => {
  const searches = ways.map(
    (way) => sql`SELECT * FROM (SELECT ${key} FROM ${key.table} WHERE ${way} LIMIT ${LIMITS.searchRows})`,
  )
  return sql`${key} IN (${sql.join(searches, sql` UNION `)})`
}

function exactly({ texts, ids, keys }: Asked): Ways {
  return {
    orders: [among(orders.orderId, ids), among(orders.numberKey, keys), among(orders.saleKey, keys)],
    transactions: [
      among(transactions.transactionId, ids),
      among(transactions.saleKey, keys),
      anyCase(transactions.endToEndId, texts),
      anyCase(transactions.tid, texts),
    ],
    quarantined: [
      sql`${quarantine.provider} IN ('amplia', 'safe2pay') AND ${quarantine.entityId} IS NOT NULL AND ${among(quarantine.entityId, ids)}`,
      ...texts.map((text) => spelledLike(quarantine.reference, text)),
    ],
  }
}

function beginning(text: string): Ways {
  const begins = (column: SQLiteColumn) => beginsWith(column, text)
  return {
    orders: [begins(orders.orderNumber), begins(orders.saleNumber)],
    transactions: [begins(transactions.reference)],
    quarantined: [begins(quarantine.reference)],
  }
}

/** Exactly this number, ignoring hyphens, spaces and case: bodies in quarantine have no key to compare. */
const spelledLike = (column: SQLiteColumn, text: string): SQL =>
  sql`(${isNotNull(column)} AND ${bareNumber(column)} = ${bare(text)} AND ${flatNumber(column)} = ${flat(text)})`

/** Uses the index of bare numbers; letters that were typed must match too. */
function beginsWith(column: SQLiteColumn, text: string): SQL {
  const number = bare(text)
  const letters = flat(text).slice(0, -number.length)
  return sql`(${isNotNull(column)} AND ${bareNumber(column)} >= ${number} AND ${bareNumber(column)} < ${`${number}\u{10ffff}`}
    AND (${letters} = '' OR substr(${flatNumber(column)}, 1, ${letters.length}) = ${letters}))`
}

const flatNumber = (column: SQLiteColumn): SQL => sql`upper(replace(replace(${column}, '-', ''), ' ', ''))`
const flat = (text: string): string => text.replace(/[- ]/g, '').toUpperCase()
const bare = (text: string): string => flat(text).replace(/^[A-Z#/._]+/, '')

const among = (column: SQLiteColumn, values: readonly string[]): SQL =>
  sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`

const anyCase = (column: SQLiteColumn, values: readonly string[]): SQL =>
  sql`(${isNotNull(column)} AND ${column} COLLATE NOCASE IN (SELECT value FROM json_each(${JSON.stringify(values)})))`
