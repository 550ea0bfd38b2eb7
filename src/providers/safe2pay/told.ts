/** What a message says about a payment. Pure. */
import type { Head } from '../../lifecycle/fold.ts'
import type { Told } from '../provider.ts'
import { shaped } from '../shape.ts'
import { TRANSACTION_SHAPES } from './columns.ts'
import { MONEY_IN, MONEY_OUT } from './money.ts'
import type { TransactionFacts } from './read.ts'

/** Money is in or out by the status alone: an amount in the event says nothing of whether it was paid. */
export function paymentTold(head: Head | null): Told {
  const { reference, amountCents } = shaped<TransactionFacts>(TRANSACTION_SHAPES, head?.facts ?? {}).facts
  const isIn = (statuses: ReadonlySet<string>): boolean => head !== null && statuses.has(head.status)
  return {
    number: null,
    reference: reference ?? null,
    saleNumber: null,
    money: isIn(MONEY_IN) ? 'in' : isIn(MONEY_OUT) ? 'out' : 'none',
    amountCents: amountCents ?? null,
  }
}
