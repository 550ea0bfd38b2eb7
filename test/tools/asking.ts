/** Asking the sender, in a test: the stand-in is told what to say, and time passes at once. */
import { env } from 'cloudflare:workers'
import type { Secret } from '../../src/sender/accounts.ts'
import type { Clock } from '../../src/sender/clock.ts'
import type { Heard, State } from './safe2pay-api.ts'

/** As the stand-in knows it. */
export const API_KEY = 'api-key-of-the-tests'

/** The environment of a receiver that may ask. */
export const asking = (bindings: Partial<Env & Secret> = {}): Env & Secret => ({
  ...env,
  SAFE2PAY_API_KEY: API_KEY,
  ...bindings,
})

const control = (path: string, init?: RequestInit): Promise<Response> =>
  fetch(new URL(path, env.SAFE2PAY_API_URL), init)

/** What the sender has from now on; what it heard before is forgotten. */
export async function senderHas(state: Partial<State>): Promise<void> {
  await (await control('/stand-in', { method: 'POST', body: JSON.stringify(state) })).body?.cancel()
}

/** The calls that the sender heard, oldest first. */
export const senderHeard = async (): Promise<readonly Heard[]> => (await control('/stand-in')).json()

export interface TestClock extends Clock {
  advance(ms: number): void
}

/** Whoever waits goes on at once, and it is later then. */
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
