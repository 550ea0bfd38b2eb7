/**
 * Amplia Reg documents no way to read an order, so it cannot be asked about an order that stays in one status. Such an order
 * needs attention once it has been there longer than `AMPLIA_STUCK_HOURS` says.
 */
import { type Deadline, keepDeadlines } from '../db/deadlines.ts'
import * as LIMITS from '../limits.ts'

/** Hours by status, if the variable was never set. Statuses that end an order are not in it. */
const DEFAULT =
  'WaitingValidation=168,InValidation=48,WaitingConfirmation=24,InConfirmation=24,WaitingIssue=72'

/** Writes the variable's deadlines to D1. Null if D1 already has them. */
export async function updateDeadlines(env: Env): Promise<{ readonly changed: number } | null> {
  const wanted = deadlinesOf(env)
  // A typing mistake changes nothing, but the person who made it must learn about it.
  if (!wanted)
    throw new Error('AMPLIA_STUCK_HOURS is not a list such as WaitingValidation=168,WaitingIssue=72')
  const changed = await keepDeadlines(env.DB, wanted)
  return changed > 0 ? { changed } : null
}

/** The deadlines of the variable; null if it cannot be read. */
export const deadlinesOf = ({ AMPLIA_STUCK_HOURS }: Env): readonly Deadline[] | null =>
  // A variable that was never set is undefined, whatever its type says.
  deadlinesIn((AMPLIA_STUCK_HOURS as string | undefined) ?? DEFAULT)

/** `Status=hours`, comma-separated; empty if no status has a deadline, null if it cannot be read. */
export function deadlinesIn(variable: string): readonly Deadline[] | null {
  const items = variable
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
  const read = items.map((item) => {
    const [, status = '', hours = ''] = /^([A-Za-z]\w*)\s*=\s*(\d{1,5})$/.exec(item) ?? []
    const isRead = status !== '' && status.length <= LIMITS.statusCharacters && Number(hours) > 0
    return isRead ? { status, hours: Number(hours) } : null
  })
  const deadlines = read.filter((each) => each !== null)
  const isWhole = deadlines.length === items.length && items.length <= LIMITS.stuckStatuses
  return isWhole && new Set(deadlines.map(({ status }) => status)).size === items.length ? deadlines : null
}
