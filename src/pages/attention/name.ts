/** The name by which people know an order or a payment; for an order without a number, its id. Pure. */
import type { Finding } from '../../db/finding.ts'
import type { View } from '../view.ts'

export const nameOf = (
  view: View,
  { provider, entityId, orderNumber }: Pick<Finding, 'provider' | 'entityId' | 'orderNumber'>,
): string =>
  provider === 'amplia'
    ? `${view.text.order} ${orderNumber?.trim() || entityId.slice(0, 8)}`
    : `${view.text.transaction} ${entityId}`
