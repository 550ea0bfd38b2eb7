/**
 * While the endpoint is down nobody sends: each hanging attempt is billed. It opens where failures of the endpoint follow
 * each other without a success, of several entities; then one entity at a time tries. Pure.
 */

export interface Breaker {
  /** Failures of the endpoint since its last answer that was none. */
  readonly failures: number
  /** The entities that they are of: no more than it takes to open. */
  readonly entities: readonly string[]
  /** Null while it is closed: then anybody sends. */
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

/** A failure of the endpoint. Attempts that were under way when it opened say nothing new. */
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

/** Whether an entity may send now, which is a probe while it is open; else it waits until it is called. */
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
