/** What an operator can know of asking the sender. */
import { type Completeness, readCompleteness } from '../db/completeness.ts'
import { LIMITS } from '../limits.ts'
import { accountsIn } from '../sender/accounts.ts'

export interface Asking {
  /** Whether there is a key of the sender's API. Without one nobody is asked. */
  readonly isOn: boolean
  /** Of the last nights, newest first; each has a row for each list. */
  readonly nights: readonly Completeness[]
}

/** @param rows at the most */
export const readAsking = async (env: Env, rows: number = LIMITS.pageRows): Promise<Asking> => ({
  isOn: accountsIn(env as Parameters<typeof accountsIn>[0]).length > 0,
  nights: await readCompleteness(env.DB, rows),
})
