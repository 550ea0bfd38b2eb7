/** Whatever the migrations make and D1 lacks is made again, as they would make it; what is there stays as it is. */
import { DatabaseSync } from 'node:sqlite'
import { done } from '../deploy/stop.ts'
import { migrationsIn } from '../migrations.ts'
import type { Target } from './target.ts'

interface Made {
  readonly name: string
  readonly sql: string
}

/** As wrangler makes it, which asks it what is applied. */
const APPLIED = `CREATE TABLE d1_migrations(
		id         INTEGER PRIMARY KEY AUTOINCREMENT,
		name       TEXT UNIQUE,
		applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
)`

const LIST = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"

/** Brings D1's tables, indexes and views to what the migrations make. */
export async function completeSchema(target: Target): Promise<void> {
  const migrations = migrationsIn()
  const wanted = madeBy(migrations.map(({ sql }) => sql))
  const before = await present(target)
  const isEmpty = !wanted.some(({ name }) => before.has(name))
  // What was dropped is not applied, whatever this table says.
  if (isEmpty && before.has('d1_migrations')) await target.query('DELETE FROM d1_migrations')
  await target.migrate()
  const names = await present(target)
  const missing = wanted.filter(({ name }) => !names.has(name))
  for (const { sql } of missing) await target.query(sql)
  if (!names.has('d1_migrations')) await target.query(APPLIED)
  await target.query(
    `INSERT OR IGNORE INTO d1_migrations (name) VALUES ${migrations.map(() => '(?)').join()}`,
    migrations.map(({ name }) => name),
  )
  if (missing.length > 0) done(`created in D1: ${missing.map(({ name }) => name).join(', ')}`)
}

const present = async (target: Target): Promise<ReadonlySet<string>> =>
  new Set((await target.query<Made>(LIST)).map(({ name }) => name))

/** In the order in which they can be made: tables, then what stands on them. */
function madeBy(migrations: readonly string[]): readonly Made[] {
  const database = new DatabaseSync(':memory:')
  try {
    for (const migration of migrations) database.exec(migration)
    return database
      .prepare(`${LIST} ORDER BY type <> 'table', type <> 'index', rowid`)
      .all()
      .map(({ name, sql }) => ({ name: String(name), sql: String(sql) }))
  } finally {
    database.close()
  }
}
