/**
 * The sender's answer goes into its object like an event that arrived. Its fingerprint says that it was read, and for which
 * revision of the entity.
 */
import { rootCause } from '../db/faults.ts'
import type { EntityId } from '../id.ts'
import { readFingerprint } from '../lifecycle/history.ts'
import { log } from '../log.ts'
import { digest } from '../providers/digest.ts'
import type { Provider } from '../providers/provider.ts'
import { twiceAtMost } from './delivery.ts'
import { withKeys } from './keys.ts'
import type { Stand } from './stand.ts'
import { entityIn } from './stub.ts'

/** `overtaken`: an event arrived meanwhile, so it is unknown which of the two is newer. */
export type Taken = 'judged' | 'overtaken' | 'unavailable'

/** The state of an entity from its object; null if nothing about it was ever received. */
export const standingOf = (
  env: Pick<Env, 'ENTITIES'>,
  provider: Provider,
  entityId: EntityId,
): Promise<Stand | null> => entityIn(env.ENTITIES, { provider: provider.name, entityId }).standing()

/**
 * Lets the object judge the answer.
 * @param body in the form of the provider's webhook, without keys
 * @param revision of the entity when the sender was asked; 0 if nothing about it was ever received
 */
export async function takeReading(
  env: Pick<Env, 'ENTITIES' | 'VAULT'>,
  provider: Provider,
  body: unknown,
  revision: number,
): Promise<Taken> {
  const reading = provider.read(body, await digest(body))
  if (reading.kind !== 'event') throw new Error('What was read is no event')
  try {
    const event = await withKeys(env.VAULT, reading.event, reading.joins)
    const read = { ...event, fingerprint: readFingerprint(revision, event.status) }
    const outcome = await twiceAtMost(() => entityIn(env.ENTITIES, event).applyRead(read, revision))
    return outcome === null ? 'overtaken' : 'judged'
  } catch (error) {
    log('error', { event: 'read_not_stored', entity: reading.event.entityId, error: rootCause(error) })
    return 'unavailable'
  }
}
