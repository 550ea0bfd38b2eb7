/**
 * Whether an entity may send now. An entity on the waiting list asks the endpoint's object before each attempt. All others
 * of one process ask only once in a while, so that a message that is delivered costs no call.
 */
import * as LIMITS from '../limits.ts'
import { endpointIn } from './at.ts'
import type { Permit } from './health.ts'
import type { Waiting } from './list.ts'

/** When this process last learned that the endpoint is healthy. It only saves calls, so it may be lost. */
let freeSinceMs = 0

export async function mayGo(env: Env, waiting: Waiting, isAsked: boolean): Promise<Permit> {
  const ageMs = Date.now() - freeSinceMs
  if (!isAsked && ageMs >= 0 && ageMs < LIMITS.forwardFreshMs) return 'free'
  const permit = await endpointIn(env.ENDPOINT).permit(waiting)
  freeSinceMs = permit === 'free' ? Date.now() : 0
  return permit
}

/** A pause takes effect at once in the process of the endpoint's object, and a little later everywhere else. */
export function askAgain(): void {
  freeSinceMs = 0
}
