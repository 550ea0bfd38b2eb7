/** What Catraca sends to the user's own system, as a schema. Not a part of the Worker: it describes, and checks in tests. */
import * as v from 'valibot'
import * as LIMITS from '../src/limits.ts'

const text = v.nullable(v.string())
const count = v.pipe(v.number(), v.integer(), v.minValue(0))

const transition = v.strictObject({
  from: text,
  to: text,
  at: v.string(),
  clock: v.picklist(['provider', 'arrival']),
  verdict: text,
})

/** `data` of every message but a test. */
export const forwardedData = v.strictObject({
  entity: v.strictObject({
    provider: v.string(),
    id: v.string(),
    number: text,
    reference: text,
    saleNumber: text,
    url: text,
  }),
  sequence: v.pipe(v.number(), v.integer(), v.minValue(1)),
  previousSequence: count,
  revision: count,
  state: v.strictObject({
    status: text,
    label: text,
    final: v.boolean(),
    paid: v.boolean(),
    money: v.picklist(['in', 'out', 'none']),
    amountCents: v.nullable(v.pipe(v.number(), v.integer())),
    since: text,
    attention: v.array(v.string()),
  }),
  transitions: v.pipe(v.array(transition), v.maxLength(LIMITS.forwardTransitions)),
  transitionsOmitted: count,
})

const SUMMARIES = {
  'order.status_changed': 'An order has a new status or new details.',
  'payment.status_changed': 'A payment has a new status or new details.',
  'order.attention': 'What a person should look at in an order has changed.',
  'payment.attention': 'What a person should look at in a payment has changed.',
} as const

const message = (type: string, data: v.GenericSchema) =>
  v.strictObject({ type: v.literal(type), timestamp: v.string(), data })

/** By type: what it says, and the schema of its body. */
export const WEBHOOKS: Readonly<
  Record<string, { readonly summary: string; readonly body: v.GenericSchema }>
> = {
  ...Object.fromEntries(
    Object.entries(SUMMARIES).map(([type, summary]) => [
      type,
      { summary, body: message(type, forwardedData) },
    ]),
  ),
  'catraca.test': {
    summary: 'A test. Nothing has changed.',
    body: message('catraca.test', v.strictObject({ message: v.string() })),
  },
}
