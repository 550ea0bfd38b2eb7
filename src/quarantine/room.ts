/**
 * The quarantine of a provider has a maximum size. A new body that exceeds it pushes out the oldest ones: resolved ones
 * first, then open ones, which the log names.
 */
import type { QuarantineSize } from '../db/quarantine.ts'
import { surplus } from '../db/quarantine-age.ts'
import * as LIMITS from '../limits.ts'
import { log } from '../log.ts'
import { deleteBodies } from './deletion.ts'

const MOST: QuarantineSize = { bodies: LIMITS.quarantineBodies, bytes: LIMITS.quarantineBytes }

/**
 * Deletes a bounded number of the bodies above the limit; the next new body pushes out the rest.
 * @param size the size of the provider's quarantine in D1
 * @param newest the name of the body that has just arrived: it stays
 */
export async function makeRoom(
  env: Pick<Env, 'DB' | 'QUARANTINE'>,
  provider: string,
  size: QuarantineSize,
  newest: string,
  most = MOST,
): Promise<void> {
  if (size.bodies <= most.bodies && size.bytes <= most.bytes) return
  const bodies = await surplus(env.DB, provider, most, newest, LIMITS.quarantineEvictions)
  const open = bodies.filter(({ isOpen }) => isOpen === 1)
  if (open.length > 0) {
    const lost = open.map(({ isOpen: _, entityId, ...body }) => ({ ...body, entity: entityId }))
    log('error', { event: 'quarantine_full', provider, lost })
  }
  await deleteBodies(
    env.QUARANTINE,
    bodies.map(({ id }) => id),
  )
}
