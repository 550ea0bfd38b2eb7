/** What stays of an entity's facts when people's data is erased: codes, amounts, times, and numbers that are numbers. */
import { describe, expect, it } from 'vitest'
import { impersonal, isNumber } from '../../src/privacy/impersonal.ts'
import { digest } from '../../src/providers/digest.ts'
import { PROVIDERS, providerNamed } from '../../src/providers/index.ts'
import { payload } from '../tools/payloads.ts'

describe('a text that should be a number', () => {
  it.each([
    '',
    'Maria',
    'maria silva 1987',
    'Maria 48',
    'm1987@example.com',
    '***.422.370-**',
    '297.422.370-26',
    '29742237026',
    '11987654321',
    '(11) 98765-4321',
    'Pedido da Maria',
    'Pedido 48 (Maria)',
    '800-005-520 Maria',
    'null',
  ])('is erased where it may be of a person: %s', (text) => {
    expect(isNumber(text)).toBe(false)
  })

  it.each([
    '800-005-520',
    '1229',
    '147075358',
    'S-1002',
    'NF 2026/000123',
    '#48',
    'Pedido 48',
    'PEDIDO #48',
    '0195a9dc-c0f0-4f5c-83d3-bf562ae98ed9',
  ])('stays: %s', (text) => {
    expect(isNumber(text)).toBe(true)
  })
})

describe('the facts', () => {
  it('of an order keep its numbers and forget its agents, ids included', async () => {
    expect(await left('amplia', '6-issued')).toEqual({
      orderNumber: '800-005-546',
      validationAgentId: null,
      validationAgentName: null,
      confirmationAgentId: null,
      confirmationAgentName: null,
    })
  })

  it('of a payment keep code, amounts, times and number, and forget the vendor and what a bank knows', async () => {
    expect(await left('safe2pay', '3-autorizado-card-splits')).toEqual({
      paymentMethod: 2,
      paymentMethodName: null,
      application: null,
      vendor: null,
      amountCents: 20000,
      netCents: -520,
      taxCents: 20520,
      installments: 1,
      createdAt: '2019-09-11T15:42:54.143Z',
      paidAt: '2019-09-11T15:57:50.587Z',
      tid: null,
      authorizationCode: null,
    })
  })

  it('of a payment keep what was paid back, and which status said which of them', () => {
    const facts = {
      paidCents: 150,
      discountCents: 1,
      additionCents: 2,
      refundedCents: 50,
      saidBy: '{"paidCents":"3"}',
    }
    expect(impersonal(providerNamed('safe2pay').impersonal, facts)).toEqual(facts)
  })

  const KEYS = { numberKey: 'a'.repeat(32), saleKey: 'b'.repeat(32) }

  it('of an order keep the key of a number that stays, and lose that of one that goes', () => {
    const facts = { orderNumber: '800-005-546', saleNumber: '***.422.370-**', ...KEYS }
    expect(impersonal(providerNamed('amplia').impersonal, facts)).toEqual({
      orderNumber: '800-005-546',
      saleNumber: null,
      numberKey: KEYS.numberKey,
      saleKey: null,
    })
    const sold = { orderNumber: 'Pedido da Maria', saleNumber: 'S-1002', ...KEYS }
    expect(impersonal(providerNamed('amplia').impersonal, sold)).toEqual({
      orderNumber: null,
      saleNumber: 'S-1002',
      numberKey: null,
      saleKey: KEYS.saleKey,
    })
  })

  it.each([
    ['***.422.370-**', null],
    ['Pedido da Maria', null],
    [null, null],
    ['Pedido 48', KEYS.saleKey],
  ])('of a payment by the reference %j keep the key %j', (reference, saleKey) => {
    const facts = { reference, saleKey: KEYS.saleKey }
    expect(impersonal(providerNamed('safe2pay').impersonal, facts)).toMatchObject({ saleKey })
  })

  it('of a payment lose a key whose number was never said', () => {
    expect(impersonal(providerNamed('safe2pay').impersonal, { saleKey: KEYS.saleKey })).toEqual({
      saleKey: null,
    })
  })

  async function left(provider: 'amplia' | 'safe2pay', name: string) {
    const body: unknown = JSON.parse(payload(provider, name))
    const reading = providerNamed(provider).read(body, await digest(body))
    if (reading.kind !== 'event') throw new Error(reading.kind)
    return impersonal(providerNamed(provider).impersonal, reading.event.facts)
  }
})

describe('a life may be over', () => {
  it.each([
    ['amplia', ['Canceled', 'Declined', 'Issued', 'Revoked']],
    ['safe2pay', ['13', '15', '18', '3', '4', '6', '7', '8']],
  ])('for %s at the statuses where it usually ends, and nowhere on the way', (name, resting) => {
    const { lifeCycle } = providerNamed(name)
    const found = Object.keys(lifeCycle.statuses).filter((status) => lifeCycle.rests(status))
    expect(found.sort()).toEqual(resting)
  })

  it.each(PROVIDERS)('for $name never at a status that its table lacks', ({ lifeCycle }) => {
    for (const status of ['WaitingResources', '99', 'constructor', ''])
      expect(lifeCycle.rests(status)).toBe(false)
  })
})
