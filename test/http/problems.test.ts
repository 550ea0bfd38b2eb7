/**
 * Whatever is not judged gets an answer that says why, as application/problem+json, and never 500;
 * what was authentic is kept in quarantine, what was not leaves no trace.
 */
import { env, exports } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import type { Entity } from '../../src/entity/entity.ts'
import { orderBody, orderId, transactionBody } from '../tools/bodies.ts'
import { unableToKeep } from '../tools/kept.ts'
import { problemIn } from '../tools/problem.ts'
import { order, quarantined, quarantinedAs, rows, settle, transaction } from '../tools/read-model.ts'
import { deliver, KEYS, newAddress, post, URL_KEYS } from '../tools/sender.ts'

const ORIGIN = 'https://catraca.test'
const PROVIDERS = ['amplia', 'safe2pay'] as const
const aBody = (id: number) => ({
  amplia: orderBody({ orderId: orderId(id) }),
  safe2pay: transactionBody(id, 3),
})

/** With other bindings than the test's own. */
const postWith = (
  bindings: Partial<Env>,
  provider: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
) => post(provider, body, { key: null, headers, bindings })

type Event = Parameters<Entity['apply']>[0]

/** Objects that do something else with an event than to judge it. */
const entitiesThat = (apply: (event: Event) => never): Env['ENTITIES'] =>
  new Proxy(env.ENTITIES, {
    get: () => () => ({ apply: async (event: Event) => apply(event) }),
  })

/** What the edge would hand to an object. */
async function eventOf(provider: 'amplia' | 'safe2pay', body: unknown): Promise<Event> {
  let taken: Event | undefined
  const ENTITIES = entitiesThat((event) => {
    taken = event
    throw new Error('Taken')
  })
  await postWith({ ENTITIES }, provider, body, { 'X-Api-Key': KEYS[provider][0] })
  if (!taken) throw new Error('The body is no event')
  return taken
}

describe('credentials', () => {
  it.each(PROVIDERS)('answers 401 to %s without a key, and keeps nothing', async (provider) => {
    const response = await post(provider, aBody(60001)[provider], { key: null })
    expect(response.headers.get('WWW-Authenticate')).toBeTruthy()
    await problemIn(response, 401)
    await settle()
    expect(await rows('SELECT * FROM transitions')).toEqual([])
    expect(await quarantined()).toEqual([])
  })

  it.each(PROVIDERS)('answers 401 to %s with a wrong key, whatever the body', async (provider) => {
    const bodies = [
      aBody(60002)[provider],
      {},
      '',
      '[',
      'null',
      'x'.repeat(1000),
      'SecretKey=wrong',
      [{}, {}],
    ]
    for (const body of bodies) await problemIn(await post(provider, body, { key: 'wrong-key' }), 401)
    expect(await quarantined()).toEqual([])
  })

  it.each(PROVIDERS)('answers 503 with Retry-After to %s while no key is configured', async (provider) => {
    for (const keys of ['', ' ', ',', ' , ,']) {
      for (const presented of ['', ',', keys, KEYS[provider][0]]) {
        const bindings = { AMPLIA_KEYS: keys, SAFE2PAY_KEYS: keys }
        const body = { ...aBody(60003)[provider], SecretKey: presented }
        const response = await postWith(bindings, provider, body, { 'X-Api-Key': presented })
        expect(Number(response.headers.get('Retry-After'))).toBeGreaterThan(0)
        await problemIn(response, 503)
      }
    }
  })

  it('answers 503 where the secret was never set', async () => {
    const AMPLIA_KEYS = undefined as unknown as string
    await problemIn(await postWith({ AMPLIA_KEYS }, 'amplia', {}), 503)
  })

  it('one provider without keys does not shut the other one out', async () => {
    const headers = { 'X-Api-Key': KEYS.safe2pay[0] }
    const response = await postWith({ AMPLIA_KEYS: '' }, 'safe2pay', aBody(60004).safe2pay, headers)
    expect(response.status).toBe(200)
  })

  it('answers 429 with Retry-After to an address of many wrong keys, and 200 to a right one from there', async () => {
    const headers = { 'CF-Connecting-IP': '203.0.113.77' }
    const statuses: number[] = []
    let refused: Response | undefined
    for (let count = 0; count < 250 && !refused; count += 1) {
      const response = await post('amplia', '{}', { key: `wrong-${count}`, headers })
      statuses.push(response.status)
      if (response.status === 429) refused = response
    }
    expect(new Set(statuses)).toEqual(new Set([401, 429]))
    expect(statuses.indexOf(429)).toBeGreaterThan(10)
    expect(Number(refused?.headers.get('Retry-After'))).toBeGreaterThan(0)
    if (refused) await problemIn(refused, 429)
    await problemIn(await post('safe2pay', '{}', { key: 'wrong', headers }), 429)

    expect(await deliver('amplia', aBody(60005).amplia, { headers })).toMatchObject({ verdict: 'applied' })
    expect(await deliver('safe2pay', aBody(60005).safe2pay, { headers })).toMatchObject({
      verdict: 'applied',
    })
    const others = { 'CF-Connecting-IP': '203.0.113.78' }
    await problemIn(await post('amplia', '{}', { key: 'wrong', headers: others }), 401)
  })
})

