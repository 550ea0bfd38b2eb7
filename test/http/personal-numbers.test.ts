/**
 * No CPF, CNPJ or birth date gets into a table of D1, whatever field or damaged body it came in.
 */
import { afterEach, describe, expect, it } from 'vitest'
import { isPlain } from '../../src/providers/text.ts'
import { orderBody, orderId, transactionBody } from '../tools/bodies.ts'
import { emptyQuarantine, settleQuarantine } from '../tools/kept.ts'
import { payload } from '../tools/payloads.ts'
import { problemIn } from '../tools/problem.ts'
import { order, settle, transaction } from '../tools/read-model.ts'
import { cellsOfD1, placesOf } from '../tools/scan.ts'
import { deliver, post } from '../tools/sender.ts'

describe('personal numbers in a body that is kept', () => {
  afterEach(emptyQuarantine)

  const order1 = payload('amplia', '4-in-confirmation')
  const card = payload('safe2pay', '3-autorizado-card-splits')
  const PERSONAL = ['16545693050', '29742237026', '99999999999', '1988-04-01']

  /** Every way of cutting a text off right behind one of its personal values. */
  const cuts = (text: string): readonly string[] =>
    PERSONAL.flatMap((value) => {
      const at = text.lastIndexOf(value)
      if (at < 0) return []
      return [0, 1, 5, 10].map((more) => text.slice(0, at + value.length + more))
    })

  const KEPT: readonly (readonly [string, 'amplia' | 'safe2pay', readonly string[]])[] = [
    ['an order cut off', 'amplia', cuts(order1)],
    ['a transaction cut off', 'safe2pay', cuts(card)],
    ['an order on one line, cut off', 'amplia', cuts(JSON.stringify(JSON.parse(order1)))],
    ['an order with a comma too many', 'amplia', [order1.replace(/\}\s*\}\s*$/, '},}')]],
    ['an order with single quotes', 'amplia', [order1.replaceAll('"', "'")]],
    ['an order without quotes', 'amplia', [order1.replaceAll('"', '')]],
    ['an order in broken JSON within JSON', 'amplia', [`${JSON.stringify(order1)},`]],
    ['an order in a text of JSON', 'amplia', [JSON.stringify(order1), JSON.stringify({ body: order1 })]],
    ['an order with wrong types', 'amplia', [order1.replace(/"status": *"[^"]*"/, '"status": {"a": 5}')]],
    [
      'an order with its agent in the place of a text',
      'amplia',
      [order1.replace('"orderNumber": "800-005-520"', '"orderNumber": {"birthDate": {"on": "1988-04-01"}}')],
    ],
    ['an order of another type', 'amplia', [order1.replace('OrderStatusChanged', 'OrderChanged')]],
    ['a transaction with wrong types', 'safe2pay', [card.replace('"Amount": 200.0', '"Amount": "200"')]],
    [
      'a transaction with a CPF as a number',
      'safe2pay',
      [card.replace('"Reference": ""', '"Reference": 29742237026')],
    ],
    [
      'a transaction with numbers in lists and objects',
      'safe2pay',
      [
        card.replace(
          '"Identity": "99999999999"',
          '"Identity": [{"Value": "99999999999", "Cpf": 29742237026}]',
        ),
      ],
    ],
    ['a form', 'amplia', ['identifier=16545693050&birthDate=1988-04-01T00%3A00%3A00']],
    ['XML', 'amplia', ['<identifier>16545693050</identifier><birthDate>1988-04-01</birthDate>']],
    ['CSV', 'amplia', ['Fulano de Tal;16545693050;165.456.930-50']],
  ]

  it.each(KEPT)('is not in D1, whatever is kept in an object: %s', async (_, provider, bodies) => {
    for (const body of bodies) {
      const response = await post(provider, body)
      // An order in a text of JSON is taken out of it, and judged.
      expect([200, 202, 400, 422]).toContain(response.status)
      await settle()
      const answer = await response.text()
      expect(PERSONAL.filter((value) => answer.includes(value))).toEqual([])
      await settleQuarantine()
      const kept = await cellsOfD1()
      expect(placesOf(kept, PERSONAL)).toEqual([])
    }
  })

  it('is not in D1 in text of two bytes a character', async () => {
    const utf16 = new Uint8Array(new Uint16Array([...order1].map((letter) => letter.charCodeAt(0))).buffer)
    await problemIn(await post('amplia', utf16), 400)
    await settleQuarantine()
    const kept = (await cellsOfD1()).map(({ place, text }) => ({
      place,
      text: text.replaceAll('\u0000', ''),
    }))
    expect(placesOf(kept, PERSONAL)).toEqual([])
  })
})

/** Numbers whose check digits are right, as people write them. */
const NUMBERS = [
  ['a bare CPF', '16545693050'],
  ['a CPF', '165.456.930-50'],
  ['a bare CNPJ', '11222333000181'],
  ['a CNPJ', '11.222.333/0001-81'],
  ['a CNPJ with letters', '12.ABC.345/01DE-35'],
  ['a bare CNPJ with letters', '12ABC34501DE35'],
] as const

