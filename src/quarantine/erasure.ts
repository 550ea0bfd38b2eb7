/** Erases the bodies in quarantine that name an entity, together with the entity. */
import { keptOf } from '../db/erasure.ts'
import { attribute, unattributed } from '../db/quarantine-older.ts'
import * as LIMITS from '../limits.ts'
import type { Provider } from '../providers/provider.ts'
import { type Deleted, deleteBodies, sum } from './deletion.ts'

type Places = Pick<Env, 'DB' | 'QUARANTINE'>

/**
 * Deletes the bodies that name an entity and last arrived by a time; returns how many there were. A body that D1 does not
 * know yet asks the entity on its own.
 * @param until UTC text
 * @throws if one of them cannot be deleted now
 */
export async function eraseKept(
  env: Places,
  provider: Provider,
  entityId: string,
  until: string,
): Promise<number> {
  await attributeOlder(env.DB, provider)
  let total: Deleted = { deleted: 0, failed: 0 }
  let after = ''
  for (;;) {
    const names = await keptOf(env.DB, provider.name, entityId, until, after, LIMITS.quarantineDeletions)
    total = sum(total, await deleteBodies(env.QUARANTINE, names))
    after = names.at(-1) ?? after
    // In the order of names, so that it always ends: there are at most as many as the quarantine holds.
    if (names.length < LIMITS.quarantineDeletions) break
  }
  if (total.failed > 0) throw new Error(`${total.failed} bodies in quarantine could not be deleted`)
  return total.deleted
}

/** Asks each body of version 0.1.0 once which entity it concerns. */
export async function attributeOlder(d1: D1Database, provider: Provider): Promise<void> {
  for (;;) {
    const bodies = await unattributed(d1, provider.name, LIMITS.quarantineReadings)
    if (bodies.length === 0) return
    await attribute(
      d1,
      bodies.map(({ id, body }) => {
        const { entityId, otherIds, reference } = provider.concerns(parsed(body))
        return {
          id,
          entityId,
          furtherEntityIds: otherIds.length > 0 ? JSON.stringify(otherIds) : null,
          reference,
        }
      }),
    )
  }
}

/** JSON, or the text itself if it is not JSON. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body) as unknown
  } catch {
    // Quarantine also keeps bodies that are not JSON.
    return body
  }
}
