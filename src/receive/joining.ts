/** An event learns the keys of its numbers here, in the Worker: the numbers themselves go no further. */
import type { Event, Joins } from '../providers/event.ts'
import { saleKey } from '../vault/sale-key.ts'

/** @throws when the vault cannot be reached, and its key is not in memory yet */
export async function withKeys(vault: Env['VAULT'], event: Event, joins: Joins = {}): Promise<Event> {
  const keys = Object.entries(joins).map(async ([fact, number]) => [fact, await saleKey(vault, number)])
  return { ...event, facts: { ...event.facts, ...Object.fromEntries(await Promise.all(keys)) } }
}
