/** What the life cycle knows about a stored event, and when it took place. Pure. */

/** What the fold needs to know about a stored event. */
export interface HistoryEvent {
  /** Names the event within its entity. */
  readonly fingerprint: string
  readonly status: string
  readonly previousStatus: string | null
  /** UTC text with 0 to 10 fraction digits, or null if the sender gave no usable time. */
  readonly occurredAt: string | null
  /** UTC text, milliseconds. */
  readonly receivedAt: string
  readonly facts: Facts
}

/** What the fingerprint of an event begins with that nobody sent: the sender said it when it was asked. */
const READ = 'read:'

/** @param revision of the entity that the sender was asked about: by it, an answer given twice is known, and no other one */
export const readFingerprint = (revision: number, status: string): string => `${READ}${revision}:${status}`

/** Whether the sender said it when it was asked, and sent no webhook. Of its fingerprint, which every version stores. */
export const isRead = ({ fingerprint }: Pick<HistoryEvent, 'fingerprint'>): boolean =>
  fingerprint.startsWith(READ)

/** What an event says about its entity, by column name of the read model; left out means not said. */
export type Facts = Readonly<Record<string, string | number | null>>

/** How far a sender's clock may run ahead of ours, in milliseconds. */
const CLOCK_SKEW_MS = 5 * 60_000

/** Neither sender existed before: an earlier date is a default value, such as the epoch of Unix. */
export const EARLIEST = '2000-01-01T00:00:00Z'

type Dated = Pick<HistoryEvent, 'occurredAt' | 'receivedAt'>

interface Time {
  readonly clock: string | null
  readonly at: string
}

/** Of events in the log, each of which is asked for its time whenever another comes. */
const times = new WeakMap<object, Time>()

/**
 * When an event took place by the sender's clock; null if it says nothing, or nothing that can be: a date from the
 * future would hold the head against everything that the sender sends until then.
 */
export const clockOf = (event: Dated): string | null => timeOf(event).clock

/** Where an event stands by its clock, or by its arrival where that says nothing. */
export const position = (event: Dated): string => timeOf(event).at

function timeOf(event: Dated): Time {
  const known = times.get(event)
  // Only saves time: the second answer is the same.
  if (known) return known
  const clock = usableDate(event)
  const time = { clock, at: comparable(clock ?? event.receivedAt) }
  times.set(event, time)
  return time
}

function usableDate({ occurredAt, receivedAt }: Dated): string | null {
  if (occurredAt === null || occurredAt < EARLIEST) return null
  // Only saves time: nearly all took place before they arrived, which the text tells a hundred times faster than a date.
  if (occurredAt <= receivedAt) return occurredAt
  return comparable(occurredAt) <= shifted(comparable(receivedAt), CLOCK_SKEW_MS) ? occurredAt : null
}

/**
 * UTC text with all nine fraction digits, because `…28Z` and `…28.358558Z` do not compare as text
 * and `Date` stops at the millisecond. A tenth digit goes after the `Z`: there it still decides, and the text of
 * every other instant is as it always was, which fingerprints and stored positions rely on.
 */
export function comparable(utc: string): string {
  const [seconds, fraction = ''] = utc.slice(0, -1).split('.')
  return `${seconds}.${fraction.slice(0, 9).padEnd(9, '0')}Z${fraction.slice(9).replace(/0+$/, '')}`
}

/** In the order of a text of which no two have the same. */
export const sortedBy = <T>(all: Iterable<T>, text: (one: T) => string): T[] =>
  // Either way: no two are equal.
  [...all].sort((a, b) => (text(a) < text(b) ? -1 : 1))

/** What names an event whose sender tells the time: the change, and when it took place, UTC text. */
export const fingerprintOf = (previousStatus: string | null, status: string, occurredAt: string): string =>
  JSON.stringify([previousStatus, status, comparable(occurredAt)])

/** The servers of one sender agree on the time to about this; events this near are ordered by their chain. */
export const CLOCK_TOLERANCE_MS = 1_000

/** Whether an event stands so near behind another one that their clocks can be apart. Both are comparable texts. */
export function isNear(before: string, at: string): boolean {
  // Either way: of one instant the seconds say the same.
  if (at <= before) return true
  const seconds = Number(at.slice(MINUTE, SECOND)) - Number(before.slice(MINUTE, SECOND))
  if (before.startsWith(at.slice(0, MINUTE))) {
    return seconds <= (at.slice(SECOND) <= before.slice(SECOND) ? 1 : 0)
  }
  // Only saves time: of two minutes, only the 59th second and the 0th can be one second apart.
  return seconds === -59 && at <= shifted(before, CLOCK_TOLERANCE_MS)
}

/** Characters of a comparable text up to its minute, and up to its second. */
const MINUTE = 17
const SECOND = 19

/** A comparable text some whole seconds later. @param ms a multiple of 1,000 */
export function shifted(position: string, ms: number): string {
  const later = new Date(Date.parse(`${position.slice(0, SECOND)}Z`) + ms).toISOString()
  return `${later.slice(0, SECOND)}${position.slice(SECOND)}`
}
