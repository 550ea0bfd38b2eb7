/** A finding: one thing that needs attention, with its order or payment. */
import { HOUR_MS } from '../days.ts'
import type { State } from './attention-kinds.ts'

/** The key of a finding: a later one of the same kind and entity has another `since`. */
export interface FindingKey {
  readonly kind: string
  readonly provider: string
  readonly entityId: string
  /** UTC text. */
  readonly since: string
}

export interface Finding extends FindingKey {
  readonly state: State
  readonly rank: number
  /** One English sentence. */
  readonly summary: string
  readonly amountCents: number
  /** The payment of the order, if the finding is about an order. */
  readonly transactionId: number | null
  readonly note: string | null
  /** Who last decided about it, and when; null if nobody has. */
  readonly by: string | null
  readonly at: string | null
  /** Whether an earlier one of its kind was settled. */
  readonly again: number
  readonly orderNumber: string | null
  readonly saleNumber: string | null
  readonly reference: string | null
  /** The status of its order and of its payment; null if there is none. */
  readonly orderStatus: string | null
  readonly paymentStatus: string | null
}

/** A finding's place in the order, all parts descending. */
export type Ranked = FindingKey & Pick<Finding, 'rank' | 'amountCents'>

/** The missing events of an order mostly arrive within the hour. */
export const youngGaps = (nowMs: number): string => new Date(nowMs - HOUR_MS).toISOString()

export const DETAILS = `SELECT f.kind, f.provider, f.entity_id AS entityId, f.since, f.state, f.rank,
  iif(f.kind = 'gap', 'The order is ' || o.status || ', but ', '') || coalesce(f.summary, '') AS summary, coalesce(f.amount_cents, 0) AS amountCents, f.transaction_id AS transactionId,
  h.note, h.by, h.at,
  EXISTS (SELECT 1 FROM handled AS b WHERE b.provider = f.provider AND b.entity_id = f.entity_id AND b.kind = f.kind
    AND b.since < f.since AND b.state IN ('resolved', 'ignored')) AS again,
  o.order_number AS orderNumber, o.sale_number AS saleNumber, o.status AS orderStatus,
  t.reference, CAST(t.status AS TEXT) AS paymentStatus
FROM`

export const JOINS = `LEFT JOIN handled AS h
  ON h.provider = f.provider AND h.entity_id = f.entity_id AND h.kind = f.kind AND h.since = f.since
LEFT JOIN orders AS o ON f.provider = 'amplia' AND o.order_id = f.entity_id
LEFT JOIN transactions AS t
  ON t.transaction_id = iif(f.provider = 'safe2pay', CAST(f.entity_id AS INTEGER), f.transaction_id)`

/** Findings by their keys, with their orders and payments. */
export async function detailed(d1: D1Database, keys: readonly Ranked[]): Promise<readonly Finding[]> {
  if (keys.length === 0) return []
  const { results } = await d1
    .prepare(
      `${DETAILS} json_each(?) AS j CROSS JOIN findings AS f
         ON f.provider = j.value ->> 0 AND f.entity_id = j.value ->> 1 AND f.kind = j.value ->> 2
       ${JOINS} ORDER BY j.key`,
    )
    .bind(JSON.stringify(keys.map(({ provider, entityId, kind }) => [provider, entityId, kind])))
    .all<Finding>()
  return results
}

/** Those of one entity, and those of its orders that a payment can cause. */
export async function findingsOf(
  d1: D1Database,
  provider: string,
  entityId: string,
  orderIds: readonly string[] = [],
): Promise<readonly Finding[]> {
  const { results } = await d1
    .prepare(
      `SELECT rank, amount_cents AS amountCents, since, provider, entity_id AS entityId, kind FROM findings
       WHERE provider = ?1 AND entity_id = ?2
       UNION ALL SELECT rank, amount_cents, since, provider, entity_id, kind FROM findings
       WHERE provider = 'amplia' AND entity_id IN (SELECT value FROM json_each(?3))
         AND kind IN ('issued_money_back', 'paid_order_closed')`,
    )
    .bind(provider, entityId, JSON.stringify(orderIds))
    .all<Ranked>()
  const young = youngGaps(Date.now())
  return detailed(
    d1,
    results.filter(({ kind, since }) => !(kind === 'gap' && since >= young)).sort(downwards),
  )
}

/** By rank, then by money, then the latest. */
export function downwards(a: Ranked, b: Ranked): number {
  const order = [
    b.rank - a.rank,
    b.amountCents - a.amountCents,
    compare(b.since, a.since),
    compare(b.provider, a.provider),
    compare(b.entityId, a.entityId),
    compare(b.kind, a.kind),
  ]
  return order.find((each) => each !== 0) ?? 0
}

/** As SQLite compares texts: by their bytes; ids and times are ASCII. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
