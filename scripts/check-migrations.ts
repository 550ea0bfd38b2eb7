/** Fails when src/db/schema.ts says something that no migration does. */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './wrangler.ts'

const copy = mkdtempSync(join(tmpdir(), 'catraca-migrations-'))
try {
  cpSync(join(root, 'migrations'), copy, { recursive: true })
  const before = readdirSync(copy).length
  const drizzleKit = join(root, 'node_modules/drizzle-kit/bin.cjs')
  execFileSync(
    process.execPath,
    [drizzleKit, 'generate', '--dialect=sqlite', '--schema=src/db/schema.ts', `--out=${copy}`],
    { cwd: root, stdio: 'pipe' },
  )
  if (readdirSync(copy).length !== before) {
    console.error(
      'src/db/schema.ts has changed: run `npx drizzle-kit generate --name <what it is for>`, then edit it.',
    )
    process.exitCode = 1
  }
} finally {
  rmSync(copy, { recursive: true })
}
