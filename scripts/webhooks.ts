/** What Catraca sends to the user's own system, as a schema. Not a part of the Worker: it describes, and checks in tests. */
import * as z from 'zod/mini'
import * as LIMITS from '../src/limits.ts'

const text = z.nullable(z.string())
const count = z.int().check(z.nonnegative())

export const forwardedTransition = z.strictObject({
  from: text,
  to: text,
  at: z.string(),
  clock: z.enum(['provider', 'arrival']),
  verdict: text,
})
export const forwardedEntity = z.strictObject({
  provider: z.string(),
  id: z.string(),
  number: text,
  reference: text,
  saleNumber: text,
  url: text,
})
export const forwardedState = z.strictObject({
  status: text,
  label: text,
  final: z.boolean(),
  paid: z.boolean(),
  money: z.enum(['in', 'out', 'none']),
  amountCents: z.nullable(z.int()),
  since: text,
  attention: z.array(z.string()),
})

/** `data` of every message but a test. */
export const forwardedChange = z.strictObject({
  entity: forwardedEntity,
  sequence: z.int().check(z.minimum(1)),
  previousSequence: count,
  revision: count,
  state: forwardedState,
  transitions: z.array(forwardedTransition).check(z.maxLength(LIMITS.forwardTransitions)),
  transitionsOmitted: count,
})

const SUMMARIES = {
  'order.status_changed': 'An order has a new status or new details.',
  'payment.status_changed': 'A payment has a new status or new details.',
  'order.attention': 'What a person should look at in an order has changed.',
  'payment.attention': 'What a person should look at in a payment has changed.',
} as const

const messageOf = <Data extends z.core.$ZodType>(types: readonly string[], data: Data) =>
  z.strictObject({ type: z.enum(types), timestamp: z.string(), data })

/** Those of an order and of a payment differ in their type alone. */
export const changeMessage = messageOf(Object.keys(SUMMARIES), forwardedChange)
export const testData = z.strictObject({ message: z.string() })
export const testMessage = messageOf(['catraca.test'], testData)

/** By type: what it says, and the schema of its body. */
export const WEBHOOKS: Readonly<
  Record<string, { readonly summary: string; readonly body: z.core.$ZodType }>
> = {
  ...Object.fromEntries(
    Object.entries(SUMMARIES).map(([type, summary]) => [type, { summary, body: changeMessage }]),
  ),
  'catraca.test': { summary: 'A test. Nothing has changed.', body: testMessage },
}
