/**
 * From a body without keys to its result: the part that a delivery and a replay share. Stores events, never bodies, because
 * only the caller knows whether a rejected body is already kept.
 */
import { rootCause } from '../db/faults.ts'
import type { Outcome } from '../entity/acceptance.ts'
import { deliver } from '../entity/delivery.ts'
import { withKeys } from '../entity/keys.ts'
import type { Event, Reading } from '../providers/event.ts'
import type { Provider } from '../providers/provider.ts'

export type Handled =
  | {
      readonly kind: 'judged'
      readonly event: Event
      readonly outcome: Extract<Outcome, { kind: 'judged' }>
    }
  | { readonly kind: 'unavailable'; readonly event: Event; readonly error: string }
  | Exclude<Reading, { readonly kind: 'event' }>

/**
 * Reads a body and lets its object judge it.
 * @param value parsed JSON without keys
 * @param digest of the body as it first arrived, because version 0.1.0 masked the bodies that it kept
 * @param firstReceivedAt UTC text: when it first arrived, if it comes from quarantine
 */
export async function handle(
  provider: Provider,
  value: unknown,
  digest: string,
  env: Pick<Env, 'ENTITIES' | 'VAULT'>,
  firstReceivedAt?: string,
): Promise<Handled> {
  const reading = provider.read(value, digest)
  if (reading.kind !== 'event') return reading
  let event: Event
  try {
    event = await withKeys(env.VAULT, reading.event, reading.joins)
  } catch (error) {
    // An event without its keys could never be joined, so it is better to let it be sent again.
    return { kind: 'unavailable', event: reading.event, error: rootCause(error) }
  }
  const outcome = await deliver(env.ENTITIES, event, firstReceivedAt)
  return outcome.kind === 'judged' ? { kind: 'judged', event, outcome } : { ...outcome, event }
}
