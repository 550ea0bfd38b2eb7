/** What Catraca sends to the user's own system, as a schema. Not a part of the Worker: it describes, and checks in tests. */
import * as z from 'zod/mini'
import * as LIMITS from '../src/limits.ts'

const text = z.nullable(z.string())
const count = z.int().check(z.nonnegative())

const transition = z.strictObject({
  from: text,
  to: text,
  at: z.string(),
  clock: z.enum(['provider', 'arrival']),
  verdict: text,
})

/** `data` of every message but a test. */
export const forwardedData = z.strictObject({
  entity: z.strictObject({
    provider: z.string(),
    id: z.string(),
    number: text,
    reference: text,
    saleNumber: text,
    url: text,
  }),
  sequence: z.int().check(z.minimum(1)),
  previousSequence: count,
  revision: count,
  state: z.strictObject({
    status: text,
    label: text,
    final: z.boolean(),
    paid: z.boolean(),
    money: z.enum(['in', 'out', 'none']),
    amountCents: z.nullable(z.int()),
    since: text,
    attention: z.array(z.string()),
  }),
  transitions: z.array(transition).check(z.maxLength(LIMITS.forwardTransitions)),
  transitionsOmitted: count,
})

const SUMMARIES = {
  'order.status_changed': 'An order has a new status or new details.',
  'payment.status_changed': 'A payment has a new status or new details.',
  'order.attention': 'What a person should look at in an order has changed.',
  'payment.attention': 'What a person should look at in a payment has changed.',
} as const

const message = (type: string, data: z.core.$ZodType) =>
  z.strictObject({ type: z.literal(type), timestamp: z.string(), data })

/** By type: what it says, and the schema of its body. */
export const WEBHOOKS: Readonly<
  Record<string, { readonly summary: string; readonly body: z.core.$ZodType }>
> = {
  ...Object.fromEntries(
    Object.entries(SUMMARIES).map(([type, summary]) => [
      type,
      { summary, body: message(type, forwardedData) },
    ]),
  ),
  'catraca.test': {
    summary: 'A test. Nothing has changed.',
    body: message('catraca.test', z.strictObject({ message: z.string() })),
  },
}
