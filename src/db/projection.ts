/** What changed in one entity goes to D1 in one batch: all of it or nothing. */
import { getTableColumns, sql } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import { resolveJudged } from './quarantine.ts'
import { transitions } from './schema.ts'
import { newerOnly } from './upsert.ts'

export type Transition = Omit<typeof transitions.$inferInsert, 'projectedAt'>

/**
 * Sends an entity's changed transitions and its row to D1, and closes what quarantine holds of the same bodies.
 * Rejects when D1 did not take all of it.
 * @param row the statements for the entity's own row; null while nothing is effective, and so nothing is known
 * @param judged the keys that the transitions' bodies have in quarantine, should they be there
 */
export async function project(
  d1: D1Database,
  changed: readonly Transition[],
  row: ((db: DrizzleD1Database) => readonly BatchItem<'sqlite'>[]) | null,
  judged: readonly string[],
): Promise<void> {
  const db = drizzle(d1)
  const projectedAt = new Date().toISOString()
  const rows = changed.map((each) => ({ ...each, projectedAt }))
  await db.batch([
    upsertTransitions(db, rows),
    resolveJudged(db, judged, projectedAt),
    ...(row ? row(db) : []),
  ])
}

/**
 * One statement for any number of rows, because D1 takes 100 parameters per statement and, on the free plan, 50
 * statements per invocation, while a late event can change a thousand rows.
 */
function upsertTransitions(db: DrizzleD1Database, rows: readonly (typeof transitions.$inferInsert)[]) {
  const columns = Object.entries(getTableColumns(transitions))
  const values = columns.map(([property]) => sql`value ->> ${sql.raw(`'$.${property}'`)}`)
  const json = JSON.stringify(rows.map((each) => ({ ...each, effective: each.effective ? 1 : 0 })))
  return db
    .insert(transitions)
    .select(sql`SELECT ${sql.join(values, sql`, `)} FROM json_each(${json}) WHERE true`)
    .onConflictDoUpdate(newerOnly(transitions, [transitions.provider, transitions.entityId, transitions.seq]))
}
