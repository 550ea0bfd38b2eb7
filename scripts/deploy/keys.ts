/** The keys that setup puts in place: given or made, held in memory, and for wrangler in one file that nobody else may read. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { configuredKeys, keysIn } from '../../src/access/configured.ts'
import * as LIMITS from '../../src/limits.ts'
import { PROVIDERS } from '../../src/providers/index.ts'
import { isRunning } from '../running.ts'
import { root } from '../wrangler.ts'
import { parseKeyFile, sharedKeys, type WrittenKey, writtenKeys } from './key-file.ts'
import type { Environment } from './settings.ts'
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

/** Keys by the secret that holds them, each as it is written there: with its label. */
export type Keys = Readonly<Record<string, readonly string[]>>

/** What a sender presents of a written key. */
export const textOf = (written: string): string => keysIn(written)[0] ?? ''

/**
 * The keys as they belong into an environment. Staging is the sandbox's own receiver and needs no labels: beside one key
 * without, it would keep apart whatever comes with the others. Where a key says itself whose it is, all are labelled.
 */
export function keysFor(environment: Environment, keys: Keys): Keys {
  if (environment === '') return keys
  const senders = SENDERS.map(({ secret }) => secret)
  const texts = Object.entries(keys).map(([secret, each]) => [secret, each.map(textOf)] as const)
  const isTold = texts.some(([secret, each]) => senders.includes(secret) && each.some(isSandbox))
  const written = (secret: string, key: string) =>
    isTold && senders.includes(secret) ? `sandbox:${key}` : key
  return Object.fromEntries(texts.map(([secret, each]) => [secret, each.map((key) => written(secret, key))]))
}

/** The label that the receiver reads from a written key. */
export const labelOf = (written: string): string | null => (isSandbox(written) ? 'sandbox' : null)

const isSandbox = (written: string): boolean => configuredKeys(written)[0]?.isSandbox ?? false

/** Keys by the places at which they are written. */
const allOf = (keys: Keys): readonly WrittenKey[] =>
  Object.entries(keys).flatMap(([secret, each]) => writtenKeys(secret, each.join()))
const placesOf = (keys: readonly WrittenKey[]): readonly string[] =>
  keys.map(({ secret, position }) => `key ${position} of ${secret}`)

/** The places of keys that belong to a sandbox. */
export const sandboxKeys = (keys: Keys): readonly string[] =>
  placesOf(allOf(keys).filter((key) => key.isSandbox))

/** What to know of given keys: those that do not look random open from a header or a body, and not from a URL. */
export const notForUrls = (keys: Keys): readonly string[] =>
  placesOf(allOf(keys).filter((key) => !key.fitsInUrl))

/** 24 random bytes in characters that a URL, a header and a shell leave as they are. */
export const makeKey = (): string => randomBytes(24).toString('hex')

/**
 * The keys of a secret in a text, with commas between. Each must fit in a header and open the receiver: a key that does
 * neither is named by its place, because terminals and build logs keep what they show.
 */
export function keysGiven(secret: string, text: string): readonly string[] {
  for (const key of writtenKeys(secret, text)) {
    const complaint = complaintOf(key)
    if (complaint !== null) stop(`Key ${key.position} of ${secret} ${complaint}`)
  }
  return configuredKeys(text).map((key) => (key.isSandbox ? `sandbox:${key.text}` : key.text))
}

function complaintOf({ text, refusal }: WrittenKey): string | null {
  if (!/^[!-~]+$/.test(text))
    return 'cannot be sent in a header: a key may have ASCII letters, digits and punctuation, and no space.'
  switch (refusal) {
    case 'published':
      return 'is a key of .dev.vars.example or of the documents, which everybody can read.'
    case 'too_short':
      return `has ${text.length} characters, and the receiver accepts none under ${LIMITS.keyCharactersLeast}: it can be guessed. Make one with openssl rand -hex 24, or ask the sender for a longer one.`
    case 'too_many':
      return `is one too many: the receiver accepts ${LIMITS.keysPerSet}.`
    case null:
      return null
  }
}

/** Refuses a key that stands in two secrets. */
export function refuseShared(keys: Keys): void {
  for (const [one, other] of sharedKeys(allOf(keys))) {
    if (one && other)
      stop(
        `Key ${one.position} of ${one.secret} is also key ${other.position} of ${other.secret}: someone with one would have the other. Give each its own.`,
      )
  }
}

/** The keys in a file of `NAME=key,key` lines, or in what is piped in where the file is `-`. */
export function keysInFile(file: string): Keys {
  let text: string
  try {
    text = readFileSync(file === '-' ? 0 : file, 'utf8')
  } catch (error) {
    return stop(`The keys cannot be read from ${file}: ${error instanceof Error ? error.message : error}`)
  }
  const { values, cut, repeated } = parseKeyFile(text)
  const known: readonly string[] = [...SENDERS.map(({ secret }) => secret), ADMIN_SECRET]
  const unknown = Object.keys(values).find((name) => !known.includes(name))
  if (unknown !== undefined) stop(`${file} names ${unknown}; it may name ${known.join(', ')}.`)
  if (cut.length > 0)
    stop(
      `${file} has a # in the value of ${cut.join(' and ')}, so the rest of the line would be cut off as a comment. If it belongs to the key, put the value in double quotes; if not, put the comment on a line of its own.`,
    )
  if (repeated.length > 0)
    stop(
      `${file} names ${repeated.join(' and ')} twice. Put all keys of a secret in one line, separated by commas.`,
    )
  const entries = known.map((name) => [name, keysGiven(name, values[name] ?? '')] as const)
  const keys = Object.fromEntries(entries.filter(([, each]) => each.length > 0))
  if (Object.keys(keys).length === 0)
    stop(
      `${file} holds no key: it needs a line such as ${known[0]}=<key>,<key>. It may name ${known.join(', ')}.`,
    )
  refuseShared(keys)
  return keys
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