describe('routes', () => {
  it.each([
    '/webhooks',
    '/webhooks/',
    '/webhooks/other',
    '/webhooks/amplia2',
    '/webhook/amplia',
    '/webhooks%2Famplia',
    '/webhooks/__proto__',
    '/webhooks/constructor',
    '/webhooks/amplia/a/b',
    '/webhooks/amplia/a//b/',
    '/amplia',
    '/healthz/x',
    '/favicon.ico',
    '/%00',
    '/webhooks/%',
    '/webhooks/%ff%fe',
  ])('answers 404 to %s, with a right key too', async (path) => {
    for (const method of ['POST', 'GET']) {
      const headers = { 'X-Api-Key': KEYS.amplia[0] }
      await problemIn(await exports.default.fetch(`${ORIGIN}${path}`, { method, headers }), 404)
    }
  })

  it.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'])(
    'answers 405 with Allow to %s, with a right key too',
    async (method) => {
      for (const path of ['/webhooks/amplia', '/webhooks/safe2pay', '/webhooks/safe2pay/SECRET_KEY']) {
        const headers = { 'X-Api-Key': KEYS.amplia[0] }
        const response = await exports.default.fetch(`${ORIGIN}${path}`, { method, headers })
        expect(response.headers.get('Allow')).toBe('POST')
        await problemIn(response, 405)
      }
    },
  )

  it.each(['GET', 'HEAD'])('answers 405 with Allow to %s without a key', async (method) => {
    const response = await exports.default.fetch(`${ORIGIN}/webhooks/amplia`, { method })
    expect(response.status).toBe(405)
    expect(response.headers.get('Allow')).toBe('POST')
  })

  it.each(['GET', 'HEAD'])('answers 204 to %s with a right key, and 401 with a wrong one', async (method) => {
    const ask = async (path: string, key?: string) => {
      const headers = { 'CF-Connecting-IP': newAddress(), ...(key && { 'X-Api-Key': key }) }
      return (await exports.default.fetch(`${ORIGIN}${path}`, { method, headers })).status
    }
    expect(await ask('/webhooks/amplia', KEYS.amplia[0])).toBe(204)
    expect(await ask(`/webhooks/safe2pay/${URL_KEYS.safe2pay}/`)).toBe(204)
    expect(await ask('/webhooks/safe2pay', KEYS.amplia[0])).toBe(401)
    // A key that may not stand in a URL, however right it is.
    expect(await ask('/webhooks/safe2pay/SECRET_KEY')).toBe(401)
    expect(await quarantined()).toEqual([])
  })

  it('counts wrong keys that come with GET like all others', async () => {
    const headers = { 'CF-Connecting-IP': '203.0.113.79', 'X-Api-Key': 'wrong' }
    let status = 401
    for (let count = 0; status === 401 && count < 250; count += 1) {
      status = (await exports.default.fetch(`${ORIGIN}/webhooks/amplia`, { headers })).status
    }
    expect(status).toBe(429)
  })

  it.each([
    '/webhooks/amplia/',
    '/webhooks/amplia//',
    '//webhooks/amplia',
    '/webhooks//amplia',
    '//webhooks//amplia//',
    '/Webhooks/Amplia',
    '/WEBHOOKS/AMPLIA/',
    '/webhooks/ampli%61',
    `/webhooks/amplia/${URL_KEYS.amplia}/`,
    `/Webhooks//Amplia//${URL_KEYS.amplia}//`,
  ])('takes a webhook at %s', async (path) => {
    const headers = {
      'CF-Connecting-IP': newAddress(),
      ...(!path.includes('a1a1') && { 'X-Api-Key': KEYS.amplia[0] }),
    }
    const body = JSON.stringify(aBody(60007).amplia)
    const response = await exports.default.fetch(`${ORIGIN}${path}`, { method: 'POST', headers, body })
    expect(response.status).toBe(200)
  })

  it('counts the case of a key in the URL', async () => {
    const path = `/${URL_KEYS.amplia.toUpperCase()}`
    await problemIn(await post('amplia', aBody(60008).amplia, { key: null, path }), 401)
  })

  it('lets a query stand in the URL', async () => {
    const path = '?source=test&x=/a/b'
    expect(await deliver('amplia', aBody(60006).amplia, { path })).toMatchObject({ verdict: 'applied' })
  })
})

