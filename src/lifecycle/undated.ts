/**
 * Events without a usable date take their place by the chain. Where it has one best reading, that is it. Otherwise each stands
 * after the one event whose status it names as its previous one and that nothing follows by its own word; where there is
 * none, or several, it keeps the place of its arrival. Pure.
 */
import * as LIMITS from '../limits.ts'
import { read } from './chain.ts'
import { type HistoryEvent, position, sortedBy } from './history.ts'

/** A place after an event, or before the first one. */
interface Place<E> {
  readonly status: string | null
  next: Taken<E> | null
}

interface Taken<E> extends Place<E> {
  readonly event: E
  /** The event's position, worked out once: with a thousand events it is asked for a million times. */
  readonly at: string
}

/**
 * @param history the dated events in their order
 * @param undated in any order
 * @param before the status before the first event; null at the start of a life
 */
export function placeByChain<E extends HistoryEvent>(
  history: readonly E[],
  undated: readonly E[],
  before: string | null,
): readonly E[] {
  const byArrival = sortedBy(undated, arrivalOf)
  const chained = readWhole(history, byArrival, before)
  if (chained) return chained
  const start: Place<E> = { status: before, next: null }
  const open = new Map<string | null, Set<Place<E>>>()

  const judgeOpen = (place: Place<E>): void => {
    const places = open.get(place.status) ?? new Set()
    open.set(place.status, places)
    // What an event follows by its own word has no room for another one.
    if (place.next?.event.previousStatus === place.status) places.delete(place)
    else places.add(place)
  }
  const insert = (after: Place<E>, event: E): Place<E> => {
    const place = { status: event.status, event, at: position(event), next: after.next }
    after.next = place
    judgeOpen(after)
    judgeOpen(place)
    return place
  }
  const roomFor = ({ previousStatus }: E): Place<E> | undefined => {
    const [room, ...others] = open.get(previousStatus) ?? []
    return others.length > 0 ? undefined : room
  }

  let last = start
  judgeOpen(start)
  for (const event of history) last = insert(last, event)

  // Only saves time: the next event arrived later, so it comes after this one.
  let arrived = start
  let waiting: readonly E[] = byArrival
  for (let round = 0; round < LIMITS.undatedRounds; round += 1) {
    const rest = waiting.filter((event) => {
      const room = roomFor(event)
      if (room) insert(room, event)
      return !room
    })
    const [first, ...others] = rest
    // None of them has a room of its own: the first to arrive keeps that place, and may give others one.
    if (first && rest.length === waiting.length) arrived = insert(lastBefore(arrived, first), first)
    waiting = rest.length === waiting.length ? others : rest
  }
  for (const event of waiting) arrived = insert(lastBefore(arrived, event), event)
  return eventsOf(start)
}

/** The order with the fewest breaks, where there is only one and the chain gives each undated event a neighbour in it. */
function readWhole<E extends HistoryEvent>(
  history: readonly E[],
  undated: readonly E[],
  before: string | null,
): readonly E[] | null {
  if (undated.length > LIMITS.undatedEvents || history.length + undated.length > LIMITS.undatedHistory)
    return null
  const { ways, order } = read(
    [
      ...history.map((event, rank) => {
        const at = String.fromCharCode(rank + 1)
        return { event, at, until: at }
      }),
      ...undated.map((event) => ({ event, at: '', until: '~' })),
    ],
    before,
  )
  const isLinked = (event: E, at: number): boolean =>
    history.includes(event) ||
    event.previousStatus === (order[at - 1]?.status ?? before) ||
    event.status === order[at + 1]?.previousStatus
  return ways === 1 && order.every(isLinked) ? order : null
}

/** Times of arrival are of one length, so that the fingerprint decides only within a millisecond. */
const arrivalOf = ({ receivedAt, fingerprint }: HistoryEvent): string => receivedAt + fingerprint

function lastBefore<E extends HistoryEvent>(from: Place<E>, event: E): Place<E> {
  const at = position(event)
  let found = from
  for (let place = from.next; place; place = place.next) {
    if (place.at <= at) found = place
  }
  return found
}

function eventsOf<E>(start: Place<E>): readonly E[] {
  const events: E[] = []
  for (let place = start.next; place; place = place.next) events.push(place.event)
  return events
}
