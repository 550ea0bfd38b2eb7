/**
 * A walk over all entities of a provider in the order of their arrival, one part every night. Its position is stored, so
 * that each entity has its turn whatever happens to the others.
 */
import { getTableColumns, sql } from 'drizzle-orm'
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { EntityId } from '../id.ts'
import * as LIMITS from '../limits.ts'
import type { Place } from './cursor.ts'
import { database } from './database.ts'
import { sweeps } from './schema.ts'
import { put } from './statement.ts'

/** A provider's table of the read model, and its key. */
export interface EntityTable {
  readonly table: SQLiteTable &
    Readonly<Record<'status' | 'firstReceivedAt' | 'lastReceivedAt' | 'erasedAt', SQLiteColumn>>
  readonly id: SQLiteColumn
}

export interface Piece {
  /** Entities to erase, as many as one step takes. */
  readonly due: readonly { readonly id: EntityId }[]
  /** Where the next step begins; null after the last entity. */
  readonly next: Place | null
}

/** Before all entities. */
export const START: Place = { at: '', id: '' }

/**
 * The entities after a place that have ended and whose last event arrived before a time, unless they are erased.
 * @param before UTC text
 */
export async function endedAfter(
  d1: D1Database,
  { table, id }: EntityTable,
  after: Place,
  resting: readonly string[],
  before: string,
): Promise<Piece> {
  const rows = await database(d1).all<Place & { id: EntityId; place: number; isDue: number }>(sql`
    SELECT at, CAST(id AS TEXT) AS id, place, isDue FROM (
      SELECT *, row_number() OVER (ORDER BY at, id) AS place FROM (
        SELECT
          ${table.firstReceivedAt} AS at,
          ${id} AS id,
          CAST(${table.status} AS TEXT) IN (SELECT value FROM json_each(${JSON.stringify(resting)}))
            AND ${table.lastReceivedAt} < ${before}
            AND coalesce(${table.erasedAt}, '') <= ${table.lastReceivedAt} AS isDue
        FROM ${table}
        WHERE (${table.firstReceivedAt}, ${id}) > (${after.at}, ${after.id}) AND ${table.firstReceivedAt} < ${before}
        ORDER BY ${table.firstReceivedAt}, ${id}
        LIMIT ${LIMITS.erasureStepRows}
      )
    ) WHERE isDue OR place = ${LIMITS.erasureStepRows}
    ORDER BY place LIMIT ${LIMITS.erasuresPerStep}`)
  const last = rows.at(-1)
  const goesOn = last && (rows.length === LIMITS.erasuresPerStep || last.place === LIMITS.erasureStepRows)
  return {
    due: rows.filter(({ isDue }) => isDue === 1),
    next: goesOn ? { at: last.at, id: last.id } : null,
  }
}

export async function readSweep(d1: D1Database, provider: string): Promise<Place> {
  const [row] = await database(d1).rows(
    getTableColumns(sweeps),
    sql`FROM ${sweeps} WHERE ${sweeps.provider} = ${provider}`,
  )
  return row ?? START
}

export async function writeSweep(d1: D1Database, provider: string, place: Place): Promise<void> {
  const { at, id } = place
  await database(d1).run(put(sweeps, { provider, at, id }, [sweeps.provider]))
}
