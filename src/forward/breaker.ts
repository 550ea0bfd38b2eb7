/**
 * While the endpoint is down, entities do not send, because each hanging attempt is billed. The breaker opens after failures
 * of the endpoint in a row, from several entities; then one entity at a time tries. Pure.
 */

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

const FAILURES = 5
const ENTITIES = 3
const FIRST_PROBE_MS = 30_000
const LONGEST_PROBE_MS = 300_000

/** Longer than an attempt takes: a probe whose object died must not keep the others waiting forever. */
const PROBE_TAKES_MS = 20_000

/** Records a failure of the endpoint. Attempts that were under way when the breaker opened say nothing new. */
export function failed(breaker: Breaker, entity: string, nowMs: number): Breaker {
  const failures = breaker.failures + 1
  const isKnown = breaker.entities.length === ENTITIES || breaker.entities.includes(entity)
  const entities = isKnown ? breaker.entities : [...breaker.entities, entity]
  const { open } = breaker
  if (open && !open.isProbing) return { failures, entities, open }
  const opens = open !== null || (failures >= FAILURES && entities.length >= ENTITIES)
  if (!opens) return { failures, entities, open: null }
  const waitMs = open ? Math.min(open.waitMs * 2, LONGEST_PROBE_MS) : FIRST_PROBE_MS
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
  const probing = { ...open, probeAtMs: nowMs + PROBE_TAKES_MS, isProbing: true }
  return { breaker: { ...breaker, open: probing }, isFree: true }
}
