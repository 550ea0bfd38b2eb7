/**
 * The keys of an event's numbers, by which orders and payments find each other. An event gets them in the Worker, before it
 * is sent to its object. Events of version 0.1.0 have none, and get them from their bodies.
 */
import type { Facts } from '../lifecycle/history.ts'
import type { Event, Joins } from '../providers/event.ts'
import type { Provider } from '../providers/provider.ts'
import { saleKey } from '../vault/sale-key.ts'
import { ERASED_BODY } from './erasure.ts'
import { entriesOf, type Log, type Rewritten, readBody, rewrite, writeState } from './log.ts'

/**
 * The event with the keys among its facts, and without the numbers that the keys were made from.
 * @throws if the vault cannot be reached, and its key is not in memory yet
 */
export const withKeys = async (vault: Env['VAULT'], event: Event, joins: Joins = {}): Promise<Event> => ({
  ...event,
  facts: { ...event.facts, ...(await keysOf(vault, joins)) },
})

/** Empty for a number that is empty or masked: an empty key replaces an earlier one, while null means that nothing was said. */
async function keysOf(vault: Env['VAULT'], joins: Joins): Promise<Facts> {
  const keys = Object.entries(joins).map(async ([fact, number]) => [
    fact,
    (await saleKey(vault, number)) ?? '',
  ])
  return Object.fromEntries(await Promise.all(keys)) as Facts
}

/** By fingerprint: the keys of stored events that have a number without a key, and still have their body. */
export async function lackingKeys(
  sql: SqlStorage,
  log: Log,
  provider: Provider,
  vault: Env['VAULT'],
): Promise<ReadonlyMap<string, Facts>> {
  const { numbers } = provider.impersonal
  const keys = new Map<string, Facts>()
  const lacking = entriesOf(log).filter(({ facts }) =>
    numbers.some(([number, key]) => facts[number] != null && !(key in facts)),
  )
  for (const { fingerprint, bodyDigest } of lacking) {
    const body = readBody(sql, log, fingerprint)
    if (body === ERASED_BODY) continue
    const reading = provider.read(JSON.parse(body), bodyDigest)
    if (reading.kind === 'event') keys.set(fingerprint, await keysOf(vault, reading.joins ?? {}))
  }
  return keys
}

/** Stores them, and makes them due for D1. Data that was erased meanwhile stays erased. */
export function addKeys(
  sql: SqlStorage,
  log: Log,
  { impersonal: { numbers } }: Provider,
  keys: ReadonlyMap<string, Facts>,
  arm: () => void,
): void {
  const state = keys.size > 0 ? log.state : null
  if (!state) return
  const head = state.head && { ...state.head, facts: { ...state.head.facts } }
  const completed = new Map<string, Rewritten>()
  for (const entry of entriesOf(log)) {
    const learned = keys.get(entry.fingerprint)
    if (!learned || readBody(sql, log, entry.fingerprint) === ERASED_BODY) continue
    completed.set(entry.fingerprint, { facts: { ...entry.facts, ...learned } })
    // The head has its number from an event with the same number.
    for (const [number, key] of numbers) {
      const known = learned[key]
      if (head && known !== undefined && head.facts[number] === entry.facts[number]) head.facts[key] = known
    }
  }
  rewrite(sql, log, completed)
  writeState(sql, log, { ...state, head, revision: state.revision + 1 })
  arm()
}
