/**
 * What changed in one entity goes to D1 in batches, each small enough for D1 whatever stands in it; a batch is taken
 * as a whole or not at all, and the last one holds the entity's own row.
 */
import { getTableColumns, sql } from 'drizzle-orm'
import { LIMITS } from '../limits.ts'
import { refreshed, refreshOrders, run } from './findings.ts'
import { resolveJudged } from './quarantine.ts'
import { transitions } from './schema.ts'
import { composer, prepared, type Statement } from './statement.ts'
import { newerOnly } from './upsert.ts'

export interface Transition extends Omit<typeof transitions.$inferInsert, 'projectedAt'> {
  /** The key that its body has in quarantine, should it be there: that row is closed with this one. */
  readonly judged: string
}

/** What one entity has for D1. */
export interface Changes {
  /** In the order of their revisions. */
  readonly transitions: readonly Transition[]
  /** The statements for the entity's own row; none while nothing is effective, and so nothing is known. */
  readonly row: readonly Statement[]
  /** The entity's revision. */
  readonly revision: number
  /** The entity, where these changes can change what needs attention; null where they cannot. */
  readonly looked: Looked | null
}

export interface Looked {
  readonly provider: string
  readonly entityId: string
  /** The key by which a payment refers to its orders, which it may concern too. */
  readonly orderKey: string | null
}

/**
 * Sends an entity's changes to D1. Rejects when D1 did not take all of them; sent again, what it has writes no row.
 * @param onTaken is told, as batches go through, up to which revision D1 has everything
 */
export async function project(
  d1: D1Database,
  { transitions: changed, row, revision, looked }: Changes,
  onTaken: (revision: number) => void,
): Promise<void> {
  const projectedAt = new Date().toISOString()
  const pieces = cut(changed.map((each) => ({ ...each, json: rowOf(each, projectedAt) })))
  for (const [place, piece] of pieces.entries()) {
    const next = pieces[place + 1]?.[0]
    const rows = `[${piece.map(({ json }) => json).join()}]`
    const ids = JSON.stringify(piece.map(({ judged }) => judged))
    const statements = [
      upsertTransitions({ rows }),
      resolveJudged({ ids, projectedAt }),
      ...(next ? [] : row),
      ...(next || !looked ? [] : refreshed(looked.provider, looked.entityId)),
    ]
    await run(d1, statements)
    if (!next && looked?.orderKey) await refreshOrders(d1, looked.orderKey)
    // A late event can change a thousand rows with one revision: D1 has it when it has the last of them.
    if (!next) onTaken(revision)
    else if (next.revision !== piece.at(-1)?.revision) onTaken(next.revision - 1)
  }
}

const COLUMNS = Object.keys(getTableColumns(transitions)) as (keyof typeof transitions.$inferInsert)[]

/** A row as JSON, with its columns and nothing else that is known of the event. */
function rowOf(transition: Transition, projectedAt: string): string {
  const row: typeof transitions.$inferInsert = { ...transition, projectedAt }
  return JSON.stringify(Object.fromEntries(COLUMNS.map((name) => [name, row[name]])))
}

/** Pieces of as many rows as one batch takes; at least one piece, and in each at least one row where there are any. */
function cut<Row extends { readonly json: string }>(rows: readonly Row[]): readonly (readonly Row[])[] {
  const encoder = new TextEncoder()
  const pieces: Row[][] = []
  let piece: Row[] = []
  let bytes = 0
  for (const row of rows) {
    const size = encoder.encode(row.json).byteLength + 1
    const isFull = piece.length === LIMITS.projectionRows || bytes + size > LIMITS.projectionBytes
    if (isFull && piece.length > 0) {
      pieces.push(piece)
      piece = []
      bytes = 0
    }
    piece.push(row)
    bytes += size
  }
  return [...pieces, piece]
}

/**
 * One statement for many rows, because D1 takes 100 parameters per statement and, on the free plan, 50
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
