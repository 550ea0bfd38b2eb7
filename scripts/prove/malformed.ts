/** Requests that no sender should make, and some that one would: from documented bodies, by chance and by seed. */
import { gzipSync } from 'node:zlib'
import { PAYLOADS } from '../payloads.ts'
import type { Random } from '../random.ts'

export interface Attempt {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | null
}

export interface Keys {
  readonly amplia: string
  readonly safe2pay: string
}

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

const VALUES: readonly Json[] = [
  null,
  true,
  '',
  ' ',
  0,
  -1,
  1.5,
  1e21,
  1e308,
  -0,
  2 ** 53,
  '3',
  '0',
  '00000000-0000-0000-0000-000000000000',
  '2020-03-31T25:37:53.33',
  '0001-01-01T00:00:00',
  '9999-12-31T23:59:59.999999999-14:00',
  '+99999-01-01T00:00:00Z',
  '\u0000',
  '\ud800',
  '🧾'.repeat(70),
  'x'.repeat(65),
  'x'.repeat(5_000),
  '__proto__',
  'constructor',
  "'; DROP TABLE orders; --",
  [],
  [[[]]],
  {},
  { Id: 3 },
]

const NAMES = [
  '__proto__',
  'constructor',
  'toString',
  'SecretKey',
  'secretkey',
  'Id',
  'status',
  'type',
  '',
  'x'.repeat(300),
]
const METHODS = ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'SEARCH']

/** One request. */
export function attempt(dice: Random, keys: Keys): Attempt {
  const payload = dice.pick(PAYLOADS)
  const key = payload.provider === 'amplia' ? keys.amplia : keys.safe2pay
  const method = dice.chance(0.93) ? 'POST' : dice.pick(METHODS)
  const body = method === 'GET' || method === 'HEAD' ? null : bodyOf(dice, payload.body)
  const zipped = body !== null && dice.chance(0.05)
  return {
    method,
    path: pathOf(dice, payload.provider, key),
    headers: headersOf(dice, key, zipped),
    body: zipped ? damaged(dice, gzipSync(body), 0.3) : body,
  }
}

function bodyOf(dice: Random, text: string): Uint8Array {
  const kind = dice.next()
  if (kind < 0.05) return randomBytes(dice, dice.below(400))
  if (kind < 0.06)
    return new TextEncoder().encode(`{"padding":"${'x'.repeat(250_000 + dice.below(30_000))}"}`)
  if (kind < 0.08) {
    const depth = dice.below(50_000)
    return new TextEncoder().encode(`${'['.repeat(depth)}${dice.chance(0.5) ? ']'.repeat(depth) : ''}`)
  }
  if (kind < 0.25) return damaged(dice, new TextEncoder().encode(text), 1)
  let value = JSON.parse(text) as Json
  for (let changes = dice.below(4); changes > 0; changes -= 1) value = mutated(dice, value)
  return new TextEncoder().encode(JSON.stringify(value))
}

/** One value somewhere in it is another one, is gone, has another name, or has company. */
function mutated(dice: Random, value: Json): Json {
  if (value === null || typeof value !== 'object' || dice.chance(0.08)) return dice.pick(VALUES)
  if (Array.isArray(value)) {
    const items = [...(value as readonly Json[])]
    if (items.length === 0) return [dice.pick(VALUES)]
    const place = dice.below(items.length)
    return items.with(place, mutated(dice, items[place] ?? null))
  }
  const entries = Object.entries(value)
  if (entries.length === 0) return { [dice.pick(NAMES)]: dice.pick(VALUES) }
  const place = dice.below(entries.length)
  const [name = '', inner = null] = entries[place] ?? []
  const way = dice.next()
  if (way < 0.15) return Object.fromEntries(entries.toSpliced(place, 1))
  if (way < 0.25) return Object.fromEntries(entries.with(place, [dice.pick(NAMES), inner]))
  if (way < 0.35) return Object.fromEntries([...entries, [dice.pick(NAMES), dice.pick(VALUES)]])
  return Object.fromEntries(entries.with(place, [name, mutated(dice, inner)]))
}

/** Some bytes are others, are gone, or come twice. */
function damaged(dice: Random, bytes: Uint8Array, probability: number): Uint8Array {
  if (!dice.chance(probability) || bytes.length === 0) return bytes
  const result = [...bytes]
  for (let changes = 1 + dice.below(6); changes > 0; changes -= 1) {
    const place = dice.below(result.length || 1)
    const way = dice.next()
    if (way < 0.4) result[place] = dice.below(256)
    else if (way < 0.6) result.splice(place, 1 + dice.below(20))
    else if (way < 0.8) result.splice(place, 0, ...result.slice(place, place + dice.below(40)))
    else result.length = place
  }
  return Uint8Array.from(result)
}

const randomBytes = (dice: Random, length: number): Uint8Array =>
  Uint8Array.from({ length }, () => dice.below(256))

function pathOf(dice: Random, provider: string, key: string): string {
  if (dice.chance(0.85)) return `/webhooks/${provider}`
  const junk = dice.pick([
    '%00',
    '%2F',
    '..%2f..',
    '%',
    '%ff',
    '//',
    'x'.repeat(3_000),
    '%F0%9F%A7%BE',
    '*',
    '?',
    '?key=1',
    ';',
  ])
  return dice.pick([
    `/webhooks/${provider}/${key}`,
    `/webhooks/${provider}/`,
    `/webhooks/${provider}/${key}/`,
    `/webhooks/${provider}/${junk}`,
    `/webhooks/${junk}`,
    '/webhooks',
    '/healthz',
    `/${junk}`,
    '/',
    '/api/orders',
    `/api/${junk}`,
  ])
}

function headersOf(dice: Random, key: string, zipped: boolean): Readonly<Record<string, string>> {
  const credential = dice.next()
  const odd = dice.pick([
    '',
    ' ',
    'Bearer',
    'Basic %%%',
    'Basic OnNlY3JldA==',
    `Bearer  ${key} `,
    'Digest x',
    '\t',
    'ÿ'.repeat(20),
  ])
  return {
    'Content-Type': dice.chance(0.8)
      ? 'application/json'
      : dice.pick(['text/plain', 'multipart/form-data', ';;;', '']),
    // Wrong keys of one address are soon answered 429 and would test nothing more.
    'CF-Connecting-IP': `10.0.0.${dice.below(256)}`,
    ...(credential < 0.8 && { 'X-Api-Key': key }),
    ...(credential >= 0.8 && credential < 0.9 && { Authorization: odd }),
    ...(credential >= 0.9 && credential < 0.95 && { 'X-Api-Key': `not-${dice.below(1e6)}` }),
    ...(zipped && { 'Content-Encoding': 'gzip' }),
    ...(!zipped &&
      dice.chance(0.02) && { 'Content-Encoding': dice.pick(['gzip', 'br', 'identity', '', 'gzip, gzip']) }),
    ...(dice.chance(0.02) && { Accept: dice.pick(['text/html', '*/*;q=0', '']) }),
  }
}
