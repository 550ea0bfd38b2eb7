/** The D1 of a receiver on this machine: it has every migration that is here. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { migrationsIn } from './migrations.ts'
import { root, wrangler } from './wrangler.ts'

/** Where `wrangler dev` keeps objects and D1, if nothing else is said. */
const STATE = '.wrangler/state'

/** As wrangler makes it. */
const MIGRATIONS_TABLE = `CREATE TABLE d1_migrations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT UNIQUE,
  applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
);`

/**
 * Applies what is missing. A new D1 is given all in one: wrangler starts the runtime once for each migration.
 * @param folder where a receiver keeps what it has; undefined for wrangler's own place
 */
export function migrateLocal(folder?: string): void {
  const where = ['DB', '--local', ...(folder === undefined ? [] : ['--persist-to', folder])]
  if (existsSync(join(resolve(root, folder ?? STATE), 'v3/d1'))) {
    wrangler(['d1', 'migrations', 'apply', ...where])
    return
  }
  const made = mkdtempSync(join(tmpdir(), 'catraca-migrations-'))
  try {
    const file = join(made, 'all.sql')
    const applied = migrationsIn().map(
      ({ name, sql }) => `${sql}\nINSERT INTO d1_migrations (name) VALUES ('${name}');`,
    )
    writeFileSync(file, [MIGRATIONS_TABLE, ...applied].join('\n'))
    wrangler(['d1', 'execute', ...where, '--yes', '--file', file])
  } finally {
    rmSync(made, { recursive: true })
  }
}
