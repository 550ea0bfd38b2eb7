/** An event says what its body says: which entity, which status, when, and what else, in the receiver's words. */
import { describe, expect, it } from 'vitest'
import { amplia } from '../../src/providers/amplia/index.ts'
import { safe2pay } from '../../src/providers/safe2pay/index.ts'
import { PAYLOADS, payload } from '../tools/payloads.ts'
import { eventIn, read, withValue } from '../tools/readings.ts'

const ORDER = JSON.parse(payload('amplia', '2-in-validation'))
const CARD = JSON.parse(payload('safe2pay', '3-autorizado-card-splits'))

const order = (field: string, value: unknown) =>
  withValue(ORDER, `orderStatusTransitionModel.${field}`, value)
const card = (field: string, value: unknown) => withValue(CARD, field, value)

describe('a documented body', () => {
  it.each(PAYLOADS)('$provider/$name is an event', async ({ provider, text }) => {
    const event = await eventIn(provider === 'amplia' ? amplia : safe2pay, JSON.parse(text))
    expect(event.provider).toBe(provider)
    expect(event.body).not.toContain('SECRET_KEY')
  })

  it('of Amplia Reg says all of this', async () => {
    const body = JSON.parse(payload('amplia', '5-approved-waiting-issue'))
    expect(await read(amplia, body)).toEqual({
      kind: 'event',
      joins: { numberKey: '800-005-520' },
      event: {
        provider: 'amplia',
        entityId: '0195a9dc-c0f0-4f5c-83d3-bf562ae98ed9',
        status: 'WaitingIssue',
        previousStatus: 'InConfirmation',
        occurredAt: '2025-03-18T15:30:14.052941Z',
        fingerprint: '["InConfirmation","WaitingIssue","2025-03-18T15:30:14.052941000Z"]',
        facts: {
          orderNumber: '800-005-520',
          validationAgentId: '0bcc8325-7122-4e5d-80b4-720beec03ede',
          validationAgentName: 'Fulano de Tal',
          confirmationAgentId: '0bcc8325-7122-4e5d-80b4-720beec03ede',
          confirmationAgentName: 'Fulano de Tal',
        },
        notices: [],
        bodyDigest: expect.stringMatching(/^[0-9a-f]{32}$/),
        body: JSON.stringify(body),
      },
    })
  })

  it('of Safe2Pay says all of this, with the number in a name masked', async () => {
    const { SecretKey, ...body } = CARD
    const reading = await read(safe2pay, CARD)
    expect(reading).toMatchObject({
      kind: 'event',
      event: {
        notices: [],
        provider: 'safe2pay',
        entityId: '1040415',
        status: '3',
        previousStatus: null,
        occurredAt: null,
        body: JSON.stringify(body),
      },
    })
    expect(SecretKey).toBe('SECRET_KEY')
    expect(reading.kind === 'event' && reading.event.facts).toEqual({
      paymentMethod: 2,
      paymentMethodName: 'Cartão de Crédito',
      application: 'Teste Safe2Pay',
      vendor: 'Lucas Diogo',
      amountCents: 20_000,
      taxCents: 20_520,
      netCents: -520,
      installments: 1,
      createdAt: '2019-09-11T15:42:54.143Z',
      paidAt: '2019-09-11T15:57:50.587Z',
      tid: '020006495642',
      authorizationCode: '205340',
    })
  })

  it('with hour 25 has no time of payment, and says so', async () => {
    const event = await eventIn(safe2pay, JSON.parse(payload('safe2pay', '3-autorizado-pix-bad-date')))
    expect(event.facts).not.toHaveProperty('paidAt')
    expect(event).toMatchObject({
      notices: [{ kind: 'field_ignored', path: 'PaymentDate', why: 'not_a_date' }],
      facts: {
        createdAt: '2022-03-31T20:37:55.01Z',
        endToEndId: 'E18236120202404241420s0612999999',
        reference: 'TESTE',
      },
    })
  })
})

