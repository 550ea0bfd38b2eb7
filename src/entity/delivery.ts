/** The Worker's side of an object: one round trip per event. */
import { rootCause } from '../db/faults.ts'
import type { Event } from '../providers/event.ts'
import type { Outcome } from './acceptance.ts'
import { entityIn } from './stub.ts'

/**
 * Hands an event to its object. `unavailable` if the object cannot store it now: it may or may not be stored then, and
 * sending it again is safe.
 * @param firstReceivedAt UTC text: when the body first arrived, if it comes from quarantine
 */
export async function deliver(
  entities: Env['ENTITIES'],
  event: Event,
  firstReceivedAt?: string,
): Promise<Outcome | { readonly kind: 'unavailable'; readonly error: string }> {
  try {
    return await twiceAtMost(() => entityIn(entities, event).apply(event, firstReceivedAt))
  } catch (error) {
    return { kind: 'unavailable', error: rootCause(error) }
  }
}

/**
 * Calls an object, and calls it once more if that may help.
 * @param call must take a new stub each time, because one that failed stays broken
 */
export async function twiceAtMost<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return await call()
  } catch (error) {
    if (!isWorthRetrying(error)) throw error
    return call()
  }
}

/** The platform marks its errors. Repeating a call to an overloaded object would overload it further. */
function isWorthRetrying(error: unknown): boolean {
  const { retryable, overloaded } = error as { retryable?: boolean; overloaded?: boolean }
  return retryable === true && overloaded !== true
}
