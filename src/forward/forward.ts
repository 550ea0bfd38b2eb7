/**
 * What one entity owes the user's own system: the changes that it has not acknowledged, and the message under way. Pure.
 *
 * One message at a time: its bytes stand from the moment at which it is next, and never change. What happens behind it
 * is gathered, and becomes one message when it is next.
 */
import * as LIMITS from '../limits.ts'
import type { Failure } from './answer.ts'
import { ATTEMPTS, DAY_MS, nightMs, waitMs } from './schedule.ts'

/** One effective change of an entity: of its head, or of what a person should look at. */
export interface Change {
  /** Null where it had no status. */
  readonly from: string | null
  readonly to: string | null
  /** UTC text: by the sender's clock where it has one, else when its event came. */
  readonly at: string
  readonly clock: 'provider' | 'arrival'
  /** Of the event that made it; null where an operator did. */
  readonly verdict: string | null
  /** Whether the head changed, and not only what a person should look at. */
  readonly isOfHead: boolean
}

export interface Message {
  /** The last change that it tells of. */
  readonly sequence: number
  /** Of the entity, as it was then. */
  readonly revision: number
  /** As it is sent. */
  readonly body: string
}

/** Stored as JSON, so no field is ever renamed, removed or given another meaning. */
export interface Forward {
  /** The entity's changes so far. */
  readonly sequence: number
  /** The last one that was acknowledged. */
  readonly acked: number
  /** What a person should look at, as of the last change. */
  readonly attention: readonly string[]
  /** Those that were not acknowledged, oldest first, without those above the limit. */
  readonly changes: readonly Change[]
  /** Under way, or the last one that was; null before the first. */
  readonly message: Message | null
  readonly stands: 'owed' | 'acknowledged' | 'refused'
  /** UTC text: since when something has been owed without a break; null where nothing is. */
  readonly owedSince: string | null
  /** Of the message under way. */
  readonly attempts: number
  /** UTC text. */
  readonly firstFailedAt: string | null
  readonly failure: Failure | null
  /** The next attempt, in milliseconds since 1970; null where nobody waits for one. */
  readonly dueAtMs: number | null
  /** An operator asked for it once more: it says so. */
  readonly isResent: boolean
  /** Whether the endpoint's own object has the entity on its list of those that wait. */
  readonly isListed: boolean
  /** UTC text: since when nothing is configured to send to. */
  readonly unconfiguredSince: string | null
}

const NOTHING: Forward = {
  sequence: 0,
  acked: 0,
  attention: [],
  changes: [],
  message: null,
  stands: 'acknowledged',
  owedSince: null,
  attempts: 0,
  firstFailedAt: null,
  failure: null,
  dueAtMs: null,
  isResent: false,
  isListed: false,
  unconfiguredSince: null,
}

/** Makes the next message, from what is owed by then. */
export type Compose = (forward: Forward) => Message

/** Given up for now: all attempts were made, and those that follow come one a night. */
export const isExhausted = ({ stands, attempts }: Forward): boolean =>
  stands === 'owed' && attempts >= ATTEMPTS

/** What a change adds to what is owed. It waits a moment for D1. */
export function owe(
  before: Forward | null,
  change: Change,
  attention: readonly string[],
  compose: Compose,
  nowMs: number,
): Forward {
  const forward = before ?? NOTHING
  const grown: Forward = {
    ...forward,
    sequence: forward.sequence + 1,
    attention,
    changes: [...forward.changes, change].slice(-LIMITS.forwardTransitions),
    owedSince: forward.owedSince ?? new Date(nowMs).toISOString(),
  }
  // What was given up makes way: the new message holds what it told of.
  return grown.stands === 'owed' && !isExhausted(grown)
    ? grown
    : next(grown, compose, nowMs + LIMITS.forwardProjectionMs)
}

