/** The Worker's side of an object: one round trip per event. */
import { rootCause } from '../db/faults.ts'
import type { Event } from '../providers/event.ts'
import type { Outcome } from './acceptance.ts'
import { entityIn } from './stub.ts'

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
  try {
    return await twiceAtMost(() => entityIn(entities, event).apply(event, firstReceivedAt))
  } catch (error) {
    return { kind: 'unavailable', error: rootCause(error) }
  }
}

/**
 * Calls an object, and once more where that may help.
 * @param call takes a stub of its own each time, because one that failed stays broken
 */
export async function twiceAtMost<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return await call()
  } catch (error) {
    if (!isWorthRetrying(error)) throw error
    return call()
  }
}

/** The platform marks its errors; repeating into an overloaded object would overload it further. */
function isWorthRetrying(error: unknown): boolean {
  const { retryable, overloaded } = error as { retryable?: boolean; overloaded?: boolean }
  return retryable === true && overloaded !== true
}
