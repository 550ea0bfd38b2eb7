/** The counterparts of the rows of one page: the payments of its orders, the orders of its payments. Reads only. */

import { type SQL, sql } from 'drizzle-orm'
import * as LIMITS from '../limits.ts'
import { database } from './database.ts'
import type { Order, Transaction } from './entities.ts'

export interface PairedPayment {
  readonly transactionId: number
  readonly status: number
  readonly statusName: string
  readonly amountCents: number | null
  readonly key: string
}

export interface PairedOrder {
  readonly orderId: string
  readonly orderNumber: string | null
  readonly status: string
  readonly saleKey: string | null
  readonly numberKey: string | null
}

const listOf = (keys: readonly (string | null)[]): SQL =>
  sql`(SELECT value FROM json_each(${JSON.stringify(keys.filter((key) => key !== null))}))`

/** The payments of orders, the newest first. */
export const paymentsOf = (d1: D1Database, orders: readonly Order[]): Promise<PairedPayment[]> =>
  orders.length === 0
    ? Promise.resolve([])
    : database(d1).all<PairedPayment>(sql`
        SELECT transaction_id AS transactionId, status, status_name AS statusName, amount_cents AS amountCents,
          sale_key AS key
        FROM transactions
        WHERE sale_key IS NOT NULL AND sale_key IN ${listOf(orders.flatMap(({ saleKey, numberKey }) => [saleKey, numberKey]))}
        ORDER BY transaction_id DESC LIMIT ${LIMITS.pairRows}`)

/** The orders that payments refer to. */
export async function ordersOf(
  d1: D1Database,
  payments: readonly Pick<Transaction, 'saleKey'>[],
): Promise<readonly PairedOrder[]> {
  if (payments.length === 0) return []
  const keys = listOf(payments.map(({ saleKey }) => saleKey))
  return database(d1).all<PairedOrder>(sql`
    SELECT order_id AS orderId, order_number AS orderNumber, status, sale_key AS saleKey, number_key AS numberKey
    FROM orders
    WHERE (sale_key IS NOT NULL AND sale_key IN ${keys}) OR (number_key IS NOT NULL AND number_key IN ${keys})
    LIMIT ${LIMITS.pairRows}`)
}
