/** Safe2Pay: payment transactions. */
import type { Provider } from '../provider.ts'
import { transactionLifeCycle } from './life-cycle.ts'
import { paymentNotices } from './notices.ts'
import { projectTransaction } from './projection.ts'
import { readSafe2Pay } from './read.ts'

export const safe2pay: Provider = {
  name: 'safe2pay',
  keysVariable: 'SAFE2PAY_KEYS',
  keyInBody: true,
  lifeCycle: transactionLifeCycle,
  read: readSafe2Pay,
  notices: paymentNotices,
  project: projectTransaction,
}
