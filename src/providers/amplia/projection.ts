/** An order's row of the read model. */
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import { orders } from '../../db/schema.ts'
import { upsertEntity } from '../../db/upsert.ts'
import type { EntityView } from '../provider.ts'
import type { OrderFacts } from './read.ts'

/** The statements for one row of `orders`. */
export function projectOrder(db: DrizzleD1Database, { entityId, head, body: _, ...entity }: EntityView) {
  // The object holds what readAmplia gave it.
  const facts = head.facts as OrderFacts
  const row = {
    ...entity,
    ...facts,
    orderId: entityId,
    status: head.status,
    statusSince: head.since,
    gaps: head.gaps,
  }
  return upsertEntity(db, orders, orders.orderId, row, {
    first: orders.firstReceivedAt,
    seldom: [[orders.orderNumber, orders.saleNumber], [orders.gaps]],
  })
}
