/** A sender's usual rhythm: how long it may be silent before somebody should look. Pure. */
import { HOUR_MS } from '../days.ts'

/** Fewer active hours say nothing about a rhythm. */
const ENOUGH = 20
const LEAST_HOURS = 2
/** How much longer than the usual pause is too long, even where the usual pause is a weekend. */
const GRACE_HOURS = 12

const timeOf = (hour: string): number => Date.parse(`${hour}:00:00Z`)

/**
 * The longest silence, in hours, that is still normal now; null while too little is known.
 * @param active hours with events, oldest first: `2026-03-01T10`
 */
export function longestSilence(active: readonly string[]): number | null {
  const last = active.at(-1)
  if (last === undefined || active.length < ENOUGH) return null
  const gaps = active.slice(1).map((hour, place) => {
    const from = timeOf(active[place] ?? hour)
    return { from, hours: (timeOf(hour) - from) / HOUR_MS }
  })
  // Compares with pauses that began at about this time on the same weekday: that tells nights and weekends from an outage.
  const alike = gaps.filter(({ from }) => {
    const weeks = (timeOf(last) - from) / (7 * 24 * HOUR_MS)
    return Math.abs(weeks - Math.round(weeks)) * 7 * 24 <= 2
  })
  const usual = percentile95((alike.length >= 3 ? alike : gaps).map(({ hours }) => hours))
  return Math.max(LEAST_HOURS, Math.min(3 * usual, usual + GRACE_HOURS))
}

function percentile95(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0
}
