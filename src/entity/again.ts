/**
 * A known body of a payment that names another status than the present one: an old event once more, or the status has changed
 * to it again. Nothing says which, so a note asks a person to look, once, on the event that came last.
 */
import type { LifeCycle } from '../lifecycle/life-cycle.ts'
import type { Notice } from '../lifecycle/notice.ts'
import { entriesOf, type Log, noteOnNewest, setNotices } from './log.ts'

/** Notes such a body and says so; null if there is none, or it is noted already. */
export function noteAgain(sql: SqlStorage, log: Log, cycle: LifeCycle, status: string): Notice | null {
  const { state } = log
  const head = state?.head
  if (!head || cycle.clock !== 'arrival') return null
  if (cycle.way(head.knownStatus ?? head.status, status) === 'none') return null
  const newest = entriesOf(log).at(-1)
  if (!newest || newest.notices.some(({ kind }) => kind === 'step_back')) return null
  const notice = { kind: 'step_back', from: head.status, to: status, again: true } as const
  // Before what version 0.1.0 noted: a sentence that stands first stands alone.
  noteOnNewest(sql, log, { ...newest, notices: [notice, ...newest.notices] }, state)
  return notice
}

/**
 * Marks such notes as settled by a later event that counts, where they hide another note on theirs.
 * @param at UTC text: when that event came
 * @param revision of the entity after it
 */
export function settleAgain(sql: SqlStorage, log: Log, at: string, revision: number): void {
  for (const entry of entriesOf(log)) {
    const isHiding = entry.notices.length > 1 || !entry.effective
    if (!isHiding || !entry.notices.some(isOpen)) continue
    const notices = entry.notices.map((each) => (isOpen(each) ? { ...each, settledAt: at } : each))
    setNotices(sql, log, { ...entry, notices, revision })
  }
}

const isOpen = (notice: Notice): boolean =>
  notice.kind === 'step_back' && notice.again === true && !notice.settledAt
