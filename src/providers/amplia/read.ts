/** From the body of Amplia Reg's webhook to an event. Only the order and its status decide whether it counts. Pure. */
import type { Issue } from '../../issue.ts'
import { type Facts, fingerprintOf } from '../../lifecycle/history.ts'
import type { Notice } from '../../lifecycle/notice.ts'
import * as LIMITS from '../../limits.ts'
import { maskStatus } from '../../privacy/status-text.ts'
import { type Declared, declared } from '../declared.ts'
import type { Joins, Reading } from '../event.ts'
import { instant } from '../instant.ts'
import { businessNumber, digestOfNumber, guid, prose, type Shape, shaped } from '../shape.ts'
import { statusNameIn } from '../status-name.ts'
import { oneLine } from '../text.ts'
import { UTC } from '../zone.ts'
import { orderLifeCycle } from './life-cycle.ts'
import { orderIdIn } from './order-id.ts'

/** What an event says about its order, by column of `orders`. What is left out keeps what was said before. */
export interface OrderFacts extends Facts {
  readonly orderNumber?: string | null
  readonly saleNumber?: string | null
  /** The keys of both numbers; events of version 0.1.0 have none. */
  readonly numberKey?: string | null
  readonly saleKey?: string | null
  readonly validationAgentId?: string | null
  readonly validationAgentName?: string | null
  readonly confirmationAgentId?: string | null
  readonly confirmationAgentName?: string | null
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

const TYPE = 'OrderStatusChanged'
const MODEL = 'orderStatusTransitionModel'

/** Reads a body that has been parsed as JSON and freed of keys. */
export function readAmplia(body: unknown, bodyDigest: string): Reading {
  const { fields, ignored } = declared(body)
  const type = fields?.text('type', LIMITS.idCharacters) ?? null
  if (!fields || type === null) return invalid([{ path: 'type', message: 'Invalid input: expected a type' }])
  if (type.toLowerCase() !== TYPE.toLowerCase()) return { kind: 'unsupported_type', type }
  const order = fields.object(MODEL)
  if (!order) return invalid([{ path: MODEL, message: 'Invalid input: expected an object' }])
  const orderId = orderIdIn(String(order.text('orderId', LIMITS.idCharacters)))
  const status = statusNameIn(order, 'status', orderLifeCycle)
  if (orderId === null || status === null) {
    return invalid([
      ...(orderId === null ? [{ path: `${MODEL}.orderId`, message: 'Invalid GUID, or an empty one' }] : []),
      ...(status === null ? [{ path: `${MODEL}.status`, message: STATUS_MESSAGE }] : []),
    ])
  }

  const previousStatus = statusNameIn(order, 'previousStatus', orderLifeCycle)
  const date = order.text('date', Number.POSITIVE_INFINITY)
  const occurredAt = date === null ? null : instant(date, UTC).utc
  const { facts, left } = shaped<OrderFacts>(ORDER_SHAPES, factsOf(order))
  const shown = maskStatus(status)
  const notices: readonly Notice[] = [
    ...(occurredAt === null ? [{ kind: 'time_ignored', path: 'date' } as const] : []),
    ...(previousStatus === null && order.has('previousStatus')
      ? [ignoredField('previousStatus', 'other_form')]
      : []),
    ...(shown === status ? [] : [{ kind: 'text_masked', path: 'status' } as const]),
    ...left.map((name) => ignoredField(FIELDS[name] ?? String(name), 'other_form')),
    ...[...ignored]
      .map(([path, why]) => [path.replace(`${MODEL}.`, ''), why] as const)
      .filter(([path]) => path !== 'date' && path !== 'previousStatus')
      .map(([path, why]) => ignoredField(path, why)),
  ]
  return {
    kind: 'event',
    event: {
      provider: 'amplia',
      entityId: orderId,
      status: shown,
      previousStatus: previousStatus && maskStatus(previousStatus),
      occurredAt,
      fingerprint:
        occurredAt === null
          ? JSON.stringify([previousStatus, status, undated(date, bodyDigest)])
          : fingerprintOf(previousStatus, status, occurredAt),
      facts,
      notices,
      bodyDigest,
      body: JSON.stringify(body),
    },
    joins: joinsOf(order),
  }
}

const STATUS_MESSAGE = `Invalid status: expected up to ${LIMITS.statusCharacters} characters that can be seen`

const invalid = (issues: readonly Issue[]): Reading => ({ kind: 'invalid_schema', issues })

const ignoredField = (path: string, why: 'other_form' | 'cut') =>
  ({ kind: 'field_ignored', path, why }) as const

/** What names an event without a time: its date as it is, or where that is too long to be kept as a key, its body. */
const undated = (date: string | null, bodyDigest: string): string | null =>
  date !== null && date.length > LIMITS.idCharacters ? bodyDigest : date

/** The numbers in full: a key is of the whole number, also where its column is cut. */
function joinsOf(order: Declared): Joins {
  const orderNumber = order.text('orderNumber', Number.POSITIVE_INFINITY)
  const saleNumber = order.text('orderSaleNumber', Number.POSITIVE_INFINITY)
  return {
    ...(orderNumber !== null && { numberKey: orderNumber }),
    ...(saleNumber !== null && { saleKey: saleNumber }),
  }
}

function factsOf(order: Declared): OrderFacts {
  const said = (name: string, fields: Declared | null, field: string) => {
    const text = fields?.text(field, LIMITS.textCharacters) ?? null
    const shown = oneLine(text ?? '').trim()
    return shown === '' ? {} : { [name]: shown }
  }
  const validation = order.object('validationAgent')
  const confirmation = order.object('confirmationAgent')
  return {
    ...said('orderNumber', order, 'orderNumber'),
    ...said('saleNumber', order, 'orderSaleNumber'),
    ...said('validationAgentId', validation, 'id'),
    ...said('validationAgentName', validation, 'name'),
    ...said('confirmationAgentId', confirmation, 'id'),
    ...said('confirmationAgentName', confirmation, 'name'),
  }
}
