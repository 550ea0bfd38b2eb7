/** An order's row of the read model. */
import { orders } from '../../db/schema.ts'
import { entityUpsert } from '../../db/upsert.ts'
import { maskStatus } from '../../privacy/status-text.ts'
import type { EntityView } from '../provider.ts'
import { shaped } from '../shape.ts'
import { ORDER_SHAPES, type OrderFacts } from './read.ts'

export function orderRow({ entityId, head, body: _, ...entity }: EntityView): typeof orders.$inferInsert {
  // The object may hold what an older version read, which had no shapes.
  const { facts } = shaped<OrderFacts>(ORDER_SHAPES, head.facts)
  return {
    ...entity,
    ...facts,
    orderId: entityId,
    status: maskStatus(head.status),
    statusSince: head.since,
    gaps: head.gaps,
  }
}

/** The statements that write such rows. */
export const upsertOrders = entityUpsert(orders, orders.orderId, {
  first: orders.firstReceivedAt,
  seldom: [[orders.orderNumber, orders.numberKey, orders.saleNumber, orders.saleKey], [orders.gaps]],
})
