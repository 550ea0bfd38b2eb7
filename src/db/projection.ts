/** What changed in one entity goes to D1 in one batch: all of it or nothing. */
import type { BatchItem } from 'drizzle-orm/batch'
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import { resolveJudged } from './quarantine.ts'
import { transitions } from './schema.ts'
import { upsertNewer } from './upsert.ts'

export type Transition = Omit<typeof transitions.$inferInsert, 'projectedAt'>

/** D1 takes 100 bound parameters per statement. */
const ROWS_PER_STATEMENT = 7

/**
 * Sends an entity's changed transitions and its row to D1, and closes what quarantine holds of the same bodies.
 * Rejects when D1 did not take all of it.
 * @param row the statement for the entity's own row; null while nothing is effective, and so nothing is known
 * @param judged the keys that the transitions' bodies have in quarantine, should they be there
 */
export async function project(
  d1: D1Database,
  changed: readonly Transition[],
  row: ((db: DrizzleD1Database) => BatchItem<'sqlite'>) | null,
  judged: readonly string[],
): Promise<void> {
  const db = drizzle(d1)
  const projectedAt = new Date().toISOString()
  const key = [transitions.provider, transitions.entityId, transitions.seq]
  const rows = (some: readonly Transition[]) =>
    upsertNewer(
      db,
      transitions,
      key,
      some.map((each) => ({ ...each, projectedAt })),
    )
  const statements: BatchItem<'sqlite'>[] = row ? [row(db)] : []
  for (let from = 0; from < changed.length; from += ROWS_PER_STATEMENT) {
    statements.push(rows(changed.slice(from, from + ROWS_PER_STATEMENT)))
  }
  if (judged.length > 0) statements.push(resolveJudged(db, judged, projectedAt))
  const [first, ...others] = statements
  if (first) await db.batch([first, ...others])
}
