/** What an operator can know of asking the sender, and have asked. */
import { readAsk } from '../db/asks.ts'
import { type Completeness, readCompleteness } from '../db/completeness.ts'
import * as LIMITS from '../limits.ts'
import { accountsIn } from '../sender/accounts.ts'
import { type Asked, askAbout } from '../sender/ask.ts'
import { CLOCK } from '../sender/clock.ts'
import { openLine } from '../sender/line.ts'

export interface Asking {
  /** Whether there is a key of the sender's API. Without one nobody is asked. */
  readonly isOn: boolean
  /** Of the last nights, newest first; each has a row for each list. */
  readonly nights: readonly Completeness[]
}

/** @param rows at most */
export const readAsking = async (env: Env, rows: number = LIMITS.pageRows): Promise<Asking> => ({
  isOn: isAskingOn(env),
  nights: await readCompleteness(env.DB, rows),
})

export const isAskingOn = (env: object): boolean => accountsIn(env).length > 0

/** Asks about one transaction now. `off` without a key, `busy` where others wait for their turn already. */
export async function askNow(env: Env, id: string): Promise<Asked | 'off' | 'busy'> {
  const line = openLine(env, CLOCK)
  return line ? ((await askAbout(env, line, CLOCK, id, 'operator')) ?? 'busy') : 'off'
}

/** What came of the last ask about a transaction; null where there was none. */
export const lastAsk = (env: Env, id: string) => readAsk(env.DB, id)

/** Whether a text can be the id of a transaction. */
export const canBeTransaction = (id: string): boolean =>
  /^[1-9]\d{0,15}$/.test(id) && Number.isSafeInteger(Number(id))
