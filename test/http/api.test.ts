/** Programs read the same as people: lists from D1, stories from the object, and clear problems. */
import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { orderBody, orderId, transactionBody } from '../tools/bodies.ts'
import { rewrite } from '../tools/object.ts'
import { ask, call, everyPage } from '../tools/operator.ts'
import { settle } from '../tools/read-model.ts'
import { deliver } from '../tools/sender.ts'

interface List {
  readonly items: readonly Readonly<Record<string, unknown>>[]
  readonly nextCursor: string | null
}

interface Story {
  readonly head: { readonly status: string; readonly statusName?: string; readonly revision: number } | null
  readonly gaps: number
  readonly refused: number
  readonly history: readonly Readonly<Record<string, unknown>>[]
}

const CHAIN = ['WaitingValidation', 'InValidation', 'WaitingConfirmation'] as const
const at = (minute: number): string => `2026-03-01T10:${String(minute).padStart(2, '0')}:00.123456+00:00`

beforeAll(async () => {
  for (let number = 1; number <= 5; number += 1) {
    const numbers = { orderNumber: `N-${number}`, orderSaleNumber: `S-${number}` }
    await deliver('amplia', orderBody({ orderId: orderId(number), ...numbers, date: at(0) }))
    await deliver('safe2pay', transactionBody(number, 1, { Reference: `S-${number}` }))
    await scheduler.wait(2)
  }
  // Order 1 goes on, out of order and with a step back that nothing attests; order 2 has a gap.
  const change = (number: number, previousStatus: string | null, status: string, minute: number) =>
    deliver('amplia', orderBody({ orderId: orderId(number), status, previousStatus, date: at(minute) }))
  await change(1, CHAIN[1], CHAIN[2], 2)
  await change(1, CHAIN[0], CHAIN[1], 1)
  await change(1, null, CHAIN[0], 9)
  await change(2, 'WaitingIssue', 'Issued', 5)
  await deliver(
    'safe2pay',
    transactionBody(1, 3, { Reference: 'S-1', Splits: [{ Identity: '29742237026' }] }),
  )
  await deliver('safe2pay', transactionBody(1, 1, { Reference: 'S-1', Vendor: 'again' }))
  await settle()
})

describe('lists', () => {
  it('come newest first, page by page, each row once', async () => {
    const orders = await everyPage<{ readonly orderNumber: string }>('/orders', 2)
    const seen = orders.map(({ orderNumber }) => orderNumber)
    expect(seen.slice(0, 3)).toEqual(['N-5', 'N-4', 'N-3'])
    expect(seen).toHaveLength(5)
  })

  it('of one status come by when they took it, page by page, those without a time at the end', async () => {
    const minutes = [3, 1, null, 2]
    for (const [index, minute] of minutes.entries()) {
      const date = minute === null ? 'no date' : at(minute)
      await deliver('amplia', orderBody({ orderId: orderId(21 + index), status: 'Revoked', date }))
    }
    await settle()
    const orders = await everyPage<{ readonly orderId: string }>('/orders?status=Revoked', 1)
    expect(orders.map((order) => order.orderId)).toEqual([21, 24, 22, 23].map(orderId))
  })

  it('find a number that is a CPF, and so stands masked', async () => {
    await deliver('amplia', orderBody({ orderId: orderId(31), orderSaleNumber: '297.422.370-26' }))
    await deliver('amplia', orderBody({ orderId: orderId(32), orderSaleNumber: '29742237026' }))
    await settle()
    const { items } = await ask<List>('/orders?saleNumber=297.422.370-26')
    expect(items).toMatchObject([{ orderId: orderId(31), saleNumber: '***.422.370-**' }])
    const bare = await ask<List>('/orders?reference=29742237026')
    expect(bare.items.map((item) => item.orderId)).toEqual([orderId(32)])
  })

  it.each([
    ['/orders?status=Issued', [orderId(2)]],
    ['/orders?status=Issued,Issued', [orderId(2)]],
    [`/orders?id=${orderId(3).toUpperCase()}`, [orderId(3)]],
    [`/orders?id=${encodeURIComponent(`{${orderId(3)}}`)}`, [orderId(3)]],
    ['/orders?id=not-a-guid', []],
    ['/orders?saleNumber=S-4', [orderId(4)]],
    ['/orders?orderNumber=N-5', [orderId(5)]],
    ['/orders?reference=S-4', [orderId(4)]],
    ['/orders?refused=true', [orderId(1)]],
    ['/orders?gaps=true', [orderId(2)]],
    ['/orders?to=2020-01-01', []],
    ['/orders?from=2099-01-01', []],
  ])('%s finds what it says', async (path, ids) => {
    const { items } = await ask<List>(path)
    expect(items.map((item) => item.orderId)).toEqual(ids)
  })

  it.each([
    ['/transactions?status=3', [1]],
    ['/transactions?id=4', [4]],
    ['/transactions?id=0004', [4]],
    ['/transactions?reference=S-2', [2]],
    ['/transactions?refused=true', [1]],
    ['/transactions?refused=false&limit=200', [5, 4, 3, 2]],
    ['/transactions?id=not-a-number', []],
  ])('%s finds what it says', async (path, ids) => {
    const { items } = await ask<List>(path)
    expect(items.map((item) => item.transactionId)).toEqual(ids)
  })

  it.each([
    '/orders?statuss=Issued',
    '/orders?limit=0',
    '/orders?limit=201',
    '/orders?limit=ten',
    '/orders?cursor=%00',
    '/orders?from=yesterday',
    '/orders?gaps=maybe',
    '/transactions?gaps=true',
    '/quarantine?provider=stripe',
    '/quarantine?state=closed',
    `/orders/${orderId(1)}?asOf=now`,
  ])('refuses %s and names the parameter', async (path) => {
    const response = await call(path)
    expect(response.status).toBe(422)
    expect(response.headers.get('Content-Type')).toBe('application/problem+json')
    const { errors } = await response.json<{ errors: readonly unknown[] }>()
    expect(errors).not.toHaveLength(0)
  })
})

