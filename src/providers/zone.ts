/** The zone of a text that carries no offset: minutes east of UTC at a local time, given as if it were UTC. Pure. */

export type Zone = (localMs: number) => number

export const UTC: Zone = () => 0

const HOUR_MINUTES = 60
const STANDARD = -3 * HOUR_MINUTES
const SUMMER = -2 * HOUR_MINUTES

/** Brazil has had no summer time since it ended on 17 February 2019. */
const END_OF_SUMMER_TIME_MS = Date.UTC(2019, 1, 17)

/**
 * Brasília. An hour that the clock showed twice is read as the first of the two, and one that it skipped by the offset
 * before, as RFC 5545 and `Temporal` do.
 */
export const BRASILIA: Zone = (localMs) => {
  // Only saves time: the table of time zones says the same.
  if (localMs >= END_OF_SUMMER_TIME_MS) return STANDARD
  return [SUMMER, STANDARD].find((offset) => offsetAt(localMs - offset * 60_000) === offset) ?? STANDARD
}

/** Made when it is first needed: a body of today has no date from before 2019. */
let clock: Intl.DateTimeFormat | undefined

/** Brasília's offset at an instant, from the runtime's own table of time zones. */
function offsetAt(utcMs: number): number {
  clock ??= new Intl.DateTimeFormat('en', {
    timeZone: 'America/Sao_Paulo',
    hour: '2-digit',
    hourCycle: 'h23',
    day: '2-digit',
  })
  const parts = clock.formatToParts(utcMs)
  // For the types: the parts that are asked for are there.
  const local = (type: 'day' | 'hour') => Number(parts.find((part) => part.type === type)?.value)
  const utc = new Date(utcMs)
  // Brasília is always behind UTC, by less than a day: either the same day, or the one before.
  const behindHours = utc.getUTCHours() - local('hour') + (utc.getUTCDate() === local('day') ? 0 : 24)
  return -behindHours * HOUR_MINUTES
}
