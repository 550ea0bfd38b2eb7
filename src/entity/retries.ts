/** How often D1 refused an object before this life of it: counted nowhere, and told by how long it has been. Pure. */
import * as LIMITS from '../limits.ts'

/**
 * Tries that doubling waits have room for since the newest event. For an alarm that an earlier life set: were there none,
 * the first wait is longer than it has to be, and no more than the longest.
 */
export const failuresBefore = (sinceMs: number): number =>
  Math.floor(Math.log2(Math.max(sinceMs, 0) / LIMITS.projectionRetryMs + 1))
