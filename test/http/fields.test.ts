/**
 * Only the id and the status decide whether an event counts: any other field that is not as declared is left out, and the
 * answer and D1 name it. A field that may be missing may be null, and no value of the right type is too odd to be stored.
 */
import { describe, expect, it } from 'vitest'
import { orderBody, orderId, transactionBody } from '../tools/bodies.ts'
import { problemIn } from '../tools/problem.ts'
import {
  order,
  quarantined,
  quarantinedAs,
  rows,
  settle,
  transaction,
  transitions,
} from '../tools/read-model.ts'
import { withValue } from '../tools/readings.ts'
import { cellsOfObjects, placesOf } from '../tools/scan.ts'
import { deliver, post } from '../tools/sender.ts'

const agent = { id: 'a', name: 'b', identifier: 'c', birthDate: 'd' }
const fullOrder = orderBody({ orderId: orderId(1), validationAgent: agent, confirmationAgent: agent })

const account = {
  Description: 'a',
  Amount: 1,
  Tax: 0,
  IsTransferred: false,
  ReleaseDate: '2020-02-14T00:00:00',
  InstallmentNumber: 1,
}
const fullTransaction = transactionBody(91001, 3, {
  PaymentMethod: { Id: 6, Code: '6', Name: 'Pix', Show: true, IsEnabled: true },
  PaymentDate: '2024-04-24T11:20:00',
  TaxValue: 1,
  NetValue: 1,
  PaidValue: 1,
  AdditionValue: 1,
  DiscountValue: 1,
  DiscountAmount: 1,
  EndToEndId: 'a',
  Tid: 'b',
  AuthorizationCode: 'c',
  IdMultiPaymentCharge: 5,
  CheckingAccounts: [account],
  Splits: [
    {
      IdTransactionSplitter: 1,
      IdReceiver: 2,
      CodeTaxType: 3,
      Identity: 'a',
      Name: 'b',
      IsPayTax: true,
      Amount: 1,
      CheckingAccounts: [account],
    },
  ],
})

const MODEL = 'orderStatusTransitionModel'

/** One value of each; test/pure/field-types.test.ts has the others. */
const REFUSED: readonly (readonly ['amplia' | 'safe2pay', string, unknown])[] = [
  ['amplia', 'type', {}],
  ['amplia', MODEL, 'text'],
  ['amplia', `${MODEL}.orderId`, 'text'],
  ['amplia', `${MODEL}.status`, 'x'.repeat(65)],
  ['safe2pay', 'IdTransaction', '12345678901234567890'],
  ['safe2pay', 'TransactionStatus', { Name: 'Autorizado' }],
]

const IGNORED: readonly (readonly ['amplia' | 'safe2pay', string, unknown])[] = [
  ['amplia', `${MODEL}.orderNumber`, { a: 1 }],
  ['amplia', `${MODEL}.confirmationAgent.id`, 'a'],
  ['safe2pay', 'PaymentMethod.Name', ['x']],
  ['safe2pay', 'Amount', 'a lot'],
]

describe('an id or a status that is none', () => {
  it.each(REFUSED)('is answered 422 with its place: %s %s', async (provider, path, wrong) => {
    const full = provider === 'amplia' ? fullOrder : fullTransaction
    const { errors, quarantineId } = await problemIn(await post(provider, withValue(full, path, wrong)), 422)
    expect(errors).toContainEqual({ path, message: expect.stringMatching(/\S/) })
    const row = await quarantinedAs(quarantineId)
    expect(row).toMatchObject({ provider, reason: 'invalid_schema' })
    expect(JSON.parse(String(row?.issues))).toContainEqual({ path, message: expect.any(String) })
  })

  it('leaves nothing behind but its row in quarantine', async () => {
    await settle()
    expect(await rows('SELECT * FROM orders')).toEqual([])
    expect(await rows('SELECT * FROM transactions')).toEqual([])
    expect(await rows('SELECT * FROM transitions')).toEqual([])
  })

  it('does not tell the value that was sent', async () => {
    const response = await post('safe2pay', { ...fullTransaction, IdTransaction: 'a-very-odd-id' })
    expect(await response.text()).not.toContain('a-very-odd-id')
  })
})

