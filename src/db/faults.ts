/** How to react to a failure of D1. D1's errors carry no code, so their text decides. */
import { DAY_MS } from '../days.ts'
import * as LIMITS from '../limits.ts'

export type Fault =
  /** A temporary fault of the platform: retry soon. */
  | 'transient'
  /** D1 is overloaded: more requests would make it worse. */
  | 'overloaded'
  /** The account has used up its rows of the day on the free plan: D1 refuses everything until 00:00 UTC. */
  | 'exhausted'
  /** Anything else, such as tables that a migration has not created yet: somebody may be fixing it. */
  | 'other'

const TRANSIENT =
  /reset because its code was updated|network connection lost|internal error|cannot resolve d1 db due to transient issue/i
const EXHAUSTED = /exceeded D1's free tier daily row (read|write) limit/i
const OVERLOADED = /overloaded|exceeded timeout/i

/** Classifies what a call of D1 threw. */
export function faultOf(error: unknown): Fault {
  const text = rootCause(error)
  if (EXHAUSTED.test(text)) return 'exhausted'
  if (OVERLOADED.test(text)) return 'overloaded'
  return TRANSIENT.test(text) ? 'transient' : 'other'
}

/** The message of the innermost error, which is the platform's: an error that wraps it may hold personal data. */
export function rootCause(error: unknown): string {
  let cause = error
  // Bounded, because a cause can lead back to itself.
  for (let depth = 0; depth < 10 && cause instanceof Error && cause.cause != null; depth += 1)
    cause = cause.cause
  return cause instanceof Error ? cause.message : String(cause)
}

/**
 * No retry before a time, in milliseconds since 1970; after it retries are spread over some milliseconds, so that they do
 * not all come in the same second.
 */
export interface Pause {
  readonly untilMs: number
  readonly spreadMs: number
}

/** @param failures counts from 1 */
export function pauseAfter(fault: Fault, failures: number, nowMs: number): Pause {
  if (fault === 'exhausted')
    return { untilMs: nowMs + DAY_MS - (nowMs % DAY_MS), spreadMs: LIMITS.quotaSpreadMs }
  const first = fault === 'overloaded' ? LIMITS.projectionOverloadMs : LIMITS.projectionRetryMs
  const halfMs = Math.min(first * 2 ** (failures - 1), LIMITS.projectionRetryCapMs) / 2
  return { untilMs: nowMs + halfMs, spreadMs: halfMs }
}

/**
 * How long to wait before the next try, in milliseconds.
 * @param random 0 ≤ random < 1
 */
export const waitMs = ({ untilMs, spreadMs }: Pause, random: number, nowMs: number): number =>
  Math.max(Math.ceil(untilMs + random * spreadMs - nowMs), 0)

/**
 * How long to wait before the next try, in milliseconds; `failures` counts from 1.
 * @param random 0 ≤ random < 1
 * @param nowMs milliseconds since 1970
 */
export const backoffMs = (fault: Fault, failures: number, random: number, nowMs: number): number =>
  waitMs(pauseAfter(fault, failures, nowMs), random, nowMs)
