/**
 * Which of its events an entity can best do without, once it has as many as it may have. The fold of the others ends
 * where the fold of all of them ended. Pure.
 */
import { type Head, isEffective, step } from './fold.ts'
import type { HistoryEvent } from './history.ts'
import type { LifeCycle } from './life-cycle.ts'
import { type Recount, recount } from './recount.ts'

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
  const before = recount(cycle, log, base)
  const still = new Set<E>()
  const heirs = new Map<E, E | 'base'>()
  let heir: E | 'base' = 'base'
  for (const { event, relation } of before.history) {
    const counts = isEffective(relation)
    if (!counts || relation === 'same') still.add(event)
    if (counts) {
      heirs.set(event, heir)
      heir = event
    }
  }
  const canGo = ({ fingerprint }: E): boolean => fingerprint !== latest
  const history = before.history.map(({ event }) => event)
  const first = history.filter(canGo).slice(0, 1)
  const choices =
    history.length - still.size > moves ? [] : log.filter((each) => still.has(each) && canGo(each))
  const forgettable = [...choices.slice(0, CHOICES), ...first].map((event) => ({
    event,
    heir: heirs.get(event) ?? null,
  }))
  const chosen = forgettable.find((each) => keepsAllElse(cycle, base, log, before, each)) ?? forgettable[0]
  if (!chosen) throw new Error('An entity keeps more than one event')
  return chosen
}

/** Of so many it is tried out whether the rest stands as before; a choice that does not pass is a flood's own doing. */
const CHOICES = 8

/** Events near each other are ordered by their chain: without one of them, the others can stand otherwise. */
function keepsAllElse<E extends HistoryEvent>(
  cycle: LifeCycle,
  base: Head | null,
  log: readonly E[],
  before: Recount<E>,
  { event, heir }: Forgettable<E>,
): boolean {
  const rest = log.filter((each) => each !== event)
  const after = recount(cycle, rest, heir === 'base' ? step(cycle, base, event).head : base)
  return (
    after.head?.fingerprint === before.head?.fingerprint &&
    after.head?.since === before.head?.since &&
    after.head?.gaps === before.head?.gaps &&
    rest.every((each) => after.counts(each) === before.counts(each))
  )
}
