/** Only the id and the status decide whether an event counts; any other field that is not as declared is left out, and named. */
import { describe, expect, it } from 'vitest'
import { amplia } from '../../src/providers/amplia/index.ts'
import type { Event } from '../../src/providers/event.ts'
import { safe2pay } from '../../src/providers/safe2pay/index.ts'
import { payload } from '../tools/payloads.ts'
import { ABSENT, brokenAt, eventIn, read, withValue } from '../tools/readings.ts'

/** Such an event is none, told at its path. */
const REFUSED = {
  id: [
    null,
    ABSENT,
    0,
    -1,
    1.5,
    true,
    {},
    [],
    '',
    '0',
    '-1',
    '1.5',
    '12a',
    '1e3',
    '0x10',
    '+1',
    '１２',
    2 ** 53,
    1e21,
    '9007199254740992',
  ],
  status: [null, ABSENT, {}, [], '', { a: 1 }, 's'.repeat(65), 'Em\u200b'],
  code: [
    null,
    ABSENT,
    {},
    [],
    '',
    '0',
    0,
    -3,
    'x',
    '3x',
    '1.5',
    1.5,
    1_000_000_000,
    true,
    { Name: 'x' },
    [3],
  ],
  guid: [
    null,
    ABSENT,
    1,
    {},
    '',
    'x',
    '00000000-0000-0000-0000-000000000000',
    '00000000000000000000000000000000',
  ],
  model: [null, ABSENT, 'x', 1, [], {}],
  type: [null, ABSENT, {}, [], '', { a: 1 }],
} as const

/** It is read without the field, which is named. */
const IGNORED = {
  text: [{ a: 1 }, ['x'], [[1]]],
  integer: ['x', '1.5', 1.5, -1, true, { a: 1 }, [1], 2 ** 53],
  number: ['x', '1.234', true, { a: 1 }, [1]],
  object: ['x', true, [1, 2]],
  'object or number': ['x', true, [1, 2]],
} as const

type Taken = readonly (readonly [path: string, value: unknown, facts: Readonly<Record<string, unknown>>])[]

const MODEL = 'orderStatusTransitionModel'
const id = (of: string) => `${MODEL}.${of}`
const AGENT_ID = '0bcc8325-7122-4e5d-80b4-720beec03ede'

const PROVIDERS = [
  {
    provider: amplia,
    body: JSON.parse(payload('amplia', '5-approved-waiting-issue')),
    refused: { type: 'type', [MODEL]: 'model', [id('orderId')]: 'guid', [id('status')]: 'status' },
    ignored: {
      [id('orderNumber')]: 'text',
      [id('orderSaleNumber')]: 'text',
      [id('previousStatus')]: 'text',
      [id('validationAgent')]: 'object',
      [id('validationAgent.id')]: 'text',
      [id('validationAgent.name')]: 'text',
      [id('confirmationAgent')]: 'object',
      [id('confirmationAgent.id')]: 'text',
      [id('confirmationAgent.name')]: 'text',
    },
    unread: [
      id('validationAgent.identifier'),
      id('validationAgent.birthDate'),
      id('confirmationAgent.identifier'),
    ],
    taken: [
      [id('orderNumber'), 800, { orderNumber: '800' }],
      [id('orderNumber'), ' 800 ', { orderNumber: '800' }],
      [id('orderSaleNumber'), true, { saleNumber: 'true' }],
      [
        id('validationAgent'),
        [{ id: AGENT_ID, name: 7 }],
        { validationAgentId: AGENT_ID, validationAgentName: '7' },
      ],
      [id('confirmationAgent'), { ID: AGENT_ID, NAME: 'F' }, { confirmationAgentName: 'F' }],
    ],
  },
  {
    provider: safe2pay,
    body: JSON.parse(payload('safe2pay', '3-autorizado-card-splits')),
    refused: { IdTransaction: 'id', TransactionStatus: 'code' },
    ignored: {
      PaymentMethod: 'object or number',
      'PaymentMethod.Id': 'integer',
      'PaymentMethod.Name': 'text',
      Application: 'text',
      Vendor: 'text',
      Amount: 'number',
      IncluedDate: 'text',
      PaymentDate: 'text',
      InstallmentQuantity: 'integer',
      Reference: 'text',
      TaxValue: 'number',
      NetValue: 'number',
      PaidValue: 'number',
      AdditionValue: 'number',
      DiscountValue: 'number',
      DiscountAmount: 'number',
      EndToEndId: 'text',
      Tid: 'text',
      AuthorizationCode: 'text',
    },
    unread: [
      'TransactionStatus.Name',
      'PaymentMethod.Show',
      'PaymentMethod.IsEnabled',
      'CheckingAccounts',
      'CheckingAccounts.0',
      'CheckingAccounts.0.Amount',
      'Splits',
      'Splits.0',
      'Splits.0.Identity',
      'IdMultiPaymentCharge',
    ],
    taken: [
      ['Amount', '150.00', { amountCents: 15_000 }],
      ['Amount', '150,00', { amountCents: 15_000 }],
      ['Amount', 'R$ 1.234,56', { amountCents: 123_456 }],
      ['NetValue', '-5,20', { netCents: -520 }],
      ['PaymentMethod', 6, { paymentMethod: 6 }],
      ['PaymentMethod', '6', { paymentMethod: 6 }],
      ['PaymentMethod', { id: '6', name: 'Pix' }, { paymentMethod: 6, paymentMethodName: 'Pix' }],
      ['PaymentMethod', { $id: '1', Code: '6' }, { paymentMethod: 6 }],
      ['InstallmentQuantity', '12', { installments: 12 }],
      ['Reference', 48, { reference: '48' }],
      ['Tid', 20_006_495_642, { tid: '20006495642' }],
      ['Vendor', true, { vendor: 'true' }],
    ],
  },
] as const satisfies readonly {
  readonly refused: Readonly<Record<string, keyof typeof REFUSED>>
  readonly ignored: Readonly<Record<string, keyof typeof IGNORED>>
  readonly taken: Taken
  readonly [other: string]: unknown
}[]

