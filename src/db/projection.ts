/** What changed in one entity goes to D1 in one batch: all of it or nothing. */
import { getTableColumns, sql } from 'drizzle-orm'
import { resolveJudged } from './quarantine.ts'
import { transitions } from './schema.ts'
import { composer, prepared, type Statement } from './statement.ts'
import { newerOnly } from './upsert.ts'

export type Transition = Omit<typeof transitions.$inferInsert, 'projectedAt'>

/**
 * Sends an entity's changed transitions and its row to D1, and closes what quarantine holds of the same bodies.
 * Rejects when D1 did not take all of it.
 * @param row the statements for the entity's own row; none while nothing is effective, and so nothing is known
 * @param judged the keys that the transitions' bodies have in quarantine, should they be there
 */
export async function project(
  d1: D1Database,
  changed: readonly Transition[],
  row: readonly Statement[],
  judged: readonly string[],
): Promise<void> {
  const projectedAt = new Date().toISOString()
  const rows = changed.map((each) => ({ ...each, projectedAt }))
  const statements = [
    upsertTransitions({ rows: JSON.stringify(rows) }),
    resolveJudged({ ids: JSON.stringify(judged), projectedAt }),
    ...row,
  ]
  await d1.batch(statements.map(({ sql: text, params }) => d1.prepare(text).bind(...params)))
}

/**
 * One statement for any number of rows, because D1 takes 100 parameters per statement and, on the free plan, 50
 * statements per invocation, while a late event can change a thousand rows.
 */
const upsertTransitions = prepared(
  composer
    .insert(transitions)
    .select(
      sql`SELECT ${sql.join(
        Object.keys(getTableColumns(transitions)).map(
          (property) => sql`value ->> ${sql.raw(`'$.${property}'`)}`,
        ),
        sql`, `,
      )} FROM json_each(${sql.placeholder('rows')}) WHERE true`,
    )
    .onConflictDoUpdate(
      newerOnly(transitions, [transitions.provider, transitions.entityId, transitions.seq]),
    ),
)
