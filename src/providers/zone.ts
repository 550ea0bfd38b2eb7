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
  return isSummer(localMs - SUMMER * 60_000) ? SUMMER : STANDARD
}

/** Made when it is first needed: a body of today has no date from before 2019. */
let clock: Intl.DateTimeFormat | undefined

/** Whether Brasília has summer time at an instant, from the runtime's own table of time zones. */
function isSummer(utcMs: number): boolean {
  clock ??= new Intl.DateTimeFormat('en', { timeZone: 'America/Sao_Paulo', timeZoneName: 'shortOffset' })
  return clock.format(utcMs).endsWith('GMT-2')
}
