/** A whole log counted anew: put into the order of its history and folded. Pure. */
import { fold, type Head, isEffective, type Relation } from './fold.ts'
import type { HistoryEvent } from './history.ts'
import type { LifeCycle } from './life-cycle.ts'
import { inHistoricalOrder } from './order.ts'

export interface Recount<E extends HistoryEvent> {
  /** By the provider's clock and its chain, or where it tells no time by arrival. */
  readonly history: readonly E[]
  readonly head: Head | null
  /** Events that do not count. */
  readonly refused: number
  relationOf(event: HistoryEvent): Relation
  counts(event: HistoryEvent): boolean
  /** Whether the event's clock and chain contradict each other. */
  isContradicted(event: HistoryEvent): boolean
}

/** @param log all events of an entity in the order of their arrival */
export function recount<E extends HistoryEvent>(cycle: LifeCycle, log: readonly E[]): Recount<E> {
  const { history, contradicted } =
    cycle.clock === 'provider' ? inHistoricalOrder(log) : { history: log, contradicted: NONE }
  const { head, relations } = fold(cycle, history)
  const relationOf = ({ fingerprint }: HistoryEvent): Relation => relations.get(fingerprint) ?? 'unknown'
  const counts = (event: HistoryEvent): boolean => isEffective(relationOf(event))
  return {
    history,
    head,
    refused: history.filter((event) => !counts(event)).length,
    relationOf,
    counts,
    isContradicted: ({ fingerprint }) => contradicted.has(fingerprint),
  }
}

const NONE: ReadonlySet<string> = new Set()