describe('any other field that is not as declared', () => {
  it.each(IGNORED.map((each, index) => [...each, index] as const))(
    'costs no event, and is named in the answer and in D1: %s %s',
    async (provider, path, value, index) => {
      const body =
        provider === 'amplia'
          ? withValue(
              orderBody({ orderId: orderId(900 + index), validationAgent: agent, confirmationAgent: agent }),
              path,
              value,
            )
          : withValue({ ...fullTransaction, IdTransaction: 91900 + index }, path, value)
      const answer = await deliver(provider, body)
      expect(answer).toMatchObject({ verdict: 'applied' })
      const named = path.replace(`${MODEL}.`, '')
      expect(answer.warnings).toContainEqual(expect.stringContaining(`${named} is not`))
      await settle()
      const [transition] = await transitions(provider, answer.id)
      expect(transition?.notice).toContain(`${named} is not`)
    },
  )
})

describe('lengths', () => {
  it('cut a text where its column ends, and that is said', async () => {
    const number = 'x'.repeat(2000)
    const answer = await deliver('amplia', orderBody({ orderId: orderId(21), orderNumber: number }))
    expect(answer.warnings).toEqual(['orderNumber is longer than its column: it is cut.'])
    await settle()
    const row = await order(orderId(21))
    expect(number.startsWith(String(row?.order_number))).toBe(true)
  })

  it('takes a status of 64 characters and ids of 128, which have not the form of their columns', async () => {
    const id = orderId(2)
    const status = 'x'.repeat(64)
    const number = 'x'.repeat(128)
    const body = orderBody({ orderId: id, status, orderNumber: number, validationAgent: { id: number } })
    expect(await deliver('amplia', body)).toMatchObject({ verdict: 'applied', head: { status } })
    const ids = { Tid: number, EndToEndId: number, AuthorizationCode: number }
    expect(await deliver('safe2pay', transactionBody(91002, 3, ids))).toMatchObject({ verdict: 'applied' })
    await settle()
    expect(await order(id)).toMatchObject({ status, order_number: number, validation_agent_id: null })
    expect(await transaction(91002)).toMatchObject({ tid: null, end_to_end_id: null })
  })
})

