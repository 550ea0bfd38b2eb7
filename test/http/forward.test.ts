/** An operator sees how forwarding stands, and can pause, resume, test and resend: by the API, and on a page in both languages. */
import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { readPlace } from '../../src/db/feed.ts'
import { endpointIn } from '../../src/forward/at.ts'
import type { EndpointState } from '../../src/forward/state.ts'
import { type Resent, resendSince } from '../../src/operations/forwarding.ts'
import { operate } from '../tools/app.ts'
import { transactionBody } from '../tools/bodies.ts'
import { faultyD1 } from '../tools/faulty-d1.ts'
import { fire, openChannel, quiet, SECRET, untilReceived } from '../tools/forwarding.ts'
import { apply } from '../tools/object.ts'
import { ask, call } from '../tools/operator.ts'
import { settle } from '../tools/read-model.ts'
import { channelOf } from '../tools/receiver/channel.ts'

const ANA = 'canary-ana-b7714e0c95d2'
const RUI = 'canary-rui-51e8d2c07f36'
const ADMIN_KEYS = `ana:act:${ANA},rui:view:${RUI}`
const { url: URL_OF, received } = channelOf(inject('receiver'), 'operators')

const page = (key: string, language: 'en' | 'pt', action?: string, form = 'since=2026-01-01') =>
  operate(
    `/forward${action ? `/${action}` : ''}`,
    { key, language, ...(action !== undefined && { form }) },
    { ADMIN_KEYS },
  )

const textOf = async (key: string, language: 'en' | 'pt'): Promise<string> =>
  (await page(key, language)).text()

const configure = (more: object) =>
  runInDurableObject(endpointIn(env.ENDPOINT), (endpoint) => {
    Object.assign(endpoint, { env: { ...env, ...more } })
  })

beforeEach(() => configure({ FORWARD_URL: URL_OF, FORWARD_SECRETS: SECRET }))

afterEach(quiet)

describe('forwarding that is not configured', () => {
  it('is said to be so, and has no buttons', async () => {
    await configure({ FORWARD_URL: '' })
    expect(await ask('/forward')).toMatchObject({ kind: 'none', host: null, recent: [] })
    const text = await textOf(ANA, 'en')
    expect(text).toContain('Changes are not forwarded')
    expect(text).not.toContain('/forward/pause')
    expect(await textOf(ANA, 'pt')).toContain('As mudanças não são encaminhadas')
  })
})

describe('the overview', () => {
  const overview = async (more: object): Promise<string> =>
    (await operate('/', { key: ANA }, { ADMIN_KEYS, ...more })).text()

  it('says where somebody has to do something about forwarding, and else nothing', async () => {
    const configured = { FORWARD_URL: URL_OF }
    expect(await overview(configured)).not.toContain('notice held')
    await endpointIn(env.ENDPOINT).pause()
    expect(await overview(configured)).toContain('Paused by an operator')
    expect(await overview({})).not.toContain('Paused by an operator')
    await endpointIn(env.ENDPOINT).resume()
    expect(await overview(configured)).not.toContain('notice held')
    const waiting = { name: 'safe2pay:1', since: '2026-01-01T00:00:00Z', sequence: 1, attempts: 1 }
    const failure = { kind: 'status', code: 422 } as const
    const attempt = {
      at: '2026-01-01T00:00:00Z',
      name: 'safe2pay:1',
      tookMs: 1,
      code: 422,
      failure,
      excerpt: '',
    }
    const report = { waiting: { ...waiting, failure, stands: 'refused' as const }, attempt, failure }
    await endpointIn(env.ENDPOINT).report({ ...report, pauses: false })
    expect(await overview(configured)).toContain('Refused: 1.')
  })
})

