/** One search, on every page, finds what people are told: numbers as they are typed in a hurry, and in quarantine too. */
import { beforeAll, describe, expect, it } from 'vitest'
import { orderBody, orderId, transactionBody } from '../tools/bodies.ts'
import { html, links, visit } from '../tools/pages.ts'
import { quarantined, settle } from '../tools/read-model.ts'
import { deliver, post } from '../tools/sender.ts'

const END_TO_END = 'E12345678202603011000AbCdEfGhIjK'
const ORDER = `/orders/${orderId(1)}`

beforeAll(async () => {
  const order = (number: number, orderNumber: string, orderSaleNumber: string) =>
    deliver('amplia', orderBody({ orderId: orderId(number), orderNumber, orderSaleNumber }))
  await order(1, '800-005-520', 'V-48281')
  await order(2, '800-005-521', 'V-48290')
  await order(3, '800-005-522', 'V-48299')
  await deliver('safe2pay', transactionBody(7001, 3, { Reference: 'V-48281' }))
  await deliver(
    'safe2pay',
    transactionBody(7002, 3, { Reference: 'W-50000', EndToEndId: END_TO_END, Tid: 'TID-0099' }),
  )
  // Of no status that could be read, but of a sale that somebody asks about.
  await post('safe2pay', { IdTransaction: 119000114, Reference: 'V-47014', TransactionStatus: 'x' })
  await settle()
})

const found = async (q: string): Promise<string | null> =>
  (await visit(`/search?${new URLSearchParams({ q })}`)).headers.get('Location')

describe('the search', () => {
  it.each(['/', '/orders', ORDER, '/transactions/7001', '/quarantine', '/search'])(
    'stands on %s',
    async (path) => {
      expect(await html(path)).toMatch(/<form method="get" action="\/search"><input id="q"/)
    },
  )

  it.each([
    'V-48281',
    'v-48281',
    ' V-48281 ',
    '#V-48281',
    '#48281',
    '48281',
    'v48281',
    '800-005-520',
    '800005520',
    '#800005520',
    orderId(1),
    orderId(1).toUpperCase(),
    `{${orderId(1)}}`,
    orderId(1).replaceAll('-', ''),
  ])('opens the order for %j, payments of the same sale or not', async (q) => {
    expect(await found(q)).toBe(ORDER)
  })

  it.each([
    '7002',
    '007002',
    'W-50000',
    'w-500',
    END_TO_END,
    END_TO_END.toUpperCase(),
    'TID-0099',
    'tid-0099',
  ])('opens the payment for %j', async (q) => {
    expect(await found(q)).toBe('/transactions/7002')
  })

  it.each(['V-47014', 'v-47014', 'V-470', '119000114'])(
    'opens the body in quarantine for %j, which no event could be made of',
    async (q) => {
      const [held] = await quarantined()
      expect(await found(q)).toBe(`/quarantine/${held?.id}`)
    },
  )

  it('shows all that have a number that begins so, and no other', async () => {
    for (const q of ['V-482', 'v482', '482', '#482']) {
      const all = await links(await html(`/search?${new URLSearchParams({ q })}`))
      for (const each of [1, 2, 3]) expect(all, q).toContain(`/orders/${orderId(each)}`)
      expect(all).not.toContain('/transactions/7002')
    }
    expect(await links(await html('/search?q=W-482'))).not.toContain(ORDER)
  })

  it('keeps what was typed in its field', async () => {
    expect(await html('/search?q=V-482')).toContain('value="V-482"')
  })

  it.each(['529.982.247-25', '52998224725'])('says of the CPF %s that nobody is found by it', async (q) => {
    expect(await html(`/search?q=${q}`)).toContain('CPFs and names are not stored here')
    expect(await html(`/search?q=${q}`, { language: 'pt' })).toContain('CPF e nome não são guardados aqui')
  })

  it('says how to search where nothing is found or asked for', async () => {
    expect(await html('/search?q=Maria')).toContain('Nothing found.')
    expect(await html('/search?q=Maria')).toContain('Names and CPFs are not stored here')
    expect(await html('/search')).not.toContain('Nothing found.')
  })

  it.each(['%', "'", '"><b>', '*', '_', '\u{1f600}', 'a'.repeat(5000), '-', '#', '000', '9'.repeat(300)])(
    'takes %j for what it is',
    async (q) => {
      const response = await visit(`/search?${new URLSearchParams({ q })}`)
      expect(response.status).toBe(200)
      expect(await response.text()).not.toContain('/orders/0')
    },
  )
})
