/** How often D1 refused an object before its current life: not stored, but estimated from the time that has passed. Pure. */
import * as LIMITS from '../limits.ts'

/**
 * How many tries with doubling waits fit into the time since the newest event. For an alarm that an earlier life set: if
 * there were no tries, the first wait is longer than necessary, but at most the longest wait.
 */
export const failuresBefore = (sinceMs: number): number =>
  Math.floor(Math.log2(Math.max(sinceMs, 0) / LIMITS.projectionRetryMs + 1))
