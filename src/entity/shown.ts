/** What D1 is told of an event, also of one that a version stored which took any text for a status. Pure. */
import { maskNumbers } from '../privacy/personal.ts'
import { maskStatus } from '../privacy/status-text.ts'
import type { LogEntry } from './log.ts'

/** The entry with its texts as people may see them: sentences name statuses. */
export const shown = (entry: LogEntry): LogEntry => ({
  ...entry,
  status: maskStatus(entry.status),
  previousStatus: entry.previousStatus && maskStatus(entry.previousStatus),
  reason: maskNumbers(entry.reason),
  notice: entry.notice && maskNumbers(entry.notice),
})