describe('the id of an order', () => {
  it('is one, in whatever case the sender writes it', async () => {
    const mixed = '0195A9DC-c0f0-4F5C-83d3-BF562AE98ED9'
    expect((await eventIn(amplia, order('orderId', mixed))).entityId).toBe(
      '0195a9dc-c0f0-4f5c-83d3-bf562ae98ed9',
    )
  })
})

describe('the id of a transaction', () => {
  it.each([
    [1, '1'],
    ['26630087', '26630087'],
    ['007', '7'],
    [Number.MAX_SAFE_INTEGER, '9007199254740991'],
    ['9007199254740991', '9007199254740991'],
  ])('is read from %j as %s', async (id, entityId) => {
    expect((await eventIn(safe2pay, card('IdTransaction', id))).entityId).toBe(entityId)
  })
})

describe('the status of an order', () => {
  it.each(['WaitingResources', 'a', 's'.repeat(64), 'Em análise', 'Etapa 2', 'constructor', '__proto__'])(
    'may be %s, which the table lacks',
    async (status) => {
      expect((await eventIn(amplia, order('status', status))).status).toBe(status)
    },
  )

  it.each([
    ['João <joao@example.com>', 'João *joao*example*com*'],
    ['297.422.370-26', '***********-**'],
  ])('is masked where it is no name, and so is the one before it: %s', async (said, status) => {
    const reading = await read(amplia, order('status', said))
    expect(reading).toMatchObject({
      event: {
        status,
        fingerprint: expect.stringContaining(said),
        notices: [{ kind: 'text_masked', path: 'status' }],
      },
    })
    expect((await eventIn(amplia, order('previousStatus', said))).previousStatus).toBe(status)
  })

  it('has no predecessor where that is null or left out', async () => {
    expect((await eventIn(amplia, order('previousStatus', null))).previousStatus).toBeNull()
  })
})

describe('the name of a status of a transaction', () => {
  const nameOf = async (TransactionStatus: unknown) =>
    (await eventIn(safe2pay, card('TransactionStatus', TransactionStatus))).statusName

  it.each([
    [{ Id: 99, Name: 'Em análise' }, 'Em análise'],
    [{ Id: 99, Name: ' Em análise \u200e' }, 'Em análise'],
    [{ Id: 99, Name: 'n'.repeat(65) }, 'n'.repeat(64)],
    [{ Id: 99, Name: 'João 297.422.370-26' }, 'João ***********-**'],
  ])('is the sender’s own where the table lacks the code: %j', async (status, name) => {
    expect(await nameOf(status)).toBe(name)
  })

  it.each([
    [{ Id: 99 }],
    [{ Id: 99, Name: '' }],
    [{ Id: 99, Name: '\u200e' }],
    [{ Id: 3, Name: 'Pago' }],
    [99],
    ['99'],
  ])('is left out where there is none to take: %j', async (TransactionStatus) => {
    const event = await eventIn(safe2pay, card('TransactionStatus', TransactionStatus))
    expect(event).not.toHaveProperty('statusName')
    expect(event.notices).toEqual([])
  })
})

