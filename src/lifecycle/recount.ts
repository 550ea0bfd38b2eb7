/** A whole log counted again: put into the order of its history and folded. Pure. */
import { fold, type Head, isEffective, type Placed, type Relation } from './fold.ts'
import type { HistoryEvent } from './history.ts'
import type { LifeCycle } from './life-cycle.ts'
import { inHistoricalOrder, type Ordered } from './order.ts'

/** A log in the order of its history. @param base the head before it, where earlier events are forgotten */
const historyOf = <E extends HistoryEvent>(
  cycle: LifeCycle,
  log: readonly E[],
  base: Head | null,
): Ordered<E> =>
  cycle.clock === 'provider'
    ? inHistoricalOrder(log, base?.status ?? null)
    : { history: log, contradicted: NONE }

export interface Recount<E extends HistoryEvent> {
  /** By the provider's clock and its chain, or where it tells no time by arrival. */
  readonly history: readonly Placed<E>[]
  readonly head: Head | null
  /** Events that do not count. */
  readonly refused: number
  relationOf(event: HistoryEvent): Relation
  counts(event: HistoryEvent): boolean
  /** Whether the event's clock and chain contradict each other. */
  isContradicted(event: HistoryEvent): boolean
}

/**
 * @param log all events of an entity in the order of their arrival
 * @param base the head before them, where earlier events are forgotten
 */
export function recount<E extends HistoryEvent>(
  cycle: LifeCycle,
  log: readonly E[],
  base: Head | null = null,
): Recount<E> {
  const { history, contradicted } = historyOf(cycle, log, base)
  const { head, placed } = fold(cycle, history, base)
  const relations = new Map(placed.map(({ event, relation }) => [event.fingerprint, relation]))
  const relationOf = ({ fingerprint }: HistoryEvent): Relation => relations.get(fingerprint) ?? 'unknown'
  return {
    history: placed,
    head,
    refused: placed.filter(({ relation }) => !isEffective(relation)).length,
    relationOf,
    counts: (event) => isEffective(relationOf(event)),
    isContradicted: ({ fingerprint }) => contradicted.has(fingerprint),
  }
}

const NONE: ReadonlySet<string> = new Set()
