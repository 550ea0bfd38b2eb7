/**
 * What the chain of previous statuses says of a few events that their clock may have in the wrong order. Pure.
 *
 * An order is read by its breaks: events that do not name the status before them as their previous one. The order with
 * the fewest breaks is what the sender says happened, where there is only one.
 */
import { CLOCK_TOLERANCE_MS, type HistoryEvent, position, shifted } from './history.ts'

export interface Chained<E extends HistoryEvent> {
  readonly order: readonly E[]
  /** The chain speaks against the clock's order, and for several others: the clock's was taken. */
  readonly isContradicted: boolean
}

/** Events of which every order is tried; the work doubles with each. More within a second is no sender's normal day. */
const READABLE_EVENTS = 8

interface Reading {
  readonly breaks: number
  /** Orders with that few breaks; more than one is enough to know. */
  readonly ways: number
  /** The next event of one such order; undefined at its end. */
  readonly next: number | undefined
}

/**
 * @param near events in the order of their clock
 * @param before the status of the event before them; null where there is none
 */
export function readChain<E extends HistoryEvent>(near: readonly E[], before: string | null): Chained<E> {
  const byClock = breaksOf(near, before)
  if (near.length === 1 || byClock === 0) return { order: near, isContradicted: false }
  if (near.length > READABLE_EVENTS) return { order: near, isContradicted: hasSwappedNeighbours(near) }
  const read = reader(near, before)
  const { breaks, ways } = read(0, -1)
  if (breaks === byClock) return { order: near, isContradicted: false }
  return ways === 1
    ? { order: orderOf(near, read), isContradicted: false }
    : { order: near, isContradicted: true }
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

/** Reads the rest of an order, from what is taken (a bit for each event) and what was taken last. */
type Reader = (taken: number, last: number) => Reading

function reader(near: readonly HistoryEvent[], before: string | null): Reader {
  const known = new Map<number, Reading>()
  const positions = near.map(position)
  const limits = positions.map((at) => shifted(at, CLOCK_TOLERANCE_MS))

  /** What the clock is sure of stays: events farther apart, and two that say the same. */
  const isFree = (taken: number, candidate: number): boolean =>
    near.every((other, place) => {
      if (place === candidate || (taken & (1 << place)) !== 0) return true
      if ((positions[candidate] ?? '') > (limits[place] ?? '')) return false
      return place > candidate || !saysTheSame(other, near[candidate])
    })

  const read: Reader = (taken, last) => {
    const key = taken * READABLE_EVENTS + last
    const found = known.get(key)
    if (found) return found
    let best: Reading = { breaks: Number.POSITIVE_INFINITY, ways: 0, next: undefined }
    for (const [place, event] of near.entries()) {
      if ((taken & (1 << place)) !== 0 || !isFree(taken, place)) continue
      const rest = read(taken | (1 << place), place)
      const status = near[last]?.status ?? before
      const breaks = rest.breaks + (event.previousStatus === status ? 0 : 1)
      if (breaks < best.breaks) best = { breaks, ways: rest.ways, next: place }
      else if (breaks === best.breaks) best = { ...best, ways: best.ways + rest.ways }
    }
    const reading = best.next === undefined ? { breaks: 0, ways: 1, next: undefined } : best
    known.set(key, reading)
    return reading
  }
  return read
}

const saysTheSame = (one: HistoryEvent, other: HistoryEvent | undefined): boolean =>
  one.status === other?.status && one.previousStatus === other.previousStatus

function orderOf<E>(near: readonly E[], read: Reader): readonly E[] {
  const order: E[] = []
  let taken = 0
  let { next } = read(0, -1)
  while (next !== undefined) {
    const event = near[next]
    if (event !== undefined) order.push(event)
    taken |= 1 << next
    next = read(taken, next).next
  }
  return order
}
