/**
 * Which of its events an entity can best do without, once it has as many as it may have. The fold of the others ends
 * where the fold of all of them ended. Pure.
 */
import { type Head, isEffective, step } from './fold.ts'
import { type HistoryEvent, position } from './history.ts'
import type { LifeCycle } from './life-cycle.ts'
import { historyOf } from './recount.ts'

export interface Forgettable<E extends HistoryEvent> {
  readonly event: E
  /**
   * Where its facts belong from now on: the effective event before it, or the head that the history begins with. Null
   * where the history does not count it.
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
  const history = historyOf(cycle, log)
  const still = new Set<E>()
  const heirs = new Map<E, E | 'base'>()
  let head = base
  let heir: E | 'base' = 'base'
  for (const event of history) {
    const { relation, head: after } = step(cycle, head, event)
    const counts = isEffective(relation)
    if (!counts || relation === 'same') still.add(event)
    if (counts) {
      heirs.set(event, heir)
      heir = event
    }
    head = after
  }
  const orders = namedInTheirInstant(log)
  const canGo = ({ fingerprint }: E): boolean => fingerprint !== latest
  const event =
    (history.length - still.size > moves
      ? undefined
      : log.find((each) => still.has(each) && canGo(each) && !orders.has(each))) ?? history.find(canGo)
  if (!event) throw new Error('An entity keeps more than one event')
  return { event, heir: heirs.get(event) ?? null }
}

/** Events that another one of the same instant names: without them, the others of that instant would stand otherwise. */
function namedInTheirInstant<E extends HistoryEvent>(log: readonly E[]): ReadonlySet<E> {
  const names = new Map<string, number>()
  const key = (event: E, status: string): string => `${position(event)} ${status}`
  for (const event of log) {
    if (event.previousStatus === null) continue
    const named = key(event, event.previousStatus)
    names.set(named, (names.get(named) ?? 0) + 1)
  }
  const byItself = ({ status, previousStatus }: E): number => (status === previousStatus ? 1 : 0)
  return new Set(log.filter((event) => (names.get(key(event, event.status)) ?? 0) > byItself(event)))
}
