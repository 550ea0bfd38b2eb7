/** A transaction's row of the read model. */
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import { transactions } from '../../db/schema.ts'
import { upsertEntity } from '../../db/upsert.ts'
import { maskJson } from '../personal.ts'
import type { EntityView } from '../provider.ts'
import { transactionLifeCycle } from './life-cycle.ts'
import type { TransactionFacts } from './read.ts'

/** The statements for one row of `transactions`. */
export function projectTransaction(db: DrizzleD1Database, { entityId, head, body, ...entity }: EntityView) {
  // The object holds what readSafe2Pay gave it.
  const facts = head.facts as TransactionFacts
  const row = {
    ...entity,
    ...facts,
    transactionId: Number(entityId),
    status: Number(head.status),
    statusName: transactionLifeCycle.status(head.status)?.name ?? head.status,
    statusSince: head.since ?? entity.firstReceivedAt,
    details: JSON.stringify(maskJson(JSON.parse(body))),
  }
  return upsertEntity(db, transactions, transactions.transactionId, row, {
    first: transactions.firstReceivedAt,
    seldom: [[transactions.reference]],
  })
}
