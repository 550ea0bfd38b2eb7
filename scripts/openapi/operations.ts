/** What the operations have in common: their rooms, and their parameters. */
import * as LIMITS from '../../src/limits.ts'
import { amplia } from '../../src/providers/amplia/index.ts'
import { safe2pay } from '../../src/providers/safe2pay/index.ts'
import type { Node } from './described.ts'

export const TAGS: readonly (readonly [name: string, description: string])[] = [
  ['orders', 'Orders of Amplia Reg.'],
  ['transactions', 'Payments of Safe2Pay.'],
  ['changes', 'Everything that changed, to keep a copy up to date.'],
  ['attention', 'What a person should look at, and what was decided.'],
  ['quarantine', 'Messages that could not be understood.'],
  ['forwarding', 'Sending changes to a system of yours.'],
  ['maintenance', 'Metrics, alerts, what operators did, and repairs after a restore.'],
  ['receivers', 'The URLs that the senders call.'],
]

const ROOMS: Readonly<Record<string, string>> = { forward: 'forwarding', webhooks: 'receivers' }

/** By the first part of the path; every other path is maintenance. */
export function tagOf(path: string): string {
  const [, first = ''] = path.split('/')
  const tag = ROOMS[first] ?? first
  return TAGS.some(([name]) => name === tag) ? tag : 'maintenance'
}

type Parameter = Node & { readonly name: string }

const TIME = {
  description: 'A day, `2026-11-25`, begins at midnight in **Brasília**. A time without an offset is UTC.',
  schema: { type: 'string', maxLength: LIMITS.timeCharacters },
  examples: {
    day: { summary: 'A day of Brasília', value: '2026-11-25' },
    utc: { summary: 'A time in UTC', value: '2026-11-25T11:30:00Z' },
    offset: { summary: 'A time with an offset', value: '2026-11-25T08:30:00-03:00' },
  },
}

const IDS: Readonly<Record<string, string>> = {
  orders: "The order's id, a GUID.",
  transactions: "Safe2Pay's `IdTransaction`.",
  quarantine: 'The id of the message in quarantine.',
}

const BOOLEAN = { schema: { type: 'boolean' } }

/** By name. */
const SAID: Readonly<Record<string, Node>> = {
  id: { description: 'The id.' },
  from: {
    ...TIME,
    description: `First received at this time or later. ${TIME.description}`,
  },
  to: {
    ...TIME,
    description: `First received before this time. A day is not included: \`to=2026-11-26\` ends with 25 November. ${TIME.description}`,
  },
  updatedSince: { ...TIME, description: `Changed at this time or later. ${TIME.description}` },
  since: { ...TIME, description: `From this time on. ${TIME.description}` },
  asOf: { ...TIME, description: `As it was known at this time. ${TIME.description}` },
  cursor: { description: '`nextCursor` of the previous page. Empty: the first page.' },
  after: { description: '`nextCursor` of the previous call. Left out: from the beginning.' },
  limit: {
    description: 'Rows of one page.',
    schema: { type: 'integer', minimum: 1, maximum: LIMITS.pageRowsMax, default: LIMITS.pageRows },
    example: 20,
  },
  reference: {
    description: "A payment's reference, which is the sale number or the order number.",
    example: 'V-48281',
  },
  orderNumber: { description: 'The complete number of the order.', example: '800-005-520' },
  saleNumber: { description: 'The complete number of the sale.', example: 'V-48281' },
  refused: { ...BOOLEAN, description: 'Whether it has events that do not count.' },
  gaps: { ...BOOLEAN, description: 'Whether it has missing events.' },
  provider: { description: 'Only of this sender.' },
  reason: { description: 'Only of this reason.' },
  state: { description: 'Only in this state.' },
  kind: { description: 'Only of this kind.' },
  action: { description: 'Only this action.' },
  entityId: { description: 'Only about this order or transaction.' },
}

/** One or several statuses of the life cycle. */
const statuses = ({ lifeCycle }: typeof amplia): Node => ({
  description: 'One status, or several separated by commas. Unknown ones are refused.',
  schema: { type: 'array', items: { type: 'string', enum: Object.keys(lifeCycle.statuses) } },
  style: 'form',
  explode: false,
})

export function parameterOf(path: string, operation: string, parameter: Parameter): Node {
  const { name } = parameter
  if (name === 'id' && parameter.in === 'path') return { ...parameter, description: IDS[tagOf(path)] }
  if (name === 'status') {
    return {
      ...parameter,
      ...statuses(path === '/orders' ? amplia : safe2pay),
      example: path === '/orders' ? ['WaitingValidation', 'InValidation'] : ['3', '4', '15'],
    }
  }
  const said = SAID[name]
  if (!said) throw new Error(`scripts/openapi/operations.ts does not say what ${operation}'s ${name} is`)
  return { ...parameter, ...said }
}
