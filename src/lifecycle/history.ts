/**
 * The order of a history: by the provider's clock to its last digit, never by arrival.
 * Pure. The order depends on the set of events alone, so every arrival order gives the same one.
 */

/** What the fold needs to know of a stored event. */
export interface HistoryEvent {
  /** Names the event within its entity. */
  readonly fingerprint: string
  readonly status: string
  readonly previousStatus: string | null
  /** UTC text with 0 to 9 fraction digits, or null where the sender gave no usable time. */
  readonly occurredAt: string | null
  /** UTC text, milliseconds. */
  readonly receivedAt: string
  readonly facts: Facts
}

/** What an event says of its entity, by column name of the read model; left out means not said. */
export type Facts = Readonly<Record<string, string | number | null>>

/** Where an event stands in its history. One without a usable time stands where it arrived. */
export const position = (event: Pick<HistoryEvent, 'occurredAt' | 'receivedAt'>): string =>
  comparable(event.occurredAt ?? event.receivedAt)

/**
 * UTC text with all nine fraction digits, because `…28Z` and `…28.358558Z` do not compare as text
 * and `Date` stops at the millisecond.
 */
export function comparable(utc: string): string {
  const [seconds, fraction = ''] = utc.slice(0, -1).split('.')
  return `${seconds}.${fraction.padEnd(9, '0')}Z`
}

/** Events in the order of their history. */
export function inHistoricalOrder<E extends HistoryEvent>(events: readonly E[]): readonly E[] {
  const byInstant = new Map<string, E[]>()
  for (const event of events) {
    const at = position(event)
    const sharing = byInstant.get(at)
    if (sharing) sharing.push(event)
    else byInstant.set(at, [event])
  }
  const instants = [...byInstant].sort(([a], [b]) => (a < b ? -1 : 1))
  return instants.flatMap(([, sharing]) => chained(sharing))
}

/**
 * Events of one instant, each after those whose status it names as its previous one, then by fingerprint.
 * Picked one by one: a pairwise comparison would not be transitive for three events of one instant.
 */
function chained<E extends HistoryEvent>(sharing: readonly E[]): readonly E[] {
  if (sharing.length === 1) return sharing
  const waiting = [...sharing].sort((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1))
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