describe('a body that is refused', () => {
  const issuesIn = async (provider: typeof amplia, body: unknown) => {
    const reading = await read(provider, body)
    return reading.kind === 'invalid_schema' ? reading.issues : reading.kind
  }
  const STATUS = {
    path: 'TransactionStatus',
    message: 'Expected Id, or Code with its digits, from 1 to 999999999',
  }

  it.each([[7], ['x'], [[1, 2]], [null]])('says what it is not: %j', async (body) => {
    expect(await issuesIn(safe2pay, body)).toEqual([
      { path: '', message: 'Invalid input: expected an object' },
    ])
    expect(await issuesIn(amplia, body)).toEqual([
      { path: 'type', message: 'Invalid input: expected a type' },
    ])
  })

  it('says which of the two of a payment it lacks', async () => {
    expect(await issuesIn(safe2pay, card('TransactionStatus', null))).toEqual([STATUS])
    expect(await issuesIn(safe2pay, card('IdTransaction', 'x'))).toEqual([
      { path: 'IdTransaction', message: 'Expected a positive integer, or its digits in a string' },
    ])
  })

  it.each([
    [999_999_999, 'event'],
    [1_000_000_000, [STATUS]],
    [0, [STATUS]],
    [-3, [STATUS]],
  ])('takes a status up to nine digits: %i', async (status, answer) => {
    expect(await issuesIn(safe2pay, card('TransactionStatus', status))).toEqual(answer)
    expect(await issuesIn(safe2pay, card('TransactionStatus', { Id: status }))).toEqual(answer)
  })

  it('says what of an order it lacks', async () => {
    expect(await issuesIn(amplia, { type: 'OrderStatusChanged', orderStatusTransitionModel: 3 })).toEqual([
      { path: 'orderStatusTransitionModel', message: 'Invalid input: expected an object' },
    ])
    expect(await issuesIn(amplia, order('orderId', '1'))).toEqual([
      { path: 'orderStatusTransitionModel.orderId', message: 'Invalid GUID, or an empty one' },
    ])
    expect(await issuesIn(amplia, order('status', ''))).toEqual([
      {
        path: 'orderStatusTransitionModel.status',
        message: 'Invalid status: expected up to 64 characters that can be seen',
      },
    ])
  })
})

describe('an order whose date cannot be read', () => {
  const fingerprint = async (date: unknown, more = {}) =>
    (await eventIn(amplia, Object.assign({}, order('date', date), more))).fingerprint

  it.each([
    ['amanhã', 'amanhã'],
    ['d'.repeat(128), 'd'.repeat(128)],
    [null, null],
  ])('is known again by the words of it: %j', async (date, named) => {
    const known = JSON.stringify(['WaitingValidation', 'InValidation', named])
    expect(await fingerprint(date)).toBe(known)
    expect(await fingerprint(date, { other: 1 })).toBe(known)
  })

  it('is known again by its whole body where those are too long', async () => {
    const long = 'd'.repeat(129)
    expect(await fingerprint(long)).toMatch(/^\["WaitingValidation","InValidation","[0-9a-f]{32}"\]$/)
    expect(await fingerprint(long)).toBe(await fingerprint(long))
    expect(await fingerprint(long)).not.toBe(await fingerprint(long, { other: 1 }))
  })
})

describe('the status of a transaction', () => {
  it.each([
    [{ Id: 11, Code: '11', Name: 'Autorizado' }, '11'],
    [{ Id: 3 }, '3'],
    [{ Code: '3' }, '3'],
    [{ Code: '11' }, '11'],
    [{ Code: '123456789' }, '123456789'],
    [{ Id: null, Code: '3', Name: null }, '3'],
    [{ Id: 3, Code: '' }, '3'],
    [{ Id: 99, Name: 'Novo' }, '99'],
  ])('of %j is %s, whatever the name says', async (TransactionStatus, status) => {
    expect((await eventIn(safe2pay, card('TransactionStatus', TransactionStatus))).status).toBe(status)
  })

  it('is the Id where the Code says another, with a warning', async () => {
    expect(await read(safe2pay, card('TransactionStatus', { Id: 11, Code: '3' }))).toMatchObject({
      event: { status: '11', notices: [{ kind: 'code_differs', taken: '11' }] },
    })
  })
})

describe('the id of a charge of many payments', () => {
  it.each([7, '7', null])('may be %j', async (id) => {
    expect(await read(safe2pay, card('IdMultiPaymentCharge', id))).toMatchObject({ kind: 'event' })
  })
})

