/** Asking the sender, in a test: a stand-in answers as configured, and no wait takes time. */
import { env } from 'cloudflare:workers'
import type { Secret } from '../../src/sender/accounts.ts'
import type { Clock } from '../../src/sender/clock.ts'
import type { Heard, State } from './safe2pay-api.ts'

/** The key that the stand-in accepts. */
export const API_KEY = 'api-key-of-the-tests'

/** The environment of a receiver that may ask. */
export const asking = (bindings: Partial<Env & Secret> = {}): Env & Secret => ({
  ...env,
  SAFE2PAY_API_KEY: API_KEY,
  ...bindings,
})

const control = (path: string, init?: RequestInit): Promise<Response> =>
  fetch(new URL(path, env.SAFE2PAY_API_URL), init)

/** Sets the sender's data from now on, and forgets the calls that it received. */
export async function senderHas(state: Partial<State>): Promise<void> {
  await (await control('/stand-in', { method: 'POST', body: JSON.stringify(state) })).body?.cancel()
}

/** The calls that the sender received, oldest first. */
export const senderHeard = async (): Promise<readonly Heard[]> => (await control('/stand-in')).json()

export interface TestClock extends Clock {
  advance(ms: number): void
}

/** A clock on which every wait ends at once, and moves the time forward. */
export function testClock(startMs: number): TestClock {
  let nowMs = startMs
  return {
    now: () => nowMs,
    wait: (ms) => {
      nowMs += ms
      return Promise.resolve()
    },
    advance: (ms) => {
      nowMs += ms
    },
  }
}
