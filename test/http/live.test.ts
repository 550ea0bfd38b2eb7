/** What leaves no event is seen and counted, costs no delivery anything, and has no word of its sender's; a test leaves nothing. */
import { listDurableObjectIds, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it, vi } from 'vitest'
import { readLiveEvents } from '../../src/db/outcomes.ts'
import * as LIMITS from '../../src/limits.ts'
import { sendTest } from '../../src/operations/rehearsal.ts'
import { PROVIDERS } from '../../src/providers/index.ts'
import { pulseIn } from '../../src/pulse/at.ts'
import type { Knock } from '../../src/pulse/knock.ts'
import { transactionBody } from '../tools/bodies.ts'
import { faultyD1 } from '../tools/faulty-d1.ts'
import { ask } from '../tools/operator.ts'
import { html, links, visit } from '../tools/pages.ts'
import { rows, settle } from '../tools/read-model.ts'
import { deliver, post } from '../tools/sender.ts'

const pulse = () => pulseIn(env.PULSE)

/** What the pulse has been told, once it has heard of as many. */
const heard = (least: number): Promise<readonly Knock[]> =>
  vi.waitFor(
    async () => {
      const knocks = await pulse().lately()
      expect(knocks.length).toBeGreaterThanOrEqual(least)
      return knocks
    },
    { timeout: 40_000, interval: 200 },
  )

const counted = () => rows('SELECT provider, outcome, deliveries FROM outcomes ORDER BY 1, 2')

describe('deliveries that leave no event', () => {
  it('are seen with their cause, and counted in D1, but for what their sender wrote', async () => {
    await deliver('safe2pay', transactionBody(1, 1))
    for (let n = 0; n < 2; n += 1) await deliver('safe2pay', transactionBody(1, 1))
    await post('safe2pay', {}, { key: null })
    await post('safe2pay', { CANARY: '29742237026' }, { key: 'CANARY-of-a-key' })
    await post('safe2pay', 'x'.repeat(LIMITS.bodyBytes + 1))
    await post('amplia', '{"CANARY":')
    await post('amplia', '')
    await settle()
    const knocks = await heard(7)
    expect(
      knocks.map(({ provider, outcome, httpStatus }) => [provider, outcome, httpStatus]).reverse(),
    ).toEqual([
      ['safe2pay', 'duplicate', 200],
      ['safe2pay', 'duplicate', 200],
      ['safe2pay', 'unauthorized', 401],
      ['safe2pay', 'unauthorized', 401],
      ['safe2pay', 'body_too_large', 413],
      ['amplia', 'invalid_json', 400],
      ['amplia', 'ping', 200],
    ])
    expect(JSON.stringify(knocks)).not.toMatch(/CANARY|29742237026/)
    expect(await counted()).toEqual([])
    await runDurableObjectAlarm(pulse())
    expect(await counted()).toEqual([
      { provider: 'amplia', outcome: 'invalid_json', deliveries: 1 },
      { provider: 'amplia', outcome: 'ping', deliveries: 1 },
      { provider: 'safe2pay', outcome: 'body_too_large', deliveries: 1 },
      { provider: 'safe2pay', outcome: 'duplicate', deliveries: 2 },
      { provider: 'safe2pay', outcome: 'unauthorized', deliveries: 2 },
    ])
    // Nothing is counted twice, and nothing is left to count.
    expect(await runDurableObjectAlarm(pulse())).toBe(false)
  })

  it('stand in the chart, and on the page that shows what comes, beside the events', async () => {
    const system = await html('/system', { language: 'pt-BR' })
    expect(system).toMatch(/class="bar duplicate"/)
    expect(system).toContain('sem chave válida 2')
    const page = await html('/live')
    expect(page).toContain('no valid key')
    expect(page).toContain('body too large')
    expect(await links(page)).toContain('/transactions/1')
    expect(page).toContain('1 Pendente')
    const refused = await html('/live?only=refused')
    expect(refused).not.toContain('1 Pendente')
    expect(refused).toContain('HTTP 413')
  })

  it('are told an object by many at a time, however many they are', async () => {
    const before = await pulse().lately()
    await Promise.all(Array.from({ length: 120 }, () => deliver('safe2pay', transactionBody(1, 1))))
    const knocks = await heard(before.length + LIMITS.pulseKnocksTold)
    // More than one telling takes are only counted.
    expect(knocks.length - before.length).toBeLessThan(120)
    await runDurableObjectAlarm(pulse())
    expect(await counted()).toContainEqual({ provider: 'safe2pay', outcome: 'duplicate', deliveries: 122 })
  })

  it('are kept by their last 500', async () => {
    const knock = (n: number): Knock => ({
      at: new Date(n).toISOString(),
      provider: 'amplia',
      outcome: 'ping',
      httpStatus: 200,
      ms: n,
      isTest: false,
    })
    await pulse().take(
      Array.from({ length: 600 }, (_, n) => knock(n)),
      [],
    )
    const lately = await pulse().lately()
    expect(lately).toHaveLength(LIMITS.pulseKnocks)
    expect(lately[0]?.ms).toBe(599)
  })

  it('are answered while the pulse is away, and only a number is lost', async () => {
    const warn = vi.spyOn(console, 'warn')
    const away = { getByName: () => ({ take: () => Promise.reject(new Error('away')) }) }
    const answer = await post('safe2pay', transactionBody(1, 1), { bindings: { PULSE: away } })
    expect(await answer.json()).toMatchObject({ verdict: 'duplicate' })
    await vi.waitFor(() => expect(String(warn.mock.calls)).toContain('pulse_failed'), { timeout: 40_000 })
  })
})

