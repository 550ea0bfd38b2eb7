/**
 * One transaction, asked about: the sender is read, believed or not, asked for the webhook, and at last taken at its word.
 * What came of it is in D1; where D1 is unavailable only that note is missing.
 */
import { type Ask, type Cause, readAsk, writeAsk } from '../db/asks.ts'
import { rootCause } from '../db/faults.ts'
import { standingOf, type Taken, takeReading } from '../entity/reading.ts'
import type { Stand } from '../entity/stand.ts'
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

/** What one ask came to. */
export interface Asked {
  readonly result: /** The same status as here. */
    | 'same'
    /** The same, and so a refused event is known to be old. */
    | 'settled'
    /** Another one: the sender was asked to send its webhook again. */
    | 'resent'
    /** Another one, and no webhook came: it became an event. */
    | 'read'
    /** Something came meanwhile: what was read is compared with that the next time. */
    | 'overtaken'
    | 'failed'
  /** Null where the sender was not believed. */
  readonly told: string | null
  readonly failure: Failure | null
  /** When it is asked again, UTC text; null where nothing is left to ask. */
  readonly dueAt: string | null
}

/** Null where there is no turn for it now: nothing was asked, and nothing is noted. */
export async function askAbout(
  env: Env,
  line: Line,
  clock: Clock,
  id: string,
  cause: Cause,
): Promise<Asked | null> {
  const before = await lastAsk(env.DB, id)
  // Before the sender is asked: what comes after this has another revision, and may be newer than the answer.
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

/** What the first account says that knows the transaction; else what the last one said. Null where no call was left. */
async function read(
  line: Line,
  id: string,
): Promise<{ readonly account: Account; readonly told: Told | Failed } | null> {
  let last: { readonly account: Account; readonly told: Told | Failed } | null = null
  for (const account of line.accounts) {
    const told = await line.call(account, get(id), (value) => readTransaction(value, id))
    if (told.kind === 'ended') return last
    last = { account, told }
    // Another account's transaction is refused; whatever else is wrong is wrong with the sender.
    if (told.kind === 'told' || !['refused', 'key_refused'].includes(told.failure.kind)) break
  }
  return last
}

async function settle(
  env: Env,
  line: Line,
  clock: Clock,
  id: string,
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
      // Asked for already, and still on its way.
      if (lookAt !== null) return { ...asked, result: 'resent', dueAt: lookAt }
      const answer = await line.call(account, resend(id), readAcknowledgement)
      if (answer.kind === 'ended') return null
      // A sender that will not send again is taken at its word all the same, at the next look; one that is unavailable is not.
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

/** Asked again after a wait that doubles; a transaction that the sender does not know is left to the next deadline. */
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
  // A try that failed between a resend and the second look does not take the resend back.
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
