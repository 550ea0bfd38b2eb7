/** An order and a payment find each other where their numbers are equal, and never by what D1 shows of them. */
import { describe, expect, it } from 'vitest'
import { orderBody, orderId, transactionBody } from '../tools/bodies.ts'
import { ask } from '../tools/operator.ts'
import { html, links } from '../tools/pages.ts'
import { order, rows, settle, transaction } from '../tools/read-model.ts'
import { cellsOfD1, cellsOfObjects, placesOf } from '../tools/scan.ts'
import { deliver } from '../tools/sender.ts'

interface List {
  readonly items: readonly Readonly<Record<string, unknown>>[]
}

/** Two people whose numbers are shown as one mask. */
const MARIA = '529.982.247-25'
const JOANA = '111.982.247-54'
const MASK = '***.982.247-**'

const joined = async (id: string): Promise<readonly unknown[]> =>
  (await rows('SELECT transaction_id FROM order_payments WHERE order_id = ? ORDER BY 1', id)).map(
    (row) => row.transaction_id,
  )

const payments = async (query: string): Promise<readonly unknown[]> =>
  (await ask<List>(`/transactions?${query}`)).items.map((item) => item.transactionId)

const orders = async (query: string): Promise<readonly unknown[]> =>
  (await ask<List>(`/orders?${query}`)).items.map((item) => item.orderId)

describe('two people whose numbers share a mask', () => {
  const [maria, joana] = [orderId(1), orderId(2)]

  it('have the payments of their own orders, and neither is shown the other', async () => {
    await deliver('amplia', orderBody({ orderId: maria, status: 'Canceled', orderSaleNumber: MARIA }))
    await deliver('amplia', orderBody({ orderId: joana, status: 'Canceled', orderSaleNumber: JOANA }))
    await deliver('safe2pay', transactionBody(1, 3, { Reference: MARIA }))
    await settle()
    for (const id of [maria, joana]) expect(await order(id)).toMatchObject({ sale_number: MASK })
    expect(await transaction(1)).toMatchObject({ reference: MASK })
    expect(await joined(maria)).toEqual([1])
    expect(await joined(joana)).toEqual([])
    const attention = await rows("SELECT entity_id FROM attention WHERE kind = 'paid_order_closed'")
    expect(attention).toEqual([{ entity_id: maria }])
    expect(await links(await html(`/orders/${maria}`))).toContain('/transactions/1')
    expect(await links(await html(`/orders/${joana}`))).not.toContain('/transactions/1')
    const ofPayment = await links(await html('/transactions/1'))
    expect(ofPayment).toContain(`/orders/${maria}`)
    expect(ofPayment).not.toContain(`/orders/${joana}`)
  })

  it('are found each by the own number, by API and console, and nobody is found by the mask', async () => {
    expect(await payments(`reference=${MARIA}`)).toEqual([1])
    expect(await payments(`reference=${JOANA}`)).toEqual([])
    expect(await orders(`saleNumber=${MARIA}`)).toEqual([maria])
    expect(await orders(`reference=${JOANA}`)).toEqual([joana])
    for (const path of ['/transactions', '/orders']) {
      const found = await links(await html(`${path}?q=${MARIA}`))
      expect(found).toContain(path === '/orders' ? `/orders/${maria}` : '/transactions/1')
      expect(found).not.toContain(`/orders/${joana}`)
      expect(await html(`${path}?q=${encodeURIComponent(MASK)}`)).toContain('class="nothing"')
    }
    expect(await payments(`reference=${encodeURIComponent(MASK)}`)).toEqual([])
    expect(await orders(`saleNumber=${encodeURIComponent(MASK)}`)).toEqual([])
  })

  it('stand nowhere in D1, and in objects in bodies alone', async () => {
    expect(placesOf(await cellsOfD1(), [MARIA, JOANA])).toEqual([])
    expect(new Set(placesOf(await cellsOfObjects(), [MARIA, JOANA]))).toEqual(new Set(['object log.body']))
  })

  it('lose their keys with their numbers when they are erased, and with the keys the join', async () => {
    await ask(`/orders/${maria}/erase`, { method: 'POST' })
    await ask('/transactions/1/erase', { method: 'POST' })
    await settle()
    expect(await order(maria)).toMatchObject({ sale_number: null, sale_key: null })
    expect((await order(maria))?.number_key).toEqual(expect.any(String))
    expect(await transaction(1)).toMatchObject({ reference: null, sale_key: null })
    expect(await joined(maria)).toEqual([])
    const [key] = await rows('SELECT sale_key FROM orders WHERE order_id = ?', joana)
    expect(key?.sale_key).toMatch(/^[0-9a-f]{32}$/)
  })
})

