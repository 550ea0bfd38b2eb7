/**
 * The quarantine of a provider has a size. A new body that exceeds it pushes the oldest ones out: resolved ones first,
 * and then open ones, which the log names.
 */
import type { QuarantineSize } from '../db/quarantine.ts'
import { surplus } from '../db/quarantine-age.ts'
import * as LIMITS from '../limits.ts'
import { log } from '../log.ts'
import { deleteBodies } from './deletion.ts'

const MOST: QuarantineSize = { bodies: LIMITS.quarantineBodies, bytes: LIMITS.quarantineBytes }

/**
 * Deletes what is too much, a bounded number of bodies; whatever is left, the next new body pushes out.
 * @param size of the provider's quarantine, as D1 has it
 * @param newest the name of the body that came now: it stays
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
