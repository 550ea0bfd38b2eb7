/** Guessing is slowed and seen, and every change says who made it: without a key, a name or an address. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { OPERATIONS } from '../../src/api/operations.ts'
import { pages } from '../../src/pages/index.tsx'
import { accessTeam, type Team } from '../tools/access-team.ts'
import { type Operating, operate } from '../tools/app.ts'
import { orderBody, orderId, transactionBody } from '../tools/bodies.ts'
import { watchConsole } from '../tools/console-lines.ts'
import { settle } from '../tools/read-model.ts'
import { deliver, fingerprint, keep, newAddress, post } from '../tools/sender.ts'

const FIRST = 'canary-admin-2f9d03aa71c4'
const SECOND = 'canary-admin-b7714e0c95d2'
const WRONG = 'canary-wrong-51e8d2c07f36'

const written = watchConsole()
afterEach(() => vi.restoreAllMocks())

interface Call extends Operating {
  readonly address?: string
  readonly bindings?: object
}

const call = (path: string, { address = newAddress(), bindings, ...asked }: Call = {}): Promise<Response> =>
  operate(
    path,
    { ...asked, headers: { 'CF-Connecting-IP': address, ...asked.headers } },
    { ADMIN_KEYS: `${FIRST},${SECOND}`, ...bindings },
  )

const operator = async (key: string) => ({
  kind: 'key',
  position: key === FIRST ? 1 : 2,
  fingerprint: await fingerprint(key),
})

describe('a guesser', () => {
  /** Guesses until the answer is 429; more than the limit, because its minute may begin anew in between. */
  async function guess(path: string, address: (attempt: number) => string): Promise<Response> {
    for (let attempt = 0; attempt < 250; attempt += 1) {
      const response = await call(path, { key: `${WRONG}-${attempt}`, address: address(attempt) })
      if (response.status !== 401) return response
    }
    throw new Error('Never refused')
  }

  it.each(['/orders', '/api/orders'])('is told to wait at %s, and a right key is not', async (path) => {
    const address = newAddress()
    const response = await guess(path, () => address)
    expect(response.status).toBe(429)
    expect(response.headers.get('Retry-After')).toBe('60')
    expect((await call(path, { key: FIRST, address })).status).toBe(200)
  })

  it('has one count for pages and API', async () => {
    const address = newAddress()
    expect((await guess('/orders', () => address)).status).toBe(429)
    expect((await call('/api/orders', { key: WRONG, address })).status).toBe(429)
    expect((await call('/orders/x/erase', { key: WRONG, address, form: {} })).status).toBe(429)
  })

  it('has one count for all addresses of an IPv6 /64, and another network is not counted with it', async () => {
    const host = (attempt: number) => `2001:db8:7:1:${attempt.toString(16)}:0:${attempt}:1`
    expect((await guess('/orders', host)).status).toBe(429)
    expect((await call('/orders', { key: WRONG, address: '2001:DB8:7:1::FFFF' })).status).toBe(429)
    expect((await call('/orders', { key: WRONG, address: '2001:db8:7:2::1' })).status).toBe(401)
  })

  it('has that count at the sign-in and at the webhooks too', async () => {
    let signIn = 0
    for (let attempt = 0; attempt < 25 && signIn !== 429; attempt += 1) {
      const address = `2001:db8:8:1::${attempt}`
      signIn = (await call('/sign-in', { form: { key: WRONG, next: '/' }, address })).status
    }
    expect(signIn).toBe(429)
    let webhook = 0
    for (let attempt = 0; attempt < 250 && webhook !== 429; attempt += 1) {
      const headers = { 'CF-Connecting-IP': `2001:db8:9:1::${attempt}` }
      webhook = (await post('amplia', {}, { key: WRONG, headers })).status
    }
    expect(webhook).toBe(429)
  })

  it('does not keep an operator of the same network from signing in', async () => {
    const address = newAddress()
    const signIn = async (key: string) =>
      (await call('/sign-in', { form: { key, next: '/' }, address })).status
    for (let attempt = 0; attempt < 15; attempt += 1) await signIn(WRONG)
    expect(await signIn(WRONG)).toBe(429)
    expect(await signIn(FIRST)).toBe(303)
  })

  it('is seen, each time: why, and from which network, and nothing of what was tried', async () => {
    await call('/orders', { key: WRONG, address: '203.0.113.77' })
    await call('/api/orders', { key: WRONG, address: '2001:db8:1:2:3:4:5:6' })
    await call('/sign-in', { form: { key: WRONG, next: '/' }, address: '203.0.113.77' })
    expect(written.of('operator_refused')).toEqual([
      { event: 'operator_refused', reason: 'wrong', network: '203.0.113.0/24' },
      { event: 'operator_refused', reason: 'wrong', network: '2001:db8:1::/48' },
    ])
    expect(written.of('sign_in_refused')).toEqual([
      { event: 'sign_in_refused', reason: 'wrong', network: '203.0.113.0/24' },
    ])
  })
})

