/** A newer revision replaces an older one and never the other way round, however often and late either is sent. */
import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'

type Revisioned = SQLiteTable & { readonly revision: SQLiteColumn }

/** An upsert that writes 0 rows where the table holds the same or a newer revision. */
export function upsertNewer<T extends Revisioned>(
  db: DrizzleD1Database,
  table: T,
  key: SQLiteColumn[],
  rows: T['$inferInsert'][],
) {
  const set: Record<string, SQL> = {}
  for (const [property, column] of Object.entries(getTableColumns(table))) {
    if (!key.includes(column)) set[property] = sql`excluded.${sql.identifier(column.name)}`
  }
  return db
    .insert(table)
    .values(rows)
    .onConflictDoUpdate({
      target: key,
      set: set as never,
      setWhere: sql`excluded.revision > ${table.revision}`,
    })
}
