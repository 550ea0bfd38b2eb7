/** Which bodies have to leave the quarantine: those that are too old, and the oldest if there are too many. */
import { type SQL, sql } from 'drizzle-orm'
import { database } from './database.ts'
import type { QuarantineSize } from './quarantine.ts'
import { run, written } from './statement.ts'

/** Keys of bodies that were resolved before a time, UTC text. */
export async function resolvedBefore(d1: D1Database, before: string, limit: number): Promise<string[]> {
  const rows = await database(d1).all<{ id: string }>(
    sql`SELECT id FROM quarantine WHERE resolved_at < ${before} LIMIT ${limit}`,
  )
  return rows.map(({ id }) => id)
}

export interface OpenBody {
  readonly id: string
  readonly provider: string
}

/** Open bodies that last arrived before one time and that the log warned about by another, UTC text: oldest first. */
export const openBefore = (
  d1: D1Database,
  before: string,
  warnedBy: string,
  limit: number,
): Promise<OpenBody[]> =>
  database(d1).all<OpenBody>(sql`
    SELECT id, provider FROM quarantine WHERE ${isOpenBefore(before)} AND warned_at <= ${warnedBy}
    ORDER BY received_at, id LIMIT ${limit}`)

export interface Expiring {
  readonly provider: string
  readonly bodies: number
  /** When the oldest of them first arrived. */
  readonly oldest: string | null
}

/** Marks the open bodies that last arrived before a time, UTC text, as warned about, and counts them by provider. */
export async function markExpiring(d1: D1Database, before: string, at: string): Promise<readonly Expiring[]> {
  const [, expiring] = await run<Expiring>(
    d1,
    [
      sql`UPDATE quarantine SET warned_at = ${at} WHERE ${isOpenBefore(before)} AND warned_at IS NULL`,
      sql`SELECT provider, count(*) AS bodies, min(received_at) AS oldest FROM quarantine
        WHERE ${isOpenBefore(before)} GROUP BY provider`,
    ].map(written),
  )
  return expiring?.results ?? []
}

/** The second condition uses an index; few bodies arrived again since then. */
const isOpenBefore = (before: string): SQL =>
  sql`resolved_at IS NULL AND received_at < ${before} AND coalesce(last_received_at, received_at) < ${before}`

/** A body that has to go because there are too many. */
export interface Surplus {
  readonly id: string
  readonly reason: string
  readonly entityId: string | null
  readonly receivedAt: string
  readonly attempts: number
  readonly isOpen: number
}

/**
 * The oldest bodies of a provider, as many as exceed the limit by number or by bytes: resolved ones first, then open ones.
 * Counted and chosen in one statement, so that concurrent callers choose the same ones.
 */
export const surplus = (
  d1: D1Database,
  provider: string,
  most: QuarantineSize,
  newest: string,
  limit: number,
): Promise<Surplus[]> => {
  const oldest = (isOpen: 0 | 1) => sql`
    SELECT * FROM (
      SELECT id, reason, entity_id AS entityId, received_at AS receivedAt, attempts, ${sql.raw(String(isOpen))} AS isOpen,
        coalesce(bytes, length(body)) AS bytes, coalesce(resolved_at, received_at) AS age
      FROM quarantine INDEXED BY quarantine_by_age
      WHERE provider = ${provider} AND resolved_at ${isOpen ? sql`IS NULL` : sql`IS NOT NULL`} AND id <> ${newest}
      ORDER BY resolved_at, received_at, id LIMIT ${limit}
    )`
  return database(d1).all<Surplus>(sql`
    SELECT id, reason, entityId, receivedAt, attempts, isOpen FROM (
      SELECT *, row_number() OVER oldest AS place, sum(bytes) OVER oldest - bytes AS freed
      FROM (${oldest(0)} UNION ALL ${oldest(1)})
      WINDOW oldest AS (ORDER BY isOpen, age, id ROWS UNBOUNDED PRECEDING)
    ) AS aged CROSS JOIN quarantine_sizes AS size
    WHERE size.provider = ${provider}
      AND (place <= size.bodies - ${most.bodies} OR freed < size.bytes - ${most.bytes})
    ORDER BY place LIMIT ${limit}`)
}