/** The message of all that is owed, from here on as it stands. */
function next(forward: Forward, compose: Compose, dueAtMs: number): Forward {
  return {
    ...forward,
    message: compose(forward),
    stands: 'owed',
    attempts: 0,
    firstFailedAt: null,
    failure: null,
    dueAtMs,
    isResent: false,
  }
}

/** Whether an attempt that comes back was of the message under way. */
const isUnderWay = ({ stands, message }: Forward, sequence: number): boolean =>
  stands === 'owed' && message?.sequence === sequence

/** The endpoint took it, or wants no more of it; what was behind it is next, at once. */
export function settled(
  forward: Forward,
  sequence: number,
  how: 'acknowledged' | 'refused',
  failure: Failure | null,
  compose: Compose,
  nowMs: number,
): Forward {
  if (!isUnderWay(forward, sequence)) return forward
  const acked = how === 'acknowledged' ? Math.max(forward.acked, sequence) : forward.acked
  const owed = forward.sequence - acked
  const done: Forward = {
    ...forward,
    acked,
    changes: owed === 0 ? [] : forward.changes.slice(-owed),
    stands: how,
    attempts: forward.attempts + 1,
    firstFailedAt: how === 'acknowledged' ? null : forward.firstFailedAt,
    failure,
    dueAtMs: null,
    isResent: false,
    // What was refused stays on the list, until a later message is taken.
    isListed: how === 'refused',
  }
  return forward.sequence > sequence ? next(done, compose, nowMs) : { ...done, owedSince: null }
}

/** An attempt that failed. */
export function failedOnce(
  forward: Forward,
  sequence: number,
  failure: Failure,
  retryAfterMs: number | null,
  nowMs: number,
  random: number,
): Forward {
  if (!isUnderWay(forward, sequence)) return forward
  const attempts = forward.attempts + 1
  const wait = waitMs(attempts, retryAfterMs, random) ?? night(attempts, retryAfterMs, random)
  return {
    ...forward,
    attempts,
    failure,
    isListed: true,
    firstFailedAt: forward.firstFailedAt ?? new Date(nowMs).toISOString(),
    dueAtMs: wait === null ? null : nowMs + wait,
  }
}

const night = (attempts: number, retryAfterMs: number | null, random: number): number | null =>
  attempts < ATTEMPTS + LIMITS.forwardNights ? Math.max(nightMs(random), retryAfterMs ?? 0) : null

/** Waits without an attempt: the endpoint is paused, or down. Its object has the entity on its list, and calls it. */
export const held = (forward: Forward, nowMs: number, random: number): Forward => ({
  ...forward,
  isListed: true,
  dueAtMs: nowMs + nightMs(random),
})

/** What is owed is due now. */
export const released = (forward: Forward, nowMs: number): Forward =>
  forward.stands === 'owed' ? { ...forward, dueAtMs: nowMs } : forward

/** Something is configured again to send to: what stayed is due now. */
export const configured = (forward: Forward, nowMs: number): Forward => ({
  ...released(forward, nowMs),
  unconfiguredSince: null,
})

/** Nothing is configured to send to. What is owed stays for some days, looked at once a day, and then goes. */
export function unconfigured(forward: Forward, nowMs: number): Forward {
  const since = forward.unconfiguredSince ?? new Date(nowMs).toISOString()
  const untilMs = Date.parse(since) + LIMITS.forwardUnconfiguredDays * DAY_MS
  if (nowMs < untilMs)
    return { ...forward, unconfiguredSince: since, dueAtMs: Math.min(untilMs, nowMs + DAY_MS) }
  const { sequence, acked, attention } = forward
  return { ...NOTHING, sequence, acked, attention }
}

/** The message once more, the same one, also where it was acknowledged; one of how things stand where there is none. */
export function resent(before: Forward, compose: Compose, nowMs: number): Forward {
  const forward = before.message ? before : next(before, compose, nowMs)
  const owedSince = forward.owedSince ?? new Date(nowMs).toISOString()
  return { ...forward, stands: 'owed', owedSince, attempts: 0, dueAtMs: nowMs, isResent: true }
}
