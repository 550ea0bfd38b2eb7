/** How long a body is kept: an open one from its last arrival, a resolved one from its resolution. Pure. */
import { DAY_MS } from '../days.ts'
import * as LIMITS from '../limits.ts'

type Variables = Pick<Env, 'QUARANTINE_DAYS' | 'QUARANTINE_OPEN_DAYS'>

/** Days that a body stays; a variable that is not a number of days is ignored. */
export const keptDays = (env: Variables): { readonly open: number; readonly resolved: number } => ({
  open: days(env.QUARANTINE_OPEN_DAYS) ?? LIMITS.quarantineOpenDays,
  resolved: days(env.QUARANTINE_DAYS) ?? LIMITS.quarantineDays,
})

/** UTC text. */
export const daysBefore = (nowMs: number, count: number): string =>
  new Date(nowMs - count * DAY_MS).toISOString()

/** Null if a variable is not a number of days; one that was never set is undefined, whatever its type says. */
export function days(variable: string | undefined): number | null {
  const count = Number(variable)
  return Number.isInteger(count) && count > 0 && count <= 36_500 ? count : null
}
