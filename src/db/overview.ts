/** The state of everything at a glance. Reads only. */
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'

export interface StatusCount {
  readonly provider: string
  readonly status: string
  readonly count: number
}

export interface DayCount {
  /** UTC, `2026-11-21`. */
  readonly day: string
  readonly provider: string
  readonly verdict: string
  readonly count: number
}

export interface AttentionItem {
  readonly kind: string
  readonly provider: string
  readonly entityId: string
  /** UTC text. */
  readonly since: string
  /** One sentence for a person. */
  readonly summary: string
}

export interface Overview {
  readonly statuses: readonly StatusCount[]
  /** Stored events by verdict; a duplicate is not stored. */
  readonly days: readonly DayCount[]
  /** How long the newest events took from arrival to D1, in milliseconds; null while there are none. */
  readonly lagMs: { readonly median: number; readonly worst: number } | null
  readonly openQuarantine: number
}

/** @param sinceDay the first day of `days` */
export async function readOverview(d1: D1Database, sinceDay: string): Promise<Overview> {
  const db = drizzle(d1)
  const [statuses, days, lags, open] = await Promise.all([
    db.all<StatusCount>(sql`
      SELECT 'amplia' AS provider, status, count(*) AS count FROM orders GROUP BY status
      UNION ALL
      SELECT 'safe2pay', CAST(status AS TEXT), count(*) FROM transactions GROUP BY status`),
    db.all<DayCount>(sql`
      SELECT day, provider, verdict, deliveries AS count FROM daily WHERE day >= ${sinceDay} ORDER BY day`),
    db.all<{ lagMs: number }>(sql`
      WITH newest AS (
        SELECT * FROM (SELECT 'amplia' AS provider, order_id AS id FROM orders ORDER BY first_received_at DESC LIMIT 50)
        UNION ALL
        SELECT * FROM (SELECT 'safe2pay', CAST(transaction_id AS TEXT) FROM transactions ORDER BY first_received_at DESC LIMIT 50)
      )
      SELECT CAST(round((julianday(projected_at) - julianday(received_at)) * 86400000) AS INTEGER) AS lagMs
      FROM newest JOIN transitions ON transitions.provider = newest.provider AND entity_id = newest.id
      ORDER BY lagMs`),
    db.all<{ count: number }>(sql`SELECT count(*) AS count FROM quarantine WHERE resolved_at IS NULL`),
  ])
  const worst = lags.at(-1)
  const median = lags[Math.floor(lags.length / 2)]
  return {
    statuses,
    days,
    lagMs: worst && median ? { median: median.lagMs, worst: worst.lagMs } : null,
    openQuarantine: open[0]?.count ?? 0,
  }
}

/** What a person should look at, newest first. */
export const readAttention = (d1: D1Database, limit: number): Promise<AttentionItem[]> =>
  drizzle(d1).all<AttentionItem>(sql`
    SELECT kind, provider, entity_id AS entityId, since, summary FROM attention ORDER BY since DESC LIMIT ${limit}`)