describe('fields that are not said', () => {
  it('may be missing: a transaction with an id and a status is enough', async () => {
    const body = { IdTransaction: 92001, TransactionStatus: { Id: 3 } }
    expect(await deliver('safe2pay', body)).toMatchObject({ verdict: 'applied', warnings: [] })
    await settle()
    expect(await transaction(92001)).toMatchObject({
      status: 3,
      status_name: 'Autorizado',
      amount_cents: null,
    })
  })

  it('may be null, every one of a transaction', async () => {
    const nulls = Object.fromEntries(Object.keys(fullTransaction).map((name) => [name, null]))
    const body = { ...nulls, IdTransaction: 92002, TransactionStatus: { Id: 3, Code: null, Name: null } }
    expect(await deliver('safe2pay', body)).toMatchObject({ verdict: 'applied', warnings: [] })
    const parts = {
      PaymentMethod: { Id: null, Code: null, Name: null, Show: null, IsEnabled: null },
      CheckingAccounts: [Object.fromEntries(Object.keys(account).map((name) => [name, null]))],
      Splits: [{ Identity: null, Amount: null, CheckingAccounts: null }],
    }
    expect(await deliver('safe2pay', transactionBody(92003, 3, parts))).toMatchObject({ warnings: [] })
    await settle()
    expect(await transaction(92002)).toMatchObject({ vendor: null, paid_at: null, payment_method: null })
  })

  it('may be missing or null in an order, but for its id, status and date', async () => {
    const said = { orderId: orderId(3), status: 'WaitingValidation', date: '2025-03-18T15:26:11Z' }
    const bare = { type: 'OrderStatusChanged', [MODEL]: said }
    expect(await deliver('amplia', bare)).toMatchObject({ verdict: 'applied', warnings: [] })
    const noAgent = { id: null, name: null, identifier: null, birthDate: null }
    const nulls = { orderNumber: null, validationAgent: noAgent, confirmationAgent: noAgent }
    expect(await deliver('amplia', orderBody({ orderId: orderId(4), ...nulls }))).toMatchObject({
      verdict: 'applied',
    })
  })

  it('keep what an earlier event said of the transaction', async () => {
    await deliver('safe2pay', transactionBody(92004, 1, { Reference: 'Pedido 7', TaxValue: 2 }))
    await deliver('safe2pay', { IdTransaction: 92004, TransactionStatus: { Id: 3 } })
    await settle()
    expect(await transaction(92004)).toMatchObject({ status: 3, reference: 'Pedido 7', tax_cents: 200 })
  })

  it('that are not declared are kept in the object, and not in D1', async () => {
    const more = { Novo: { a: [1, 'ç', null, 1.5] }, toString: 'x', '': 'empty' }
    const body = transactionBody(92005, 3, more)
    await deliver('safe2pay', body)
    await settle()
    const row = await transaction(92005)
    const { TransactionStatus: _, ...declared } = transactionBody(92005, 3)
    expect(JSON.parse(String(row?.details))).toEqual({ ...declared, TransactionStatus: { Id: 3, Code: '3' } })
    const inObjects = (await cellsOfObjects()).filter(({ place }) => place === 'object log.body')
    expect(placesOf(inObjects, [JSON.stringify(body)])).toHaveLength(1)
  })
})

describe('identifiers', () => {
  it('may be as large as a number stays exact', async () => {
    const id = Number.MAX_SAFE_INTEGER
    expect(await deliver('safe2pay', transactionBody(id, 3))).toMatchObject({ id: '9007199254740991' })
    expect(await deliver('safe2pay', transactionBody('9007199254740990', 3))).toMatchObject({
      id: '9007199254740990',
    })
    await settle()
    expect(await transaction(id)).toMatchObject({ transaction_id: id })
    expect(await rows(`SELECT typeof(transaction_id) AS type FROM transactions GROUP BY 1`)).toEqual([
      { type: 'integer' },
    ])
  })
})

describe('another type of Amplia', () => {
  it('is answered 202, ignored and kept', async () => {
    const body = { type: 'OrderCommentAdded', orderCommentModel: { orderId: orderId(5), text: 'x' } }
    const response = await post('amplia', body)
    expect(response.status).toBe(202)
    expect(response.headers.get('Content-Type')).toBe('application/json')
    expect(await response.json()).toMatchObject({ verdict: 'ignored', provider: 'amplia' })
    const kept = (await quarantined()).filter(({ reason }) => reason === 'unsupported_type')
    expect(kept).toMatchObject([{ provider: 'amplia', attempts: 1, resolved_at: null }])
    expect(JSON.parse(String(kept[0]?.body))).toEqual(body)
  })

  it('counts when it comes again', async () => {
    const body = { type: 'Ping' }
    await post('amplia', body)
    expect((await post('amplia', body)).status).toBe(202)
    expect((await quarantined()).filter((row) => row.body === '{"type":"Ping"}')).toMatchObject([
      { attempts: 2 },
    ])
  })
})

describe('amounts and numbers', () => {
  it('the largest whole numbers are no code of a method, and minus zero is no instalment', async () => {
    const text = JSON.stringify(
      transactionBody(94503, 3, {
        PaymentMethod: { Id: Number.MAX_SAFE_INTEGER, Code: '6', Name: 'Pix' },
        InstallmentQuantity: 12345,
        Splits: [{ IdReceiver: Number.MIN_SAFE_INTEGER }],
      }),
    ).replace('12345', '-0')
    await deliver('safe2pay', text)
    await settle()
    expect(await transaction(94503)).toMatchObject({
      payment_method: null,
      installments: 0,
    })
  })
})
