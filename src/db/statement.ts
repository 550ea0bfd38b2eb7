/** Statements as Drizzle's `sql` writes them, of the tables that it declares. */
import { type Column, fillPlaceholders, getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'

/** A statement with its values, as D1 takes it. */
export interface Statement {
  readonly sql: string
  readonly params: readonly unknown[]
}

/** A column's name in D1: `order_id` of `orderId`. */
const snakeCase = ({ name }: Column): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** How SQLite spells what `sql` leaves open. */
const SQLITE = {
  casing: { getColumnCasing: snakeCase },
  escapeName: (name: string) => `"${name}"`,
  escapeParam: () => '?',
  escapeString: (text: string) => `'${text.replaceAll("'", "''")}'`,
}

export const written = (query: SQL): Statement => query.toQuery(SQLITE as never)

/**
 * A statement that is written now, and takes the values of its placeholders later: writing what every event needs takes
 * longer than running it.
 */
export function prepared(query: SQL): (values: Readonly<Record<string, unknown>>) => Statement {
  const { sql: text, params } = written(query)
  return (values) => ({ sql: text, params: fillPlaceholders([...params], values) })
}

/** All of them or none. */
export const run = <Row>(d1: D1Database, statements: readonly Statement[]): Promise<D1Result<Row>[]> =>
  d1.batch<Row>(statements.map(({ sql: text, params }) => d1.prepare(text).bind(...params)))

export const listed = (parts: readonly SQL[]): SQL => sql.join([...parts], sql`, `)

/** Its name as an INSERT or a SET has it, without its table's. */
export const bare = (column: Column): SQL => sql`${sql.identifier(snakeCase(column))}`

/** The beginning of an INSERT into all columns of a table. */
export const into = (table: SQLiteTable): SQL =>
  sql`INSERT INTO ${table} (${listed(Object.values(getTableColumns(table)).map(bare))})`

/** The end of an INSERT: a row that is there already gets the new values, except in the columns that it keeps. */
export const replacing = (table: SQLiteTable, kept: readonly SQLiteColumn[]): SQL =>
  sql`ON CONFLICT DO UPDATE SET ${listed(
    Object.values(getTableColumns(table))
      .filter((column) => !kept.includes(column))
      .map((column) => sql`${bare(column)} = excluded.${bare(column)}`),
  )}`

/** Writes a row, in the place of the one that has its key. */
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
 * Inserts a table's rows out of the JSON array `rows`.
 * @param others what columns hold that the rows do not tell
 */
export const intoOfRows = (table: SQLiteTable, others: Readonly<Record<string, unknown>> = {}): SQL =>
  sql`${into(table)} SELECT ${listed(
    Object.keys(getTableColumns(table)).map((property) =>
      property in others ? sql`${others[property]}` : jsonValue(property),
    ),
  )} FROM json_each(${sql.placeholder('rows')}) WHERE true`
