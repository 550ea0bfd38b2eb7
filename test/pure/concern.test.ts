/** Whom a body concerns is read out of whatever came, so that an erasure finds it. */
import { describe, expect, it } from 'vitest'
import * as LIMITS from '../../src/limits.ts'
import { amplia } from '../../src/providers/amplia/index.ts'
import type { Concern } from '../../src/providers/concern.ts'
import { PROVIDERS } from '../../src/providers/index.ts'
import { safe2pay } from '../../src/providers/safe2pay/index.ts'
import { orderBody, transactionBody } from '../tools/bodies.ts'
import { PAYLOADS } from '../tools/payloads.ts'

const GUID = '0195a9dc-c0f0-4f5c-83d3-bf562ae98ed9'
const PLAIN = GUID.replaceAll('-', '')

const idsOf = ({ entityId, otherIds }: Concern) => (entityId === null ? otherIds : [entityId, ...otherIds])
const order = (body: unknown) => idsOf(amplia.concerns(body))
const payment = (body: unknown) => idsOf(safe2pay.concerns(body))

describe('a payment is found', () => {
  const text = JSON.stringify(transactionBody(48, 3))
  it.each<[string, unknown]>([
    ['a number', { IdTransaction: 48 }],
    ['a number with a fraction', { IdTransaction: 48.0 }],
    ['digits', { IdTransaction: '48' }],
    ['digits with zeros before them', { IdTransaction: '00048' }],
    ['digits with a plus', { IdTransaction: '+48' }],
    ['digits with spaces', { IdTransaction: ' 48\n' }],
    ['digits with a fraction', { IdTransaction: '48.0' }],
    ['digits with a fraction in Brazil', { IdTransaction: '48,00' }],
    ['full-width digits', { IdTransaction: '４８' }],
    ['digits with a character that nobody sees', { IdTransaction: '4\u200b8' }],
    ['a list of one', { IdTransaction: ['48'] }],
    ['an object that says so', { IdTransaction: { Id: 48, Name: '77', VendorId: 78, Identity: 79 } }],
    ['another case', { idTRANSACTION: 48 }],
    ['another punctuation', { id_transaction: 48 }],
    ['a name with spaces', { ' Id Transaction ': 48 }],
    ['the words the other way round', { transactionId: 48 }],
    ['an object within others', { data: [{ transaction: { IdTransaction: 48 } }] }],
    ['a list', [{ IdTransaction: 48 }]],
    ['JSON in a text', JSON.stringify({ IdTransaction: 48 })],
    ['JSON in a text of JSON', { Payload: text }],
    ['an object that says so in JSON in a text of JSON', { Payload: '{"IdTransaction":{"Id":48}}' }],
    ['an object that says so in JSON behind spaces', { Payload: ' \n{"IdTransaction":{"Id":48}}' }],
    ['JSON in a text in a text of JSON', { Payload: JSON.stringify({ Payload: text }) }],
    ['broken JSON in a text of JSON', { Payload: text.slice(0, -1) }],
    ['a form in a text of JSON', { body: 'Vendor=x&IdTransaction=48' }],
    ['a form that was taken for JSON', { 'IdTransaction=48&Vendor': 'x' }],
    ['JSON cut off', text.slice(0, -1)],
    ['JSON of several lines cut off', JSON.stringify(transactionBody(48, 3), null, 2).slice(0, -2)],
    ['JSON in single quotes', text.replaceAll('"', "'")],
    ['JSON without quotes', text.replaceAll('"', '')],
    ['JSON with zeros before the number', '{"IdTransaction":00048,}'],
    ['JSON with a plus before the number', '{"IdTransaction": +48}'],
    ['JSON with spaces in the text', '{"IdTransaction" : " 48 " '],
    ['broken JSON of another case', '{"idtransaction":"48"'],
    ['JSON in broken JSON', `${JSON.stringify(text)},`],
    ['JSON in JSON in broken JSON', `${JSON.stringify(JSON.stringify(text))},`],
    ['broken JSON with escaped names', '{"\\u0049dTransaction":48,'],
    ['a form', 'Vendor=x&IdTransaction=48&Amount=1'],
    ['XML that was taken for JSON', { '<T><IdTransaction>48</IdTransaction></T>': '' }],
    ['JSON with line breaks, escaped in broken JSON', '{"a":"{\\"IdTransaction\\":\\n48,\\n",'],
    ['JSON with other line breaks, escaped in broken JSON', '{"a":"{\\"IdTransaction\\":\\r48,\\r",'],
    ['JSON with tabs, escaped in broken JSON', '{"a":"{\\"IdTransaction\\":\\t48,\\t",'],
    ['lines of text, escaped in broken JSON', '{"a":"IdTransaction=48\\nVendor=x'],
    ['JSON with the digits as HTML writes them', '{"IdTransaction":&#52;&#x38;,'],
    ['a form with its brackets', 'transaction%5BIdTransaction%5D=48'],
    ['a form around JSON', `body=${encodeURIComponent(text)}`],
    ['a form around a form', `body=${encodeURIComponent(encodeURIComponent(text))}`],
    ['XML', '<T><Vendor>x</Vendor><IdTransaction>48</IdTransaction></T>'],
    ['HTML around JSON', text.replaceAll('"', '&quot;')],
    ['HTML around JSON in single quotes', text.replaceAll('"', '&apos;')],
    ['HTML around JSON, with decimal numbers', text.replaceAll('"', '&#34;')],
    ['HTML around JSON, with decimal numbers of three digits', text.replaceAll('"', '&#034;')],
    ['HTML around JSON, with hexadecimal numbers', text.replaceAll('"', '&#x22;')],
  ])('as %s', (_, body) => {
    expect(payment(body)).toEqual(['48'])
  })

  it.each<[string, unknown]>([
    ['another number that begins alike', { IdTransaction: 480 }],
    ['a longer name', { IdTransactionSplitter: 48 }],
    ['a longer name in text', '{"IdTransactionSplitter":48,'],
    ['another name', { Id: 48, Reference: '48' }],
    ['zero', { IdTransaction: 0 }],
    ['a negative number', { IdTransaction: -48 }],
    ['a fraction', { IdTransaction: 48.5 }],
    ['a power', { IdTransaction: '48e0' }],
    ['a power in a text', '{"IdTransaction":48e0,'],
    ['what would be rounded', { IdTransaction: '9007199254740993' }],
    ['words', { IdTransaction: 'no 48' }],
    ['nothing', null],
    ['an empty text', ''],
  ])('not in %s', (_, body) => {
    expect(payment(body)).not.toContain('48')
  })

  it('with each of several, the first one first and each once', () => {
    expect(payment([{ IdTransaction: 48 }, { IdTransaction: 49 }, { IdTransaction: '048' }])).toEqual([
      '48',
      '49',
    ])
    expect(payment({ IdTransaction: 48, before: { IdTransaction: 49 } })).toEqual(['48', '49'])
    expect(payment('IdTransaction=48;IdTransaction=49')).toEqual(['48', '49'])
  })

  it('in bodies within bodies, of which no more are opened than a sender wraps', () => {
    let body: unknown = { IdTransaction: { Id: 48 } }
    for (let within = 0; within < LIMITS.bodiesWithinBodies; within += 1)
      body = { body: JSON.stringify(body) }
    expect(payment(body)).toEqual(['48'])
    expect(payment({ body: JSON.stringify(body) })).toEqual([])
  })
})

