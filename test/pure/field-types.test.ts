/** Every declared field has its type, or the schema is broken at just that path; every optional one may be null. */
import { describe, expect, it } from 'vitest'
import { amplia } from '../../src/providers/amplia/index.ts'
import { safe2pay } from '../../src/providers/safe2pay/index.ts'
import { payload } from '../tools/payloads.ts'
import { ABSENT, brokenAt, read, withValue } from '../tools/readings.ts'

const WRONG = {
  text: [1, true, {}, ['x']],
  integer: ['1', 1.5, true, {}, [1], 2 ** 53],
  number: ['1', '1,50', true, {}, [1], Number.POSITIVE_INFINITY],
  boolean: ['true', 1, {}, []],
  object: ['x', 1, true, []],
  list: ['x', 1, true, {}],
  'number or text': [true, {}, []],
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
    ' 12',
    '1e3',
    2 ** 53,
    '9007199254740992',
  ],
  status: [null, ABSENT, 1, true, {}, [], '', 's'.repeat(65)],
  'status before': [1, true, {}, [], '', 's'.repeat(65)],
  code: [3, true, {}, [], '3'.repeat(65)],
  guid: [
    null,
    ABSENT,
    1,
    {},
    '',
    'x',
    '00000000-0000-0000-0000-000000000000',
    '0195a9dcc0f04f5c83d3bf562ae98ed9',
  ],
  'required text': [null, ABSENT, 1, true, {}, []],
  'required object': [null, ABSENT, 'x', 1, []],
  'short text': [1, true, {}, [], 'x'.repeat(129)],
} as const

type Kind = keyof typeof WRONG

const AGENT: Readonly<Record<string, Kind>> = {
  '': 'object',
  '.id': 'short text',
  '.name': 'text',
  '.identifier': 'text',
  '.birthDate': 'text',
}

const under = (path: string, fields: Readonly<Record<string, Kind>>): Readonly<Record<string, Kind>> =>
  Object.fromEntries(Object.entries(fields).map(([name, kind]) => [`${path}${name}`, kind]))

const AMPLIA_FIELDS: Readonly<Record<string, Kind>> = {
  type: 'required text',
  orderStatusTransitionModel: 'required object',
  ...under('orderStatusTransitionModel.', {
    orderId: 'guid',
    orderNumber: 'short text',
    orderSaleNumber: 'short text',
    previousStatus: 'status before',
    status: 'status',
    date: 'required text',
    ...under('validationAgent', AGENT),
    ...under('confirmationAgent', AGENT),
  }),
}

const ACCOUNTS: Readonly<Record<string, Kind>> = {
  '': 'list',
  '.0': 'object',
  '.0.Description': 'text',
  '.0.Amount': 'number',
  '.0.Tax': 'number',
  '.0.IsTransferred': 'boolean',
  '.0.ReleaseDate': 'text',
  '.0.InstallmentNumber': 'integer',
}

const SAFE2PAY_FIELDS: Readonly<Record<string, Kind>> = {
  IdTransaction: 'id',
  TransactionStatus: 'required object',
  'TransactionStatus.Id': 'integer',
  'TransactionStatus.Code': 'code',
  'TransactionStatus.Name': 'text',
  PaymentMethod: 'object',
  'PaymentMethod.Id': 'integer',
  'PaymentMethod.Code': 'text',
  'PaymentMethod.Name': 'text',
  'PaymentMethod.Show': 'boolean',
  'PaymentMethod.IsEnabled': 'boolean',
  Application: 'text',
  Vendor: 'text',
  Amount: 'number',
  IncluedDate: 'text',
  PaymentDate: 'text',
  InstallmentQuantity: 'integer',
  SecretKey: 'text',
  Reference: 'text',
  TaxValue: 'number',
  NetValue: 'number',
  PaidValue: 'number',
  AdditionValue: 'number',
  DiscountValue: 'number',
  DiscountAmount: 'number',
  EndToEndId: 'short text',
  Tid: 'short text',
  AuthorizationCode: 'short text',
  IdMultiPaymentCharge: 'number or text',
  ...under('CheckingAccounts', ACCOUNTS),
  Splits: 'list',
  'Splits.0': 'object',
  'Splits.0.IdTransactionSplitter': 'integer',
  'Splits.0.IdReceiver': 'integer',
  'Splits.0.CodeTaxType': 'integer',
  'Splits.0.Identity': 'text',
  'Splits.0.Name': 'text',
  'Splits.0.IsPayTax': 'boolean',
  'Splits.0.Amount': 'number',
  ...under('Splits.0.CheckingAccounts', ACCOUNTS),
}

const PROVIDERS = [
  {
    provider: amplia,
    body: JSON.parse(payload('amplia', '5-approved-waiting-issue')),
    fields: AMPLIA_FIELDS,
  },
  {
    provider: safe2pay,
    body: JSON.parse(payload('safe2pay', '3-autorizado-card-splits')),
    fields: SAFE2PAY_FIELDS,
  },
]

