/** Drizzle writes the text of a statement that every event needs once: writing it takes longer than running it. */
import { fillPlaceholders } from 'drizzle-orm'
import { database } from './database.ts'

/** A statement with its values, as D1 takes it. */
export interface Statement {
  readonly sql: string
  readonly params: readonly unknown[]
}

/** Writes statements and runs none, so it needs no database. */
export const composer = database({} as D1Database)

/** A statement that is written now, and takes the values of its placeholders later. */
export function prepared(query: {
  toSQL(): { sql: string; params: unknown[] }
}): (values: Readonly<Record<string, unknown>>) => Statement {
  const { sql, params } = query.toSQL()
  return (values) => ({ sql, params: fillPlaceholders(params, values) })
}
