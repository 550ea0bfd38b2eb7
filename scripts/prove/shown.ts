/** What D1 shall show of an event, told from the object's log: sentences where the object has reasons and notices. Pure. */
import { transitionsColumns } from '../../src/db/schema.ts'
import type { LogEntry } from '../../src/entity/log.ts'
import { noticeTexts, reasonText } from '../../src/language/en.ts'
import { gravestOf, nameGiven, unsettled } from '../../src/lifecycle/notice.ts'
import { providerNamed } from '../../src/providers/index.ts'

export type Row = Readonly<Record<string, string | number | null>>

/** `orderNumber` stands in `order_number`. */
export const columnOf = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** When a row came to D1 is D1's own affair. */
const { projectedAt: _, ...told } = transitionsColumns
const NAMES = Object.keys(told) as (keyof typeof told)[]

export const SHOWN_COLUMNS = NAMES.map(columnOf)

export function shownRow(provider: string, entityId: string, entry: LogEntry): Row {
  const cycle = providerNamed(provider).lifeCycle
  const { reason, notices, effective, ...plain } = entry
  const shown = {
    ...plain,
    provider,
    entityId,
    effective: effective ? 1 : 0,
    reason: reasonText(cycle, reason),
    notice: noticeTexts(cycle, unsettled(notices)).join(' ') || null,
    noticeKind: gravestOf(notices),
    statusName: nameGiven(notices) ?? null,
  }
  return Object.fromEntries(NAMES.map((name) => [columnOf(name), shown[name]]))
}
