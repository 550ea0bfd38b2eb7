/** Every answer says that no cache may keep it and that no browser may run, frame or guess anything of it. */
import { createExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { app } from '../../src/app.ts'
import { orderBody, orderId } from '../tools/bodies.ts'
import { ADMIN_KEY, call } from '../tools/operator.ts'
import { visit } from '../tools/pages.ts'
import { settle } from '../tools/read-model.ts'
import { deliver, KEYS } from '../tools/sender.ts'

beforeAll(async () => {
  await deliver('amplia', orderBody({ orderId: orderId(1) }))
  await settle()
})

const operator = { Authorization: `Bearer ${ADMIN_KEY}` }
const sender = { 'X-Api-Key': KEYS.amplia[0] }

const ANSWERS: readonly (readonly [number, string, string, Readonly<Record<string, string>>?, string?])[] = [
  [200, 'GET', '/api/openapi.json', operator],
  [200, 'GET', '/api/orders', operator],
  [200, 'GET', `/api/orders/${orderId(1)}`, operator],
  [200, 'POST', `/api/orders/${orderId(1)}/refold`, operator],
  [200, 'HEAD', '/api/orders', operator],
  [401, 'GET', '/api/orders'],
  [401, 'GET', '/api/nothing'],
  [404, 'GET', '/api/nothing', operator],
  [404, 'GET', '/api/orders/nothing', operator],
  [405, 'PUT', '/api/orders', operator],
  [422, 'GET', '/api/orders?limit=0', operator],
  [413, 'POST', '/api/quarantine/x/dismiss', operator, ' '.repeat(9000)],
  [200, 'POST', '/webhooks/amplia', sender, JSON.stringify(orderBody({ orderId: orderId(2) }))],
  [400, 'POST', '/webhooks/amplia', sender, '{'],
  [401, 'POST', '/webhooks/amplia'],
  [404, 'POST', '/webhooks/nobody'],
  [405, 'GET', '/webhooks/amplia'],
  [200, 'GET', '/healthz'],
  [405, 'POST', '/healthz'],
  [404, 'GET', '/nothing'],
]

const send = (
  [, method, path, headers = {}, body]: (typeof ANSWERS)[number],
  bindings: Partial<Env> = {},
): Response | Promise<Response> =>
  app.fetch(
    new Request(`https://catraca.test${path}`, { method, headers, ...(body !== undefined && { body }) }),
    { ...env, ...bindings },
    createExecutionContext(),
  )

function expectClosed({ headers }: Response): void {
  expect(headers.get('Cache-Control')).toContain('no-store')
  expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
  expect(headers.get('Strict-Transport-Security')).toMatch(/max-age=\d{7,}/)
  expect(headers.get('X-Frame-Options')).toBe('DENY')
  const policy = headers.get('Content-Security-Policy') ?? ''
  for (const rule of ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"]) {
    expect(policy).toContain(rule)
  }
}

describe('the headers of an answer', () => {
  it.each(ANSWERS)('%i to %s %s', async (status, method, path, headers, body) => {
    const response = await send([status, method, path, headers, body])
    expect(response.status).toBe(status)
    expectClosed(response)
  })

  it('when D1 is away, and when something unexpected happens', async () => {
    const broken = new Proxy({} as D1Database, {
      get: () => {
        throw new Error('D1 is away')
      },
    })
    const answer = await send([503, 'GET', '/api/orders', operator], { DB: broken })
    expect(answer.status).toBe(503)
    expectClosed(answer)
    const keys = new Proxy({} as { split: unknown }, {
      get: () => {
        throw new Error('Nobody foresaw this')
      },
    })
    const unexpected = await send([500, 'POST', '/webhooks/amplia', sender, '{}'], {
      AMPLIA_KEYS: keys as unknown as string,
    })
    expect(unexpected.status).toBe(500)
    expectClosed(unexpected)
  })

  it('leave those of the console as they are', async () => {
    const page = await visit('/orders')
    expectClosed(page)
    expect(page.headers.get('Content-Security-Policy')).toContain("style-src 'self'")
    expect(page.headers.get('Referrer-Policy')).toBe('same-origin')
    expect((await visit('/style.css')).headers.get('Cache-Control')).toContain('immutable')
  })

  it('leave what else an answer says as it is', async () => {
    const refused = await call('/orders', { key: null })
    expect(refused.headers.get('WWW-Authenticate')).toBe('Bearer')
    expect(refused.headers.get('Content-Type')).toBe('application/problem+json')
  })
})
