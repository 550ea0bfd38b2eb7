/** Deletes expired bodies from the quarantine, a bounded number every night, objects and rows together. */
import { countQuarantine } from '../db/quarantine.ts'
import { markExpiring, openBefore, resolvedBefore } from '../db/quarantine-age.ts'
import * as LIMITS from '../limits.ts'
import { log } from '../log.ts'
import { daysBefore, keptDays } from '../quarantine/age.ts'
import { type Deleted, deleteBodies, sum } from '../quarantine/deletion.ts'

/** What one night deleted. */
export interface Expired extends Deleted {
  /** Of these, how many were open, by provider. */
  readonly open: Readonly<Record<string, number>>
}

/**
 * Deletes resolved bodies after `QUARANTINE_DAYS`, and open ones after `QUARANTINE_OPEN_DAYS`, but always at least a week
 * after the log first warned about them.
 */
export async function expireQuarantine(env: Env, nowMs: number): Promise<Expired> {
  const days = keptDays(env)
  const resolvedUntil = daysBefore(nowMs, days.resolved)
  const openUntil = daysBefore(nowMs, days.open)
  const warnedBy = daysBefore(nowMs, LIMITS.quarantineWarningDays)
  await warn(env, daysBefore(nowMs, Math.max(days.open - LIMITS.quarantineWarningDays, 0)), nowMs)
  const open: Record<string, number> = {}
  let total: Deleted = { deleted: 0, failed: 0 }
  for (let steps = 0; steps < LIMITS.deletionSteps; steps += 1) {
    const resolved = await resolvedBefore(env.DB, resolvedUntil, LIMITS.quarantineDeletions)
    const left = LIMITS.quarantineDeletions - resolved.length
    const stillOpen = left > 0 ? await openBefore(env.DB, openUntil, warnedBy, left) : []
    const names = [...resolved, ...stillOpen.map(({ id }) => id)]
    const step = await deleteBodies(env.QUARANTINE, names)
    total = sum(total, step)
    for (const { provider } of stillOpen) open[provider] = (open[provider] ?? 0) + 1
    // Bodies that could not be deleted would be found again and again: they are left to the next night.
    if (names.length < LIMITS.quarantineDeletions || step.deleted === 0) break
  }
  await countQuarantine(env.DB)
  return { ...total, open }
}

/** Warns about open bodies that will expire within days, while somebody can still look at them. */
async function warn(env: Env, before: string, nowMs: number): Promise<void> {
  for (const { provider, bodies, oldest } of await markExpiring(env.DB, before, daysBefore(nowMs, 0))) {
    log('warn', { event: 'quarantine_expiring', provider, bodies, oldest })
  }
}
