/** Safe2Pay: payment transactions. */
import { transactions } from '../../db/schema.ts'
import { concernsBy } from '../concern.ts'
import type { Provider } from '../provider.ts'
import { transactionLifeCycle } from './life-cycle.ts'
import { paymentNotices } from './notices.ts'
import { transactionRow, upsertTransactions } from './projection.ts'
import { readSafe2Pay } from './read.ts'
import { paymentTold } from './told.ts'
import { transactionIdIn } from './transaction-id.ts'

export const safe2pay: Provider = {
  name: 'safe2pay',
  keysVariable: 'SAFE2PAY_KEYS',
  keyInBody: true,
  lifeCycle: transactionLifeCycle,
  entityId: transactionIdIn,
  read: readSafe2Pay,
  notices: paymentNotices,
  row: transactionRow,
  upsert: upsertTransactions,
  told: { noun: 'payment', path: '/transactions/', of: paymentTold },
  entities: { table: transactions, id: transactions.transactionId },
  // Not the vendor, who is a person in the documented bodies, nor the ids by which a bank knows the payer.
  impersonal: {
    values: [
      'paymentMethod',
      'amountCents',
      'paidCents',
      'netCents',
      'taxCents',
      'discountCents',
      'additionCents',
      'refundedCents',
      'saidBy',
      'installments',
      'createdAt',
      'paidAt',
    ],
    numbers: [['reference', 'saleKey']],
  },
  concerns: concernsBy({
    ids: ['idtransaction', 'transactionid'],
    references: ['reference'],
    entityId: transactionIdIn,
  }),
}