describe.each(NUMBERS)('%s in an event', (_, number) => {
  const text = `Fulano (${number}), cliente`
  const index = NUMBERS.findIndex(([, each]) => each === number)

  it('is masked in every text about people and sales of an order', async () => {
    const agent = { id: 'x', name: text, identifier: number, birthDate: '1988-04-01T00:00:00' }
    const agents = { validationAgent: agent, confirmationAgent: { ...agent, name: number } }
    const id = orderId(index)
    await deliver(
      'amplia',
      orderBody({ orderId: id, orderNumber: text, orderSaleNumber: `venda ${number}`, ...agents }),
    )
    await settle()
    expect(await order(id)).toMatchObject({ sale_number: expect.stringMatching(/^venda .*\*/) })
    expect(placesOf(await cellsOfD1(), [number, '1988-04-01'])).toEqual([])
  })

  it('is masked in every text of a transaction, in its details too', async () => {
    const id = 21000 + index
    const account = { Description: text }
    const fields = {
      PaymentMethod: { Id: 6, Code: '6', Name: text },
      Reference: `Pedido de ${number}`,
      Vendor: text,
      Application: number,
      CheckingAccounts: [account],
      Splits: [{ Identity: number, Name: text, CheckingAccounts: [account] }],
      Customer: { Name: text, Identity: number, Document: { Number: number }, Notes: [number, [text]] },
      [`Payer ${number}`]: 1,
    }
    await deliver('safe2pay', transactionBody(id, 3, fields))
    await settle()
    expect(await transaction(id)).toMatchObject({ reference: expect.stringMatching(/^Pedido de .*\*/) })
    expect(placesOf(await cellsOfD1(), [number])).toEqual([])
  })
})

/** The middle six of a mask stand in D1; a number in another spelling is looked for digit by digit. */
const digitsIn = (text: string): string => text.normalize('NFKC').replace(/[\p{Cf}\s.,_/|–‑−-]/gu, '')

const SPELLINGS = [
  '165 456 930 50',
  '1 6 5 4 5 6 9 3 0 5 0',
  '165_456_930_50',
  '165/456/930/50',
  '165.456.930–50',
  '165‑456‑930‑50',
  '165−456−930−50',
  '165,456,930,50',
  '165|456|930|50',
  '１６５４５６９３０５０',
  '165\u200b456\u200b930\u200b50',
  '16\u00ad545693050',
  'cpf16545693050x',
  'CPF:16545693050',
  '00016545693050',
]

describe.each(SPELLINGS)('a CPF that is spelled %s', (spelled) => {
  const index = SPELLINGS.indexOf(spelled)
  const text = `Fulano ${spelled}, cliente`

  it('gets into no column of D1, whatever the column is for', async () => {
    const agent = { id: spelled, name: text, identifier: spelled, birthDate: spelled }
    const fields = {
      validationAgent: agent,
      confirmationAgent: agent,
      status: isPlain(text) ? text : 'Issued',
    }
    const id = orderId(500 + index)
    await deliver(
      'amplia',
      orderBody({ orderId: id, orderNumber: spelled, orderSaleNumber: text, ...fields }),
    )
    const account = { Description: text, ReleaseDate: spelled }
    const payment = {
      TransactionStatus: { Id: 3, Code: '3', Name: text },
      PaymentMethod: { Id: 6, Code: spelled, Name: text },
      Reference: spelled,
      Vendor: text,
      Application: text,
      IncluedDate: spelled,
      EndToEndId: spelled,
      Tid: spelled,
      AuthorizationCode: spelled,
      IdMultiPaymentCharge: spelled,
      CheckingAccounts: [account],
      Splits: [{ Identity: spelled, Name: text, CheckingAccounts: [account] }],
      Customer: { [spelled]: [text] },
    }
    await deliver('safe2pay', transactionBody(22_000 + index, 3, payment))
    // In quarantine a number alone under the name of an id stays: a body is replayed from there.
    const kept = {
      ...payment,
      EndToEndId: text,
      Tid: text,
      AuthorizationCode: text,
      IdMultiPaymentCharge: text,
    }
    await post('safe2pay', { ...transactionBody(22_100 + index, 3, kept), Amount: 'x' })
    await post('safe2pay', `${JSON.stringify(transactionBody(22_200 + index, 3, kept))},`)
    await settle()
    const cells = (await cellsOfD1()).map(({ place, text: cell }) => ({ place, text: digitsIn(cell) }))
    expect(placesOf(cells, ['16545693050'])).toEqual([])
    await emptyQuarantine()
  })
})

describe('numbers where there should be codes', () => {
  it('get into no column of D1', async () => {
    const cpf = 16_545_693_050
    const fields = {
      PaymentMethod: { Id: cpf, Code: '6', Name: 'Pix' },
      InstallmentQuantity: cpf,
      IdMultiPaymentCharge: cpf,
      CheckingAccounts: [{ InstallmentNumber: cpf }],
      Splits: [{ IdTransactionSplitter: cpf, IdReceiver: cpf, CodeTaxType: cpf }],
      Document: cpf,
    }
    const answer = await deliver('safe2pay', transactionBody(21_900, 3, fields))
    expect(answer.warnings).toHaveLength(2)
    const status = { TransactionStatus: { Id: cpf } }
    expect((await post('safe2pay', { ...transactionBody(21_901, 3), ...status })).status).toBe(422)
    await emptyQuarantine()
    await settle()
    expect(placesOf(await cellsOfD1(), [String(cpf)])).toEqual([])
  })

  it('are a business’s own in a reference of fourteen digits, and stay', async () => {
    await deliver('safe2pay', transactionBody(21_902, 3, { Reference: '20261120080242' }))
    await settle()
    expect(await transaction(21_902)).toMatchObject({ reference: '20261120080242' })
  })
})
