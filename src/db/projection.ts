/** The statements that write events to D1. Sending an event again writes no row. */
import { getTableColumns, sql } from 'drizzle-orm'
import { resolveJudged } from './quarantine.ts'
import { transitions } from './schema.ts'
import { intoOfRows, ofRows, type Row, type Statement } from './statement.ts'
import { newerOnly } from './upsert.ts'

export type Transition = Omit<typeof transitions.$inferInsert, 'projectedAt'>

const COLUMNS = Object.keys(getTableColumns(transitions))

/** A row as JSON, with only the columns of its table. */
export const transitionRow = (transition: Transition): string => JSON.stringify(transition, COLUMNS)

/**
 * For many rows, because D1 takes 100 parameters per statement and, on the free plan, 50 statements per invocation,
 * while a late event can change a thousand rows.
 * @param ids of rows in quarantine that are closed
 */
export const transitionStatements = (
  rows: readonly Row[],
  ids: readonly string[],
  projectedAt: string,
): readonly Statement[] => [
  upsertTransitions(rows.map((row) => ({ ...row, projectedAt }))),
  resolveJudged(ids.map((id) => ({ id, at: projectedAt }))),
]

const upsertTransitions = ofRows(
  COLUMNS,
  (value) =>
    sql`${intoOfRows(transitions, value)}
      ${newerOnly(transitions, [transitions.provider, transitions.entityId, transitions.seq])}`,
)
