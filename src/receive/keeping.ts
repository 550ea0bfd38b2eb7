/** An authentic body of which no event could be made is handed to the object that keeps it. */
import type { UsedKey } from '../access/keys.ts'
import type { Rejection } from '../db/quarantine.ts'
import { twiceAtMost } from '../entity/delivery.ts'
import { nameOf } from '../entity/name.ts'
import type { EntityId } from '../id.ts'
import type { Provider } from '../providers/provider.ts'
import { keptBody } from '../quarantine/deletion.ts'
import { keptId } from '../quarantine/id.ts'

/** A body without keys: JSON, or text that is not. */
export type Content = { readonly value: unknown } | { readonly text: string }

/** When a body came and how often; a body of version 0.1.0 has come before. */
interface Arrival {
  readonly receivedAt: string
  readonly attempts: number
}

/**
 * Keeps a body and returns its id. Rejects when its object cannot take it: then the sender must send it again.
 * @param digest of that content
 * @param sandbox the sandbox's key with which it came; null where it is production's
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
  // Not where production keeps the same body: neither is counted, closed or replayed as the other.
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
