/** A newer revision replaces an older one and never the other way round, however often and late either is sent. */
import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'

type Revisioned = SQLiteTable & { readonly revision: SQLiteColumn }

/** For onConflictDoUpdate: writes 0 rows where the table holds the same or a newer revision. */
export function newerOnly<T extends Revisioned>(table: T, key: SQLiteColumn[]) {
  const set: Record<string, SQL> = {}
  for (const [property, column] of Object.entries(getTableColumns(table))) {
    if (!key.includes(column)) set[property] = sql`excluded.${sql.identifier(column.name)}`
  }
  return { target: key, set: set as never, setWhere: sql`excluded.revision > ${table.revision}` }
}