describe('an operator', () => {
  it('sends a test, and reads what came back', async () => {
    const { recent } = await ask<EndpointState>('/forward/test', { method: 'POST' })
    expect(recent[0]).toMatchObject({ name: null, code: 204, failure: null })
    expect((await received()).at(-1)?.body).toContain('"type":"catraca.test"')
    expect(await textOf(RUI, 'pt')).toContain('Teste')
  })

  it('pauses and resumes on the page, which says so in both languages', async () => {
    expect((await page(ANA, 'en', 'pause')).status).toBe(303)
    expect(await textOf(ANA, 'en')).toContain('Paused by an operator')
    expect(await textOf(ANA, 'pt')).toContain('Pausado por um operador')
    expect(await ask('/forward')).toMatchObject({ paused: { by: 'operator' } })
    expect((await page(ANA, 'en', 'resume')).status).toBe(303)
    expect(await ask('/forward')).toMatchObject({ paused: null })
  })

  it('who may only look sees it without buttons, and changes nothing', async () => {
    expect(await textOf(RUI, 'en')).not.toContain('/forward/pause')
    for (const action of ['pause', 'resume', 'test', 'resend'])
      expect((await page(RUI, 'en', action)).status).toBe(403)
    expect(await ask('/forward')).toMatchObject({ paused: null })
  })

  it('has everything with an event since a day sent again, and each message says that it comes again', async () => {
    const channel = await openChannel()
    const stub = await channel.object('safe2pay', 71_001)
    await apply('safe2pay', transactionBody(71_001, 3))
    await fire(stub)
    await settle()
    await untilReceived(channel, 1)
    await channel.object('safe2pay', 71_001)
    const resent = await ask('/forward/resend?since=2026-01-01', { method: 'POST' })
    expect(resent).toEqual({ entities: 1, nextCursor: null })
    await fire(stub)
    await untilReceived(channel, 2)
    const [first, second] = await channel.received()
    expect(second?.body).toBe(first?.body)
    expect(second?.headers['catraca-resend']).toBe('1')
    expect((await page(ANA, 'en', 'resend')).headers.get('location')).toBe('/forward?resent=1')
    expect(await ask('/forward/resend?since=2999-01-01', { method: 'POST' })).toMatchObject({ entities: 0 })
  })

  it('finds what changed since then by reading that and no more, and goes on where it is more than one request takes', async () => {
    await env.DB.prepare(`
      WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 5599)
      INSERT INTO orders (order_id, status, gaps, refused, revision, first_received_at, last_received_at, "change")
      SELECT printf('%08d-0000-4000-8000-000000000000', value), 'Issued', 0, 0, 1, '', '',
        iif(value < 5000, 1600000000000000, 1800000000000000) + value FROM n`).run()
    await env.DB.prepare(
      `INSERT INTO changes (position, entities) SELECT "change", json_array(json_array('amplia', order_id)) FROM orders
       WHERE order_id LIKE '________-0000-4000-8000-000000000000'`,
    ).run()
    const resend = (cursor: string) =>
      ask<Resent>(`/forward/resend?since=2026-12-31&cursor=${cursor}`, { method: 'POST' })
    const counted = faultyD1(env.DB)
    const first = await resendSince({ ...env, DB: counted.d1 }, '2026-12-31T00:00:00Z', '')
    expect(counted.rowsRead()).toBeLessThan(3 * 600)
    expect(readPlace(first.nextCursor ?? '')?.position).toBe(1_800_000_000_005_099)
    expect(first).toEqual(await resend(''))
    const location = (await page(ANA, 'en', 'resend', 'since=2026-12-31')).headers.get('location') ?? ''
    const rest = new URLSearchParams(location.slice(location.indexOf('?'))).get('rest') ?? ''
    expect(readPlace(rest)?.position).toBe(1_800_000_000_005_499)
    const shown = await operate(location, { key: ANA }, { ADMIN_KEYS })
    expect(await shown.text()).toContain('Send the next ones again')
    const last = await page(ANA, 'en', 'resend', `since=2026-12-31&after=${rest}`)
    expect(last.headers.get('location')).toBe('/forward?resent=0')
  })

  it('has one that waits sent again by its button, which who may only look does not see', async () => {
    const channel = await openChannel()
    await channel.behave({ status: 422, headers: { 'webhook-delivery': 'abort-message' } }, {})
    const stub = await channel.object('safe2pay', 71_002)
    await apply('safe2pay', transactionBody(71_002, 3))
    await fire(stub)
    const waiting = {
      name: 'safe2pay:71002',
      since: '2026-01-01T00:00:00Z',
      sequence: 1,
      attempts: 1,
      failure: null,
      stands: 'refused',
    } as const
    const attempt = { at: '2026-01-01T00:00:00Z', name: waiting.name, tookMs: 1, code: 422, excerpt: '' }
    const failure = { kind: 'status', code: 422 } as const
    await endpointIn(env.ENDPOINT).report({
      waiting,
      attempt: { ...attempt, failure },
      failure,
      pauses: false,
    })
    expect(await textOf(ANA, 'en')).toContain('value="safe2pay:71002"')
    expect(await textOf(RUI, 'en')).not.toContain('value="safe2pay:71002"')
    const done = await page(ANA, 'pt', 'resend', 'name=safe2pay:71002')
    expect(done.headers.get('location')).toBe('/forward?resent=1')
    await fire(stub)
    await untilReceived(channel, 2)
    expect((await channel.received())[1]?.headers['catraca-resend']).toBe('1')
    const spelled = await page(ANA, 'en', 'resend', 'name=safe2pay:0071002')
    expect(spelled.headers.get('location')).toBe('/forward?resent=1')
    for (const name of ['safe2pay:71003', 'nobody:1', 'safe2pay:1:2', 'x'])
      expect((await page(ANA, 'en', 'resend', `name=${name}`)).headers.get('location')).toBe('/forward')
  })

  it('sends the message of an order or payment again by a button on its page, which is there where something is forwarded', async () => {
    const channel = await openChannel()
    const stub = await channel.object('safe2pay', 71_004)
    await apply('safe2pay', transactionBody(71_004, 3))
    await fire(stub)
    const visit = (key: string, more: object, method: 'GET' | 'POST' = 'GET', path = '') =>
      operate(`/transactions/71004${path}`, { key, method }, { ADMIN_KEYS, ...more })
    const configured = { FORWARD_URL: URL_OF }
    const button = 'action="/transactions/71004/resend"'
    expect(await (await visit(ANA, configured)).text()).toContain(button)
    for (const [key, more] of [
      [RUI, configured],
      [ANA, {}],
    ] as const)
      expect(await (await visit(key, more)).text()).not.toContain(button)
    expect((await visit(RUI, configured, 'POST', '/resend')).status).toBe(403)
    await channel.object('safe2pay', 71_004)
    const done = await visit(ANA, configured, 'POST', '/resend')
    expect(done.headers.get('location')).toBe('/transactions/71004?done=resent')
    await fire(stub)
    await untilReceived(channel, 2)
    expect((await channel.received())[1]?.headers['catraca-resend']).toBe('1')
    const answer = await operate('/transactions/71009/resend', { key: ANA, method: 'POST' }, { ADMIN_KEYS })
    expect(answer.status).toBe(404)
  })

  it('is told where there is nothing to send again', async () => {
    expect((await call('/transactions/71999/resend', { method: 'POST' })).status).toBe(404)
    expect((await call('/forward/resend?since=soon', { method: 'POST' })).status).toBe(422)
    expect((await call('/forward/resend', { method: 'POST' })).status).toBe(422)
  })
})
