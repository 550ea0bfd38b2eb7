/** The Worker's side of an object: one round trip per event. */
import { rootCause } from '../db/faults.ts'
import type { Event } from '../providers/event.ts'
import type { Outcome } from './acceptance.ts'
import { nameOf } from './name.ts'

/**
 * Hands an event to its object. `unavailable` when the object cannot store it now: then it may or may not be
 * stored, and sending it again is safe.
 * @param firstReceivedAt UTC text: when the body first came, where it comes out of quarantine
 */
export async function deliver(
  entities: Env['ENTITIES'],
  event: Event,
  firstReceivedAt?: string,
): Promise<Outcome | { readonly kind: 'unavailable'; readonly error: string }> {
  // Objects and D1 live side by side: neither has a home in South America, and both get there by way of this region.
  const stub = () => entities.getByName(nameOf(event), { locationHint: 'enam' })
  try {
    return await stub().apply(event, firstReceivedAt)
  } catch (first) {
    if (!isWorthRetrying(first)) return { kind: 'unavailable', error: rootCause(first) }
  }
  try {
    // A stub that failed stays broken, so the second try takes a new one.
    return await stub().apply(event, firstReceivedAt)
  } catch (second) {
    return { kind: 'unavailable', error: rootCause(second) }
  }
}

/** The platform marks its errors; repeating into an overloaded object would overload it further. */
export function isWorthRetrying(error: unknown): boolean {
  const { retryable, overloaded } = error as { retryable?: boolean; overloaded?: boolean }
  return retryable === true && overloaded !== true
}
