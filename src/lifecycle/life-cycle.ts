/**
 * A life cycle is data: the statuses that an entity can have, and the moves between them.
 * Pure: no I/O, no clock, no provider's name.
 */

export interface Status {
  /** The provider's own name, where `status` is only a code. */
  readonly name?: string
  /** What it means, in a few words for a person; goes into reasons. */
  readonly meaning: string
  /**
   * A life usually ends here, although something may still follow. Judges nothing: it only says when an entity has
   * ended, for the erasure of personal data.
   */
  readonly rests?: true
}

export interface Moves {
  /** Expected next statuses. */
  readonly forward?: readonly string[]
  /** Forward against expectation: applies, and raises attention. */
  readonly late?: readonly string[]
  /** Backwards by design: applies only when the event attests it. */
  readonly rework?: readonly string[]
  /**
   * Backwards in the business, told by nothing in the event: applies only when it arrives so long after the head that
   * no older event can still be under way.
   */
  readonly reversal?: readonly string[]
}

export interface LifeCycleTable {
  /** Stored with everything that this table judged. Change it with every change of the table. */
  readonly version: string
  /** `provider`: the body says when the status changed. `arrival`: it does not, so arrival decides. */
  readonly clock: 'provider' | 'arrival'
  /** Whether each event names its predecessor, so that a missing one can be told. */
  readonly chained: boolean
  readonly statuses: Readonly<Record<string, Status>>
  readonly moves: Readonly<Record<string, Moves>>
  /** Facts that are kept as events of some statuses said them, such as the amounts of a payment. */
  readonly settles?: { readonly by: readonly string[]; readonly facts: readonly string[] }
}

/** How a status lies to another along the forward and late moves. */
export type Way = 'ahead' | 'late' | 'behind' | 'none'

export interface LifeCycle extends LifeCycleTable {
  status(name: string): Status | undefined
  /** `late` when the way ahead needs at least one late move. */
  way(from: string, to: string): Way
  reworks(from: string, to: string): boolean
  reverses(from: string, to: string): boolean
  /** Nothing follows it. A status that the table lacks is not final. */
  isFinal(name: string): boolean
  /** A life can be over here: the status is final, or the table says so. */
  rests(name: string): boolean
}

/** A table with its reachability worked out once, so that each judgement is a look-up. */
export function lifeCycle(table: LifeCycleTable): LifeCycle {
  // Maps, because a sender may well send a status named `constructor`.
  const statuses = new Map(Object.entries(table.statuses))
  const moves = new Map(Object.entries(table.moves))
  const reach = (...kinds: readonly ('forward' | 'late')[]) =>
    reachability(statuses.keys(), (from) => kinds.flatMap((kind) => moves.get(from)?.[kind] ?? []))
  const expected = reach('forward')
  const possible = reach('forward', 'late')
  const isFinal = (name: string): boolean => possible.get(name)?.size === 0
  return {
    ...table,
    status: (name) => statuses.get(name),
    way(from, to) {
      if (expected.get(from)?.has(to)) return 'ahead'
      if (possible.get(from)?.has(to)) return 'late'
      return possible.get(to)?.has(from) ? 'behind' : 'none'
    },
    reworks: (from, to) => moves.get(from)?.rework?.includes(to) ?? false,
    reverses: (from, to) => moves.get(from)?.reversal?.includes(to) ?? false,
    isFinal,
    rests: (name) => isFinal(name) || statuses.get(name)?.rests === true,
  }
}

/** A status for programs: with its name beside it where it is only a code. */
export function named(
  cycle: LifeCycle,
  status: string,
  given?: string,
): { readonly status: string; readonly statusName?: string } {
  const name = cycle.status(status)?.name ?? given
  return name === undefined ? { status } : { status, statusName: name }
}

function reachability(
  names: Iterable<string>,
  next: (from: string) => readonly string[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const reach = (seen: Set<string>, from: string): Set<string> => {
    for (const to of next(from)) if (!seen.has(to)) reach(seen.add(to), to)
    return seen
  }
  return new Map([...names].map((name) => [name, reach(new Set(), name)]))
}