describe('a sign-in', () => {
  it('is logged with the key that was used, and so is its end', async () => {
    const opened = await call('/sign-in', { form: { key: SECOND, next: '/' }, address: '198.51.100.7' })
    const [cookie = ''] = (opened.headers.get('Set-Cookie') ?? '').split(';')
    const by = await operator(SECOND)
    expect(written.of('signed_in')).toEqual([{ event: 'signed_in', by, network: '198.51.100.0/24' }])
    await call('/sign-out', { form: {}, headers: { Cookie: cookie } })
    expect(written.of('signed_out')).toEqual([{ event: 'signed_out', by }])
  })

  it('is told by the place that its key has now', async () => {
    const opened = await call('/sign-in', { form: { key: SECOND, next: '/' } })
    const [cookie = ''] = (opened.headers.get('Set-Cookie') ?? '').split(';')
    await call('/sign-out', { form: {}, headers: { Cookie: cookie }, bindings: { ADMIN_KEYS: SECOND } })
    expect(written.of('signed_out')).toMatchObject([{ by: { kind: 'key', position: 1 } }])
  })
})

/** A quarantined body that waits, by its id. */
const quarantined = (text: string): Promise<string> => keep('amplia', { type: text })

describe('a change', () => {
  const ORDER = orderId(7)

  it('by the API says who made it, and of what', async () => {
    await deliver('amplia', orderBody({ orderId: ORDER }))
    await deliver('safe2pay', transactionBody(71001, 3))
    const id = await quarantined('One')
    await settle()
    const json = {}
    await call(`/api/orders/${ORDER.toUpperCase()}/refold`, { key: FIRST, json })
    await call(`/api/orders/${ORDER}/reproject`, { key: FIRST, json })
    await call('/api/transactions/71001/erase', { key: FIRST, json })
    await call(`/api/quarantine/${id}/replay`, { key: FIRST, json })
    await call(`/api/quarantine/${id}/dismiss`, { key: FIRST, json: { reason: 'Maria asked' } })
    await call('/api/quarantine/replay', { key: FIRST, json })
    await call('/api/reproject', { key: FIRST, json })
    const key = { kind: 'late_move', provider: 'safe2pay', entityId: '1', since: '2026-01-01T00:00:00.000Z' }
    await call('/api/attention/settle', {
      key: FIRST,
      json: { items: [key], state: 'resolved', note: 'Maria asked' },
    })
    const event = 'operator_action'
    const by = await operator(FIRST)
    expect(written.of(event)).toEqual([
      { event, action: 'refold', provider: 'amplia', entity: ORDER, by },
      { event, action: 'reproject', provider: 'amplia', entity: ORDER, by },
      { event, action: 'erase', provider: 'safe2pay', entity: '71001', by },
      { event, action: 'replay', quarantine: id, by },
      { event, action: 'dismiss', quarantine: id, by },
      { event, action: 'replay', by },
      { event, action: 'reproject', by },
      { event, action: 'settle', by },
    ])
    expect(written.lines.filter((line) => line.includes('Maria'))).toEqual([])
  })

  it('by a page says the same', async () => {
    await deliver('amplia', orderBody({ orderId: ORDER }))
    const id = await quarantined('Two')
    await settle()
    const opened = await call('/sign-in', { form: { key: SECOND, next: '/' } })
    const [Cookie = ''] = (opened.headers.get('Set-Cookie') ?? '').split(';')
    const headers = { Cookie }
    await call(`/orders/${ORDER.toUpperCase()}/erase`, { form: { confirm: ORDER }, headers })
    await call(`/quarantine/${id}/replay`, { form: {}, headers })
    await call('/quarantine/replay', { form: {}, headers })
    await call(`/quarantine/${id}/dismiss`, { form: { reason: 'Maria asked' }, headers })
    await call(`/quarantine/${id}/reopen`, { form: {}, headers })
    await call('/quarantine/ticked', { form: { id, do: 'dismiss', why: 'Maria asked' }, headers })
    await call(`/quarantine/${id}/delete`, { form: { confirm: 'yes' }, headers })
    await call('/live', { form: { provider: 'amplia' }, headers })
    const event = 'operator_action'
    const by = await operator(SECOND)
    expect(written.of(event)).toEqual([
      { event, action: 'erase', provider: 'amplia', entity: ORDER, by },
      { event, action: 'replay', quarantine: id, by },
      { event, action: 'replay', by },
      { event, action: 'dismiss', quarantine: id, by },
      { event, action: 'reopen', quarantine: id, by },
      { event, action: 'dismiss', quarantine: id, by },
      { event, action: 'delete', quarantine: id, by },
      { event, action: 'test_event', provider: 'amplia', by },
    ])
    expect(written.lines.filter((line) => line.includes('Maria'))).toEqual([])
  })

  it('that was not made is not logged, and a key that somebody took for an id neither', async () => {
    const json = {}
    await call(`/api/orders/${FIRST}/erase`, { key: FIRST, json })
    await call(`/api/orders/${orderId(99)}/refold`, { key: FIRST, json })
    await call(`/api/quarantine/${FIRST}/replay`, { key: FIRST, json })
    await call(`/api/quarantine/${FIRST}/dismiss`, { key: FIRST, json: { reason: 'x' } })
    await call(`/orders/${ORDER}/erase`, { key: FIRST, form: {} })
    await call(`/orders/${FIRST}/erase`, { key: FIRST, form: { confirm: 'yes' } })
    await call(`/quarantine/${FIRST}/replay`, { key: FIRST, form: {} })
    await call('/quarantine/ticked', { key: FIRST, form: { id: FIRST, do: 'replay' } })
    await call('/api/reproject', { key: WRONG, json })
    expect(written.of('operator_action')).toEqual([])
  })

  it('has a line whatever it is: no operation and no page that changes something is without', () => {
    const unnamed = OPERATIONS.filter(({ method, change }) => (method !== 'GET') !== (change !== undefined))
    expect(unnamed.map(({ id }) => id)).toEqual([])
    const posts = new Set(pages.routes.filter(({ method }) => method !== 'GET').map(({ path }) => path))
    // A new one belongs here, and into the test above.
    expect([...posts].sort()).toEqual([
      '/alerts/test',
      '/attention',
      '/forward/pause',
      '/forward/resend',
      '/forward/resume',
      '/forward/test',
      '/live',
      '/orders/:id/erase',
      '/orders/:id/resend',
      '/quarantine/:id/delete',
      '/quarantine/:id/dismiss',
      '/quarantine/:id/reopen',
      '/quarantine/:id/replay',
      '/quarantine/replay',
      '/quarantine/ticked',
      '/sign-in',
      '/sign-out',
      '/transactions/:id/ask',
      '/transactions/:id/erase',
      '/transactions/:id/resend',
    ])
  })
})

