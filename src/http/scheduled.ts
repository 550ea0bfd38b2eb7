/** What happens every night. */
import { rootCause } from '../db/faults.ts'
import { expireQuarantine } from '../operations/retention.ts'

/** A night that fails is made up for by the next one. */
export async function scheduled(controller: ScheduledController, env: Env): Promise<void> {
  try {
    const deleted = await expireQuarantine(env, controller.scheduledTime)
    console.log(JSON.stringify({ event: 'quarantine_expired', deleted }))
  } catch (error) {
    console.error(JSON.stringify({ event: 'quarantine_expiry_failed', error: rootCause(error) }))
  }
}
