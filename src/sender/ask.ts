/**
 * Asks the sender about one transaction: reads its answer, trusts it or not, asks for the webhook again, and finally takes
 * the answer as an event. The result is noted in D1; if D1 is unavailable, only the note is missing.
 */
import { type Ask, type Cause, readAsk, writeAsk } from '../db/asks.ts'
import { rootCause } from '../db/faults.ts'
import { standingOf, type Taken, takeReading } from '../entity/reading.ts'
import type { Stand } from '../entity/stand.ts'
import type { EntityId } from '../id.ts'
import * as LIMITS from '../limits.ts'
import { log } from '../log.ts'
import { withoutKeys } from '../privacy/redaction.ts'
import { safe2pay } from '../providers/safe2pay/index.ts'
import type { Account } from './accounts.ts'
import { readAcknowledgement, readTransaction, type Told } from './answer.ts'
import { get, resend } from './calls.ts'
import type { Clock } from './clock.ts'
import { decide } from './decision.ts'
import { type Failed, type Failure, failureText } from './failure.ts'
import type { Line } from './line.ts'

/** The result of one ask. */
export interface Asked {
  readonly result: /** The sender has the same status. */
    | 'same'
    /** The same status, which proves that a refused event is old. */
    | 'settled'
    /** Another status: the sender was asked to send its webhook again. */
    | 'resent'
    /** Another status, and no webhook came: the answer became an event. */
    | 'read'
    /** An event arrived meanwhile: the next ask compares again. */
    | 'overtaken'
    | 'failed'
  /** Null if the sender's answer was not trusted. */
  readonly told: string | null
  readonly failure: Failure | null
  /** When to ask again, UTC text; null if nothing is left to ask. */
  readonly dueAt: string | null
}

/** Null if there is no turn for it now: nothing was asked or noted. */
export async function askAbout(
  env: Env,
  line: Line,
  clock: Clock,
  id: EntityId,
  cause: Cause,
): Promise<Asked | null> {
  const before = await lastAsk(env.DB, id)
  // Before the sender is asked, because an event that arrives after this changes the revision, and may be newer than the
  // answer.
  const standing = await standingOf(env, safe2pay, id)
  const found = await read(line, id)
  if (found === null) return null
  const { told } = found
  const asked =
    told.kind === 'told'
      ? await settle(env, line, clock, id, { ...found, told }, standing, before)
      : failed(told.failure, before, clock)
  if (asked === null) return null
  await note(env.DB, id, cause, asked, before, clock)
  return asked
}

/** The answer of the first account that knows the transaction, otherwise of the last one. Null if no call was left. */
async function read(
  line: Line,
  id: string,
): Promise<{ readonly account: Account; readonly told: Told | Failed } | null> {
  let last: { readonly account: Account; readonly told: Told | Failed } | null = null
  for (const account of line.accounts) {
    const told = await line.call(account, get(id), (value) => readTransaction(value, id))
    if (told.kind === 'ended') return last
    last = { account, told }
    // A transaction of another account is refused; any other failure is the sender's.
    if (told.kind === 'told' || !['refused', 'key_refused'].includes(told.failure.kind)) break
  }
  return last
}

async function settle(
  env: Env,
  line: Line,
  clock: Clock,
  id: EntityId,
  { account, told: { status, body } }: { readonly account: Account; readonly told: Told },
  standing: Stand | null,
  before: Ask | null,
): Promise<Asked | null> {
  const at = (ms: number): string => new Date(clock.now() + ms).toISOString()
  const asked = { told: status, failure: null, dueAt: null }
  const resentAt = before?.resentAt ?? null
  const lookAt = resentAt && new Date(Date.parse(resentAt) + LIMITS.askResentMs).toISOString()
  const decision = decide(standing, status, lookAt !== null && lookAt <= at(0))
  switch (decision) {
    case 'same':
      return { ...asked, result: 'same' }
    case 'resend': {
      // Already requested, and still on its way.
      if (lookAt !== null) return { ...asked, result: 'resent', dueAt: lookAt }
      const answer = await line.call(account, resend(id), readAcknowledgement)
      if (answer.kind === 'ended') return null
      // If the sender refuses to send again, the next look trusts its answer all the same; if it is unavailable, it does
      // not.
      if (answer.kind === 'failed' && answer.isPassing)
        return { ...failed(answer.failure, before, clock), told: status }
      return {
        ...asked,
        result: 'resent',
        failure: answer.kind === 'failed' ? answer.failure : null,
        dueAt: at(LIMITS.askResentMs),
      }
    }
    case 'settle':
    case 'take': {
      const keys = line.accounts.map(({ key }) => key)
      const taken = await takeReading(env, safe2pay, withoutKeys(body, keys), standing?.revision ?? 0)
      return {
        ...asked,
        ...ofReading(taken, decision),
        ...(taken === 'judged' ? {} : { dueAt: at(LIMITS.askDoubtMs) }),
      }
    }
  }
}

function ofReading(taken: Taken, decision: 'settle' | 'take'): Pick<Asked, 'result'> {
  if (taken !== 'judged') return { result: 'overtaken' }
  return { result: decision === 'settle' ? 'settled' : 'read' }
}

/**
 * Schedules the next ask after a wait that doubles; a transaction that the sender does not know waits for its next deadline.
 */
function failed(why: Failure, before: Ask | null, clock: Clock): Asked {
  const failures = (before?.failures ?? 0) + 1
  const waitMs = Math.min(LIMITS.askAgainMs * 2 ** Math.min(failures - 1, 16), LIMITS.askAgainCapMs)
  return {
    result: 'failed',
    told: null,
    failure: why,
    dueAt: failures > LIMITS.askFailures ? null : new Date(clock.now() + waitMs).toISOString(),
  }
}

async function lastAsk(d1: D1Database, id: string): Promise<Ask | null> {
  try {
    return await readAsk(d1, id)
  } catch (error) {
    log('error', { event: 'ask_not_read', entity: id, error: rootCause(error) })
    return null
  }
}

async function note(
  d1: D1Database,
  id: string,
  cause: Cause,
  { result, told, failure: why, dueAt }: Asked,
  before: Ask | null,
  clock: Clock,
): Promise<void> {
  const error = why && failureText(why)
  const now = new Date(clock.now()).toISOString()
  // A failed try between a resend and the second look does not cancel the resend.
  const isOpen = result === 'failed' || result === 'overtaken'
  log('log', { event: 'asked', provider: 'safe2pay', entity: id, cause, result, told, error })
  try {
    await writeAsk(d1, {
      transactionId: Number(id),
      cause,
      askedAt: now,
      result,
      resentAt: result === 'resent' ? (before?.resentAt ?? now) : isOpen ? (before?.resentAt ?? null) : null,
      told: told === null ? null : Number(told),
      error,
      failures: result === 'failed' ? (before?.failures ?? 0) + 1 : 0,
      dueAt,
    })
  } catch (error) {
    log('error', { event: 'ask_not_noted', entity: id, error: rootCause(error) })
  }
}
