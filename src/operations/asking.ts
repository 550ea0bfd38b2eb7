/** What an operator can see and do about asking the sender. */
import { readAsk } from '../db/asks.ts'
import { type Completeness, readCompleteness } from '../db/completeness.ts'
import type { EntityId } from '../id.ts'
import * as LIMITS from '../limits.ts'
import { accountsIn } from '../sender/accounts.ts'
import { type Asked, askAbout } from '../sender/ask.ts'
import { CLOCK } from '../sender/clock.ts'
import { openLine } from '../sender/line.ts'

export interface Asking {
  /** Whether a key of the sender's API is configured. Without one the sender is not asked. */
  readonly isOn: boolean
  /** The last nights, newest first, with one row for each list of each night. */
  readonly nights: readonly Completeness[]
}

/** @param rows maximum number of rows */
export const readAsking = async (env: Env, rows: number = LIMITS.pageRows): Promise<Asking> => ({
  isOn: isAskingOn(env),
  nights: await readCompleteness(env.DB, rows),
})

export const isAskingOn = (env: object): boolean => accountsIn(env).length > 0

/** Asks about one transaction now. `off` without a key, `busy` if too many others already wait for their turn. */
export async function askNow(env: Env, id: EntityId): Promise<Asked | 'off' | 'busy'> {
  const line = openLine(env, CLOCK)
  return line ? ((await askAbout(env, line, CLOCK, id, 'operator')) ?? 'busy') : 'off'
}

/** The result of the last ask about a transaction; null if there was none. */
export const lastAsk = (env: Env, id: string) => readAsk(env.DB, id)
