/** A ping is what is known to say nothing; whatever could be about an order or a payment is none. */
import { describe, expect, it } from 'vitest'
import { isFormPing, isPing } from '../../src/receive/ping.ts'

describe('a ping', () => {
  it.each([
    [{}],
    [{ SecretKey: 'x' }],
    [{ secret_key: false }],
    [{ webhook_id: 5 }],
    [{ webhookId: '5', SecretKey: '' }],
    [{ ping: true }],
    [{ ping: 'OK' }],
    [{ test: 1 }],
    [{ event: 'ping' }],
    [{ topic: 'Test' }],
  ])('is %j', (value) => {
    expect(isPing(value)).toBe(true)
  })

  it.each([
    [null],
    [[]],
    ['ping'],
    [5],
    [{ IdTransaction: 1 }],
    [{ id: 1 }],
    [{ ping: { IdTransaction: 1 } }],
    [{ ping: [1] }],
    [{ webhook_id: 5, IdTransaction: 1 }],
    [{ type: 'OrderStatusChanged' }],
    [{ type: 'ping' }],
    [{ event: 'ping', order: {} }],
    [Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`ping${'_'.repeat(at)}`, 1]))],
  ])('is not %j', (value) => {
    expect(isPing(value)).toBe(false)
  })

  it.each(['webhook_id=17', 'webhook_id=17\n', 'ping=1&SecretKey=x', 'event=ping', 'test=true&webhook_id=2'])(
    'is the form %j',
    (text) => {
      expect(isFormPing(text)).toBe(true)
    },
  )

  it.each([
    'ping',
    '=',
    'IdTransaction=1&TransactionStatus=3',
    'webhook_id=17&IdTransaction=1',
    'payload=%7B%7D',
    '{"ping=":1',
    '<ping a="1">',
    `ping=${'x'.repeat(2000)}`,
  ])('is not the form %j', (text) => {
    expect(isFormPing(text)).toBe(false)
  })
})