describe('quarantine', () => {
  const countOf = async (body: string) =>
    (await quarantined())
      .filter((row) => row.body === body)
      .map(({ provider, attempts }) => [provider, attempts])

  it('keeps the same bad body once and counts how often it came', async () => {
    const body = '{"IdTransaction":60101}'
    const first = await problemIn(await post('safe2pay', body), 422)
    const second = await problemIn(await post('safe2pay', body), 422)
    expect(second).toEqual(first)
    expect(await countOf(body)).toEqual([['safe2pay', 2]])
    await post('amplia', body)
    expect((await countOf(body)).sort()).toEqual([
      ['amplia', 1],
      ['safe2pay', 2],
    ])
  })

  it('counts a body that is no JSON too', async () => {
    for (let times = 0; times < 3; times += 1) await problemIn(await post('amplia', 'not JSON 60102'), 400)
    expect(await countOf('not JSON 60102')).toEqual([['amplia', 3]])
  })

  it('counts bad bodies that come at the same time', async () => {
    const responses = await Promise.all(Array.from({ length: 10 }, () => post('amplia', 'not JSON 60103')))
    expect(responses.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 400))
    expect(await countOf('not JSON 60103')).toEqual([['amplia', 10]])
  })

  it('opens a resolved row again when its body comes again', async () => {
    const body = '{"IdTransaction":60104}'
    const { quarantineId } = await problemIn(await post('safe2pay', body), 422)
    await env.QUARANTINE.getByName(String(quarantineId)).resolve('judged')
    expect(await quarantinedAs(quarantineId)).toMatchObject({ attempts: 1, resolution: 'judged' })
    await post('safe2pay', body)
    expect(await quarantinedAs(quarantineId)).toMatchObject({
      attempts: 2,
      resolved_at: null,
    })
  })

  it('holds what the answer said', async () => {
    const { errors } = await problemIn(await post('safe2pay', { IdTransaction: 60105, Amount: 'x' }), 422)
    const row = (await quarantined()).find(({ body }) => String(body).includes('60105'))
    expect(row).toMatchObject({
      provider: 'safe2pay',
      reason: 'invalid_schema',
      attempts: 1,
      resolved_at: null,
    })
    expect(JSON.parse(String(row?.issues))).toEqual(errors)
    expect(errors?.map(({ path }) => path)).toEqual(['TransactionStatus'])
  })
})

describe('the 1,001st event of one entity', () => {
  const id = 60201
  const fields = { Reference: 'full', SecretKey: 'SECRET_KEY' }

  it('is judged like any other, and takes the place of one that moved nothing; a duplicate is still one', async () => {
    const known = transactionBody(id, 3, { ...fields, Amount: 7 })
    await deliver('safe2pay', known)
    const stub = env.ENTITIES.getByName(`safe2pay:${id}`)
    const event = await eventOf('safe2pay', transactionBody(id, 3))
    for (let count = 1; count < 1000; count += 1) {
      const outcome = await stub.apply({ ...event, fingerprint: `filling ${count}` })
      expect(outcome.kind).toBe('judged')
    }
    const next = transactionBody(id, 6, fields)
    const head = { status: '6', revision: 1001 }
    expect(await deliver('safe2pay', next)).toMatchObject({ verdict: 'applied', head })
    expect(await deliver('safe2pay', next)).toMatchObject({ verdict: 'duplicate', head })
    // It names an earlier status than the head's: a step back, which is noted once.
    expect(await deliver('safe2pay', known)).toMatchObject({ verdict: 'duplicate', head })
    const noted = { status: '6', revision: 1002 }
    for (const again of [known, next])
      expect(await deliver('safe2pay', again)).toMatchObject({ verdict: 'duplicate', head: noted })
    await settle()
    expect(await rows('SELECT count(*) AS n FROM transitions WHERE entity_id = ?', String(id))).toEqual([
      { n: 1000 },
    ])
    expect(await transaction(id)).toMatchObject({ status: 6, revision: 1002 })
  })

  it('leaves other entities alone', async () => {
    expect(await deliver('safe2pay', transactionBody(60202, 3))).toMatchObject({ verdict: 'applied' })
  })
})

