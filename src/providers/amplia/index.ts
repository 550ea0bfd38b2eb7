/** Amplia Reg: orders for digital certificates. */
import { orders } from '../../db/schema.ts'
import type { Provider } from '../provider.ts'
import { ampliaConcerns } from './concerns.ts'
import { orderLifeCycle } from './life-cycle.ts'
import { orderIdIn } from './order-id.ts'
import { orderRow, upsertOrders } from './projection.ts'
import { readAmplia } from './read.ts'
import { orderTold } from './told.ts'

export const amplia: Provider = {
  name: 'amplia',
  keysVariable: 'AMPLIA_KEYS',
  keyInBody: false,
  lifeCycle: orderLifeCycle,
  entityId: orderIdIn,
  read: readAmplia,
  notices: () => [],
  row: orderRow,
  upsert: upsertOrders,
  told: { noun: 'order', path: '/orders/', of: orderTold },
  entities: { table: orders, id: orders.orderId },
  // Not the agents' ids either: by them, the orders that still have names would give those of this one away.
  impersonal: {
    numbers: [
      ['orderNumber', 'numberKey'],
      ['saleNumber', 'saleKey'],
    ],
  },
  concerns: ampliaConcerns,
}
