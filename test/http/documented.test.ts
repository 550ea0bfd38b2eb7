/**
 * Every documented body is judged and gives the row that a person would write down after reading it.
 * The rows are copied from the payloads by hand: nothing here is computed by the code under test.
 */
import { beforeAll, describe, expect, it } from 'vitest'
import { PAYLOADS, payload } from '../tools/payloads.ts'
import { order, type Row, settle, transaction, transitions } from '../tools/read-model.ts'
import { cellsOfD1, cellsOfObjects, placesOf } from '../tools/scan.ts'
import { deliver, type Judged, post } from '../tools/sender.ts'

const PERSONAL = ['16545693050', '29742237026', '99999999999', '1988-04-01', '1986-02-15']

const answers = new Map<string, { readonly status: number; readonly json: Judged }>()
const answerTo = (file: string): Judged | undefined => answers.get(file)?.json

beforeAll(async () => {
  for (const { provider, name, text } of PAYLOADS) {
    const response = await post(provider, text)
    answers.set(`${provider}/${name}`, { status: response.status, json: await response.json<Judged>() })
  }
  await settle()
})

describe('documented bodies', () => {
  it('are seventeen', () => {
    expect(PAYLOADS).toHaveLength(17)
  })

  it.each(PAYLOADS)('$provider/$name is answered 200 and applied', ({ provider, name }) => {
    const { status, json } = answers.get(`${provider}/${name}`) ?? {}
    expect(status).toBe(200)
    expect(json).toMatchObject({ verdict: 'applied', provider })
  })

  it('leave no CPF, CNPJ or birth date in any table of D1', async () => {
    const cells = await cellsOfD1()
    expect(cells.length).toBeGreaterThan(300)
    expect(placesOf(cells, PERSONAL)).toEqual([])
  })

  it('are kept whole in their objects, but for the key', async () => {
    const cells = await cellsOfObjects()
    expect(placesOf(cells, PERSONAL)).toContain('object log.body')
    expect(placesOf(cells, ['SECRET_KEY', 'SecretKey'])).toEqual([])
  })

  it('are all duplicates when they come again, and change no row', async () => {
    const before = await cellsOfD1()
    for (const { provider, text } of PAYLOADS) {
      expect(await deliver(provider, text)).toMatchObject({ verdict: 'duplicate' })
    }
    await settle()
    expect(await cellsOfD1()).toEqual(before)
  })
})

/** What the three orders have in common. */
const alike = {
  sale_number: null,
  validation_agent_id: '0bcc8325-7122-4e5d-80b4-720beec03ede',
  validation_agent_name: 'Fulano de Tal',
  confirmation_agent_id: '0bcc8325-7122-4e5d-80b4-720beec03ede',
  confirmation_agent_name: 'Fulano de Tal',
  refused: 0,
}
const ORDERS: readonly Row[] = [
  {
    ...alike,
    order_id: '0195a9dc-c0f0-4f5c-83d3-bf562ae98ed9',
    order_number: '800-005-520',
    status: 'Canceled',
    status_since: '2025-03-18T15:31:04.346843Z',
    gaps: 0,
    revision: 6,
  },
  {
    ...alike,
    order_id: '0195aa59-f1b8-4154-b709-7149fcf37c70',
    order_number: '800-005-546',
    status: 'Revoked',
    status_since: '2025-03-18T17:45:44.817709Z',
    gaps: 1,
    revision: 2,
  },
  {
    ...alike,
    order_id: '0195a9e1-01af-434b-bcf2-5518820098c4',
    order_number: '800-005-538',
    status: 'Declined',
    status_since: '2025-03-18T15:33:17.829905Z',
    gaps: 1,
    revision: 1,
  },
]

/** Of a number that is there; random, since the vault makes its secret at random. */
const keyOf = (number: Row[string] | undefined) => (number ? expect.stringMatching(/^[0-9a-f]{32}$/) : null)