describe('a time that is no date', () => {
  it.each([null, undefined, '', 7, {}, ['x'], '18/03/2025', '2025-02-31T10:00:00Z', '0001-01-01T00:00:00'])(
    'never costs an order its event: %j leaves the time empty, with a warning',
    async (date) => {
      expect(await read(amplia, order('date', date))).toMatchObject({
        kind: 'event',
        event: { occurredAt: null, notices: [{ kind: 'time_ignored', path: 'date' }] },
      })
    },
  )

  it.each(['PaymentDate', 'IncluedDate'])('never costs a transaction its event: %s', async (field) => {
    const fact = field === 'PaymentDate' ? 'paidAt' : 'createdAt'
    const unread = await eventIn(safe2pay, card(field, 'amanhã'))
    expect(unread.facts).not.toHaveProperty(fact)
    expect(unread.notices).toEqual([{ kind: 'field_ignored', path: field, why: 'not_a_date' }])
    const none = await eventIn(safe2pay, card(field, '0001-01-01T00:00:00'))
    expect(none.facts).not.toHaveProperty(fact)
    expect(none.notices).toEqual([])
  })

  it.each(['1970-01-01T00:00:00', '1900-01-01T00:00:00', '1753-01-01', '1999-12-31T20:59:59'])(
    'says no time of a payment where it is from before its sender was there: %s',
    async (date) => {
      const event = await eventIn(safe2pay, card('PaymentDate', date))
      expect(event.facts).not.toHaveProperty('paidAt')
      expect(event.notices).toEqual([{ kind: 'field_ignored', path: 'PaymentDate', why: 'not_a_date' }])
    },
  )

  it('says the time of a payment from the first second of 2000 on', async () => {
    const event = await eventIn(safe2pay, card('PaymentDate', '2000-01-01T00:00:00Z'))
    expect(event.facts).toMatchObject({ paidAt: '2000-01-01T00:00:00Z' })
  })
})

