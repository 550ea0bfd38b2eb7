/**
 * The head is a fold over the history: one step per event, and the same history always ends in the same head.
 * Pure: no I/O, no clock.
 */
import { factsAfter } from './facts.ts'
import { clockOf, type Facts, type HistoryEvent, isRead } from './history.ts'
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
  /** What the events said: src/lifecycle/facts.ts has the rules. */
  readonly facts: Facts
  /** The latest effective event. */
  readonly fingerprint: string
}

/** How an event that does not count lies to the head that it meets. */
const REFUSALS = ['behind', 'unrelated', 'unknown'] as const
export type Refusal = (typeof REFUSALS)[number]

/** How an event lies to the head that it meets. */
export type Relation =
  | 'first'
  | 'same'
  | 'ahead'
  | 'late'
  | 'rework'
  /** A move that the table lacks, attested by the event: the sender's own word. */
  | 'unlisted_move'
  /** A status that the table lacks, attested by the event. */
  | 'unlisted'
  | 'reversal'
  /** Whatever the table says: the sender's own answer, when it was asked. */
  | 'read_back'
  | Refusal

/** Whether the history counts an event that met its head so. */
export const isEffective = (relation: Relation): relation is Exclude<Relation, Refusal> =>
  !(REFUSALS as readonly Relation[]).includes(relation)

/**
 * The senders give an event up some 30 hours after it happened: what arrives later than this after the head did is
 * newer than the head.
 */
export const SETTLED_AFTER_MS = 36 * 3_600_000

export interface Step {
  readonly relation: Relation
  /** Whether what came between the event and the head that it met has not arrived. */
  readonly isGap: boolean
  readonly head: Head | null
}

/** An event at its place in the history. */
export interface Placed<E extends HistoryEvent> {
  readonly event: E
  readonly relation: Relation
  /** The status that it met; null if there was none. */
  readonly from: string | null
  readonly isGap: boolean
}

export interface Folded<E extends HistoryEvent> {
  readonly head: Head | null
  readonly placed: readonly Placed<E>[]
}

/**
 * Folds a whole history, given in its order.
 * @param base the head before the first event, where earlier ones are forgotten
 */
export function fold<E extends HistoryEvent>(
  cycle: LifeCycle,
  history: readonly E[],
  base: Head | null = null,
): Folded<E> {
  const placed: Placed<E>[] = []
  const headless = (): readonly E[] => placed.map(({ event }) => event)
  let head = base
  for (const event of history) {
    const from: string | null = head?.status ?? null
    const next: Step = step(cycle, head, event)
    head = head === null && next.head ? filledIn(cycle, next.head, headless()) : next.head
    placed.push({ event, relation: next.relation, from, isGap: next.isGap })
  }
  return { head, placed }
}

/** A first head, with what the refused events before it said. */
export function filledIn(cycle: LifeCycle, head: Head, headless: readonly HistoryEvent[]): Head {
  let filled = head
  for (const event of headless) filled = { ...filled, facts: factsAfter(cycle, filled, event, false) }
  return filled
}

/** One event onto a head. */
export function step(cycle: LifeCycle, head: Head | null, event: HistoryEvent): Step {
  const relation = relate(cycle, head, event)
  if (!isEffective(relation)) {
    return {
      relation,
      isGap: false,
      head: head && { ...head, facts: factsAfter(cycle, head, event, false) },
    }
  }
  const stays = head?.status === event.status
  const isGap = !stays && cycle.chained && event.previousStatus !== (head?.status ?? null)
  return {
    relation,
    isGap,
    head: {
      status: event.status,
      since: stays ? head.since : cycle.clock === 'provider' ? clockOf(event) : event.receivedAt,
      knownStatus: cycle.status(event.status) ? event.status : (head?.knownStatus ?? null),
      gaps: (head?.gaps ?? 0) + (isGap ? 1 : 0),
      facts: factsAfter(cycle, head, event, true),
      fingerprint: event.fingerprint,
    },
  }
}

function relate(cycle: LifeCycle, head: Head | null, event: HistoryEvent): Relation {
  if (head?.status === event.status) return 'same'
  // Who says what the status was before it says where the event belongs, whatever the table has.
  const attested = cycle.chained && event.previousStatus === (head?.status ?? null)
  if (!cycle.status(event.status)) return attested ? 'unlisted' : 'unknown'
  if (head === null || head.knownStatus === null) return 'first'
  // Back from a status that the table lacks to the one before it.
  if (head.knownStatus === event.status) return 'ahead'
  const way = cycle.way(head.knownStatus, event.status)
  if (way === 'ahead' || way === 'late') return way
  if (isRead(event)) return 'read_back'
  if (attested) return cycle.reworks(head.knownStatus, event.status) ? 'rework' : 'unlisted_move'
  if (cycle.reverses(head.knownStatus, event.status) && isSettled(head, event)) return 'reversal'
  return way === 'behind' ? 'behind' : 'unrelated'
}

/** Whether nothing older than the head can still have been under way when the event arrived. */
const isSettled = ({ since }: Head, { receivedAt }: HistoryEvent): boolean =>
  Date.parse(receivedAt) - Date.parse(since ?? receivedAt) > SETTLED_AFTER_MS