describe('orders in D1', () => {
  it.each(ORDERS)('$order_number is $status with $gaps gaps', async (expected) => {
    const { first_received_at, last_received_at, change, ...row } =
      (await order(String(expected.order_id))) ?? {}
    const keys = { number_key: keyOf(expected.order_number), sale_key: keyOf(expected.sale_number) }
    expect(row).toEqual({ ...expected, ...keys, erased_at: null, sequence: null })
    expect(change).toBeGreaterThan(0)
    expect(first_received_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    expect(String(last_received_at) >= String(first_received_at)).toBe(true)
  })

  it('show the agents as the latest event has them: none at creation, one from validation on', async () => {
    const id = '0195a9dc-c0f0-4f5c-83d3-00000000d0c1'
    const asOther = (name: string) =>
      payload('amplia', name).replace('0195a9dc-c0f0-4f5c-83d3-bf562ae98ed9', id)
    await deliver('amplia', asOther('1-created-waiting-validation'))
    await settle()
    expect(await order(id)).toMatchObject({ validation_agent_id: null, confirmation_agent_id: null })
    await deliver('amplia', asOther('2-in-validation'))
    await settle()
    expect(await order(id)).toMatchObject({
      validation_agent_name: 'Fulano de Tal',
      confirmation_agent_name: null,
    })
  })
})

const transition = (seq: number, previous: string | null, status: string, at: string) => ({
  provider: 'amplia',
  seq,
  verdict: 'applied',
  effective: 1,
  status,
  previous_status: previous,
  occurred_at: `2025-03-18T${at}Z`,
  revision: seq,
})

const TRANSITIONS = [
  {
    id: '0195a9dc-c0f0-4f5c-83d3-bf562ae98ed9',
    expected: [
      transition(1, null, 'WaitingValidation', '15:26:11.704304'),
      transition(2, 'WaitingValidation', 'InValidation', '15:27:28.358558'),
      transition(3, 'InValidation', 'WaitingConfirmation', '15:28:54.772066'),
      transition(4, 'WaitingConfirmation', 'InConfirmation', '15:29:45.393819'),
      transition(5, 'InConfirmation', 'WaitingIssue', '15:30:14.052941'),
      transition(6, 'WaitingIssue', 'Canceled', '15:31:04.346843'),
    ],
  },
  {
    id: '0195aa59-f1b8-4154-b709-7149fcf37c70',
    expected: [
      transition(1, 'WaitingIssue', 'Issued', '17:44:36.301203'),
      transition(2, 'Issued', 'Revoked', '17:45:44.817709'),
    ],
  },
  {
    id: '0195a9e1-01af-434b-bcf2-5518820098c4',
    expected: [transition(1, 'InConfirmation', 'Declined', '15:33:17.829905')],
  },
]

describe('transitions in D1', () => {
  it.each(TRANSITIONS)('of order $id are its documented events in their order', async ({ id, expected }) => {
    const found = await transitions('amplia', id)
    expect(found).toMatchObject(expected)
    expect(found).toHaveLength(expected.length)
    for (const { reason, rules_version, received_at } of found) {
      expect(reason).toMatch(/\.$/)
      expect(rules_version).toBeTruthy()
      expect(received_at).toMatch(/Z$/)
    }
  })

  it.each([2091328, 2036495, 2086999, 2081955, 1040415, 26630087, 1985277, 2081106])(
    'of transaction %i are one, without a time of the sender',
    async (id) => {
      const found = await transitions('safe2pay', id)
      expect(found).toHaveLength(1)
      const row = await transaction(id)
      expect(found[0]).toMatchObject({
        seq: 1,
        verdict: 'applied',
        effective: 1,
        status: String(row?.status),
        previous_status: null,
        occurred_at: null,
        received_at: row?.status_since,
        revision: 1,
      })
    },
  )
})

/** What a transaction has none of is NULL, and 0 are its installments. */
const none = {
  reference: null,
  paid_cents: null,
  net_cents: null,
  tax_cents: null,
  discount_cents: null,
  addition_cents: null,
  refunded_cents: null,
  paid_at: null,
  end_to_end_id: null,
  tid: null,
  authorization_code: null,
  installments: 0,
  refused: 0,
  revision: 1,
}
const boleto = { payment_method: 1, payment_method_name: 'Boleto' }
const card = { payment_method: 2, payment_method_name: 'Cartão de Crédito' }

const TRANSACTIONS: readonly (Row & { readonly transaction_id: number })[] = [
  {
    ...none,
    ...boleto,
    transaction_id: 2091328,
    status: 1,
    status_name: 'Pendente',
    reference: 'Pedido 48',
    application: 'Venda Rápida',
    vendor: 'Vendedor 1',
    amount_cents: 100,
    discount_cents: 5,
    created_at: '2020-02-13T17:57:20.9Z',
  },
  {
    ...none,
    ...boleto,
    transaction_id: 2036495,
    status: 11,
    status_name: 'Liberado',
    reference: '1229',
    application: 'safe2pay-integration',
    vendor: 'safe2pay-tests',
    amount_cents: 10000,
    created_at: '2020-02-05T17:07:42.27Z',
  },
  {
    ...none,
    ...boleto,
    transaction_id: 2086999,
    status: 2,
    status_name: 'Processamento',
    reference: '91137',
    application: 'Sistema de Gestão',
    vendor: 'Vendedor',
    amount_cents: 19189,
    paid_cents: 19189,
    discount_cents: 0,
    addition_cents: 0,
    created_at: '2020-02-13T13:18:41.51Z',
    paid_at: '2020-02-13T18:00:00Z',
  },
  {
    ...none,
    ...boleto,
    transaction_id: 2081955,
    status: 3,
    status_name: 'Autorizado',
    reference: '147075358',
    application: 'Pagamento',
    vendor: 'E-commerce',
    amount_cents: 4743,
    paid_cents: 4743,
    net_cents: 4573,
    tax_cents: 170,
    discount_cents: 0,
    addition_cents: 0,
    created_at: '2020-02-12T16:07:59.84Z',
    paid_at: '2020-02-12T03:00:00Z',
  },
  {
    ...none,
    ...card,
    transaction_id: 1040415,
    status: 3,
    status_name: 'Autorizado',
    application: 'Teste Safe2Pay',
    vendor: 'Lucas Diogo',
    amount_cents: 20000,
    net_cents: -520,
    tax_cents: 20520,
    installments: 1,
    created_at: '2019-09-11T15:42:54.143Z',
    paid_at: '2019-09-11T15:57:50.587Z',
    tid: '020006495642',
    authorization_code: '205340',
  },
  {
    ...none,
    transaction_id: 26630087,
    status: 3,
    status_name: 'Autorizado',
    payment_method: 6,
    payment_method_name: 'Pix Recebimento',
    reference: 'TESTE',
    application: 'Aplicação de teste',
    vendor: 'João da Silva',
    amount_cents: 1000,
    created_at: '2022-03-31T20:37:55.01Z',
    end_to_end_id: 'E18236120202404241420s0612999999',
  },
  {
    ...none,
    ...card,
    transaction_id: 1985277,
    status: 6,
    status_name: 'Estornado',
    application: 'Aplicação de teste',
    vendor: 'Vededor Teste',
    amount_cents: 500,
    refunded_cents: 500,
    created_at: '2020-01-30T12:44:39.463Z',
    paid_at: '2020-01-30T12:44:43.917Z',
  },
  {
    ...none,
    ...boleto,
    transaction_id: 2081106,
    status: 7,
    status_name: 'Baixado',
    reference: '1229',
    application: 'NF-e',
    vendor: 'Não informado',
    amount_cents: 53000,
    created_at: '2020-02-12T14:56:44.663Z',
  },
]

describe('transactions in D1', () => {
  it.each(TRANSACTIONS)('$transaction_id is $status $status_name, every column', async (expected) => {
    const found = (await transaction(expected.transaction_id)) ?? {}
    const { details, status_since, first_received_at, last_received_at, change: _, ...row } = found
    expect(row).toEqual({ ...expected, sale_key: keyOf(expected.reference), erased_at: null, sequence: null })
    expect(status_since).toBe(first_received_at)
    expect(last_received_at).toBe(first_received_at)
    expect(JSON.parse(String(details))).toMatchObject({ IdTransaction: expected.transaction_id })
  })

  it('keep the splits in details, with personal numbers masked and without the key', async () => {
    const row = await transaction(1040415)
    const details: unknown = JSON.parse(String(row?.details))
    expect(details).toMatchObject({
      CheckingAccounts: [
        { Description: 'João da Silva(***422370**)', Amount: 0.01, ReleaseDate: '2019-10-14T00:00:00' },
      ],
      Splits: [
        {
          IdTransactionSplitter: 1040416,
          Identity: '***',
          Name: 'Empresa Teste Marketplace',
          Amount: 200,
          CheckingAccounts: [{ Description: 'Descrição de Teste', Amount: 200, InstallmentNumber: 1 }],
        },
      ],
    })
    expect(details).not.toHaveProperty('SecretKey')
  })

  it('say that 3 is paid and 11 is not, in the reason that a person reads', () => {
    expect(answerTo('safe2pay/3-autorizado-boleto')?.reason).toMatch(/Autorizado \(paid\)/)
    expect(answerTo('safe2pay/11-liberado-boleto')?.reason).toMatch(/Liberado \(.*not paid\)/)
  })
})

describe('dates that are none', () => {
  it('answers 25:37:53 with one warning that names the field', () => {
    expect(answerTo('safe2pay/3-autorizado-pix-bad-date')?.warnings).toEqual([
      expect.stringContaining('PaymentDate'),
    ])
  })

  it('warns of nothing in the other documented bodies', () => {
    for (const [file, { json }] of answers) {
      if (file !== 'safe2pay/3-autorizado-pix-bad-date') expect(json.warnings, file).toEqual([])
    }
  })
})

describe('an empty SecretKey', () => {
  const pix = payload('safe2pay', '3-autorizado-pix-bad-date')

  it('is no credential: 401, and nothing is kept', async () => {
    const response = await post('safe2pay', pix.replace('26630087', '71002'), { key: null })
    expect(response.status).toBe(401)
    await settle()
    expect(await transaction(71002)).toBeNull()
  })
})