describe('business numbers that are right by the check digits of a CPF', () => {
  it('pay their own orders only', async () => {
    const id = orderId(11)
    await deliver('amplia', orderBody({ orderId: id, orderNumber: '52998224725' }))
    await deliver('safe2pay', transactionBody(11, 3, { Reference: '11198224754' }))
    await deliver('safe2pay', transactionBody(12, 3, { Reference: '52998224725' }))
    await settle()
    expect(await joined(id)).toEqual([12])
  })
})

describe('one number written in two ways', () => {
  it.each([
    [21, 'S-21', ' S-21\n'],
    [22, 'S-22', 's-22'],
    [23, 'Ação 23', 'AC\u0327A\u0303O 23'],
    [24, 'S-24', '\u200bS-24\ufeff'],
    [25, 'x'.repeat(128), 'X'.repeat(128)],
  ])('joins: %i, %j and %j', async (number, orderSaleNumber, Reference) => {
    const id = orderId(number)
    await deliver('amplia', orderBody({ orderId: id, orderNumber: `N-${number}`, orderSaleNumber }))
    await deliver('safe2pay', transactionBody(number, 3, { Reference }))
    await settle()
    expect(await joined(id)).toEqual([number])
    expect(await payments(`reference=${encodeURIComponent(orderSaleNumber)}`)).toEqual([number])
    const found = await links(await html(`/orders?q=${encodeURIComponent(Reference)}`))
    expect(found).toContain(`/orders/${id}`)
  })

  it('joins by the order number as by the sale number, and once where both are the same', async () => {
    const id = orderId(61)
    await deliver('amplia', orderBody({ orderId: id, orderNumber: 'N-61', orderSaleNumber: 'n-61 ' }))
    await deliver('safe2pay', transactionBody(61, 3, { Reference: 'N-61' }))
    await settle()
    expect(await joined(id)).toEqual([61])
    expect(await orders('orderNumber=N-61')).toEqual([id])
  })
})

describe('two numbers', () => {
  it.each([
    [71, 'S-1002', 'S1002'],
    [72, 'Pedido 48', 'Pedido  48'],
    [73, '', ''],
    [74, ' ', '\n'],
    [75, '***.422.370-**', '***.422.370-**'],
    [76, 'Pedido SECRET_KEY', 'Pedido safe2pay-test-key-two'],
    [77, '\ud800', '\udbff'],
  ])('that are not one do not join: %i, %j and %j', async (number, orderSaleNumber, Reference) => {
    const id = orderId(number)
    await deliver('amplia', orderBody({ orderId: id, orderNumber: `N-${number}`, orderSaleNumber }))
    await deliver('safe2pay', transactionBody(number, 3, { Reference }))
    await settle()
    expect(await order(id)).toMatchObject({ number_key: expect.any(String) })
    expect(await transaction(number)).not.toBeNull()
    expect(await joined(id)).toEqual([])
  })
})

describe('a key', () => {
  it('is the same for one number wherever it stands, and no digest that anybody could compute', async () => {
    await deliver('amplia', orderBody({ orderId: orderId(81), orderNumber: 'N-81', orderSaleNumber: 'S-81' }))
    await deliver('safe2pay', transactionBody(81, 3, { Reference: 'S-81' }))
    await settle()
    const key = (await order(orderId(81)))?.sale_key
    expect(key).toMatch(/^[0-9a-f]{32}$/)
    expect((await transaction(81))?.sale_key).toBe(key)
    for (const text of ['S-81', 's-81', 'sale\0s-81']) {
      const plain = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
      expect(Buffer.from(plain).toString('hex').startsWith(String(key))).toBe(false)
    }
  })

  it('follows its number when that changes, and stays when an event leaves it out', async () => {
    await deliver('safe2pay', transactionBody(82, 1, { Reference: 'S-82' }))
    await settle()
    const first = (await transaction(82))?.sale_key
    await deliver('safe2pay', transactionBody(82, 11, { Reference: '' }))
    await settle()
    expect(await transaction(82)).toMatchObject({ status: 11, reference: 'S-82', sale_key: first })
    await deliver('safe2pay', transactionBody(82, 3, { Reference: 'S-83' }))
    await settle()
    expect(await payments('reference=S-82')).toEqual([])
    expect(await payments('reference=S-83')).toEqual([82])
  })

  it('of a reference that names nothing takes the place of the one before', async () => {
    await deliver('safe2pay', transactionBody(84, 1, { Reference: 'S-84' }))
    await deliver('safe2pay', transactionBody(84, 3, { Reference: '*' }))
    await settle()
    expect(await transaction(84)).toMatchObject({ reference: '*', sale_key: null })
  })

  it('is given by the API, and found in the console', async () => {
    const [item] = (await ask<List>('/orders?saleNumber=S-81')).items
    expect(item).toMatchObject({ saleKey: (await order(orderId(81)))?.sale_key })
    expect(await links(await html(`/transactions?q=${item?.saleKey}`))).toContain('/transactions/81')
  })
})