describe('facts', () => {
  it('of an order leave out what the body does not say, so that it stands', async () => {
    for (const none of [null, undefined, '', [], {}, { id: null, name: '' }]) {
      const { facts } = await eventIn(amplia, order('validationAgent', none))
      // Strictly: a key without a value would erase what was said before.
      expect(facts).toStrictEqual({ orderNumber: '800-005-520' })
    }
  })

  it('of a transaction leave out what the body does not say, so that it stands', async () => {
    const { facts } = await eventIn(safe2pay, {
      IdTransaction: 1,
      TransactionStatus: { Id: 3 },
      Reference: '',
      AuthorizationCode: '',
      EndToEndId: '',
      Application: '',
      Vendor: '',
      Tid: '',
    })
    // Strictly: a key without a value would erase what was said before.
    expect(facts).toStrictEqual({})
  })

  it('of a transaction read every amount into its own column', async () => {
    const said = {
      IdTransaction: 1,
      TransactionStatus: { Id: 3 },
      Amount: 0.01,
      PaidValue: 0.02,
      NetValue: 0.03,
      TaxValue: 0.04,
      DiscountValue: 0.05,
      AdditionValue: 0.06,
    }
    expect((await eventIn(safe2pay, said)).facts).toStrictEqual({
      amountCents: 1,
      paidCents: 2,
      netCents: 3,
      taxCents: 4,
      discountCents: 5,
      additionCents: 6,
    })
  })

  it.each([
    'Amount',
    'PaidValue',
    'NetValue',
    'TaxValue',
    'DiscountValue',
    'DiscountAmount',
    'AdditionValue',
  ])('of a transaction leave out an amount that is too large, and name it: %s', async (field) => {
    const said = { IdTransaction: 1, TransactionStatus: { Id: 3 }, [field]: 1e21 }
    expect(await eventIn(safe2pay, said)).toMatchObject({
      facts: {},
      notices: [{ kind: 'field_ignored', path: field, why: 'too_large' }],
    })
    expect((await eventIn(safe2pay, said)).facts).toStrictEqual({})
  })

  it('of a transaction read money as cents, and name the amount that is too large', async () => {
    const said = {
      IdTransaction: 1,
      TransactionStatus: { Id: 3 },
      NetValue: 0,
      TaxValue: 1.005,
      Amount: 1e21,
    }
    const event = await eventIn(safe2pay, said)
    expect(event.facts).toStrictEqual({ netCents: 0, taxCents: 101 })
    expect(event.notices).toEqual([{ kind: 'field_ignored', path: 'Amount', why: 'too_large' }])
  })

  it('of a boleto take its discount under either name, the given one over the promised one', async () => {
    const said = { IdTransaction: 1, TransactionStatus: { Id: 1 }, DiscountAmount: 0.05 }
    expect((await eventIn(safe2pay, said)).facts).toEqual({ discountCents: 5 })
    expect((await eventIn(safe2pay, { DiscountValue: 0, ...said })).facts).toEqual({ discountCents: 0 })
  })

  it('take the method by its Id, or by the digits of its Code', async () => {
    const codes = ['2', '14', '123456789', '1234567890', '2x', 'x2', '2 ', '', 'Pix']
    const methods = [{ Id: 6, Code: '2' }, ...codes.map((Code) => ({ Code })), {}].map((PaymentMethod) =>
      eventIn(safe2pay, { IdTransaction: 1, TransactionStatus: { Id: 3 }, PaymentMethod }),
    )
    const facts = (await Promise.all(methods)).map((event) => event.facts)
    const taken = [6, 2, 14].map((paymentMethod) => ({ paymentMethod }))
    expect(facts.slice(0, 3)).toEqual(taken)
    expect(facts[7]).toEqual({ paymentMethod: 2 })
    for (const none of [...facts.slice(3, 7), ...facts.slice(8)]) expect(none).toStrictEqual({})
  })

  it.each([
    ['PaymentMethod.Id', 'PaymentMethod', 'paymentMethod', 1000],
    ['PaymentMethod.Id', 'PaymentMethod', 'paymentMethod', 29_742_237_026],
    ['InstallmentQuantity', 'InstallmentQuantity', 'installments', 100],
    ['InstallmentQuantity', 'InstallmentQuantity', 'installments', -1],
    ['EndToEndId', 'EndToEndId', 'endToEndId', '297.422.370-26'],
    ['Tid', 'Tid', 'tid', 'João 1'],
    ['AuthorizationCode', 'AuthorizationCode', 'authorizationCode', '29742237026'],
  ])(
    'of a transaction leave out what has not its form, and name it: %s',
    async (path, field, fact, value) => {
      const event = await eventIn(safe2pay, card(path, value))
      expect(event.facts).not.toHaveProperty(fact)
      expect(event).toMatchObject({
        notices: [{ kind: 'field_ignored', path: field, why: 'other_form' }],
      })
    },
  )

  it.each(['validationAgent', 'confirmationAgent'])(
    'of an order leave out an id of an agent that is no GUID, and name it: %s',
    async (agent) => {
      const reading = await read(amplia, order(agent, { id: '29742237026', name: 'Fulano' }))
      expect(reading).toMatchObject({
        event: {
          facts: { [`${agent}Name`]: 'Fulano' },
          notices: [{ kind: 'field_ignored', path: `${agent}.id`, why: 'other_form' }],
        },
      })
    },
  )

  it('hold no personal number, in whichever column it was put', async () => {
    const cpf = '297.422.370-26'
    const sale = await eventIn(amplia, order('orderSaleNumber', cpf))
    const agent = await eventIn(
      amplia,
      order('validationAgent', { id: '1', name: `Fulano ${cpf}`, identifier: cpf }),
    )
    const payments = ['Reference', 'Vendor', 'Application', 'PaymentMethod.Name'].map((field) =>
      eventIn(safe2pay, card(field, `de ${cpf}`)),
    )
    const facts = [sale, agent, ...(await Promise.all(payments))].map((event) => event.facts)
    expect(JSON.stringify(facts)).not.toContain('297')
    expect(JSON.stringify(facts).match(/\*\*\*\.422\.370-\*\*/g)).toHaveLength(6)
  })
})

