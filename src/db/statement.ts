/** Drizzle writes the text of a statement that every event needs once: writing it takes longer than running it. */
import { fillPlaceholders, getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import { database } from './database.ts'

/** A statement with its values, as D1 takes it. */
export interface Statement {
  readonly sql: string
  readonly params: readonly unknown[]
}

/** All of them or none. */
export const run = <Row>(d1: D1Database, statements: readonly Statement[]): Promise<D1Result<Row>[]> =>
  d1.batch<Row>(statements.map(({ sql, params }) => d1.prepare(sql).bind(...params)))

/** Writes statements and runs none, so it needs no database. */
export const composer = database({} as D1Database)

/** A statement that is written now, and takes the values of its placeholders later. */
export function prepared(query: {
  toSQL(): { sql: string; params: unknown[] }
}): (values: Readonly<Record<string, unknown>>) => Statement {
  const { sql, params } = query.toSQL()
  return (values) => ({ sql, params: fillPlaceholders(params, values) })
}

/** A property of a row in the JSON array `rows`. */
export const jsonValue = (property: string): SQL => sql`value ->> ${sql.raw(`'$.${property}'`)}`

/**
 * Reads a table's rows out of the JSON array `rows`, for an insert.
 * @param others what columns hold that the rows do not tell
 */
export const rowsOf = (table: SQLiteTable, others: Readonly<Record<string, unknown>> = {}): SQL =>
  sql`SELECT ${sql.join(
    Object.keys(getTableColumns(table)).map((property) =>
      property in others ? sql`${others[property]}` : jsonValue(property),
    ),
    sql`, `,
  )} FROM json_each(${sql.placeholder('rows')}) WHERE true`
