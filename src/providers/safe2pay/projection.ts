/** A transaction's row of the read model. */
import { transactions } from '../../db/schema.ts'
import type { Statement } from '../../db/statement.ts'
import { entityUpsert } from '../../db/upsert.ts'
import { maskJson } from '../../privacy/personal.ts'
import type { EntityView } from '../provider.ts'
import { transactionLifeCycle } from './life-cycle.ts'
import type { TransactionFacts } from './read.ts'

/** The statements for one row of `transactions`. */
export function projectTransaction({ entityId, head, body, ...entity }: EntityView): readonly Statement[] {
  // The object holds what readSafe2Pay gave it.
  const facts = head.facts as TransactionFacts
  return upsert({
    ...entity,
    ...facts,
    transactionId: Number(entityId),
    status: Number(head.status),
    statusName: transactionLifeCycle.status(head.status)?.name ?? head.status,
    statusSince: head.since ?? entity.firstReceivedAt,
    details: JSON.stringify(maskJson(JSON.parse(body))),
  })
}

const upsert = entityUpsert(transactions, transactions.transactionId, {
  first: transactions.firstReceivedAt,
  seldom: [[transactions.saleKey]],
})
