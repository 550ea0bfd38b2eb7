/** The migrations of D1, in the order in which they are applied. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './wrangler.ts'

export interface Migration {
  /** Of its file, as D1 notes it. */
  readonly name: string
  readonly sql: string
}

export const migrationsIn = (folder = join(root, 'migrations')): readonly Migration[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => ({ name, sql: readFileSync(join(folder, name), 'utf8') }))
