/** A transaction's row of the read model. */
import { transactions } from '../../db/schema.ts'
import { entityUpsert } from '../../db/upsert.ts'
import type { EntityView } from '../provider.ts'
import { shaped } from '../shape.ts'
import { TRANSACTION_SHAPES } from './columns.ts'
import { detailsOf } from './details.ts'
import { transactionLifeCycle } from './life-cycle.ts'
import type { TransactionFacts } from './read.ts'

export function transactionRow({
  entityId,
  head,
  body,
  ...entity
}: EntityView): typeof transactions.$inferInsert {
  // The object may hold what an older version read, which had no shapes.
  const { facts } = shaped<TransactionFacts>(TRANSACTION_SHAPES, head.facts)
  return {
    ...entity,
    ...facts,
    transactionId: Number(entityId),
    status: Number(head.status),
    statusName: transactionLifeCycle.status(head.status)?.name ?? head.status,
    statusSince: head.since ?? entity.firstReceivedAt,
    details: detailsOf(body),
  }
}

/** The statements that write such rows. */
export const upsertTransactions = entityUpsert(transactions, transactions.transactionId, {
  first: transactions.firstReceivedAt,
  seldom: [
    [transactions.reference, transactions.saleKey],
    [transactions.endToEndId, transactions.tid, transactions.paidAt],
  ],
})
