/** An event as it is sent to D1, also one from a version that accepted any text as a status. Pure. */
import { maskNumbers } from '../privacy/personal.ts'
import { maskStatus } from '../privacy/status-text.ts'

interface Told {
  readonly status: string
  readonly previousStatus: string | null
  readonly reason: string
  readonly notice: string | null
}

/** The event with its texts as people may see them: sentences name statuses. */
export const shown = <Event extends Told>(event: Event): Event => ({
  ...event,
  status: maskStatus(event.status),
  previousStatus: event.previousStatus && maskStatus(event.previousStatus),
  reason: maskNumbers(event.reason),
  notice: event.notice && maskNumbers(event.notice),
})
