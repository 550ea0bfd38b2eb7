/** A newer revision replaces an older one and never the other way round, however often and late either is sent. */
import { and, eq, getTableColumns, or, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'
import { composer, prepared, type Statement } from './statement.ts'

type Revisioned = SQLiteTable & { readonly revision: SQLiteColumn }

/**
 * For onConflictDoUpdate: writes 0 rows where the table holds the same or a newer revision.
 * @param keep columns that an existing row keeps
 */
export function newerOnly<T extends Revisioned>(
  table: T,
  key: SQLiteColumn[],
  keep: readonly SQLiteColumn[] = [],
) {
  const set: Record<string, SQL> = {}
  for (const [property, column] of Object.entries(getTableColumns(table))) {
    if (!key.includes(column) && !keep.includes(column))
      set[property] = sql`excluded.${sql.identifier(column.name)}`
  }
  return { target: key, set: set as never, setWhere: sql`excluded.revision > ${table.revision}` }
}

/**
 * Gives the statements for the row of one entity. D1 counts a written row for each index that holds a column which an
 * UPDATE sets, changed or not: so what seldom changes has a statement of its own, which writes 0 rows where nothing did.
 * @param first columns that the first event sets for good
 * @param seldom columns that seldom change, those of one index together
 */
export function entityUpsert<T extends Revisioned>(
  table: T,
  key: SQLiteColumn,
  { first, seldom }: { readonly first: SQLiteColumn; readonly seldom: readonly (readonly SQLiteColumn[])[] },
): (row: T['$inferInsert']) => readonly Statement[] {
  const columns = Object.entries(getTableColumns(table))
  const values = Object.fromEntries(columns.map(([property]) => [property, sql.placeholder(property)]))
  const bound = (column: SQLiteColumn): SQL =>
    sql`${values[columns.find(([, each]) => each === column)?.[0] ?? '']}`
  const upsert = composer
    .insert(table)
    .values(values as never)
    .onConflictDoUpdate(newerOnly(table, [key], [first, ...seldom.flat()]))
  const changes = seldom.map((group) =>
    composer
      .update(table)
      .set(
        Object.fromEntries(
          columns
            .filter(([, column]) => group.includes(column))
            .map(([property, column]) => [property, bound(column)]),
        ) as never,
      )
      .where(
        and(
          eq(key, bound(key)),
          // The revision that the upsert left: an older one changes nothing here either.
          eq(table.revision, bound(table.revision)),
          or(...group.map((column) => sql`${column} IS NOT ${bound(column)}`)),
        ),
      ),
  )
  const statements = [upsert, ...changes].map(prepared)
  const unset = Object.fromEntries(columns.map(([property]) => [property, null]))
  return (row) => statements.map((statement) => statement({ ...unset, ...row }))
}
