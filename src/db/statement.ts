/** Statements that Drizzle's `sql` writes from the tables that it declares. */
import { type Column, fillPlaceholders, getTableColumns, type SQL, sql } from 'drizzle-orm'
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

/**
 * A statement that is written once, and gets the values of its placeholders later: writing the statements of every event
 * takes longer than running them.
 */
export function prepared(query: SQL): (values: Readonly<Record<string, unknown>>) => Statement {
  const { sql: text, params } = written(query)
  return (values) => ({ sql: text, params: fillPlaceholders([...params], values) })
}

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

/** A property of a row in the JSON array `rows`. */
export const jsonValue = (property: string): SQL => sql`value ->> ${sql.raw(`'$.${property}'`)}`

/**
 * Inserts a table's rows from the JSON array `rows`.
 * @param others values of columns that are not in the rows
 */
export const intoOfRows = (table: SQLiteTable, others: Readonly<Record<string, unknown>> = {}): SQL =>
  sql`${into(table)} SELECT ${listed(
    Object.keys(getTableColumns(table)).map((property) =>
      property in others ? sql`${others[property]}` : jsonValue(property),
    ),
  )} FROM json_each(${sql.placeholder('rows')}) WHERE true`
