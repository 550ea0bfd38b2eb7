/** The status is one of the two things that decide whether an event counts, so it is taken as it is or not at all. Pure. */
import type { LifeCycle } from '../lifecycle/life-cycle.ts'
import * as LIMITS from '../limits.ts'
import type { Declared } from './declared.ts'
import { isPlain } from './text.ts'

/**
 * A status by its name, in the spelling of the table where only its case differs. Null if there is none, or one that
 * nobody can tell: too long, or with characters that cannot be seen, without which it could be another status.
 */
export function statusNameIn(fields: Declared, name: string, cycle: LifeCycle): string | null {
  const status = fields.text(name, Number.POSITIVE_INFINITY)
  if (status === null || status.length > LIMITS.statusCharacters || !isPlain(status)) return null
  const lower = status.toLowerCase()
  return Object.keys(cycle.statuses).find((known) => known.toLowerCase() === lower) ?? status
}
