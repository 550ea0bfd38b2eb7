/** When a message that was not acknowledged is sent again. Pure. */
import { DAY_MS, HOUR_MS } from '../days.ts'
import * as LIMITS from '../limits.ts'

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS

/** After the first failure, the second, and so on: ten attempts in 75 hours and 35 minutes. */
export const WAITS_MS: readonly number[] = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
]

/** From this wait on, half of it is random, so that messages that failed together are not retried together. */
const SPREAD_FROM_MS = 5 * MINUTE_MS

/** After the last attempt the message is given up: it is kept, and tried once a night. */
export const ATTEMPTS = WAITS_MS.length + 1

/**
 * The wait after a failure, in milliseconds; null if the message is given up.
 * @param failures counted from 1
 * @param retryAfterMs the minimum wait that the receiver asked for
 * @param random 0 ≤ random < 1
 */
export function waitMs(failures: number, retryAfterMs: number | null, random: number): number | null {
  const wait = WAITS_MS[failures - 1]
  if (wait === undefined) return null
  const jittered = wait < SPREAD_FROM_MS ? wait * (0.8 + 0.4 * random) : wait * (0.5 + 0.5 * random)
  return Math.max(Math.round(jittered), retryAfterMs ?? 0)
}

/** The wait until the one attempt of a night: about a day, so that messages are spread over the hours. */
export const nightMs = (random: number): number => Math.round(DAY_MS * (0.9 + 0.2 * random))

/** What `Retry-After` asks for, in milliseconds: seconds or a date. Null if it is missing or not valid. */
export function retryAfterMs(header: string | null, nowMs: number): number | null {
  const text = header?.trim() ?? ''
  const ms = /^\d{1,15}$/.test(text) ? Number(text) * SECOND_MS : httpDateMs(text) - nowMs
  return ms > 0 ? Math.min(ms, LIMITS.forwardRetryAfterMs) : null
}

/** RFC 9110: `Sun, 06 Nov 1994 08:49:37 GMT`, and its two older forms. NaN if the text is not a date. */
function httpDateMs(text: string): number {
  return /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? /.test(text) ? Date.parse(text) : Number.NaN
}
