/** A whole log counted anew: put into the order of its history and folded. Pure. */
import { fold, type Head, isEffective, type Relation } from './fold.ts'
import { type HistoryEvent, inHistoricalOrder } from './history.ts'
import type { LifeCycle } from './life-cycle.ts'

/** A log in the order of its history. */
export const historyOf = <E extends HistoryEvent>(cycle: LifeCycle, log: readonly E[]): readonly E[] =>
  cycle.clock === 'provider' ? inHistoricalOrder(log) : log

export interface Recount<E extends HistoryEvent> {
  /** By the provider's clock, or where it tells no time by arrival. */
  readonly history: readonly E[]
  readonly head: Head | null
  /** Events that do not count. */
  readonly refused: number
  relationOf(event: HistoryEvent): Relation
  counts(event: HistoryEvent): boolean
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
  const history = historyOf(cycle, log)
  const { head, relations } = fold(cycle, history, base)
  const relationOf = ({ fingerprint }: HistoryEvent): Relation => relations.get(fingerprint) ?? 'unknown'
  const counts = (event: HistoryEvent): boolean => isEffective(relationOf(event))
  return { history, head, refused: history.filter((event) => !counts(event)).length, relationOf, counts }
}