describe('a story', () => {
  it('tells an order in the order of its history, with what was refused and why', async () => {
    const story = await ask<Story>(`/orders/${orderId(1)}`)
    expect(story.head).toMatchObject({ status: CHAIN[2], revision: 4 })
    expect(story.refused).toBe(1)
    expect(
      story.history.map(({ seq, status, verdict, effective }) => [seq, status, verdict, effective]),
    ).toEqual([
      [1, CHAIN[0], 'applied', true],
      [3, CHAIN[1], 'stale', true],
      [2, CHAIN[2], 'applied', true],
      [4, CHAIN[0], 'regression', false],
    ])
    expect(story.history[3]?.reason).toContain('would move the status back')
    expect(story.history[0]?.body).toMatchObject({ type: 'OrderStatusChanged' })
  })

  it('names Safe2Pay statuses and shows no personal number', async () => {
    const story = await ask<Story>('/transactions/1')
    expect(story.head).toMatchObject({ status: '3', statusName: 'Autorizado' })
    expect(JSON.stringify(story)).not.toContain('29742237026')
  })

  it.each(['orders', 'transactions'])('of %s has every field of its row in the list', async (list) => {
    const id = list === 'orders' ? orderId(1) : '1'
    const [row] = (await ask<List>(`/${list}?id=${id}`)).items
    expect(row).toBeDefined()
    const { details, ...story } = await ask<Record<string, unknown>>(`/${list}/${id}`)
    expect(story).toMatchObject({ ...row })
    if (list === 'transactions')
      expect(details).toMatchObject({ IdTransaction: 1, Reference: 'S-1', Amount: 150 })
    // As it was known then, so were its fields; of what nothing was known all of them are null.
    const before = await ask<Record<string, unknown>>(`/${list}/${id}?asOf=2020-01-01`)
    for (const column of Object.keys(row ?? {})) expect(before).toHaveProperty(column)
    expect(before).toMatchObject({ status: null, head: null, history: [] })
  })

  it('has its fields also before D1 has them, and as they were', async () => {
    await deliver('safe2pay', transactionBody(801, 1, { Reference: 'S-801', Amount: 10 }))
    await env.DB.prepare('DELETE FROM transactions WHERE transaction_id = 801').run()
    const now = await ask<Record<string, unknown>>('/transactions/801')
    expect(now).toMatchObject({ transactionId: 801, status: 1, amountCents: 1000, reference: 'S-801' })
    await scheduler.wait(5)
    await deliver('safe2pay', transactionBody(801, 3, { Reference: 'S-801', Amount: 20 }))
    const then = await ask(`/transactions/801?asOf=${now.lastReceivedAt}`)
    expect(then).toMatchObject({ status: 1, amountCents: 1000 })
    await settle()
  })

  it.each([
    ['/orders/0195a9dc-0000-4f5c-83d3-bf562ae98ed9', 'No order has this id.'],
    ['/transactions/999', 'No transaction has this id.'],
    ['/quarantine/nothing', 'No message in quarantine has this id.'],
    ['/nothing', 'Nothing exists at this address.'],
  ])('says of %s what is missing', async (path, said) => {
    const response = await call(path)
    expect(response.status).toBe(404)
    expect((await response.json<{ detail: string }>()).detail).toContain(said)
  })

  it.each([
    ['orders', orderId(1).toUpperCase(), orderId(1)],
    ['orders', orderId(1).replaceAll('-', ''), orderId(1)],
    ['orders', encodeURIComponent(`{${orderId(1)}}`), orderId(1)],
    ['transactions', '0001', '1'],
    ['transactions', encodeURIComponent('#1'), '1'],
  ])('is found by each spelling of its id: /%s/%s', async (path, written, id) => {
    expect(await ask(`/${path}/${written}`)).toMatchObject({ id, history: expect.any(Array) })
  })

  it.each(['orders/abc', 'orders/1', 'transactions/abc', 'transactions/0', `transactions/${orderId(1)}`])(
    'is a 404 for an id that none can have, whatever is asked: %s',
    async (path) => {
      const asked = ['/refold', '/erase', '/reproject', '/resend'].map((action) =>
        call(`/${path}${action}`, { method: 'POST' }),
      )
      const answers = await Promise.all([call(`/${path}`), ...asked])
      expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404])
    },
  )

  it('tells what was known at an instant, not what is known now', async () => {
    const { history } = await ask<Story>(`/orders/${orderId(1)}`)
    const second = history.find(({ seq }) => seq === 2)
    const story = await ask<Story>(`/orders/${orderId(1)}?asOf=${second?.receivedAt}`)
    expect(story.history.map(({ seq }) => seq)).toEqual([1, 2])
    expect(story).toMatchObject({ gaps: 1, refused: 0, head: { status: CHAIN[2], revision: 2 } })
    expect(await ask<Story>(`/orders/${orderId(1)}?asOf=2020-01-01`)).toMatchObject({
      head: null,
      history: [],
    })
  })

  it('is a 404 for an id that nothing came for, and leaves nothing behind', async () => {
    expect((await call('/transactions/999')).status).toBe(404)
    await runInDurableObject(env.ENTITIES.getByName('safe2pay:999'), (_, { storage }) => {
      expect(
        storage.sql.exec("SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\'").toArray(),
      ).toEqual([])
    })
  })
})

