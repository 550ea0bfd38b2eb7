/**
 * What one entity still has to send to the user's own system: the unacknowledged changes, and the message under way. Pure.
 *
 * One message at a time. Its bytes are fixed as soon as it is the next one, and never change. Later changes are collected,
 * and become one message when it is their turn.
 */
import { DAY_MS } from '../days.ts'
import * as LIMITS from '../limits.ts'
import type { Failure } from './answer.ts'
import { ATTEMPTS, nightMs, waitMs } from './schedule.ts'

/** One effective change of an entity: of its head, or of its notices. */
export interface Change {
  /** Null if it had no status. */
  readonly from: string | null
  readonly to: string | null
  /** UTC text: by the sender's clock if it has one, otherwise when the event arrived. */
  readonly at: string
  readonly clock: 'provider' | 'arrival'
  /** The verdict of the event that caused it; null if an operator did. */
  readonly verdict: string | null
  /** Whether the head changed, and not only the notices. */
  readonly isOfHead: boolean
}

export interface Message {
  /** The last change that it contains. */
  readonly sequence: number
  /** The entity's revision at that time. */
  readonly revision: number
  /** The body as it is sent. */
  readonly body: string
}

/** Stored as JSON, so no field is ever renamed, removed or given another meaning. */
export interface Forward {
  /** The entity's changes so far. */
  readonly sequence: number
  /** The last change that was acknowledged. */
  readonly acked: number
  /** The notices, as of the last change. */
  readonly attention: readonly string[]
  /** Changes that were not acknowledged, oldest first, without those beyond the limit. */
  readonly changes: readonly Change[]
  /** The message under way, or the last one; null before the first. */
  readonly message: Message | null
  readonly stands: 'owed' | 'acknowledged' | 'refused'
  /** UTC text: since when something has been owed continuously; null if nothing is owed. */
  readonly owedSince: string | null
  /** Attempts of the message under way. */
  readonly attempts: number
  /** UTC text. */
  readonly firstFailedAt: string | null
  readonly failure: Failure | null
  /** The time of the next attempt, in milliseconds since 1970; null if none is planned. */
  readonly dueAtMs: number | null
  /** Whether an operator asked to send it again; the message says so. */
  readonly isResent: boolean
  /** Whether the endpoint's own object has the entity on its list of those that wait. */
  readonly isListed: boolean
  /** UTC text: since when no endpoint is configured. */
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

/** Makes the next message from all that is owed at that time. */
export type Compose = (forward: Forward) => Message

/** Whether the message is given up for now: all attempts were made, and from now on there is one a night. */
export const isExhausted = ({ stands, attempts }: Forward): boolean =>
  stands === 'owed' && attempts >= ATTEMPTS

/** Adds a change to what is owed. It waits a moment for D1. */
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
  // A message that was given up makes way for the new one, which contains its changes.
  return grown.stands === 'owed' && !isExhausted(grown)
    ? grown
    : next(grown, compose, nowMs + LIMITS.forwardProjectionMs)
}

/** Fixes the message of all that is owed. */
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

/** Whether an attempt that has ended belongs to the message under way. */
const isUnderWay = ({ stands, message }: Forward, sequence: number): boolean =>
  stands === 'owed' && message?.sequence === sequence

/** The endpoint acknowledged the message or refused it; the changes after it are next, at once. */
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
    // A refused message stays on the list until a later one is acknowledged.
    isListed: how === 'refused',
  }
  return forward.sequence > sequence ? next(done, compose, nowMs) : { ...done, owedSince: null }
}

/** Records an attempt that failed. */
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

/** Waits without an attempt, because the endpoint is paused or down. Its object has the entity on its list, and calls it. */
export const held = (forward: Forward, nowMs: number, random: number): Forward => ({
  ...forward,
  isListed: true,
  dueAtMs: nowMs + nightMs(random),
})

/** Makes due now what is owed. */
export const released = (forward: Forward, nowMs: number): Forward =>
  forward.stands === 'owed' ? { ...forward, dueAtMs: nowMs } : forward

/** An endpoint is configured again: what is owed is due now. */
export const configured = (forward: Forward, nowMs: number): Forward => ({
  ...released(forward, nowMs),
  unconfiguredSince: null,
})

/** No endpoint is configured. What is owed is kept for some days, checked once a day, and then deleted. */
export function unconfigured(forward: Forward, nowMs: number): Forward {
  const since = forward.unconfiguredSince ?? new Date(nowMs).toISOString()
  const untilMs = Date.parse(since) + LIMITS.forwardUnconfiguredDays * DAY_MS
  if (nowMs < untilMs)
    return { ...forward, unconfiguredSince: since, dueAtMs: Math.min(untilMs, nowMs + DAY_MS) }
  const { sequence, acked, attention } = forward
  return { ...NOTHING, sequence, acked, attention }
}

/** The same message once more, even if it was acknowledged; if there is none, a message with the current state. */
export function resent(before: Forward, compose: Compose, nowMs: number): Forward {
  const forward = before.message ? before : next(before, compose, nowMs)
  const owedSince = forward.owedSince ?? new Date(nowMs).toISOString()
  return { ...forward, stands: 'owed', owedSince, attempts: 0, dueAtMs: nowMs, isResent: true }
}