const printed = (value: unknown): string => {
  if (value === ABSENT) return 'nothing'
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value)
  return text.length > 60 ? `${text.length - 2} characters` : text
}

const cases = <Kind extends string>(
  fields: Readonly<Record<string, Kind>>,
  values: Readonly<Record<Kind, readonly unknown[]>>,
) =>
  Object.entries(fields).flatMap(([path, kind]) =>
    values[kind].map((value) => ({ path, value, text: printed(value) })),
  )

/** What an event says, without what only names its body. */
const saidBy = ({ body: _, bodyDigest, fingerprint, ...event }: Event) => ({
  ...event,
  fingerprint: fingerprint === bodyDigest ? 'the body' : fingerprint,
})

describe.each(PROVIDERS)(
  'a body of $provider.name',
  ({ provider, body, refused, ignored, unread, taken }) => {
    it.each(cases(refused, REFUSED))(
      'is refused with $text as $path, and told so',
      async ({ path, value }) => {
        expect(await brokenAt(provider, withValue(body, path, value))).toEqual([path])
      },
    )

    it.each(cases(ignored, IGNORED))(
      'is read without $path where that is $text, and it is named',
      async ({ path, value }) => {
        const without = await eventIn(provider, withValue(body, path, ABSENT))
        const event = await eventIn(provider, withValue(body, path, value))
        const named = { kind: 'field_ignored', path: path.replace(`${MODEL}.`, ''), why: 'other_form' }
        expect({ ...saidBy(event), notices: [] }).toEqual({ ...saidBy(without), notices: [] })
        expect(event.notices).toEqual([...without.notices, named])
      },
    )

    it.each(Object.keys(ignored))('is read alike without %s and with nothing there', async (path) => {
      const [without, ...nothings] = await Promise.all(
        [ABSENT, null, '', '  ', [], {}].map((value) => eventIn(provider, withValue(body, path, value))),
      )
      if (!without) throw new Error('Nothing was read')
      for (const nothing of nothings) expect(saidBy(nothing)).toEqual(saidBy(without))
    })

    it.each([...unread])('is read alike whatever %s holds', async (path) => {
      const plain = await eventIn(provider, body)
      for (const value of [ABSENT, null, 7, 'x', true, {}, ['x'], { a: [1] }]) {
        expect(saidBy(await eventIn(provider, withValue(body, path, value)))).toEqual(saidBy(plain))
      }
    })

    it.each(taken as Taken)('takes %s as %j', async (path, value, facts) => {
      const event = await eventIn(provider, withValue(body, path, value))
      expect(event.facts).toMatchObject(facts)
      expect(event.notices).toEqual([])
    })

    it.each([
      ['small letters', (name: string) => name.toLowerCase()],
      ['capitals', (name: string) => name.toUpperCase()],
      ['camel case', (name: string) => name.charAt(0).toLowerCase() + name.slice(1)],
      ['Pascal case', (name: string) => name.charAt(0).toUpperCase() + name.slice(1)],
    ])('says the same with its names in %s', async (_, spell) => {
      expect(saidBy(await eventIn(provider, respelled(body, spell)))).toEqual(
        saidBy(await eventIn(provider, body)),
      )
    })

    it('quotes no value in what it says of a broken field', async () => {
      const secret = 'a-very-odd-value'
      for (const path of [...Object.keys(refused), ...Object.keys(ignored)]) {
        const reading = await read(provider, withValue(body, path, [{ [secret]: secret }, secret]))
        const told = reading.kind === 'event' ? reading.event.notices : reading
        expect(JSON.stringify(told)).not.toContain(secret)
      }
    })

    it('keeps undeclared fields unread, at any depth, whatever they hold', async () => {
      const objects = Object.keys({ ...refused, ...ignored }).filter(
        (path) => [MODEL, 'TransactionStatus', 'PaymentMethod'].includes(path) || path.endsWith('Agent'),
      )
      let more: unknown = { ...body, $new: { a: [1, 'b', null] } }
      for (const path of objects) more = withValue(more, `${path}.$new`, { deep: path })
      const event = await eventIn(provider, more)
      expect(JSON.parse(event.body).$new).toEqual({ a: [1, 'b', null] })
      for (const path of objects) expect(event.body).toContain(`"$new":{"deep":"${path}"}`)
      expect(saidBy(event)).toEqual(saidBy(await eventIn(provider, body)))
    })
  },
)