describe('whom Cloudflare Access let in', () => {
  let team: Team | undefined

  async function reprojectAs(claims: Readonly<Record<string, unknown>>): Promise<void> {
    team ??= await accessTeam('trail')
    const headers = { 'Cf-Access-Jwt-Assertion': await team.sign(claims) }
    const { bindings } = team
    expect((await call('/api/reproject', { json: {}, headers, bindings })).status).toBe(200)
  }

  it.each([
    ['its subject', { sub: '7335d417-61da-459d-899c-0a01c76a2f94', email: 'maria@example.com' }],
    ['the client id of a service token', { sub: '', common_name: '7335d417-61da.access' }],
  ])('is named by %s', async (_, claims) => {
    await reprojectAs(claims)
    const subject = claims.sub || ('common_name' in claims ? claims.common_name : '')
    expect(written.of('operator_action')).toMatchObject([{ by: { kind: 'access', subject } }])
    expect(written.lines.join()).not.toContain('maria')
  })

  it.each([
    ['an e-mail address', { sub: 'maria@example.com', email: 'maria@example.com' }],
    ['a name', { sub: 'Maria da Silva' }],
    ['nothing', { email: 'maria@example.com' }],
    ['a long text', { sub: 'maria'.repeat(50) }],
  ])('is not named where its subject is %s', async (_, claims) => {
    await reprojectAs(claims)
    expect(written.of('operator_action')).toMatchObject([{ by: { kind: 'access', subject: null } }])
    expect(written.lines.join().toLowerCase()).not.toContain('maria')
  })
})

it('no line holds a key, right or wrong, whatever is asked with it', async () => {
  for (const key of [FIRST, SECOND, WRONG]) {
    const opened = await call('/sign-in', { form: { key, next: `/orders?q=${key}` } })
    const [cookie = ''] = (opened.headers.get('Set-Cookie') ?? '').split(';')
    await call('/sign-in', { form: { key: `${key}x`, next: '/' } })
    await call(`/orders?q=${key}`, { key })
    await call(`/orders/${key}/erase`, { key, form: { confirm: 'yes' } })
    await call(`/api/orders/${key}/erase`, { key, json: {} })
    await call('/api/reproject', { key, json: {} })
    await call('/orders', { headers: { Authorization: `Basic ${btoa(`user:${key}`)}` } })
    await call('/orders', { headers: { Authorization: key } })
    await call('/orders', { headers: { Cookie: `__Host-catraca_session=${key}`, 'CF-Connecting-IP': key } })
    await call('/sign-out', { form: {}, headers: { Cookie: cookie } })
  }
  expect(written.lines.length).toBeGreaterThan(15)
  expect(written.lines.filter((line) => /canary|Y2FuYXJ5|jYW5hcn/i.test(line))).toEqual([])
})
