/**
 * What a program or a browser may send is bounded like what a sender may: bodies and forms by their bytes as they come,
 * ids and cursors by their characters. An id that nothing can have is a 404, never a failure.
 */
import { describe, expect, it } from 'vitest'
import { askApp } from '../tools/app.ts'
import { orderBody, orderId } from '../tools/bodies.ts'
import { settleQuarantine } from '../tools/kept.ts'
import { ADMIN_KEY, call } from '../tools/operator.ts'
import { visit } from '../tools/pages.ts'
import { problemIn } from '../tools/problem.ts'
import { deliver, post } from '../tools/sender.ts'
import { spaces } from '../tools/spaces.ts'

const LIMIT_BYTES = 8 * 1024

/** Ids that no order, no transaction and no body in quarantine has. */
const IDS: readonly (readonly [string, string])[] = [
  ['of 129 letters', 'a'.repeat(129)],
  ['of 129 digits', '1'.repeat(129)],
  ['of 1,100 letters', 'a'.repeat(1100)],
  ['of 1,100 digits', '9'.repeat(1100)],
  ['of 9,000 letters', 'a'.repeat(9000)],
  ['of 400 letters of three bytes', '%E2%82%AC'.repeat(400)],
  ['of zeros', '%00'.repeat(400)],
  ['that is a colon', ':'],
  ['that begins with a colon', `:${orderId(1)}`],
  ['that ends with one', `${orderId(1)}:`],
  ['in broken percent-encoding', '%E2%82%'],
]

const READS = ['/orders/{id}', '/transactions/{id}', '/quarantine/{id}']
const ACTIONS = [
  '/orders/{id}/refold',
  '/orders/{id}/erase',
  '/orders/{id}/reproject',
  '/transactions/{id}/refold',
  '/transactions/{id}/erase',
  '/transactions/{id}/reproject',
  '/quarantine/{id}/replay',
  '/quarantine/{id}/dismiss',
]

describe.each(IDS)('an id %s', (_, id) => {
  it.each(READS)('is a 404 for GET /api%s and its page', async (path) => {
    await problemIn(await call(path.replace('{id}', id)), 404)
    expect((await visit(path.replace('{id}', id))).status).toBe(404)
  })

  it.each(ACTIONS)('is a 404 for POST /api%s', async (path) => {
    await problemIn(
      await call(path.replace('{id}', id), { method: 'POST', body: { reason: 'nobody needs it' } }),
      404,
    )
  })

  it.each([
    '/orders/{id}/erase',
    '/transactions/{id}/erase',
    '/quarantine/{id}/replay',
    '/quarantine/{id}/dismiss',
  ])('is a 404 for the form of %s', async (path) => {
    const form = { confirm: 'yes', reason: 'nobody needs it' }
    expect((await visit(path.replace('{id}', id), { form })).status).toBe(404)
  })
})

describe('an id of 128 characters, which a sender may give', () => {
  it('is asked for, and nothing is known of it', async () => {
    await problemIn(await call(`/orders/${'a'.repeat(128)}`), 404)
    await problemIn(await call(`/orders/${'%E2%82%AC'.repeat(128)}`), 404)
  })
})

describe('what a query holds', () => {
  const long = 'QUFB'.repeat(2000)
  it.each([
    `/orders?cursor=${long}`,
    `/transactions?cursor=${long}`,
    `/quarantine?cursor=${long}`,
    `/orders?id=${long}`,
    `/orders?status=${long}`,
    `/orders?from=${long}`,
    `/orders?limit=${long}`,
    `/orders/${orderId(1)}?asOf=${long}`,
  ])('is refused where it is too long: %s', async (path) => {
    await problemIn(await call(path), 422)
  })

  it.each([`/reproject?cursor=${long}`, `/quarantine/replay?cursor=${long}`])(
    'is refused where it is too long: POST %s',
    async (path) => {
      await problemIn(await call(path, { method: 'POST' }), 422)
    },
  )

  it.each([
    `/orders?q=${long}&status=${long}&marks=${long}&after=${long}`,
    `/transactions?q=${long}&status=${long}&marks=${long}&after=${long}`,
    `/quarantine?provider=${long}&reason=${long}&state=${long}&after=${long}`,
    `/?language=${long}`,
  ])('finds nothing, or is not used, on a page: %s', async (path) => {
    expect((await visit(path)).status).toBe(200)
  })
})

