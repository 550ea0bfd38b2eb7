/** Every answer says that no cache may keep it and that no browser may run, frame or guess anything of it. */
import { beforeAll, describe, expect, it } from 'vitest'
import { askApp } from '../tools/app.ts'
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

interface Asked {
  readonly status: number
  readonly method: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

const ANSWERS: readonly Asked[] = [
  { status: 200, method: 'GET', path: '/api/quarantine', headers: operator },
  { status: 200, method: 'GET', path: '/api/orders', headers: operator },
  { status: 200, method: 'GET', path: `/api/orders/${orderId(1)}`, headers: operator },
  { status: 200, method: 'POST', path: `/api/orders/${orderId(1)}/refold`, headers: operator },
  { status: 200, method: 'HEAD', path: '/api/orders', headers: operator },
  { status: 401, method: 'GET', path: '/api/orders' },
  { status: 401, method: 'GET', path: '/api/nothing' },
  { status: 404, method: 'GET', path: '/api/nothing', headers: operator },
  { status: 404, method: 'GET', path: '/api/orders/nothing', headers: operator },
  { status: 405, method: 'PUT', path: '/api/orders', headers: operator },
  { status: 422, method: 'GET', path: '/api/orders?limit=0', headers: operator },
  {
    status: 413,
    method: 'POST',
    path: '/api/quarantine/x/dismiss',
    headers: operator,
    body: ' '.repeat(9000),
  },
  {
    status: 200,
    method: 'POST',
    path: '/webhooks/amplia',
    headers: sender,
    body: JSON.stringify(orderBody({ orderId: orderId(2) })),
  },
  { status: 400, method: 'POST', path: '/webhooks/amplia', headers: sender, body: '{' },
  { status: 401, method: 'POST', path: '/webhooks/amplia' },
  { status: 404, method: 'POST', path: '/webhooks/nobody' },
  { status: 405, method: 'GET', path: '/webhooks/amplia' },
  { status: 200, method: 'GET', path: '/healthz' },
  { status: 405, method: 'POST', path: '/healthz' },
  { status: 404, method: 'GET', path: '/nothing' },
]

const send = (
  { path, status: _, ...init }: Asked,
  bindings: Partial<Env> = {},
): Response | Promise<Response> => askApp(path, init, bindings)

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
  it.each(ANSWERS)('$status to $method $path', async (asked) => {
    const response = await send(asked)
    expect(response.status).toBe(asked.status)
    expectClosed(response)
  })

  it('when D1 is away, and when something unexpected happens', async () => {
    const broken = new Proxy({} as D1Database, {
      get: () => {
        throw new Error('D1 is away')
      },
    })
    const answer = await send(
      { status: 503, method: 'GET', path: '/api/orders', headers: operator },
      { DB: broken },
    )
    expect(answer.status).toBe(503)
    expectClosed(answer)
    const keys = new Proxy({} as { split: unknown }, {
      get: () => {
        throw new Error('Nobody foresaw this')
      },
    })
    const unexpected = await send(
      { status: 500, method: 'POST', path: '/webhooks/amplia', headers: sender, body: '{}' },
      {
        AMPLIA_KEYS: keys as unknown as string,
      },
    )
    expect(unexpected.status).toBe(500)
    expectClosed(unexpected)
  })

  it('leave those of the console as they are', async () => {
    const page = await visit('/orders')
    expectClosed(page)
    expect(page.headers.get('Content-Security-Policy')).toContain("style-src 'self'; script-src 'self';")
    expect(page.headers.get('Referrer-Policy')).toBe('same-origin')
  })

  it('leave what else an answer says as it is', async () => {
    const refused = await call('/orders', { key: null })
    expect(refused.headers.get('WWW-Authenticate')).toBe('Bearer')
    expect(refused.headers.get('Content-Type')).toBe('application/problem+json')
  })
})
