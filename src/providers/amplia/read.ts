/** From the body of Amplia Reg's webhook to an event. Pure. */
import { comparable, type Facts } from '../../lifecycle/history.ts'
import { maskNumbers, maskProse } from '../../privacy/personal.ts'
import type { Event, Reading } from '../event.ts'
import { invalid } from '../fields.ts'
import { instant } from '../instant.ts'
import { UTC } from '../zone.ts'
import { envelope, type OrderStatusChanged, orderStatusChanged } from './schema.ts'

/** What an event says of its order, by column of `orders`. Null is said, not left out: an agent can be unlinked. */
export interface OrderFacts extends Facts {
  readonly orderNumber: string | null
  readonly saleNumber: string | null
  /** The keys of both numbers; events of version 0.1.0 have none. */
  readonly numberKey?: string | null
  readonly saleKey?: string | null
  readonly validationAgentId: string | null
  readonly validationAgentName: string | null
  readonly confirmationAgentId: string | null
  readonly confirmationAgentName: string | null
}

/** Reads a body that has been parsed as JSON and freed of keys. */
export function readAmplia(body: unknown, bodyDigest: string): Reading {
  const typed = envelope.safeParse(body)
  if (!typed.success) return invalid(typed.error)
  if (typed.data.type !== 'OrderStatusChanged') return { kind: 'unsupported', type: typed.data.type }
  const parsed = orderStatusChanged.safeParse(body)
  if (!parsed.success) return invalid(parsed.error)

  const order = parsed.data.orderStatusTransitionModel
  const previousStatus = order.previousStatus ?? null
  const occurred = instant(order.date, UTC)
  const event: Event = {
    provider: 'amplia',
    entityId: order.orderId.toLowerCase(),
    status: order.status,
    previousStatus,
    occurredAt: occurred.utc,
    fingerprint: JSON.stringify([
      previousStatus,
      order.status,
      occurred.utc === null ? order.date : comparable(occurred.utc),
    ]),
    facts: factsOf(order),
    bodyDigest,
    body: JSON.stringify(body),
  }
  const warnings =
    occurred.utc === null
      ? [
          'date is not a date: the event takes its place in the history by its arrival, and its time is empty.',
        ]
      : []
  const joins = { numberKey: order.orderNumber ?? null, saleKey: order.orderSaleNumber ?? null }
  return { kind: 'event', event, warnings, joins }
}

function factsOf(order: OrderStatusChanged['orderStatusTransitionModel']): OrderFacts {
  const { validationAgent, confirmationAgent } = order
  return {
    orderNumber: order.orderNumber ? maskNumbers(order.orderNumber) : null,
    saleNumber: order.orderSaleNumber ? maskNumbers(order.orderSaleNumber) : null,
    validationAgentId: validationAgent?.id || null,
    validationAgentName: validationAgent?.name ? maskProse(validationAgent.name) : null,
    confirmationAgentId: confirmationAgent?.id || null,
    confirmationAgentName: confirmationAgent?.name ? maskProse(confirmationAgent.name) : null,
  }
}
