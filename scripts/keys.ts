/** The keys of the receiver that is being tried: from the environment, or those of the one on this machine. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { keysIn } from '../src/access/configured.ts'
import { root } from './wrangler.ts'

/** What .dev.vars says; nothing where there is none. */
export function devVars(): Readonly<Record<string, string | undefined>> {
  const file = join(root, '.dev.vars')
  return existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}
}

/** The first key of each provider and of the operators; empty if there is none. */
export function firstKeys(): Readonly<Record<'amplia' | 'safe2pay' | 'admin', string>> {
  const stored = devVars()
  const first = (name: string): string => keysIn(process.env[name] ?? stored[name])[0] ?? ''
  return { amplia: first('AMPLIA_KEYS'), safe2pay: first('SAFE2PAY_KEYS'), admin: first('ADMIN_KEYS') }
}
