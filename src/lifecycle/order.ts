/**
 * The order of a history: by the provider's clock to its last digit, and by the chain of previous statuses where two
 * clocks can be apart. Pure. The order depends on the set of events alone, so every arrival order gives the same one;
 * only what has neither a usable date nor a place in the chain keeps the place of its arrival.
 */
import { type Chained, readChain } from './chain.ts'
import { clockOf, type HistoryEvent, isNear, position, sortedBy } from './history.ts'
import { placeByChain } from './undated.ts'

export interface Ordered<E extends HistoryEvent> {
  readonly history: readonly E[]
  /** Fingerprints of events whose chain says otherwise than their clock, without saying one thing. */
  readonly contradicted: ReadonlySet<string>
}

/** A last position that no event can stand after for certain: as text it is behind every time. */
export const UNSETTLED = '~'

/** Whether an event stands last for certain, with nothing near enough to be put after it by its chain. */
export const standsLast = (event: HistoryEvent, lastPosition: string): boolean =>
  clockOf(event) !== null && !isNear(lastPosition, position(event))

/** The last position of a history; unsettled where any of its events has no usable time. */
export const lastPositionOf = (events: readonly HistoryEvent[]): string =>
  events
    .map((event) => (clockOf(event) === null ? UNSETTLED : position(event)))
    .sort()
    .at(-1) ?? UNSETTLED

/**
 * Events in the order of their history.
 * @param before the status before the first of them, where earlier ones are forgotten
 */
export function inHistoricalOrder<E extends HistoryEvent>(
  events: readonly E[],
  before: string | null = null,
): Ordered<E> {
  const { dated = [], undated } = Object.groupBy(events, (event) =>
    clockOf(event) === null ? 'undated' : 'dated',
  )
  const history: E[] = []
  const contradicted = new Set<string>()
  for (const near of neighbourhoods(byClock(dated))) {
    const { order, isContradicted }: Chained<E> = readChain(near, history.at(-1)?.status ?? before)
    history.push(...order)
    if (isContradicted) for (const { fingerprint } of near) contradicted.add(fingerprint)
  }
  return { history: undated ? placeByChain(history, undated, before) : history, contradicted }
}

/** By instant; those of one instant each after the one whose status it names as its previous one, then by fingerprint. */
function byClock<E extends HistoryEvent>(events: readonly E[]): readonly E[] {
  const instants = sortedBy(Map.groupBy(events, position), ([at]) => at)
  return instants.flatMap(([, sharing]) => chained(sharing))
}

/** Picked one by one: a pairwise comparison would not be transitive for three events of one instant. */
function chained<E extends HistoryEvent>(sharing: readonly E[]): readonly E[] {
  // Only saves time: nearly always one event has an instant, and one has one order.
  if (sharing.length === 1) return sharing
  const waiting = sortedBy(sharing, ({ fingerprint }) => fingerprint)
  // Counted by status: to compare each with each, again for each, is too much where a sender has one instant for all.
  const left = new Map<string | null, number>()
  const count = (status: string, by: 1 | -1) => left.set(status, (left.get(status) ?? 0) + by)
  for (const { status } of waiting) count(status, 1)
  const ordered: E[] = []
  while (waiting.length > 0) {
    const free = waiting.findIndex(
      ({ status, previousStatus }) => (left.get(previousStatus) ?? 0) === (status === previousStatus ? 1 : 0),
    )
    // In a circle no event is free, and the fingerprint alone decides.
    for (const event of waiting.splice(Math.max(free, 0), 1)) {
      count(event.status, -1)
      ordered.push(event)
    }
  }
  return ordered
}

/** Events in groups of which each stands within the tolerance of the one before it. */
function neighbourhoods<E extends HistoryEvent>(events: readonly E[]): readonly (readonly E[])[] {
  const groups: E[][] = []
  let near: E[] = []
  for (const event of events) {
    const before = near.at(-1)
    if (!before || !isNear(position(before), position(event))) {
      near = []
      groups.push(near)
    }
    near.push(event)
  }
  return groups
}
