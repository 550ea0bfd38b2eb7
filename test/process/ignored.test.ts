/** Files with keys do not get into a commit by mistake. */
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { root } from '../../scripts/wrangler.ts'

// A repository of its own, because the tests also run where this one was unpacked without its .git.
const folder = mkdtempSync(join(tmpdir(), 'catraca-ignored-'))
beforeAll(() => {
  execFileSync('git', ['init', '--quiet', folder])
  cpSync(join(root, '.gitignore'), join(folder, '.gitignore'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** 0 where git ignores the file, 1 where it does not. */
const checkIgnore = (file: string): number | null =>
  spawnSync('git', ['check-ignore', '--quiet', file], { cwd: folder }).status

it.each([
  '.dev.vars',
  '.dev.vars.staging',
  '.dev.vars.production',
  '.dev.vars.bak',
  '.env',
  '.env.local',
  '.env.staging.local',
  'docs/.env',
  'scripts/.dev.vars.staging',
])('git ignores %s', (file) => {
  expect(checkIgnore(file)).toBe(0)
})

it.each(['.dev.vars.example', '.env.example', 'test/tools/env.d.ts', 'package-lock.json'])(
  'git does not ignore %s',
  (file) => {
    expect(checkIgnore(file)).toBe(1)
  },
)
