/** The keys that setup puts in place: given or made, held in memory, and for wrangler in one file that nobody else may read. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { keysIn } from '../../src/access/keys.ts'
import { PROVIDERS } from '../../src/providers/index.ts'
import { root } from '../wrangler.ts'
import { stop } from './stop.ts'

/** Whose keys. */
export interface Sender {
  /** As it stands in the URL. */
  readonly name: string
  readonly label: string
  readonly secret: string
  /** Whether it presents its own key in the body and can be given no other but in the URL. */
  readonly byUrl: boolean
}

const LABELS: Readonly<Record<string, string>> = { amplia: 'Amplia Reg', safe2pay: 'Safe2Pay' }

export const SENDERS: readonly Sender[] = PROVIDERS.map(({ name, keysVariable, keyInBody }) => ({
  name,
  label: LABELS[name] ?? name,
  secret: keysVariable,
  byUrl: keyInBody,
}))

export const ADMIN_SECRET = 'ADMIN_KEYS'

/** Keys by the secret that holds them. */
export type Keys = Readonly<Record<string, readonly string[]>>

/** 24 random bytes in characters that a URL, a header and a shell leave as they are. */
export const makeKey = (): string => randomBytes(24).toString('hex')

/** The keys in a text, with commas between; each must fit in a header and in a URL. */
export function keysGiven(text: string): readonly string[] {
  const keys = keysIn(text)
  if (!keys.every((key) => /^[!-~]+$/.test(key)))
    stop('A key may have letters, digits and the signs of ASCII, and no space: else no header can carry it.')
  const examples = Object.values(exampleKeys()).flat()
  const example = keys.find((key) => examples.includes(key))
  if (example !== undefined) stop(`${example} is a key of .dev.vars.example, which everybody can read.`)
  return keys
}

/** The keys in a file of `NAME=key,key` lines, or in what is piped in where the file is `-`. */
export function keysInFile(file: string): Keys {
  let text: string
  try {
    text = readFileSync(file === '-' ? 0 : file, 'utf8')
  } catch (error) {
    return stop(`The keys cannot be read from ${file}: ${error instanceof Error ? error.message : error}`)
  }
  const known: readonly string[] = [...SENDERS.map(({ secret }) => secret), ADMIN_SECRET]
  const entries = Object.entries(parseEnv(text)).map(
    ([name, value]) => [name, keysGiven(value ?? '')] as const,
  )
  const [unknown] = entries.find(([name]) => !known.includes(name)) ?? []
  if (unknown !== undefined) stop(`${file} names ${unknown}; it may name ${known.join(', ')}.`)
  return Object.fromEntries(entries.filter(([, keys]) => keys.length > 0))
}

/** The keys of .dev.vars.example are in the repository: where they open a receiver, anybody can write to it. */
export function exampleKeys(): Keys {
  const examples = parseEnv(readFileSync(join(root, '.dev.vars.example'), 'utf8'))
  return Object.fromEntries(
    [...SENDERS.map(({ secret }) => secret), ADMIN_SECRET].map((secret) => [
      secret,
      keysIn(examples[secret]),
    ]),
  )
}

const PREFIX = 'catraca-secrets-'

/**
 * Hands wrangler the secrets in a file that only this user can read, and deletes it, whatever happens. What a killed
 * process left behind is deleted by the next one.
 */
export async function withSecretsFile<Result>(
  secrets: Keys,
  use: (file: string | undefined) => Promise<Result>,
): Promise<Result> {
  deleteAbandoned()
  if (Object.keys(secrets).length === 0) return use(undefined)
  const folder = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`))
  const deleteFolder = (): void => rmSync(folder, { recursive: true, force: true })
  process.once('exit', deleteFolder)
  try {
    const file = join(folder, 'secrets.json')
    const values = Object.fromEntries(Object.entries(secrets).map(([name, keys]) => [name, keys.join(',')]))
    writeFileSync(file, JSON.stringify(values), { mode: 0o600, flag: 'wx' })
    return await use(file)
  } finally {
    process.off('exit', deleteFolder)
    deleteFolder()
  }
}

function deleteAbandoned(): void {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue
    const owner = Number.parseInt(name.slice(PREFIX.length), 10)
    if (!isRunning(owner)) rmSync(join(tmpdir(), name), { recursive: true, force: true })
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it runs, and is somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
