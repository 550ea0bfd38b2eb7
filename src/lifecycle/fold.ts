/**
 * The head is a fold over the history: one step per event, and the same history always ends in the same head.
 * Pure: no I/O, no clock.
 */
import type { Facts, HistoryEvent } from './history.ts'
import type { LifeCycle } from './life-cycle.ts'

/** Where an entity stands. */
export interface Head {
  readonly status: string
  /** UTC text: when it took this status, by the provider's clock or on arrival; null when the sender gave no usable time. */
  readonly since: string | null
  /** The last status that the table knows; differs from `status` only where the sender uses a newer one. */
  readonly knownStatus: string | null
  /** Predecessors that effective events name and that have not arrived. */
  readonly gaps: number
  /** What the effective events said, later ones over earlier ones. */
  readonly facts: Facts
  /** The latest effective event. */
  readonly fingerprint: string
}

/** How an event lies to the head that it meets. The first six are effective. */
export type Relation =
  | 'first'
  | 'same'
  | 'ahead'
  | 'late'
  | 'rework'
  | 'unlisted'
  | 'behind'
  | 'unrelated'
  | 'unknown'

const EFFECTIVE: ReadonlySet<Relation> = new Set(['first', 'same', 'ahead', 'late', 'rework', 'unlisted'])

/** Whether the history counts an event that met its head so. */
export const isEffective = (relation: Relation): boolean => EFFECTIVE.has(relation)

export interface Step {
  readonly relation: Relation
  readonly head: Head | null
}

export interface Folded {
  readonly head: Head | null
  /** By fingerprint. */
  readonly relations: ReadonlyMap<string, Relation>
}

/**
 * Folds a whole history, given in its order.
 * @param base the head before the first event, where earlier ones are forgotten
 */
export function fold(cycle: LifeCycle, history: readonly HistoryEvent[], base: Head | null = null): Folded {
  const relations = new Map<string, Relation>()
  let head = base
  for (const event of history) {
    const next: Step = step(cycle, head, event)
    relations.set(event.fingerprint, next.relation)
    head = next.head
  }
  return { head, relations }
}

/** One event onto a head. */
export function step(cycle: LifeCycle, head: Head | null, event: HistoryEvent): Step {
  const relation = relate(cycle, head, event)
  if (!isEffective(relation)) return { relation, head }
  const stays = head?.status === event.status
  const predecessorSeen = stays || !cycle.chained || event.previousStatus === (head?.status ?? null)
  return {
    relation,
    head: {
      status: event.status,
      since: stays ? head.since : cycle.clock === 'provider' ? event.occurredAt : event.receivedAt,
      knownStatus: cycle.status(event.status) ? event.status : (head?.knownStatus ?? null),
      gaps: (head?.gaps ?? 0) + (predecessorSeen ? 0 : 1),
      facts: { ...head?.facts, ...event.facts },
      fingerprint: event.fingerprint,
    },
  }
}

function relate(cycle: LifeCycle, head: Head | null, event: HistoryEvent): Relation {
  if (head?.status === event.status) return 'same'
  const attested = cycle.chained && event.previousStatus === (head?.status ?? null)
  if (!cycle.status(event.status)) {
    // The sender itself says where a status that the table lacks belongs, unless the life is over.
    return attested && !(head && cycle.isFinal(head.status)) ? 'unlisted' : 'unknown'
  }
  if (head === null || head.knownStatus === null) return 'first'
  // Back from a status that the table lacks to the one before it.
  if (head.knownStatus === event.status) return 'ahead'
  const way = cycle.way(head.knownStatus, event.status)
  if (way === 'ahead' || way === 'late') return way
  if (attested && cycle.reworks(head.knownStatus, event.status)) return 'rework'
  return way === 'behind' ? 'behind' : 'unrelated'
}