describe('when something cannot be stored now', () => {
  /** Without its table quarantine fails in D1 itself, not in a stand-in for it. */
  async function withoutQuarantine(act: () => Promise<void>): Promise<void> {
    await env.DB.exec('ALTER TABLE quarantine RENAME TO quarantine_away')
    try {
      await act()
    } finally {
      await env.DB.exec('ALTER TABLE quarantine_away RENAME TO quarantine')
    }
  }

  const BODIES = [
    ['amplia', 'not JSON 60301', 400],
    ['safe2pay', '{"IdTransaction":60301}', 422],
    ['amplia', '{"type":"Another60301"}', 202],
  ] as const

  it('keeps a body that cannot be judged while D1 is away, and brings D1 up to date later', async () => {
    await withoutQuarantine(async () => {
      for (const [provider, body, status] of BODIES) expect((await post(provider, body)).status).toBe(status)
    })
    const kept = (await quarantined()).filter(({ body }) => String(body).includes('60301'))
    expect(kept.map(({ provider, attempts }) => [provider, attempts]).sort()).toEqual([
      ['amplia', 1],
      ['amplia', 1],
      ['safe2pay', 1],
    ])
  })

  it('answers 503 with Retry-After to a body that its object cannot take', async () => {
    for (const [provider, body] of BODIES) {
      const response = await postWith(unableToKeep, provider, body, { 'X-Api-Key': KEYS[provider][0] })
      expect(Number(response.headers.get('Retry-After'))).toBeGreaterThan(0)
      await problemIn(response, 503)
    }
  })

  it('judges events all the same while quarantine is away', async () => {
    await withoutQuarantine(async () => {
      expect(await deliver('safe2pay', transactionBody(60302, 3))).toMatchObject({ verdict: 'applied' })
    })
  })

  it('judges events all the same while the whole D1 is away, and brings it up to date later', async () => {
    const DB = new Proxy({} as D1Database, {
      get() {
        throw new Error('D1 was touched on the way to an answer')
      },
    })
    const headers = { 'X-Api-Key': KEYS.amplia[0] }
    const response = await postWith({ DB }, 'amplia', aBody(60303).amplia, headers)
    expect(response.status).toBe(200)
    await settle()
    expect(await order(orderId(60303))).toMatchObject({ status: 'WaitingValidation' })
  })

  /** Objects that fail as the platform's do, and count how often they were asked. */
  function failing(marks: { readonly retryable?: boolean; readonly overloaded?: boolean }) {
    let calls = 0
    const ENTITIES = entitiesThat(() => {
      calls += 1
      throw Object.assign(new Error('Network connection lost.'), marks)
    })
    return { ENTITIES, calls: () => calls }
  }

  it.each([
    [{ retryable: true }, 2],
    [{ retryable: true, overloaded: true }, 1],
    [{ overloaded: true }, 1],
    [{}, 1],
  ])('answers 503 with Retry-After when the object fails with %o, after %i tries', async (marks, tries) => {
    const { ENTITIES, calls } = failing(marks)
    const headers = { 'X-Api-Key': KEYS.amplia[0] }
    const response = await postWith({ ENTITIES }, 'amplia', aBody(60304).amplia, headers)
    expect(Number(response.headers.get('Retry-After'))).toBeGreaterThan(0)
    const problem = await problemIn(response, 503)
    expect(problem.detail).not.toContain('Network connection lost')
    expect(calls()).toBe(tries)
    await settle()
    expect(await order(orderId(60304))).toBeNull()
  })
})