describe('an order is found', () => {
  const whole = orderBody({ orderId: GUID, validationAgent: { id: '0bcc8325-0000-4000-8000-000000000001' } })
  const text = JSON.stringify(whole)
  it.each<[string, unknown]>([
    ['as it is documented', whole],
    ['in capitals', orderBody({ orderId: GUID.toUpperCase() })],
    ['in braces', orderBody({ orderId: `{${GUID}}` })],
    ['in parentheses', orderBody({ orderId: `(${GUID})` })],
    ['without hyphens', orderBody({ orderId: PLAIN })],
    ['in full-width digits', orderBody({ orderId: PLAIN.replaceAll('0', '０') })],
    ['without hyphens, in capitals and spaces', orderBody({ orderId: ` ${PLAIN.toUpperCase()} ` })],
    ['as a URN', { orderId: `urn:uuid:${GUID}` }],
    ['under another case', { OrderID: GUID }],
    ['under another punctuation', { order_id: GUID }],
    ['under its object', { type: 'Other', order: { id: GUID } }],
    ['under a name of nobody', { pedido: GUID, validationAgent: { id: PLAIN } }],
    ['in a list', [whole]],
    ['in a text of JSON', { body: text }],
    ['in JSON cut off', text.slice(0, -2)],
    ['in broken JSON with braces', `{"orderId":"{${GUID.toUpperCase()}}",`],
    ['in broken JSON without hyphens', `{"orderId":"${PLAIN}",`],
    ['in a form', `type=x&orderId=${GUID}`],
    ['in a form with braces', `orderId=%7B${GUID}%7D`],
    ['in XML', `<orderId>${GUID}</orderId>`],
    ['in a sentence', `about ${GUID}.`],
  ])('%s', (_, body) => {
    expect(order(body)).toEqual([GUID])
  })

  it('under another name only for an erasure, because it may be anything', () => {
    const body = { type: 'Other', correlation: GUID, validationAgent: { id: PLAIN } }
    expect(amplia.concerns(body)).toMatchObject({ entityId: null, otherIds: [GUID] })
  })

  it.each<[string, unknown]>([
    ['an agent', { validationAgent: { id: GUID } }],
    ['the GUID that was never set', { orderId: '00000000-0000-0000-0000-000000000000' }],
    ['a longer text', { orderId: `${GUID}0` }],
  ])('not in %s', (_, body) => {
    expect(order(body)).toEqual([])
  })
})

