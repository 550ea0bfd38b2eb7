/** How long a transaction may be in an open status before the sender is asked, and how often. Pure. */
import { BRASILIA_MS, DAY_MS } from '../days.ts'

/**
 * An unpaid Pix, by its code in `payment_method` and its status. After the last of these hours it is no longer expected to
 * be paid.
 */
export const PIX = { method: 6, status: 1, hours: [1, 6, 24] } as const

export interface Round {
  readonly status: number
  /** A payment method to leave out: a Pix has its own hours. */
  readonly exceptMethod: number | null
  /** Only transactions that have been in the status since before this time; milliseconds since 1970. */
  ripeMs(nowMs: number): number
  /** How long after one ask the next one is due. */
  readonly everyMs: number
}

const daily = (status: number, exceptMethod: number | null = null): Round => ({
  status,
  exceptMethod,
  ripeMs: (nowMs) => nowMs - DAY_MS,
  everyMs: DAY_MS,
})

const settling = (status: number): Round => ({
  status,
  exceptMethod: null,
  ripeMs: (nowMs) => businessDaysBefore(nowMs, 3),
  everyMs: DAY_MS,
})

/** Open statuses, each asked about repeatedly; a dispute weekly. Statuses that end a payment are not here. */
export const ROUNDS: readonly Round[] = [
  daily(1, PIX.method),
  daily(11),
  settling(2),
  settling(12),
  settling(19),
  { status: 5, exceptMethod: null, ripeMs: (nowMs) => nowMs - 7 * DAY_MS, everyMs: 7 * DAY_MS },
]

/**
 * The latest time since which this many business days have passed. Holidays count as business days, which only asks too
 * early.
 */
export function businessDaysBefore(nowMs: number, count: number): number {
  let ms = nowMs
  for (let left = count; left > 0; ) {
    ms -= DAY_MS
    const weekday = new Date(ms + BRASILIA_MS).getUTCDay()
    if (weekday !== 0 && weekday !== 6) left -= 1
  }
  return ms
}
