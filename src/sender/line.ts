/**
 * The one line to the sender's API: each call takes its turn, temporary failures are tried again, and a run has a limited
 * number of calls and a limited time.
 */
import * as LIMITS from '../limits.ts'
import { textWithoutKeys } from '../privacy/redaction.ts'
import { type Account, accountsIn, apiAddress, type Secret } from './accounts.ts'
import { type Answer, type Call, callApi } from './client.ts'
import type { Clock } from './clock.ts'
import { type Failed, failure } from './failure.ts'
import { paceIn } from './stub.ts'

/** No call or no time is left, or too many others wait: this is not a failure of the sender. */
export interface Ended {
  readonly kind: 'ended'
}

export interface Line {
  readonly accounts: readonly Account[]
  /** @param read reads the answer, or returns why it is not trusted */
  call<Read>(
    account: Account,
    call: Call,
    read: (value: unknown) => Read | Failed,
  ): Promise<Read | Failed | Ended>
  /** Whether another call may be made. */
  isOpen(): boolean
}

/** Null if asking is off, because no key is configured. */
export function openLine(env: Env & Secret, clock: Clock): Line | null {
  const accounts = accountsIn(env)
  if (accounts.length === 0) return null
  const base = apiAddress(env.SAFE2PAY_API_URL)
  const pace = () => paceIn(env.PACE)
  const endMs = clock.now() + LIMITS.askRunMs
  let left: number = LIMITS.asksPerRun
  /** Failures in a row. */
  let failures = 0
  const isOpen = (): boolean => left > 0 && failures < LIMITS.askFailuresPerRun && clock.now() < endMs

  const once = async (account: Account, call: Call): Promise<Answer | Ended> => {
    if (!base) return { kind: 'failed', failure: failure('no_address'), isPassing: false, retryAfterMs: null }
    if (!isOpen()) return { kind: 'ended' }
    const waitMs = await pace().take(clock.now())
    if (waitMs === null) return { kind: 'ended' }
    left -= 1
    await clock.wait(waitMs)
    return callApi(base, account.key, call, clock.now())
  }

  const answerTo = async (account: Account, call: Call): Promise<Answer | Ended> => {
    let heard = await once(account, call)
    for (const waitMs of LIMITS.askRetriesMs) {
      if (heard.kind !== 'failed' || !heard.isPassing) break
      const { retryAfterMs } = heard
      if (retryAfterMs !== null) await pace().pause(clock.now(), retryAfterMs)
      // A long pause is left to the next runs.
      if (retryAfterMs !== null && retryAfterMs > LIMITS.askQueueMs) break
      await clock.wait(waitMs)
      const again = await once(account, call)
      if (again.kind === 'ended') break
      heard = again
    }
    return heard
  }

  return {
    accounts,
    isOpen,
    async call(account, call, read) {
      const heard = await answerTo(account, call)
      if (heard.kind === 'ended') return heard
      failures = heard.kind === 'failed' ? failures + 1 : 0
      const told = heard.kind === 'failed' ? heard : read(heard.value)
      return isFailed(told) ? withoutKey(told, accounts) : told
    },
  }
}

const isFailed = (told: unknown): told is Failed => (told as { readonly kind?: unknown }).kind === 'failed'

/** The sender's error text may quote the key that it refuses. */
const withoutKey = (
  { failure: { kind, detail }, isPassing }: Failed,
  accounts: readonly Account[],
): Failed => ({
  kind: 'failed',
  failure: failure(
    kind,
    detail &&
      textWithoutKeys(
        detail,
        accounts.map(({ key }) => key),
      ),
  ),
  ...(isPassing && { isPassing }),
})
