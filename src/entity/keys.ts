/**
 * The keys of an event's numbers, by which orders and payments find each other. An event learns them in the Worker,
 * before it goes to its object. Events of version 0.1.0 came without, and learn them from their bodies.
 */
import type { Facts } from '../lifecycle/history.ts'
import type { Event, Joins } from '../providers/event.ts'
import type { Provider } from '../providers/provider.ts'
import { saleKey } from '../vault/sale-key.ts'
import { ERASED_BODY } from './erasure.ts'
import { hasTables, readBody, readState, writeState } from './log.ts'

/**
 * The event with the keys among its facts, and without the numbers that they are of.
 * @throws when the vault cannot be reached, and its key is not in memory yet
 */
export const withKeys = async (vault: Env['VAULT'], event: Event, joins: Joins = {}): Promise<Event> => ({
  ...event,
  facts: { ...event.facts, ...(await keysOf(vault, joins)) },
})

/** Empty for a number that names nothing: it takes the place of an earlier key, which null, standing for nothing said, does not. */
async function keysOf(vault: Env['VAULT'], joins: Joins): Promise<Facts> {
  const keys = Object.entries(joins).map(async ([fact, number]) => [
    fact,
    (await saleKey(vault, number)) ?? '',
  ])
  return Object.fromEntries(await Promise.all(keys)) as Facts
}

/** By fingerprint: the keys of stored events that have a number, no key of it, and still their body. */
export async function lackingKeys(
  sql: SqlStorage,
  provider: Provider,
  vault: Env['VAULT'],
): Promise<ReadonlyMap<string, Facts>> {
  const { numbers } = provider.impersonal
  const keys = new Map<string, Facts>()
  for (const { fingerprint, facts, bodyDigest, hasBody } of hasTables(sql) ? storedFacts(sql) : []) {
    if (!hasBody || !numbers.some(([number, key]) => facts[number] != null && !(key in facts))) continue
    const reading = provider.read(JSON.parse(readBody(sql, fingerprint)), bodyDigest)
    if (reading.kind === 'event') keys.set(fingerprint, await keysOf(vault, reading.joins ?? {}))
  }
  return keys
}

/** Stores them, for D1 to be told. What was erased meanwhile stays erased. */
export function addKeys(
  sql: SqlStorage,
  { impersonal: { numbers } }: Provider,
  keys: ReadonlyMap<string, Facts>,
  arm: () => void,
): void {
  const state = keys.size > 0 ? readState(sql) : null
  if (!state) return
  const head = state.head && { ...state.head, facts: { ...state.head.facts } }
  for (const { fingerprint, facts, hasBody } of storedFacts(sql)) {
    const learned = keys.get(fingerprint)
    if (!learned || !hasBody) continue
    sql.exec(
      'UPDATE log SET facts = ? WHERE fingerprint = ?',
      JSON.stringify({ ...facts, ...learned }),
      fingerprint,
    )
    // The head has its number from an event that says the same.
    for (const [number, key] of numbers) {
      const known = learned[key]
      if (head && known !== undefined && head.facts[number] === facts[number]) head.facts[key] = known
    }
  }
  writeState(sql, { ...state, head, revision: state.revision + 1 })
  arm()
}

type StoredFacts = { fingerprint: string; facts: Facts; bodyDigest: string; hasBody: boolean }

const storedFacts = (sql: SqlStorage): readonly StoredFacts[] =>
  sql
    .exec<{ fingerprint: string; facts: string; bodyDigest: string; hasBody: number }>(
      'SELECT fingerprint, facts, body_digest AS bodyDigest, body <> ? AS hasBody FROM log ORDER BY seq',
      ERASED_BODY,
    )
    .toArray()
    .map((row) => ({ ...row, facts: JSON.parse(row.facts) as Facts, hasBody: row.hasBody === 1 }))
