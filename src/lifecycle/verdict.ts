/**
 * The verdict: what became of one delivery, decided once, on arrival.
 * Pure: the log comes in as a function, so that it is read only when the whole history must be folded.
 */
import { stillErased } from './facts.ts'
import { filledIn, type Head, isEffective, type Refusal, type Relation, step } from './fold.ts'
import { type HistoryEvent, position } from './history.ts'
import type { LifeCycle } from './life-cycle.ts'
import { lastPositionOf, standsLast } from './order.ts'
import { recount } from './recount.ts'

export type Verdict = 'applied' | 'amended' | 'duplicate' | 'stale' | 'regression' | 'conflict' | 'unknown'

/** What an entity keeps between two events. */
export interface Standing {
  readonly head: Head | null
  /** Stored events that are not effective. */
  readonly refused: number
  /** The last position in the history; what stands after it for certain is one step on the head. */
  readonly lastPosition: string
}

export interface StoredEvent extends HistoryEvent {
  readonly effective: boolean
}

export interface Judgement {
  readonly verdict: Exclude<Verdict, 'duplicate'>
  /** How the event met the head of its place in the history. */
  readonly relation: Relation
  readonly effective: boolean
  /** Whether its place in the history is before that of the head which it met on arrival. */
  readonly olderThanHead: boolean
  /** Whether its clock and its chain contradict each other; then the clock was taken. */
  readonly isContradicted: boolean
  readonly standing: Standing
  /** Stored events that the new history counts otherwise than the old one did. */
  readonly changed: readonly { readonly fingerprint: string; readonly effective: boolean }[]
}

/**
 * Judges a new event against what is stored.
 * @param log gives all stored events of the entity
 * @param base gives the head before them, where earlier events are forgotten
 */
export function judge(
  cycle: LifeCycle,
  before: Standing | null,
  log: () => readonly StoredEvent[],
  event: HistoryEvent,
  base: () => Head | null,
): Judgement {
  if (
    cycle.clock === 'arrival' ||
    before === null ||
    (before.head !== null && standsLast(event, before.lastPosition))
  ) {
    const { relation, head: stepped } = step(cycle, before?.head ?? null, event)
    const head = before?.head === null && stepped ? filledIn(cycle, stepped, log()) : stepped
    const effective = isEffective(relation)
    return {
      verdict: verdictOf(event, relation, before?.head ?? null, head, false),
      relation,
      olderThanHead: false,
      isContradicted: false,
      effective,
      standing: {
        head,
        refused: (before?.refused ?? 0) + (effective ? 0 : 1),
        lastPosition: cycle.clock === 'arrival' ? position(event) : lastPositionOf([event]),
      },
      changed: [],
    }
  }

  const stored = log()
  const all: readonly HistoryEvent[] = [...stored, event]
  const { history, head, refused, relationOf, counts, isContradicted } = recount(cycle, all, base())
  const relation = relationOf(event)
  const olderThanHead = history
    .slice(history.findIndex((each) => each.event === event))
    .some((each) => each.event.fingerprint === before.head?.fingerprint)
  return {
    verdict: verdictOf(event, relation, before.head, head, olderThanHead),
    relation,
    olderThanHead,
    isContradicted: isContradicted(event),
    effective: isEffective(relation),
    standing: {
      head: stillErased(before.head, head),
      refused,
      lastPosition: lastPositionOf(all),
    },
    changed: stored
      .filter((each) => each.effective !== counts(each))
      .map(({ fingerprint, effective }) => ({ fingerprint, effective: !effective })),
  }
}

function verdictOf(
  event: HistoryEvent,
  relation: Relation,
  before: Head | null,
  after: Head | null,
  olderThanHead: boolean,
): Judgement['verdict'] {
  const isLatest = after?.fingerprint === event.fingerprint
  // A late event can move the head by making another one effective: the status moved all the same.
  if (before?.status !== after?.status) return 'applied'
  if (olderThanHead) return 'stale'
  // Among events of one instant an effective one can stand before the head without being older.
  if (isEffective(relation)) return isLatest ? 'amended' : 'stale'
  return OF_REFUSED[relation]
}

const OF_REFUSED = {
  behind: 'regression',
  unrelated: 'conflict',
  unknown: 'unknown',
} as const satisfies Record<Refusal, Verdict>
