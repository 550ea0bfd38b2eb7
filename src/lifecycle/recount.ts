/** A whole log counted anew: put into the order of its history and folded. Pure. */
import { fold, type Head, isEffective, type Placed, type Relation } from './fold.ts'
import { type HistoryEvent, inHistoricalOrder } from './history.ts'
import type { LifeCycle } from './life-cycle.ts'

export interface Recount<E extends HistoryEvent> {
  /** By the provider's clock, or where it tells no time by arrival. */
  readonly history: readonly Placed<E>[]
  readonly head: Head | null
  /** Events that do not count. */
  readonly refused: number
  relationOf(event: HistoryEvent): Relation
  counts(event: HistoryEvent): boolean
}

/** @param log all events of an entity in the order of their arrival */
export function recount<E extends HistoryEvent>(cycle: LifeCycle, log: readonly E[]): Recount<E> {
  const { head, placed } = fold(cycle, cycle.clock === 'provider' ? inHistoricalOrder(log) : log)
  const relations = new Map(placed.map(({ event, relation }) => [event.fingerprint, relation]))
  const relationOf = ({ fingerprint }: HistoryEvent): Relation => relations.get(fingerprint) ?? 'unknown'
  const counts = (event: HistoryEvent): boolean => isEffective(relationOf(event))
  const refused = placed.filter(({ relation }) => !isEffective(relation)).length
  return { history: placed, head, refused, relationOf, counts }
}