describe('what was paid', () => {
  it.each([0, '0', '0,00', 'R$ 0,00'])(
    'is not said by %j, which takes the place of no amount',
    async (value) => {
      const { facts, notices } = await eventIn(safe2pay, card('PaidValue', value))
      expect(facts).not.toHaveProperty('paidCents')
      expect(notices).toEqual([])
    },
  )

  it('is said by a cent', async () => {
    expect((await eventIn(safe2pay, card('PaidValue', 0.01))).facts).toMatchObject({ paidCents: 1 })
  })
})

describe('what went back', () => {
  const body = JSON.parse(payload('safe2pay', '6-estornado-card'))

  it.each([
    [50, 5_000],
    [-50, 5_000],
    ['-50,00', 5_000],
    [0, 0],
  ])('has no sign: %j', async (amount, refundedCents) => {
    expect((await eventIn(safe2pay, withValue(body, 'Amount', amount))).facts).toMatchObject({
      refundedCents,
    })
  })

  it('is not said where no amount is', async () => {
    const { facts, notices } = await eventIn(safe2pay, withValue(body, 'Amount', null))
    expect(facts).not.toHaveProperty('refundedCents')
    expect(notices).toEqual([])
  })
})

describe('the numbers that get a key', () => {
  const CPF = '297.422.370-26'

  it('of an order are both of its numbers, whole, and none where it has none', async () => {
    expect(await read(amplia, order('orderSaleNumber', ` ${CPF}`))).toMatchObject({
      joins: { numberKey: '800-005-520', saleKey: CPF },
    })
    const none = await read(amplia, order('orderNumber', null))
    expect(none.kind === 'event' && none.joins).toStrictEqual({})
  })

  it('of a payment is its reference, whole; one left out keeps what was said before', async () => {
    expect(await read(safe2pay, card('Reference', CPF))).toMatchObject({ joins: { saleKey: CPF } })
    for (const Reference of ['', null, undefined]) {
      const reading = await read(safe2pay, card('Reference', Reference))
      expect(reading.kind === 'event' && reading.joins).toStrictEqual({})
    }
  })

  it('never stand among the facts', async () => {
    const { facts } = await eventIn(amplia, order('orderSaleNumber', CPF))
    expect(Object.keys(facts).filter((name) => name.endsWith('Key'))).toEqual([])
  })
})

describe('another type of Amplia Reg', () => {
  it.each(['OrderCreated', 'OrderStatusChanged2', '__proto__'])(
    '%j is not supported, whatever it holds',
    async (type) => {
      expect(await read(amplia, { type, orderStatusTransitionModel: 3 })).toEqual({
        kind: 'unsupported_type',
        type,
      })
    },
  )

  it('is named by its first 128 characters', async () => {
    expect(await read(amplia, { type: 't'.repeat(129) })).toEqual({
      kind: 'unsupported_type',
      type: 't'.repeat(128),
    })
  })

  it.each(['orderstatuschanged', 'ORDERSTATUSCHANGED', ' OrderStatusChanged '])('is not %j', async (type) => {
    expect(await read(amplia, { ...ORDER, type })).toMatchObject({ kind: 'event' })
  })
})

describe('a text that ends in what steers a screen', () => {
  it('is shown without it, and without the space before it', async () => {
    const said = { IdTransaction: 1, TransactionStatus: { Id: 3 }, Vendor: 'Loja \u200e' }
    expect((await eventIn(safe2pay, said)).facts).toMatchObject({ vendor: 'Loja' })
    expect((await eventIn(amplia, order('orderNumber', '800-1 \u200e'))).facts).toMatchObject({
      orderNumber: '800-1',
    })
  })
})
