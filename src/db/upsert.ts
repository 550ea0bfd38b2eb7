/** A newer revision replaces an older one and never the other way round, however often and late either is sent. */
import { and, eq, getTableColumns, or, type SQL, sql } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'

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
 * Statements for the row of one entity. D1 counts a written row for each index that holds a column which an UPDATE
 * sets, changed or not: so what seldom changes has a statement of its own, which writes 0 rows where nothing did.
 * @param first columns that the first event sets for good
 * @param seldom columns that seldom change, those of one index together
 */
export function upsertEntity<T extends Revisioned>(
  db: DrizzleD1Database,
  table: T,
  key: SQLiteColumn,
  row: T['$inferInsert'] & { readonly revision: number },
  { first, seldom }: { readonly first: SQLiteColumn; readonly seldom: readonly (readonly SQLiteColumn[])[] },
): BatchItem<'sqlite'>[] {
  const columns = Object.entries(getTableColumns(table))
  const values = row as Readonly<Record<string, unknown>>
  const newValue = (column: SQLiteColumn): unknown =>
    values[columns.find(([, each]) => each === column)?.[0] ?? ''] ?? null
  const upsert = db
    .insert(table)
    .values(row)
    .onConflictDoUpdate(newerOnly(table, [key], [first, ...seldom.flat()]))
  const changes = seldom.map((group) =>
    db
      .update(table)
      .set(
        Object.fromEntries(
          columns
            .filter(([, column]) => group.includes(column))
            .map(([property, column]) => [property, newValue(column)]),
        ) as never,
      )
      .where(
        and(
          eq(key, newValue(key)),
          // The revision that the upsert left: an older one changes nothing here either.
          eq(table.revision, row.revision),
          or(...group.map((column) => sql`${column} IS NOT ${newValue(column)}`)),
        ),
      ),
  )
  return [upsert, ...changes]
}
