/** Statements that Drizzle's `sql` writes from the tables that it declares. */
import { type Column, getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'

/** A statement with its values, as D1 takes it. */
export interface Statement {
  readonly sql: string
  readonly params: readonly unknown[]
}

/** A column's name in D1: `order_id` of `orderId`. */
const snakeCase = ({ name }: Column): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** SQLite's spelling of the parts that `sql` leaves open. */
const SQLITE = {
  casing: { getColumnCasing: snakeCase },
  escapeName: (name: string) => `"${name}"`,
  escapeParam: () => '?',
  escapeString: (text: string) => `'${text.replaceAll("'", "''")}'`,
}

export const written = (query: SQL): Statement => query.toQuery(SQLITE as never)

/** Runs all statements or none, in one transaction. */
export const run = <Row>(d1: D1Database, statements: readonly Statement[]): Promise<D1Result<Row>[]> =>
  d1.batch<Row>(statements.map(({ sql: text, params }) => d1.prepare(text).bind(...params)))

export const listed = (parts: readonly SQL[]): SQL => sql.join([...parts], sql`, `)

/** A column's name without its table's, for INSERT and SET. */
export const bare = (column: Column): SQL => sql`${sql.identifier(snakeCase(column))}`

/** The beginning of an INSERT into all columns of a table. */
export const into = (table: SQLiteTable): SQL =>
  sql`INSERT INTO ${table} (${listed(Object.values(getTableColumns(table)).map(bare))})`

/** The end of an INSERT: an existing row gets the new values, except in the columns that it keeps. */
export const replacing = (table: SQLiteTable, kept: readonly SQLiteColumn[]): SQL =>
  sql`ON CONFLICT DO UPDATE SET ${listed(
    Object.values(getTableColumns(table))
      .filter((column) => !kept.includes(column))
      .map((column) => sql`${bare(column)} = excluded.${bare(column)}`),
  )}`

/** Writes a row, and replaces an existing one with the same key. */
export const put = <Table extends SQLiteTable>(
  table: Table,
  row: Table['$inferSelect'],
  key: readonly SQLiteColumn[],
): SQL =>
  sql`${into(table)} VALUES (${listed(
    Object.entries(getTableColumns(table)).map(([name, column]) => sql`${sql.param(row[name], column)}`),
  )}) ${replacing(table, key)}`

/** A row by property, without a column that is not in JSON. */
export type Row = Readonly<Record<string, unknown>>

/** Gives a statement the value that a row has for a property. */
export type ValueOf = (property: string) => SQL

/**
 * A statement for many rows, which is written once, because writing the statements of every event takes longer than running
 * them. It is given of each row only the values that it reads, without their names: what D1 is given costs it more than what
 * it does with it.
 */
export function ofRows(
  reads: readonly string[],
  query: (value: ValueOf) => SQL,
): (rows: readonly Row[]) => Statement {
  const { sql: text } = written(query((property) => sql`value ->> ${sql.raw(`${reads.indexOf(property)}`)}`))
  return (rows) => ({
    sql: text,
    params: [JSON.stringify(rows.map((row) => reads.map((name) => row[name])))],
  })
}

/** The rows of such a statement: its one parameter. */
export const ROWS = sql`json_each(?)`

/** Inserts rows into a table. */
export const intoOfRows = (table: SQLiteTable, value: ValueOf): SQL =>
  sql`${into(table)} SELECT ${listed(Object.keys(getTableColumns(table)).map(value))} FROM ${ROWS} WHERE true`
