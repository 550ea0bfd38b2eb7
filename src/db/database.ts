/**
 * Drizzle's tables and its `sql` write a statement, D1 runs it, and errors are D1's own. Drizzle's driver is not in the
 * Worker, because its errors hold a statement's values, and so personal data. Its query builders are not either, because
 * they are larger than all queries here together.
 */
import { and, type GetColumnData, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import { listed, written } from './statement.ts'

type Columns = Readonly<Record<string, SQLiteColumn>>

/** A row of columns, each under its name and of its type. */
type RowOf<Of extends Columns> = { [Name in keyof Of]: GetColumnData<Of[Name]> }

export interface Database {
  /** Rows of columns. @param from the statement from its FROM on */
  rows<const Of extends Columns>(columns: Of, from: SQL): Promise<RowOf<Of>[]>
  /** The rows just as D1 gives them: a boolean is 0 or 1. */
  all<Row>(query: SQL): Promise<Row[]>
  run(query: SQL): Promise<D1Result>
}

export function database(d1: D1Database): Database {
  const bound = (query: SQL): D1PreparedStatement => {
    const { sql: text, params } = written(query)
    return d1.prepare(text).bind(...params)
  }
  const all = async <Row>(query: SQL) => (await bound(query).all<Row>()).results
  return {
    all,
    run: (query) => bound(query).run(),
    async rows<Of extends Columns>(columns: Of, from: SQL) {
      const found = await all<Record<string, unknown>>(sql`SELECT ${namedBy(columns)} ${from}`)
      return found.map((row) => typed(columns, row))
    },
  }
}

/** A list of columns, each under its name. */
export const namedBy = (columns: Columns): SQL =>
  listed(Object.entries(columns).map(([name, column]) => sql`${column} AS ${sql.identifier(name)}`))

/** A row as its columns declare it: a boolean is one. */
export const typed = <Of extends Columns>(columns: Of, row: Readonly<Record<string, unknown>>): RowOf<Of> =>
  Object.fromEntries(
    Object.entries(columns).map(([name, column]) => {
      const value = row[name] ?? null
      return [name, value === null ? null : column.mapFromDriverValue(value)]
    }),
  ) as RowOf<Of>

/** A WHERE of all conditions that are given; empty if there are none. */
export const where = (...conditions: readonly (SQL | undefined)[]): SQL =>
  sql`WHERE ${and(...conditions) ?? sql`true`}`