describe('a reference', () => {
  it.each<[string, unknown, string | null]>([
    ['of a payment', { Reference: ' Pedido 48 ' }, 'Pedido 48'],
    ['of a payment, a number', { reference: 48 }, '48'],
    ['of a payment in broken JSON', '{"Reference":"Pedido 48","Amount":', 'Pedido 48'],
    ['of a payment in a form', 'Reference=S-48&x=1', 'S-48'],
    ['of a payment in HTML', '{&quot;Reference&quot;:&quot;Pedido 48&quot;,', 'Pedido 48'],
    ['of a payment in single quotes in HTML', '{&apos;Reference&apos;:&apos;Pedido 48&apos;,', 'Pedido 48'],
    ['of a payment in HTML, with numbers', '{&#34;Reference&#x22;:&#034;Pedido 48&#X22;,', 'Pedido 48'],
    ['of a payment in a form that was taken for JSON', { 'a=1&Reference=S-48': '' }, 'S-48'],
    ['that only a longer name has', { 'Reference.Name': 'S-48' }, null],
    [
      'that is long, in broken JSON',
      `{"Reference": "${'x'.repeat(LIMITS.idCharacters)}",`,
      'x'.repeat(LIMITS.idCharacters),
    ],
    ['that is empty', { Reference: '' }, null],
    ['that has lost digits as a number', JSON.parse('{"Reference":20261126140530123456}'), null],
    ['that is a CPF', { Reference: '165.456.930-50' }, '***.456.930-**'],
    ['that is long', { Reference: 'x'.repeat(1000) }, 'x'.repeat(LIMITS.idCharacters)],
  ])('is found: %s', (_, body, reference) => {
    expect(safe2pay.concerns(body).reference).toBe(reference)
  })

  it('of an order is its sale number, or else its number', () => {
    expect(amplia.concerns(orderBody({ orderSaleNumber: 'S-1', orderNumber: '800' })).reference).toBe('S-1')
    expect(amplia.concerns(orderBody({ orderSaleNumber: null, orderNumber: '800' })).reference).toBe('800')
    expect(amplia.concerns(orderBody({ orderSaleNumber: ' ', orderNumber: '800' })).reference).toBe('800')
    expect(amplia.concerns('{"orderSaleNumber":"","order_number":"800",').reference).toBe('800')
    const long = 'S'.repeat(LIMITS.idCharacters)
    expect(amplia.concerns(`{"orderSaleNumber" : "${long}",`).reference).toBe(long)
  })
})

