/** Hands an authentic body that could not become an event to the object that keeps it. */
import type { UsedKey } from '../access/keys.ts'
import type { Rejection } from '../db/quarantine.ts'
import { twiceAtMost } from '../entity/delivery.ts'
import { nameOf } from '../entity/name.ts'
import type { EntityId } from '../id.ts'
import type { Provider } from '../providers/provider.ts'
import { keptBody } from '../quarantine/deletion.ts'
import { keptId } from '../quarantine/id.ts'

/** A body without keys: JSON, or text that is not JSON. */
export type Content = { readonly value: unknown } | { readonly text: string }

/** When and how often a body arrived; a body of version 0.1.0 has arrived before. */
interface Arrival {
  readonly receivedAt: string
  readonly attempts: number
}

/**
 * Keeps a body and returns its id. Rejects if its object cannot store it: then the sender must send it again.
 * @param digest of that content
 * @param sandbox the sandbox's key that it arrived with; null if the key is production's
 */
export async function keepBody(
  env: Env,
  { name: provider, concerns }: Provider,
  { reason, issues }: Rejection,
  content: Content,
  digest: string,
  { receivedAt, attempts }: Arrival = { receivedAt: new Date().toISOString(), attempts: 1 },
  sandbox: UsedKey | null = null,
): Promise<string> {
  // In another object than the same body from production, so that neither is counted, closed or replayed as the other.
  const id = await keptId(env.VAULT, provider, reason === 'sandbox_key' ? `sandbox ${digest}` : digest)
  const isText = 'text' in content
  const { entityId, otherIds, reference } = concerns(isText ? content.text : content.value)
  const entityOf = (id: EntityId) => ({ name: nameOf({ provider, entityId: id }), id })
  const message = {
    provider,
    reason,
    issues: JSON.stringify(issues),
    body: isText ? content.text : JSON.stringify(content.value),
    digest,
    entity: entityId === null ? null : entityOf(entityId),
    otherEntities: otherIds.map(entityOf),
    reference,
    receivedAt,
    attempts,
    ...(sandbox && { sandboxKey: sandbox.fingerprint }),
  }
  await twiceAtMost(() => keptBody(env.QUARANTINE, id).keep(message, id))
  return id
}
