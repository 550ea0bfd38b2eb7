/** The Worker's side of an object: one round trip per event. */
import { rootCause } from '../db/faults.ts'
import type { Event } from '../providers/event.ts'
import type { Outcome } from './acceptance.ts'
import { nameOf } from './name.ts'

/**
 * Hands an event to its object. `unavailable` when the object cannot store it now: then it may or may not be
 * stored, and sending it again is safe.
 */
export async function deliver(
  entities: Env['ENTITIES'],
  event: Event,
): Promise<Outcome | { readonly kind: 'unavailable'; readonly error: string }> {
  // Objects and D1 live side by side: neither has a home in South America, and both get there by way of this region.
  const stub = () => entities.getByName(nameOf(event), { locationHint: 'enam' })
  try {
    return await stub().apply(event)
  } catch (first) {
    if (!isWorthRetrying(first)) return { kind: 'unavailable', error: rootCause(first) }
  }
  try {
    // A stub that failed stays broken, so the second try takes a new one.
    return await stub().apply(event)
  } catch (second) {
    return { kind: 'unavailable', error: rootCause(second) }
  }
}

/** The platform marks its errors; repeating into an overloaded object would overload it further. */
function isWorthRetrying(error: unknown): boolean {
  const { retryable, overloaded } = error as { retryable?: boolean; overloaded?: boolean }
  return retryable === true && overloaded !== true
}
