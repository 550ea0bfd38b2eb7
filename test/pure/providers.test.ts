/** A provider is found by the name that stands in the URL, in D1 and in the names of objects. */
import { describe, expect, it } from 'vitest'
import { orders, transactions } from '../../src/db/schema.ts'
import { impersonal } from '../../src/privacy/impersonal.ts'
import { amplia } from '../../src/providers/amplia/index.ts'
import { PROVIDERS, providerNamed } from '../../src/providers/index.ts'
import { safe2pay } from '../../src/providers/safe2pay/index.ts'

describe('a provider', () => {
  it.each(PROVIDERS)('is found by its name: $name', (provider) => {
    expect(providerNamed(provider.name)).toBe(provider)
  })

  it.each(['', 'Amplia', 'paypal', 'constructor'])('is none by the name %j', (name) => {
    expect(() => providerNamed(name)).toThrow(`No provider is named ${name}`)
  })

  it.each([
    ['amplia', 'AMPLIA_KEYS', false],
    ['safe2pay', 'SAFE2PAY_KEYS', true],
  ])('%s takes the keys in %s; in the body: %s', (name, keysVariable, keyInBody) => {
    expect(providerNamed(name)).toMatchObject({ name, keysVariable, keyInBody })
  })
})

describe('the erasure of what is stored of people', () => {
  it('looks for ended orders and transactions in their tables, by their keys', () => {
    expect(amplia.entities.table).toBe(orders)
    expect(amplia.entities.id).toBe(orders.orderId)
    expect(safe2pay.entities.table).toBe(transactions)
    expect(safe2pay.entities.id).toBe(transactions.transactionId)
  })

  it('leaves both numbers of an order', () => {
    const facts = { orderNumber: '800-005-520', saleNumber: 'S-1002' }
    expect(impersonal(amplia.impersonal, facts)).toEqual(facts)
  })

  it('leaves every amount of a payment, its times and its own number', () => {
    const facts = {
      paymentMethod: 6,
      amountCents: 1,
      paidCents: 2,
      netCents: 3,
      taxCents: 4,
      discountCents: 5,
      additionCents: 6,
      installments: 7,
      createdAt: '2025-03-18T15:27:28Z',
      paidAt: null,
      reference: 'Pedido 48',
    }
    expect(impersonal(safe2pay.impersonal, facts)).toEqual(facts)
  })
})