describe('a body of the API', () => {
  const quarantined = async (): Promise<string> => {
    const { quarantineId = '' } = await problemIn(
      await post('safe2pay', { IdTransaction: 0, Odd: Math.random() }),
      422,
    )
    await settleQuarantine()
    return quarantineId
  }
  const dismissal = (bytes: number): string => {
    const body = JSON.stringify({ reason: 'nobody needs it' })
    return body + ' '.repeat(bytes - body.length)
  }
  /** Straight into the app, so that no client in between can put a Content-Length right. */
  const send = (path: string, body: BodyInit, headers: Readonly<Record<string, string>> = {}) =>
    askApp(path, {
      method: 'POST',
      headers: { Authorization: `Bearer ${ADMIN_KEY}`, ...headers },
      body,
    })

  it('may have 8 KiB', async () => {
    const id = await quarantined()
    const answer = await send(`/api/quarantine/${id}/dismiss`, dismissal(LIMIT_BYTES))
    expect(await answer.json()).toEqual({ id, dismissed: true })
  })

  it('may not have one byte more: 413, which says how many it may have', async () => {
    const { detail } = await problemIn(
      await send(`/api/quarantine/${await quarantined()}/dismiss`, dismissal(LIMIT_BYTES + 1)),
      413,
    )
    expect(detail).toContain(String(LIMIT_BYTES))
  })

  it.each([{}, { 'Content-Length': '10' }, { 'Content-Length': '0' }])(
    'is counted as it comes, with %j, and read to 1 MiB at the most',
    async (headers) => {
      const { stream, sent } = spaces(32 * 1024 * 1024)
      await problemIn(await send(`/api/quarantine/${await quarantined()}/dismiss`, stream, headers), 413)
      expect(sent()).toBeLessThanOrEqual((1024 + 2 * 64) * 1024)
    },
  )

  it('is counted also where it can be left out', async () => {
    const { stream, sent } = spaces(32 * 1024 * 1024)
    await problemIn(await send('/api/reproject', stream), 413)
    expect(sent()).toBeLessThanOrEqual((1024 + 2 * 64) * 1024)
    expect((await send('/api/reproject', '')).status).toBe(200)
    expect((await send('/api/reproject', '{}')).status).toBe(200)
  })

  it.each(['/api/quarantine/replay', `/api/orders/${orderId(9)}/refold`, '/api/nothing'])(
    'is read to 1 MiB at the most where none is asked for: POST %s',
    async (path) => {
      await deliver('amplia', orderBody({ orderId: orderId(9) }))
      const { stream, sent } = spaces(32 * 1024 * 1024)
      expect([200, 404]).toContain((await send(path, stream)).status)
      expect(sent()).toBeLessThanOrEqual((1024 + 2 * 64) * 1024)
    },
  )

  it.each([
    '',
    '{',
    'null',
    '[]',
    '"x"',
    '[[[[[',
    '{"reason":""}',
    '{"reason":1}',
    '\u0000',
    '{"reason":"x","a":1}',
  ])('is refused with 422 when it is %j', async (body) => {
    await problemIn(await send(`/api/quarantine/${await quarantined()}/dismiss`, body), 422)
  })
})

describe('a form', () => {
  const send = (path: string, body: BodyInit, headers: Readonly<Record<string, string>> = {}) =>
    askApp(path, {
      method: 'POST',
      headers: {
        Origin: 'https://catraca.test',
        'Content-Type': 'application/x-www-form-urlencoded',
        Authorization: `Bearer ${ADMIN_KEY}`,
        ...headers,
      },
      body,
    })

  it.each(['/sign-in', '/quarantine/replay', `/orders/${orderId(9)}/erase`])(
    'to %s is counted as it comes, whatever its Content-Length says, and read to 1 MiB at the most',
    async (path) => {
      for (const headers of [{}, { 'Content-Length': '10' }]) {
        const { stream, sent } = spaces(32 * 1024 * 1024)
        expect((await send(path, stream, headers)).status).toBe(413)
        expect(sent()).toBeLessThanOrEqual((1024 + 2 * 64) * 1024)
      }
    },
  )

  it('is read whole where it is short, in chunks too', async () => {
    const chunks = new Blob([`key=${ADMIN_KEY}&next=/orders`]).stream()
    const answer = await send('/sign-in', chunks)
    expect(answer.status).toBe(303)
    expect(answer.headers.get('Location')).toBe('/orders')
  })
})
