/**
 * A month of payments: money that came in and money that went back, by day and method, regardless of later changes. Reads
 * only.
 */
import { sql } from 'drizzle-orm'
import { database } from './database.ts'

export interface Moved {
  /** The day in Brasília, `2026-11-25`. */
  readonly day: string
  readonly method: string | null
  /** How many payments came in or went back. */
  readonly payments: number
  readonly returns: number
  readonly grossCents: number
  readonly feesCents: number
  readonly returnedCents: number
}

/** Payments whose money is neither in nor back: not settled, in dispute, on its way back. */
export interface Pending {
  readonly status: number
  readonly payments: number
  readonly cents: number
}

/** @param from UTC text, the first instant; `to` is the first one after it */
export const readMonth = (d1: D1Database, from: string, to: string): Promise<Moved[]> =>
  database(d1).all<Moved>(sql`
    SELECT day, payment_method_name AS method, sum(direction = 'in') AS payments, sum(direction = 'out') AS returns,
      sum(gross_cents) AS grossCents, sum(fees_cents) AS feesCents, sum(returned_cents) AS returnedCents
    FROM money_moves WHERE at >= ${from} AND at < ${to}
    GROUP BY day, method ORDER BY day, method`)

/** The current state, of all months. */
export const readPending = (d1: D1Database): Promise<Pending[]> =>
  database(d1).all<Pending>(sql`
    SELECT status, count(*) AS payments, total(amount_cents) AS cents
    FROM transactions WHERE status IN (2, 5, 19) GROUP BY status`)
