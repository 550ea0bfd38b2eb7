/** Fails when src/db/schema.ts says something that no migration does, or when a migration does more than add. */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempDisposableSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beyondAdding } from './deploy/additive.ts'
import { migrationsIn } from './migrations.ts'
import { root } from './wrangler.ts'

using folder = mkdtempDisposableSync(join(tmpdir(), 'catraca-migrations-'))
const { path: copy } = folder
cpSync(join(root, 'migrations'), copy, { recursive: true })
const before = readdirSync(copy).length
for (const { name, sql } of migrationsIn(copy)) {
  for (const problem of beyondAdding(sql)) {
    console.error(
      `${name} ${problem}\nThe version before would break on it, during a deploy and after a rollback.`,
    )
    process.exitCode = 1
  }
}
const drizzleKit = join(root, 'node_modules/drizzle-kit/bin.cjs')
execFileSync(
  process.execPath,
  [
    drizzleKit,
    'generate',
    '--dialect=sqlite',
    '--casing=snake_case',
    '--schema=src/db/indexes.ts',
    `--out=${copy}`,
  ],
  { cwd: root, stdio: 'pipe' },
)
if (readdirSync(copy).length !== before) {
  console.error(
    'src/db/schema.ts has changed: run `npx drizzle-kit generate --name <what it is for>`, then edit it.',
  )
  process.exitCode = 1
}
