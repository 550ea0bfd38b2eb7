/** An order's row of the read model. */
import { orders } from '../../db/schema.ts'
import type { Statement } from '../../db/statement.ts'
import { entityUpsert } from '../../db/upsert.ts'
import type { EntityView } from '../provider.ts'
import type { OrderFacts } from './read.ts'

/** The statements for one row of `orders`. */
export function projectOrder({ entityId, head, body: _, ...entity }: EntityView): readonly Statement[] {
  // The object holds what readAmplia gave it.
  const facts = head.facts as OrderFacts
  return upsert({
    ...entity,
    ...facts,
    orderId: entityId,
    status: head.status,
    statusSince: head.since,
    gaps: head.gaps,
  })
}

const upsert = entityUpsert(orders, orders.orderId, {
  first: orders.firstReceivedAt,
  seldom: [[orders.numberKey, orders.saleKey], [orders.gaps]],
})
