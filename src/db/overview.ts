/** The state of everything at a glance. Reads only. */

import { sql } from 'drizzle-orm'
import * as LIMITS from '../limits.ts'
import { database } from './database.ts'

export interface StatusCount {
  readonly provider: string
  readonly status: string
  readonly count: number
}

export interface DayCount {
  /** The day in Brasília, `2026-11-21`. */
  readonly day: string
  readonly verdict: string
  readonly count: number
}

/** How many orders and payments have each status. */
export const readStatuses = (d1: D1Database): Promise<StatusCount[]> =>
  database(d1).all<StatusCount>(sql`SELECT * FROM statuses_now`)

/** Deliveries by day and outcome. */
export const readDays = (d1: D1Database, from: string): Promise<DayCount[]> =>
  database(d1).all<DayCount>(sql`
    SELECT day, outcome AS verdict, sum(deliveries) AS count
    FROM outcomes_now WHERE day >= ${from} AND deliveries <> 0 GROUP BY day, outcome ORDER BY day`)

/** How long the newest events took from arrival to D1, in milliseconds; null while there are none. */
export async function readLag(
  d1: D1Database,
): Promise<{ readonly median: number; readonly worst: number } | null> {
  const lags = await database(d1).all<{ lagMs: number }>(sql`
    WITH newest AS (
      SELECT * FROM (SELECT 'amplia' AS provider, order_id AS id FROM orders ORDER BY first_received_at DESC LIMIT ${LIMITS.lagEntities})
      UNION ALL
      SELECT * FROM (SELECT 'safe2pay', CAST(transaction_id AS TEXT) FROM transactions ORDER BY first_received_at DESC LIMIT ${LIMITS.lagEntities})
    )
    SELECT CAST(round((julianday(projected_at) - julianday(received_at)) * 86400000) AS INTEGER) AS lagMs
    FROM newest JOIN transitions ON transitions.provider = newest.provider AND entity_id = newest.id
    ORDER BY lagMs`)
  const worst = lags.at(-1)
  const median = lags[Math.floor(lags.length / 2)]
  return worst && median ? { median: median.lagMs, worst: worst.lagMs } : null
}
