/** A newer revision replaces an older one and never the other way round, however often and late each is sent. */
import { and, getTableColumns, or, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'
import { CURRENT } from './changes.ts'
import { bare, intoOfRows, listed, ofRows, ROWS, type Row, replacing, type Statement } from './statement.ts'

type Revisioned = SQLiteTable & { readonly revision: SQLiteColumn }

/**
 * The end of an INSERT: writes 0 rows if the table holds the same or a newer revision.
 * @param kept columns that an existing row keeps, its key among them
 */
export const newerOnly = (table: Revisioned, kept: readonly SQLiteColumn[]): SQL =>
  sql`${replacing(table, kept)} WHERE excluded.revision > ${table.revision}`

/**
 * Gives the statements for rows of entities. D1 counts a written row for each index with a column that an UPDATE sets,
 * changed or not. So columns that seldom change have a statement of their own, which writes 0 rows if nothing changed.
 * @param first columns that the first event sets permanently
 * @param seldom columns that seldom change, those of one index together
 */
export function entityUpsert(
  table: Revisioned,
  key: SQLiteColumn,
  { first, seldom }: { readonly first: SQLiteColumn; readonly seldom: readonly (readonly SQLiteColumn[])[] },
): (rows: readonly Row[]) => readonly Statement[] {
  const { change: _, ...columns } = getTableColumns(table)
  const properties = new Map(Object.entries(columns).map(([property, column]) => [column, property]))
  const propertyOf = (column: SQLiteColumn): string => properties.get(column) ?? ''
  const upsert = ofRows(Object.keys(columns), (value) => {
    const orChange = (property: string): SQL => (property in columns ? value(property) : CURRENT)
    return sql`${intoOfRows(table, orChange)} ${newerOnly(table, [key, first, ...seldom.flat()])}`
  })
  const changes = seldom.map((group) =>
    ofRows([key, table.revision, ...group].map(propertyOf), (value) => {
      const said = (column: SQLiteColumn): SQL => value(propertyOf(column))
      return sql`
        UPDATE ${table} SET ${listed(group.map((column) => sql`${bare(column)} = ${said(column)}`))} FROM ${ROWS}
        WHERE ${and(
          sql`${key} = ${said(key)}`,
          // Only if the upsert stored this revision: an older one changes nothing here either.
          sql`${table.revision} = ${said(table.revision)}`,
          or(...group.map((column) => sql`${column} IS NOT ${said(column)}`)),
        )}`
    }),
  )
  return (rows) => [upsert, ...changes].map((statement) => statement(rows))
}
