/** What happens every night. */
import { rootCause } from './db/faults.ts'
import { expireQuarantine } from './operations/expiry.ts'
import { moveOlder } from './operations/move.ts'
import { eraseEnded } from './operations/retention.ts'
import { checkCompleteness } from './sender/completeness.ts'

/** Each by itself: what fails is made up for by the next night, and keeps nothing else from being done. */
export async function scheduled({ scheduledTime }: ScheduledController, env: Env): Promise<void> {
  await told('quarantine_moved', 'quarantine_move_failed', () => moveOlder(env))
  await told('quarantine_expired', 'quarantine_expiry_failed', () => expireQuarantine(env, scheduledTime))
  await told('ended_erased', 'retention_failed', () => eraseEnded(env, scheduledTime))
  await told('completeness_checked', 'completeness_failed', () => checkCompleteness(env, scheduledTime))
}

/** Logs what a task did, unless it had nothing to do, or why it failed. */
async function told(done: string, failed: string, task: () => Promise<object | null>): Promise<void> {
  try {
    const result = await task()
    if (result) console.log(JSON.stringify({ event: done, ...result }))
  } catch (error) {
    console.error(JSON.stringify({ event: failed, error: rootCause(error) }))
  }
}
