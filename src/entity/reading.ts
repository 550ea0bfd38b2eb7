/**
 * What the sender said when it was asked goes into its object like an event that came. Its fingerprint says that it was
 * read, and of which revision of the entity it is the answer.
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

/** `overtaken`: something came meanwhile, so nobody knows which of the two is newer. */
export type Taken = 'judged' | 'overtaken' | 'unavailable'

/** Where an entity stands, as its object says; null where nothing was ever received of it. */
export const standingOf = (
  env: Pick<Env, 'ENTITIES'>,
  provider: Provider,
  entityId: EntityId,
): Promise<Stand | null> => entityIn(env.ENTITIES, { provider: provider.name, entityId }).standing()

/**
 * Has the object judge what was read.
 * @param body in the form of the provider's webhook, without keys
 * @param revision of the entity when the sender was asked; 0 where nothing was ever received of it
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
