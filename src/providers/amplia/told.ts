/** What a message says about an order. Pure. */
import type { Head } from '../../lifecycle/fold.ts'
import type { Told } from '../provider.ts'
import { shaped } from '../shape.ts'
import { ORDER_SHAPES, type OrderFacts } from './read.ts'

/** The sale number is what a seller gives Safe2Pay as the reference. An order says nothing of money. */
export function orderTold(head: Head | null): Told {
  const { orderNumber, saleNumber } = shaped<OrderFacts>(ORDER_SHAPES, head?.facts ?? {}).facts
  return {
    number: orderNumber ?? null,
    reference: saleNumber ?? null,
    saleNumber: saleNumber ?? null,
    money: 'none',
    amountCents: null,
  }
}
