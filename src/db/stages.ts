/**
 * Where orders wait, and how many reach each stage, for the newest orders; migrations/0019_stages.sql says which. Reads
 * only.
 */
import { sql } from 'drizzle-orm'
import { database } from './database.ts'

export interface Stage {
  readonly status: string
  readonly times: number
  readonly p50: number
  readonly p95: number
}

export interface Week {
  /** The Monday of the week, `2026-11-23`. */
  readonly week: string
  readonly created: number
  readonly validated: number
  readonly approved: number
  readonly issued: number
}

export const readStages = (d1: D1Database): Promise<Stage[]> =>
  database(d1).all(sql`SELECT status, times, p50_hours AS p50, p95_hours AS p95 FROM stages_lately`)

export const readFunnel = (d1: D1Database): Promise<Week[]> =>
  database(d1).all(sql`SELECT * FROM funnel_lately ORDER BY week DESC`)
