/** A newer revision replaces an older one and never the other way round, however often and late each is sent. */
import { and, getTableColumns, or, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'
import { CURRENT } from './changes.ts'
import { bare, intoOfRows, jsonValue, listed, prepared, replacing, type Statement } from './statement.ts'

type Revisioned = SQLiteTable & { readonly revision: SQLiteColumn }

/**
 * The end of an INSERT: writes 0 rows if the table holds the same or a newer revision.
 * @param kept columns that an existing row keeps, its key among them
 */
export const newerOnly = (table: Revisioned, kept: readonly SQLiteColumn[]): SQL =>
  sql`${replacing(table, kept)} WHERE excluded.revision > ${table.revision}`

/**
 * Gives the statements for rows of entities, a JSON array. D1 counts a written row for each index with a column that an
 * UPDATE sets, changed or not. So columns that seldom change have a statement of their own, which writes 0 rows if nothing
 * changed.
 * @param first columns that the first event sets permanently
 * @param seldom columns that seldom change, those of one index together
 */
export function entityUpsert(
  table: Revisioned,
  key: SQLiteColumn,
  { first, seldom }: { readonly first: SQLiteColumn; readonly seldom: readonly (readonly SQLiteColumn[])[] },
): (rows: string) => readonly Statement[] {
  const columns = Object.entries(getTableColumns(table))
  const value = (column: SQLiteColumn): SQL =>
    jsonValue(columns.find(([, each]) => each === column)?.[0] ?? '')
  const upsert = sql`${intoOfRows(table, { change: CURRENT })} ${newerOnly(table, [key, first, ...seldom.flat()])}`
  const changes = seldom.map(
    (group) => sql`
      UPDATE ${table} SET ${listed(
        columns
          .filter(([, column]) => group.includes(column))
          .map(([property, column]) => sql`${bare(column)} = ${jsonValue(property)}`),
      )}
      FROM json_each(${sql.placeholder('rows')})
      WHERE ${and(
        sql`${key} = ${value(key)}`,
        // Only if the upsert stored this revision: an older one changes nothing here either.
        sql`${table.revision} = ${value(table.revision)}`,
        or(...group.map((column) => sql`${column} IS NOT ${value(column)}`)),
      )}`,
  )
  const statements = [upsert, ...changes].map(prepared)
  return (rows) => statements.map((statement) => statement({ rows }))
}
