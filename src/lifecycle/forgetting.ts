/**
 * Which of its events an entity can best do without, once it has as many as it may have. The fold of the others ends
 * where the fold of all of them ended. Pure.
 */
import * as LIMITS from '../limits.ts'
import { type Head, isEffective } from './fold.ts'
import type { HistoryEvent } from './history.ts'
import type { LifeCycle } from './life-cycle.ts'
import { recount } from './recount.ts'

export interface Forgettable<E extends HistoryEvent> {
  readonly event: E
  /**
   * Where its facts belong from now on: the effective event before it, or the head that the history begins with. Null
   * if the history does not count it.
   */
  readonly heir: E | 'base' | null
}

/**
 * The oldest event that moved nothing: a repetition with other details, or a refused one. Where nearly all have moved
 * the status, as in a loop of reworks, the first of the history: the history then begins with the head after it. So a
 * late event that is older still is judged as if it came right after that, and one that leads onward is never refused.
 * @param base the head before the first event of the log
 * @param log in the order of arrival
 * @param latest the latest effective event, which has to stay
 * @param moves how many events that moved the status may stay
 */
export function leastNeeded<E extends HistoryEvent>(
  cycle: LifeCycle,
  base: Head | null,
  log: readonly E[],
  latest: string | undefined,
  moves: number,
): Forgettable<E> {
  const { history } = recount(cycle, log, base)
  const heirs = new Map<E, E | 'base'>()
  const moved = new Set<E>()
  let heir: E | 'base' = 'base'
  for (const { event, relation } of history) {
    if (!isEffective(relation)) continue
    heirs.set(event, heir)
    heir = event
    if (relation !== 'same') moved.add(event)
  }
  const order = history.map(({ event }) => event)
  const canGo = ({ fingerprint }: E): boolean => fingerprint !== latest
  const idle = moved.size > moves ? [] : log.filter((each) => !moved.has(each) && canGo(each))
  const event =
    idle.slice(0, LIMITS.forgettingChoices).find((each) => leavesOrder(cycle, base, log, order, each)) ??
    order.find(canGo)
  if (!event) throw new Error('The latest event of an entity has to stay')
  return { event, heir: heirs.get(event) ?? null }
}

/**
 * Events near each other are ordered by their chain: without one of them, the others can stand otherwise. In the same
 * order they come to the same, because what goes has moved nothing.
 */
function leavesOrder<E extends HistoryEvent>(
  cycle: LifeCycle,
  base: Head | null,
  log: readonly E[],
  order: readonly E[],
  event: E,
): boolean {
  const others = order.filter((each) => each !== event)
  const { history } = recount(
    cycle,
    log.filter((each) => each !== event),
    base,
  )
  return history.every((each, at) => each.event === others[at])
}
