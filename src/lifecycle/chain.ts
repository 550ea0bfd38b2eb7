/**
 * What the chain of previous statuses says about a few events that their clock may have in the wrong order. Pure.
 *
 * An order is read by its breaks: events that do not name the status before them as their previous one. The order with
 * the fewest breaks is what the sender says happened, where there is only one.
 */
import * as LIMITS from '../limits.ts'
import { CLOCK_TOLERANCE_MS, type HistoryEvent, position, shifted } from './history.ts'

export interface Chained<E extends HistoryEvent> {
  readonly order: readonly E[]
  /** The chain speaks against the clock's order, and for several others: the clock's was taken. */
  readonly isContradicted: boolean
}

interface Reading<E> {
  readonly breaks: number
  /** Orders with that few breaks; more than one is enough to know. */
  readonly ways: number
  /** One of them. */
  readonly order: readonly E[]
}

/**
 * @param near events in the order of their clock
 * @param before the status of the event before them; null if there is none
 */
export function readChain<E extends HistoryEvent>(near: readonly E[], before: string | null): Chained<E> {
  const byClock = breaksOf(near, before)
  // Only saves time: the fewest breaks that the others can have are none, too.
  if (byClock === 0) return { order: near, isContradicted: false }
  if (near.length > LIMITS.chainedEvents) return { order: near, isContradicted: hasSwappedNeighbours(near) }
  const { breaks, ways, order } = read(
    near.map((event) => {
      const at = position(event)
      return { event, at, until: shifted(at, CLOCK_TOLERANCE_MS) }
    }),
    before,
  )
  if (breaks === byClock) return { order: near, isContradicted: false }
  return ways === 1 ? { order, isContradicted: false } : { order: near, isContradicted: true }
}

function breaksOf(order: readonly HistoryEvent[], before: string | null): number {
  let status = before
  let breaks = 0
  for (const event of order) {
    if (event.previousStatus !== status) breaks += 1
    status = event.status
  }
  return breaks
}

const hasSwappedNeighbours = (near: readonly HistoryEvent[]): boolean =>
  near.some((event, at) => {
    const next = near[at + 1]
    return next !== undefined && next.previousStatus !== event.status && event.previousStatus === next.status
  })

interface Timed<E> {
  readonly event: E
  readonly at: string
  /** Everything after this is later for certain. */
  readonly until: string
}

interface Place<E> extends Timed<E> {
  readonly bit: number
}

/** The best order of all. What is left of one is read once, whatever came before it in whichever order. */
export function read<E extends HistoryEvent>(events: readonly Timed<E>[], before: string | null): Reading<E> {
  const known = new Map<string, Reading<E>>()
  const nothing: Reading<E> = { breaks: 0, ways: 1, order: [] }
  const readRest = (left: readonly Place<E>[], status: string | null): Reading<E> => {
    if (left.length === 0) return nothing
    const key = `${left.reduce((bits, { bit }) => bits | bit, 0)} ${status}`
    const found = known.get(key)
    if (found) return found
    let best = { ...nothing, breaks: Number.POSITIVE_INFINITY }
    for (const place of left) {
      if (left.some((other) => standsBefore(other, place))) continue
      const { event } = place
      const rest = readRest(
        left.filter((other) => other !== place),
        event.status,
      )
      const breaks = rest.breaks + (event.previousStatus === status ? 0 : 1)
      if (breaks < best.breaks) best = { breaks, ways: rest.ways, order: [event, ...rest.order] }
      else if (breaks === best.breaks) best = { ...best, ways: best.ways + rest.ways }
    }
    known.set(key, best)
    return best
  }
  return readRest(
    events.map((event, place) => ({ ...event, bit: 1 << place })),
    before,
  )
}

/** What the clock is sure of stays: events farther apart, and two that say the same. */
const standsBefore = (one: Place<HistoryEvent>, other: Place<HistoryEvent>): boolean =>
  other.at > one.until || (one.bit < other.bit && saysTheSame(one.event, other.event))

const saysTheSame = (one: HistoryEvent, other: HistoryEvent): boolean =>
  one.status === other.status && one.previousStatus === other.previousStatus
