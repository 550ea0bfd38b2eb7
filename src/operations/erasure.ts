/** Erases the personal data of one entity: in its object at once, and in D1 now or as soon as D1 is available. */
import { rootCause } from '../db/faults.ts'
import type { Erased } from '../entity/erasure.ts'
import { entityIn } from '../entity/stub.ts'
import type { EntityId } from '../id.ts'
import { log } from '../log.ts'
import type { Provider } from '../providers/provider.ts'
import { eraseKept } from '../quarantine/erasure.ts'

export interface ErasedEntity extends Erased {
  /** Bodies in quarantine that named the entity; null if D1 is unavailable: then the object erases them later. */
  readonly quarantined: number | null
}

/** Null if the entity is not known. */
export async function eraseEntity(
  env: Env,
  provider: Provider,
  entityId: EntityId,
): Promise<ErasedEntity | null> {
  const erased = await entityIn(env.ENTITIES, { provider: provider.name, entityId }).erase(null)
  if (!erased) return null
  const quarantined = await eraseQuarantined(env, provider, entityId, erased.at)
  const { bodies, names } = erased
  log('log', {
    event: 'erased',
    provider: provider.name,
    entity: entityId,
    bodies,
    names,
    quarantined,
  })
  return { ...erased, quarantined }
}

async function eraseQuarantined(
  env: Env,
  provider: Provider,
  entityId: string,
  until: string,
): Promise<number | null> {
  try {
    return await eraseKept(env, provider, entityId, until)
  } catch (error) {
    log('error', {
      event: 'erasure_delayed',
      provider: provider.name,
      entity: entityId,
      error: rootCause(error),
    })
    return null
  }
}
