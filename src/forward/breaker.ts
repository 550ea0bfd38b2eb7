/**
 * While the endpoint is down, entities do not send, because each hanging attempt is billed. The breaker opens after failures
 * of the endpoint in a row, from several entities; then one entity at a time tries. Pure.
 */
import * as LIMITS from '../limits.ts'

export interface Breaker {
  /** Failures of the endpoint since its last answer that was not a failure. */
  readonly failures: number
  /** The entities that had them: only as many as it takes to open. */
  readonly entities: readonly string[]
  /** Null while it is closed: then every entity may send. */
  readonly open: Open | null
}

interface Open {
  readonly sinceMs: number
  /** When the next entity may try. */
  readonly probeAtMs: number
  readonly waitMs: number
  readonly isProbing: boolean
}

export const CLOSED: Breaker = { failures: 0, entities: [], open: null }

/** Records a failure of the endpoint. Attempts that were under way when the breaker opened say nothing new. */
export function failed(breaker: Breaker, entity: string, nowMs: number): Breaker {
  const failures = breaker.failures + 1
  const isKnown = breaker.entities.length === LIMITS.breakerEntities || breaker.entities.includes(entity)
  const entities = isKnown ? breaker.entities : [...breaker.entities, entity]
  const { open } = breaker
  if (open && !open.isProbing) return { failures, entities, open }
  const opens =
    open !== null || (failures >= LIMITS.breakerFailures && entities.length >= LIMITS.breakerEntities)
  if (!opens) return { failures, entities, open: null }
  const waitMs = open ? Math.min(open.waitMs * 2, LIMITS.probeLongestMs) : LIMITS.probeFirstMs
  const sinceMs = open?.sinceMs ?? nowMs
  return { failures, entities, open: { sinceMs, waitMs, probeAtMs: nowMs + waitMs, isProbing: false } }
}

/**
 * Whether an entity may send now; while the breaker is open, that is a probe. Otherwise the entity waits until it is called.
 */
export function permit(
  breaker: Breaker,
  nowMs: number,
): { readonly breaker: Breaker; readonly isFree: boolean } {
  const { open } = breaker
  if (!open) return { breaker, isFree: true }
  if (nowMs < open.probeAtMs) return { breaker, isFree: false }
  const probing = { ...open, probeAtMs: nowMs + LIMITS.probeTakesMs, isProbing: true }
  return { breaker: { ...breaker, open: probing }, isFree: true }
}