describe('refold', () => {
  it('changes nothing while the table is the same', async () => {
    expect(await ask(`/orders/${orderId(1)}/refold`, { method: 'POST' })).toEqual({
      before: CHAIN[2],
      after: CHAIN[2],
      changed: [],
    })
  })

  it('corrects what an older table counted otherwise, and tells D1', async () => {
    const stub = env.ENTITIES.getByName(`amplia:${orderId(1)}`)
    await rewrite(stub, (sql) => {
      sql.exec("UPDATE log SET effective = 0 WHERE status = 'InValidation'")
    })
    expect(await ask(`/orders/${orderId(1)}/refold`, { method: 'POST' })).toMatchObject({
      changed: [{ seq: 3, status: 'InValidation', effective: true }],
    })
    await settle()
    const { items } = await ask<List>(`/orders?id=${orderId(1)}`)
    expect(items).toMatchObject([{ revision: 5, status: CHAIN[2] }])
  })

  it('is a 404 for an id that nothing came for', async () => {
    expect((await call('/orders/nothing/refold', { method: 'POST' })).status).toBe(404)
  })
})

describe('reproject', () => {
  it('brings back what D1 lost of the entities that it still knows', async () => {
    const before = await ask<List>('/orders?limit=200')
    await env.DB.prepare('DELETE FROM orders').run()
    await env.DB.prepare('DELETE FROM transitions WHERE seq > 1').run()
    const step = await ask<{ entities: number; nextCursor: string | null }>('/reproject', { method: 'POST' })
    expect(step).toEqual({ entities: 17, nextCursor: null })
    await settle()
    expect(await ask<List>('/orders?limit=200')).toEqual(before)
    const count = await env.DB.prepare('SELECT count(*) AS count FROM transitions').first<{ count: number }>()
    expect(count).toEqual({ count: 24 })
  })

  it('brings back, by its id, an entity that D1 forgot altogether', async () => {
    const before = await ask<List>(`/orders?id=${orderId(1)}`)
    await env.DB.prepare('DELETE FROM orders WHERE order_id = ?').bind(orderId(1)).run()
    await env.DB.prepare('DELETE FROM transitions WHERE entity_id = ?').bind(orderId(1)).run()
    await ask('/reproject', { method: 'POST' })
    await settle()
    expect((await ask<List>(`/orders?id=${orderId(1)}`)).items).toEqual([])
    const answer = await ask(`/orders/${orderId(1)}/reproject`, { method: 'POST' })
    expect(answer).toEqual({ id: orderId(1), reprojected: true })
    await settle()
    expect(await ask<List>(`/orders?id=${orderId(1)}`)).toEqual(before)
  })

  it('is a 404 for an id that nothing came for', async () => {
    expect((await call('/transactions/999999/reproject', { method: 'POST' })).status).toBe(404)
  })
})
