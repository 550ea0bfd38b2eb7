/** A D1 before its first migration. */
import { env } from 'cloudflare:workers'
import { rows } from './read-model.ts'

/** Drops every table, and so the record of which migrations were applied. */
export async function dropTables(): Promise<void> {
  const tables = await rows(
    `SELECT name FROM sqlite_master
      WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\'`,
  )
  await env.DB.batch(tables.map(({ name }) => env.DB.prepare(`DROP TABLE "${name}"`)))
}
