/** The statements that write events to D1. Sending an event again writes no row. */
import { getTableColumns, sql } from 'drizzle-orm'
import { resolveJudged } from './quarantine.ts'
import { transitions } from './schema.ts'
import { intoOfRows, prepared, type Statement } from './statement.ts'
import { newerOnly } from './upsert.ts'

export type Transition = Omit<typeof transitions.$inferInsert, 'projectedAt'>

const { projectedAt: _, ...COLUMNS } = getTableColumns(transitions)

/** A row as JSON, with only the columns of its table. */
export const transitionRow = (transition: Transition): string =>
  JSON.stringify(transition, Object.keys(COLUMNS))

/**
 * For many rows, because D1 takes 100 parameters per statement and, on the free plan, 50 statements per invocation,
 * while a late event can change a thousand rows.
 * @param values `rows` and `ids` are JSON arrays; `ids` are of rows in quarantine that are closed
 */
export const transitionStatements = (values: {
  readonly rows: string
  readonly ids: string
  readonly projectedAt: string
}): readonly Statement[] => [upsertTransitions(values), resolveJudged(values)]

const upsertTransitions = prepared(
  sql`${intoOfRows(transitions, { projectedAt: sql.placeholder('projectedAt') })}
    ${newerOnly(transitions, [transitions.provider, transitions.entityId, transitions.seq])}`,
)