describe('what can be read', () => {
  it('is the order by its field where that holds a GUID and no more', () => {
    for (const id of [GUID, `{${GUID}}`, `(${GUID})`, PLAIN, `urn:uuid:${GUID}`, ` ${GUID.toUpperCase()} `])
      expect(amplia.concerns(orderBody({ orderId: id }))).toMatchObject({ entityId: GUID, otherIds: [] })
    for (const id of [`x${GUID}`, `${GUID}x`, `[${GUID}`])
      expect(amplia.concerns(orderBody({ orderId: id })).entityId).toBeNull()
  })

  it('is no more orders than an erasure can look for', () => {
    const many = Array.from(
      { length: LIMITS.entitiesPerBody + 5 },
      (_, place) => `0195a9dc-c0f0-4f5c-83d3-${String(place).padStart(12, '0')}`,
    )
    expect(amplia.concerns({ many }).otherIds).toEqual(many.slice(0, LIMITS.entitiesPerBody))
  })

  it('is no payment by a number that would be rounded to the one of another', () => {
    expect(safe2pay.concerns({ IdTransaction: '9007199254740991' }).entityId).toBe('9007199254740991')
    expect(safe2pay.concerns({ IdTransaction: '9007199254740993' }).entityId).toBeNull()
  })

  it.each(PAYLOADS)(
    'concerns the entity that its event is of: $provider $name',
    ({ provider: name, text }) => {
      const provider = PROVIDERS.find((each) => each.name === name)
      const reading = provider?.read(JSON.parse(text), 'digest')
      const id = reading?.kind === 'event' ? reading.event.entityId : null
      const one = { entityId: id, otherIds: [] }
      expect(provider?.concerns(JSON.parse(text))).toMatchObject(one)
      // Cut off behind the id, and wrapped.
      expect(provider?.concerns(text.trimEnd().slice(0, -1))).toMatchObject(one)
      expect(provider?.concerns({ wrapped: text })).toMatchObject(one)
    },
  )
})

describe('its work', () => {
  const most = LIMITS.bodyBytes
  const NOISE_MS = 25
  /** What a body costs, in the smallest of a few tries: milliseconds, but only to be compared. */
  const cost = (body: unknown): number => {
    const times = [1, 2, 3].map(() => {
      const start = performance.now()
      for (const { concerns } of PROVIDERS) concerns(body)
      return performance.now() - start
    })
    return Math.min(...times)
  }
  const repeated = (piece: string) => (bytes: number) => piece.repeat(Math.floor(bytes / piece.length))
  it.each<[string, (bytes: number) => unknown]>([
    ['names without values', repeated('IdTransaction')],
    ['names with their punctuation', repeated('I_d_T-r a n')],
    ['names before punctuation', repeated('orderId":"\\')],
    ['backslashes', repeated('\\')],
    ['escapes', repeated('\\u0049')],
    ['percents', repeated('%25')],
    ['ampersands', repeated('&#')],
    ['quotes', repeated('"')],
    ['braces', repeated('{')],
    ['brackets', (bytes) => `${'['.repeat(bytes / 2)}${']'.repeat(bytes / 2)}`],
    ['digits', repeated('0')],
    ['hexadecimal digits', repeated('0a-')],
    ['spaces behind a name', (bytes) => `IdTransaction${' '.repeat(bytes)}`],
    ['a list of ids', (bytes) => Array.from({ length: bytes / 20 }, (_, id) => ({ IdTransaction: id + 1 }))],
    [
      'texts in texts',
      (bytes) => ({ a: JSON.stringify({ a: JSON.stringify({ a: '['.repeat(bytes / 8) }) }) }),
    ],
  ])('grows with the body, not with its square: %s', (_, make) => {
    const [small, large] = [make(most / 8), make(most)]
    cost(small)
    // Eight times the body: its square would be 64 times the work, and of what is too short to measure, seconds.
    expect(cost(large)).toBeLessThan(Math.max(cost(small), NOISE_MS) * 32)
  })

  it('keeps a bounded number of entities', () => {
    const body = Array.from({ length: 5000 }, (_, id) => ({ IdTransaction: id + 1 }))
    expect(payment(body)).toHaveLength(LIMITS.entitiesPerBody)
  })

  it('does not overflow on what is nested deeply', () => {
    const deep = `${'['.repeat(100_000)}{"IdTransaction":48}${']'.repeat(100_000)}`
    expect(payment(deep)).toEqual(['48'])
    expect(order(`{"a":${deep}}`)).toEqual([])
  })
})