const printed = (value: unknown): string => {
  if (value === ABSENT) return 'nothing'
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value)
  return text.length > 60 ? `${text.length - 2} characters` : text
}

describe.each(PROVIDERS)('a body of $provider.name', ({ provider, body, fields }) => {
  const wrong = Object.entries(fields).flatMap(([path, kind]) =>
    WRONG[kind].map((value) => ({ path, kind, value, text: printed(value) })),
  )

  it.each(wrong)('is refused with $text as $path, and told so', async ({ path, value }) => {
    expect(new Set(await brokenAt(provider, withValue(body, path, value)))).toEqual(new Set([path]))
  })

  const optional = Object.entries(fields).filter(
    ([path, kind]) => !/\.\d+$/.test(path) && !(WRONG[kind] as readonly unknown[]).includes(ABSENT),
  )

  it.each(optional)('reads without %s as with null there', async (path) => {
    const [left, nulled] = [ABSENT, null].map((value) => read(provider, withValue(body, path, value)))
    const [without, withNull] = [await left, await nulled]
    if (without?.kind !== 'event' || withNull?.kind !== 'event') throw new Error(`${path} is not optional`)
    expect(withNull.event.facts).toEqual(without.event.facts)
    expect(withNull.event.status).toBe(without.event.status)
    expect(withNull.event.previousStatus).toBe(without.event.previousStatus)
    expect(withNull.warnings).toEqual(without.warnings)
  })

  it('quotes no value in what it says of a broken field', async () => {
    for (const { path, value } of wrong) {
      if (typeof value !== 'string' || value.length < 5) continue
      const reading = await read(provider, withValue(body, path, value))
      expect(JSON.stringify(reading)).not.toContain(value)
    }
  })

  it.each([null, [], 'text', 3, true, {}])('is refused as %j', async (value) => {
    expect((await read(provider, value)).kind).toBe('invalid')
  })

  it('keeps undeclared fields unread, at any depth, whatever they hold', async () => {
    const deeper = Object.keys(fields).filter((path) => WRONG[fields[path] ?? 'text'] === WRONG.object)
    let more: unknown = { ...body, $new: { a: [1, 'b', null] } }
    for (const path of deeper) more = withValue(more, `${path}.$new`, { deep: path })
    const reading = await read(provider, more)
    if (reading.kind !== 'event') throw new Error(JSON.stringify(reading))
    const kept = JSON.parse(reading.event.body)
    expect(kept.$new).toEqual({ a: [1, 'b', null] })
    for (const path of deeper) expect(reading.event.body).toContain(`"$new":{"deep":"${path}"}`)
    const plain = await read(provider, body)
    expect(reading.event.facts).toEqual(plain.kind === 'event' && plain.event.facts)
  })
})

describe('what breaks in many places', () => {
  it('is told field by field', async () => {
    const body = withValue(
      withValue(JSON.parse(payload('safe2pay', '3-autorizado-boleto')), 'Amount', 'x'),
      'Vendor',
      1,
    )
    expect((await brokenAt(safe2pay, body)).toSorted()).toEqual(['Amount', 'Vendor'])
  })

  it('is told at twenty of them', async () => {
    const body = {
      IdTransaction: 1,
      TransactionStatus: { Id: 3 },
      Splits: Array.from({ length: 50 }, () => 'x'),
    }
    expect(await brokenAt(safe2pay, body)).toHaveLength(20)
  })

  it.each([
    ['an id', { IdTransaction: '12a' }, 'Expected a positive integer, or its digits in a string'],
    ['a status', { TransactionStatus: {} }, 'Expected Id, or Code with its digits'],
    ['no text', { Vendor: 1 }, 'Invalid input: expected string, received number'],
  ])('is told in words: %s', async (_, change, message) => {
    const body = { IdTransaction: 1, TransactionStatus: { Id: 3 }, ...change }
    expect(await read(safe2pay, body)).toMatchObject({ issues: [{ message }] })
  })

  it('is told in words: an empty GUID', async () => {
    const body = JSON.parse(payload('amplia', '6-issued'))
    const id = 'orderStatusTransitionModel.orderId'
    expect(await read(amplia, withValue(body, id, '00000000-0000-0000-0000-000000000000'))).toMatchObject({
      issues: [{ path: id, message: 'Invalid GUID: it is empty' }],
    })
  })

  it('is told at the status where neither Id nor Code says which', async () => {
    for (const TransactionStatus of [
      {},
      { Name: 'Autorizado' },
      { Code: 'x' },
      { Code: '' },
      { Code: '0' },
      { Code: '03' },
      { Code: '3x' },
      { Code: '1234567890' },
    ]) {
      expect(await brokenAt(safe2pay, { IdTransaction: 1, TransactionStatus })).toEqual(['TransactionStatus'])
    }
  })
})
