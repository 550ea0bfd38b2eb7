/** Days of Brasília, where the senders and the operators are, for filters, charts and nightly runs. Pure. */

export const HOUR_MS = 3_600_000
export const DAY_MS = 24 * HOUR_MS

/** Brasília has had no daylight saving time since 2019; the receiver reads Safe2Pay's times with the same offset. */
export const BRASILIA_MS = -3 * HOUR_MS

/** The day of Brasília in which an instant lies, `2026-11-25`. */
export const dayOf = (ms: number): string => new Date(ms + BRASILIA_MS).toISOString().slice(0, 10)

/** The first instant of a day of Brasília, as UTC text cut short, so that it sorts before every time of the day. */
export const startOf = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - BRASILIA_MS).toISOString().slice(0, 19)

/** The day that many days later. */
export const dayAfter = (day: string, days = 1): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)

/** A day as a form sends it; undefined for anything else. */
export const dayNamed = (text: string | undefined): string | undefined =>
  text && /^20\d\d-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && dayAfter(text, 0) === text
    ? text
    : undefined
