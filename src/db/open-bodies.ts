/** Open bodies in quarantine as items of the attention list, where they cannot be settled. */
import { QUARANTINE_RANK } from './attention-kinds.ts'
import type { Finding } from './finding.ts'
import type { FindingFilter } from './finding-list.ts'

/** A finding without the names by which people know the order or payment. */
export type Item = Omit<
  Finding,
  'again' | 'orderNumber' | 'saleNumber' | 'reference' | 'orderStatus' | 'paymentStatus'
>

/** Open bodies in quarantine, newest first. */
export async function listOpenBodies(
  d1: D1Database,
  { provider, after, limit }: Pick<FindingFilter, 'provider' | 'after' | 'limit'>,
): Promise<readonly Item[]> {
  const { results } = await d1
    .prepare(
      `SELECT kind, provider, entity_id AS entityId, since, summary, state, amount_cents AS amountCents,
         ${QUARANTINE_RANK} AS rank, NULL AS transactionId, NULL AS note, NULL AS by, NULL AS at
       FROM open_bodies
       WHERE (?1 IS NULL OR provider = ?1) ${after ? 'AND (since, entity_id) < (?3, ?4)' : ''}
       ORDER BY since DESC, entity_id DESC LIMIT ?2`,
    )
    .bind(provider ?? null, limit, ...(after ? [after.at, after.id] : []))
    .all<Item>()
  return results
}
