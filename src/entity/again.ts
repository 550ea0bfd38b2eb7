/**
 * A known body of a payment that names an earlier status than the present one: an old event once more, or a step back in
 * the same words. Nothing says which, so it stands where a person looks, once, on the event that came last.
 */
import type { LifeCycle } from '../lifecycle/life-cycle.ts'
import type { Notice } from '../lifecycle/notice.ts'
import { entriesOf, type Log, noteOnNewest } from './log.ts'

/** Notes such a step back and says so; null where there is none, or it is noted already. */
export function noteAgain(sql: SqlStorage, log: Log, cycle: LifeCycle, status: string): Notice | null {
  const { state } = log
  const head = state?.head
  if (!head || cycle.clock !== 'arrival') return null
  if (cycle.way(head.knownStatus ?? head.status, status) !== 'behind') return null
  const newest = entriesOf(log).at(-1)
  if (!newest || newest.notices.some(({ kind }) => kind === 'step_back')) return null
  const notice = { kind: 'step_back', from: head.status, to: status, again: true } as const
  // Before what version 0.1.0 noted: a sentence that stands first stands alone.
  noteOnNewest(sql, log, { ...newest, notices: [notice, ...newest.notices] }, state)
  return notice
}
