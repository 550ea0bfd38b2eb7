/** From the body of Amplia Reg's webhook to an event. Pure. */
import { comparable, type Facts } from '../../lifecycle/history.ts'
import type { Notice } from '../../lifecycle/notice.ts'
import { LIMITS } from '../../limits.ts'
import { maskStatus } from '../../privacy/status-text.ts'
import type { Event, Reading } from '../event.ts'
import { invalid } from '../fields.ts'
import { instant } from '../instant.ts'
import { businessNumber, digestOfNumber, guid, prose, type Shape, shaped } from '../shape.ts'
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

/** What a column of D1 may hold of each. Names of agents are those of people who serve, and are shown. */
export const ORDER_SHAPES: { readonly [Name in keyof OrderFacts]-?: Shape } = {
  orderNumber: businessNumber,
  saleNumber: businessNumber,
  numberKey: digestOfNumber,
  saleKey: digestOfNumber,
  validationAgentId: guid,
  validationAgentName: prose,
  confirmationAgentId: guid,
  confirmationAgentName: prose,
}

/** Where in the body those facts stand of which a value can have another shape. */
const FIELDS: Readonly<Record<string, string>> = {
  validationAgentId: 'validationAgent.id',
  confirmationAgentId: 'confirmationAgent.id',
}

/** Reads a body that has been parsed as JSON and freed of keys. */
export function readAmplia(body: unknown, bodyDigest: string): Reading {
  const typed = envelope.safeParse(body)
  if (!typed.success) return invalid(typed.error)
  if (typed.data.type.toLowerCase() !== 'orderstatuschanged')
    return { kind: 'unsupported', type: typed.data.type }
  const parsed = orderStatusChanged.safeParse(body)
  if (!parsed.success) return invalid(parsed.error)

  const order = parsed.data.orderStatusTransitionModel
  const previousStatus = order.previousStatus ?? null
  const status = maskStatus(order.status)
  const occurred = instant(order.date, UTC)
  const { facts, left } = shaped<OrderFacts>(ORDER_SHAPES, factsOf(order))
  const event: Event = {
    provider: 'amplia',
    entityId: order.orderId.toLowerCase(),
    status,
    previousStatus: previousStatus && maskStatus(previousStatus),
    occurredAt: occurred.utc,
    fingerprint: JSON.stringify([
      previousStatus,
      order.status,
      occurred.utc === null ? undated(order.date, bodyDigest) : comparable(occurred.utc),
    ]),
    facts,
    bodyDigest,
    body: JSON.stringify(body),
  }
  const warnings: readonly Notice[] = [
    ...(occurred.utc === null ? [{ kind: 'time_ignored', path: 'date' } as const] : []),
    ...(status === order.status ? [] : [{ kind: 'text_masked', path: 'status' } as const]),
    ...left.map(
      (name) => ({ kind: 'field_ignored', path: FIELDS[name] ?? String(name), why: 'other_form' }) as const,
    ),
  ]
  const joins = { numberKey: order.orderNumber ?? null, saleKey: order.orderSaleNumber ?? null }
  return { kind: 'event', event, warnings, joins }
}

/** What names an event without a time: its date as it is, or where that is too long to be kept as a key, its body. */
const undated = (date: string, bodyDigest: string): string =>
  date.length > LIMITS.idCharacters ? bodyDigest : date

function factsOf(order: OrderStatusChanged['orderStatusTransitionModel']): OrderFacts {
  const { validationAgent, confirmationAgent } = order
  return {
    orderNumber: order.orderNumber || null,
    saleNumber: order.orderSaleNumber || null,
    validationAgentId: validationAgent?.id || null,
    validationAgentName: validationAgent?.name || null,
    confirmationAgentId: confirmationAgent?.id || null,
    confirmationAgentName: confirmationAgent?.name || null,
  }
}
