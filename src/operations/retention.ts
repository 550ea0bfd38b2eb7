/** Erases personal data of orders and payments that have ended, a bounded part every night. */
import { rootCause } from '../db/faults.ts'
import { endedAfter, readSweep, START, writeSweep } from '../db/sweep.ts'
import { entityIn } from '../entity/stub.ts'
import type { EntityId } from '../id.ts'
import * as LIMITS from '../limits.ts'
import { log } from '../log.ts'
import { PROVIDERS } from '../providers/index.ts'
import type { Provider } from '../providers/provider.ts'
import { days, daysBefore } from '../quarantine/age.ts'

/** What one night did. */
export interface Ended {
  readonly erased: number
  /** Entities that D1 shows as ended, but whose objects know better. */
  readonly alive: number
  /** They are tried again in the next round of the walk. */
  readonly failed: number
}

/** Values that keep personal data forever; an empty text has meant this since version 0.1.0. */
const FOREVER = ['forever', '']

/**
 * Erases personal data in entities that ended more than `RETENTION_DAYS` ago, in bounded steps; the next night continues
 * where this one stopped. Null, without erasing anything, if everything is to be kept.
 */
export async function eraseEnded(env: Env, nowMs: number): Promise<Ended | null> {
  // A variable that was never set is undefined, whatever its type says.
  const variable: string = env.RETENTION_DAYS ?? String(LIMITS.retentionDays)
  if (FOREVER.includes(variable)) return null
  const kept = days(variable)
  // A typing mistake erases nothing, but the person who made it must learn about it.
  if (kept === null) throw new Error('RETENTION_DAYS is neither "forever" nor a whole number from 1 to 36500')
  const before = daysBefore(nowMs, kept)
  const counts = { erased: 0, alive: 0, failed: 0 }
  for (const provider of PROVIDERS) {
    for await (const outcome of walk(env, provider, before)) counts[outcome] += 1
  }
  return counts
}

/** Tonight's part of a provider's entities: the result for each that is due. */
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

async function eraseOne(
  env: Env,
  provider: string,
  entityId: EntityId,
  before: string,
): Promise<keyof Ended> {
  try {
    const erased = await entityIn(env.ENTITIES, { provider, entityId }).erase(before)
    return erased ? 'erased' : 'alive'
  } catch (error) {
    log('error', { event: 'erasure_failed', provider, entity: entityId, error: rootCause(error) })
    return 'failed'
  }
}
