/** What nobody will ask for any more goes, a bounded piece every night: resolved rows, and people's data in what ended. */
import { rootCause } from '../db/faults.ts'
import { deleteResolved } from '../db/quarantine-list.ts'
import { endedAfter, readSweep, START, writeSweep } from '../db/sweep.ts'
import { nameOf } from '../entity/name.ts'
import { LIMITS } from '../limits.ts'
import { PROVIDERS } from '../providers/index.ts'
import type { Provider } from '../providers/provider.ts'

/** Deletes in bounded steps until none is left that is older than `QUARANTINE_DAYS`; returns how many it deleted. */
export async function expireQuarantine(env: Env, nowMs: number): Promise<number> {
  const before = daysBefore(nowMs, days(env.QUARANTINE_DAYS) ?? LIMITS.quarantineDays)
  let deleted = 0
  for (let step = 0; step < LIMITS.deletionSteps; step += 1) {
    const count = await deleteResolved(env.DB, before, LIMITS.deletionsPerStep)
    deleted += count
    if (count < LIMITS.deletionsPerStep) break
  }
  return deleted
}

/** What one night did. */
export interface Ended {
  readonly erased: number
  /** D1 took them for ended, and their objects know better. */
  readonly alive: number
  /** Their turn comes again when the walk has been round. */
  readonly failed: number
}

/**
 * Erases what is stored of people in entities that ended more than `RETENTION_DAYS` ago, in bounded steps; the next
 * night goes on where this one stopped. Null, and nothing is erased, where that is empty.
 */
export async function eraseEnded(env: Env, nowMs: number): Promise<Ended | null> {
  if (!env.RETENTION_DAYS) return null
  const kept = days(env.RETENTION_DAYS)
  // A slip of the pen erases nothing; but whoever made it must learn that.
  if (kept === null) throw new Error('RETENTION_DAYS is not a whole number of days from 1 to 36500')
  const before = daysBefore(nowMs, kept)
  const counts = { erased: 0, alive: 0, failed: 0 }
  for (const provider of PROVIDERS) {
    for await (const outcome of walk(env, provider, before)) counts[outcome] += 1
  }
  return counts
}

/** Tonight's piece of a provider's entities: what became of each that is due. */
async function* walk(env: Env, provider: Provider, before: string): AsyncGenerator<keyof Ended> {
  const { name, lifeCycle, entities } = provider
  const resting = Object.keys(lifeCycle.statuses).filter((status) => lifeCycle.rests(status))
  let place = await readSweep(env.DB, name)
  for (let step = 0; step < LIMITS.erasureSteps; step += 1) {
    const { due, next } = await endedAfter(env.DB, entities, place, resting, before)
    yield* await Promise.all(due.map(({ id }) => eraseOne(env, name, id, before)))
    await writeSweep(env.DB, name, next ?? START)
    if (!next) return
    place = next
  }
}

async function eraseOne(env: Env, provider: string, entityId: string, before: string): Promise<keyof Ended> {
  try {
    const erased = await env.ENTITIES.getByName(nameOf({ provider, entityId })).erase(before)
    return erased ? 'erased' : 'alive'
  } catch (error) {
    console.error(
      JSON.stringify({ event: 'erasure_failed', provider, entity: entityId, error: rootCause(error) }),
    )
    return 'failed'
  }
}

const daysBefore = (nowMs: number, count: number): string =>
  new Date(nowMs - count * 86_400_000).toISOString()

/** Null where a variable is no number of days; one that was never set is absent, whatever its type says. */
function days(variable: string | undefined): number | null {
  const count = Number(variable)
  return Number.isInteger(count) && count > 0 && count <= 36_500 ? count : null
}
