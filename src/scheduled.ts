/** The scheduled runs: every five minutes, and every night. */
import { runAlerts } from './alerts/run.ts'
import { tellUntold } from './db/changes.ts'
import { rootCause } from './db/faults.ts'
import { rebuildFindings, refreshStuck } from './db/findings.ts'
import { addTotals, recount } from './db/totals.ts'
import { isConfigured } from './forward/settings.ts'
import { type Happening, log } from './log.ts'
import { updateDeadlines } from './operations/deadlines.ts'
import { expireQuarantine } from './operations/expiry.ts'
import { updateUndelivered } from './operations/forwarding.ts'
import { moveOlder } from './operations/move.ts'
import { eraseEnded } from './operations/retention.ts'
import { checkCompleteness } from './sender/completeness.ts'
import { askDue } from './sender/run.ts'

/** As in wrangler.toml; every other schedule is the nightly run. */
const EVERY_FIVE_MINUTES = '*/5 * * * *'

/** Each task on its own: one that fails does not stop the others, and the next run catches up. */
export async function scheduled({ cron, scheduledTime }: ScheduledController, env: Env): Promise<void> {
  if (cron === EVERY_FIVE_MINUTES) {
    // Only once an hour, because it reads each order that is under way.
    if (new Date(scheduledTime).getUTCMinutes() < 5) {
      await told('deadlines_updated', 'deadlines_failed', () => updateDeadlines(env))
      await told('stuck_updated', 'stuck_failed', () => refreshStuck(env.DB))
    }
    if (isConfigured(env))
      await told('undelivered_updated', 'undelivered_failed', () => updateUndelivered(env))
    await told('totals_added', 'totals_failed', () => addTotals(env.DB))
    await told('alerts_sent', 'alerts_failed', () => runAlerts(env, scheduledTime))
    await told('sender_asked', 'asking_failed', () => askDue(env))
    return
  }
  await told('quarantine_moved', 'quarantine_move_failed', () => moveOlder(env))
  await told('quarantine_expired', 'quarantine_expiry_failed', () => expireQuarantine(env, scheduledTime))
  // Even if forwarding was removed from the configuration.
  await told('undelivered_updated', 'undelivered_failed', () => updateUndelivered(env, true))
  await told('findings_rebuilt', 'findings_rebuild_failed', () => rebuildFindings(env.DB))
  await told('changes_told', 'changes_failed', () => tellUntold(env.DB))
  await told('totals_recounted', 'recount_failed', () => recount(env.DB))
  await told('ended_erased', 'retention_failed', () => eraseEnded(env, scheduledTime))
  await told('completeness_checked', 'completeness_failed', () => checkCompleteness(env, scheduledTime))
}

/** Logs what a task did, unless it had nothing to do, or why it failed. */
async function told(done: Happening, failed: Happening, task: () => Promise<object | null>): Promise<void> {
  try {
    const result = await task()
    if (result) log('log', { event: done, ...result })
  } catch (error) {
    log('error', { event: failed, error: rootCause(error) })
  }
}