describe('the page that shows what comes', () => {
  it('loads itself again for a quarter of an hour, and then waits to be asked', async () => {
    const first = await visit('/live')
    const [, next = ''] = /^5;url=(.*)$/.exec(first.headers.get('Refresh') ?? '') ?? []
    expect(next).toMatch(/^\/live\?since=\d+$/)
    expect((await visit(next)).headers.get('Refresh')).toBe(`5;url=${next}`)
    for (const since of [Date.now() - LIMITS.liveMs, Date.now() + 60_000, 0, 'x', -1, 'Infinity'])
      expect((await visit(`/live?since=${since}`)).headers.get('Refresh')).toBeNull()
  })

  it('reads no more than 300 rows', async () => {
    const { d1, rowsRead } = faultyD1(env.DB)
    await readLiveEvents(d1)
    expect(rowsRead()).toBeLessThanOrEqual(300)
  })

  it('is for operators', async () => {
    expect((await visit('/live', { signedIn: false })).status).toBe(401)
  })
})

describe('a test of an operator', () => {
  it.each(['amplia', 'safe2pay'])(
    'goes the way of %s, is seen, and leaves nothing anywhere',
    async (provider) => {
      const tables = ['orders', 'transactions', 'transitions', 'quarantine', 'changes', 'hours', 'outcomes']
      const state = async () => ({
        d1: await Promise.all(tables.map((table) => rows(`SELECT * FROM ${table}`))),
        entities: (await listDurableObjectIds(env.ENTITIES)).length,
        kept: (await listDurableObjectIds(env.QUARANTINE)).length,
      })
      await settle()
      const before = await state()
      const answer = await visit('/live', { form: { provider } })
      expect(answer.status).toBe(303)
      expect(answer.headers.get('Location')).toBe(`/live?tested=${provider}&http=200`)
      const page = await html(`/live?tested=${provider}&http=200`)
      expect(page).toContain('Nothing was stored')
      const knocks = await heard(1)
      expect(knocks.filter((knock) => knock.isTest && knock.provider === provider)).toMatchObject([
        { outcome: 'test', httpStatus: 200, key: 1 },
      ])
      await runDurableObjectAlarm(pulse())
      await settle()
      const after = await state()
      expect(after.d1).toEqual(before.d1)
      expect(after.kept).toBe(before.kept)
      const stub = env.ENTITIES.getByName(`${provider}:test`)
      await runInDurableObject(stub, (_, { storage }) => {
        const made = storage.sql.exec(
          "SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\'",
        )
        expect(made.toArray()).toEqual([])
      })
      expect(await runDurableObjectAlarm(stub)).toBe(false)
      const { items } = await ask<{ items: readonly object[] }>('/operations?action=test_event')
      expect(items[0]).toMatchObject({ provider, action: 'test_event' })
    },
  )

  it('has its key in no header, because the runtime logs those that are not ASCII', async () => {
    const heads: unknown[] = []
    class Noted extends Request {
      constructor(input: RequestInfo, init?: RequestInit) {
        super(input, init)
        heads.push(init?.headers, ...this.headers)
      }
    }
    vi.stubGlobal('Request', Noted)
    const key = 'chave-de-validação-0123456789abcdefghijklmnop'
    const own = { ...env, AMPLIA_KEYS: key, SAFE2PAY_KEYS: key }
    for (const provider of PROVIDERS) expect(await sendTest(own, provider)).toBe(200)
    vi.unstubAllGlobals()
    expect(heads.length).toBeGreaterThan(1)
    expect(JSON.stringify(heads)).not.toContain('chave')
  })

  it('is nobody else’s to ask for, whatever a delivery says of itself', async () => {
    const response = await post('safe2pay', { ...transactionBody(55, 1), isTest: true, verdict: 'test' })
    expect(await response.json()).toMatchObject({ verdict: 'applied' })
    expect((await visit('/live', { form: { provider: 'nobody' } })).headers.get('Location')).toBe('/live')
  })
})
