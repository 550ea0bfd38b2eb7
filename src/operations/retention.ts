/** Resolved rows of the quarantine are deleted when nobody will ask for them any more. */
import { deleteResolved } from '../db/quarantine-list.ts'
import { LIMITS } from '../limits.ts'

/** Deletes in bounded steps until none is left that is older than `QUARANTINE_DAYS`; returns how many it deleted. */
export async function expireQuarantine(env: Env, nowMs: number): Promise<number> {
  const before = new Date(nowMs - days(env) * 86_400_000).toISOString()
  let deleted = 0
  for (let step = 0; step < LIMITS.deletionSteps; step += 1) {
    const count = await deleteResolved(env.DB, before, LIMITS.deletionsPerStep)
    deleted += count
    if (count < LIMITS.deletionsPerStep) break
  }
  return deleted
}

const days = (env: Env): number => {
  const configured = Number(env.QUARANTINE_DAYS)
  return Number.isInteger(configured) && configured > 0 ? configured : LIMITS.quarantineDays
}