function respelled(json: unknown, spell: (name: string) => string): unknown {
  if (Array.isArray(json)) return json.map((item) => respelled(item, spell))
  if (json === null || typeof json !== 'object') return json
  return Object.fromEntries(
    Object.entries(json).map(([name, value]) => [spell(name), respelled(value, spell)]),
  )
}

describe('a body that is no event', () => {
  it.each([null, [], 'text', 3, true, [1]])('is refused as %j by both', async (value) => {
    expect((await read(amplia, value)).kind).toBe('invalid_schema')
    expect((await read(safe2pay, value)).kind).toBe('invalid_schema')
  })

  it('is told at both of its places', async () => {
    expect(await brokenAt(safe2pay, { IdTransaction: 'x', TransactionStatus: {}, Amount: 1 })).toEqual([
      'IdTransaction',
      'TransactionStatus',
    ])
    const order = { orderId: 'x', status: '', date: '2025-03-18T15:26:11Z' }
    expect(await brokenAt(amplia, { type: 'OrderStatusChanged', [MODEL]: order })).toEqual([
      id('orderId'),
      id('status'),
    ])
  })

  it.each([
    ['an id', { IdTransaction: '12a' }, 'Expected a positive integer, or its digits in a string'],
    ['a status', { TransactionStatus: {} }, 'Expected Id, or Code with its digits, from 1 to 999999999'],
  ])('is told in words: %s', async (_, change, message) => {
    const body = { IdTransaction: 1, TransactionStatus: { Id: 3 }, ...change }
    expect(await read(safe2pay, body)).toMatchObject({ issues: [{ message }] })
  })

  it('is told in words: an empty GUID, and a status that cannot be told', async () => {
    const body = JSON.parse(payload('amplia', '6-issued'))
    const empty = withValue(body, id('orderId'), '00000000-0000-0000-0000-000000000000')
    expect(await read(amplia, empty)).toMatchObject({
      issues: [{ path: id('orderId'), message: 'Invalid GUID, or an empty one' }],
    })
    expect(await read(amplia, withValue(body, id('status'), 'Em\u200b'))).toMatchObject({
      issues: [{ message: 'Invalid status: expected up to 64 characters that can be seen' }],
    })
  })

  it('without transaction and status is another message of Safe2Pay', async () => {
    for (const body of [{ IdSubscription: 1 }, { Event: 'x' }, {}]) {
      expect(await read(safe2pay, body)).toEqual({ kind: 'unsupported_type', type: 'without IdTransaction' })
    }
  })

  it('is told at the status where neither Id nor Code says which', async () => {
    for (const TransactionStatus of [
      { Name: 'Autorizado' },
      { Id: 0 },
      { Code: 'x' },
      { Id: 0, Code: '0' },
    ]) {
      expect(await brokenAt(safe2pay, { IdTransaction: 1, TransactionStatus })).toEqual(['TransactionStatus'])
    }
  })
})

describe('a status of Safe2Pay', () => {
  it.each([
    3,
    '3',
    ' 3 ',
    { Id: 3 },
    { Id: '3' },
    { id: 3 },
    { Id: 0, Code: '3' },
    { Code: 3 },
    { Id: null, Code: '03' },
    [{ Id: 3 }],
  ])('is 3 as %j', async (TransactionStatus) => {
    const event = await eventIn(safe2pay, { IdTransaction: 1, TransactionStatus })
    expect([event.status, event.notices]).toEqual(['3', []])
  })
})
