/** Alerts over real HTTP, from the real run of the clock, with the real migrations. */
import { createHmac } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type LocalServer, serve } from '../../scripts/local-server.ts'
import { type D1, memoryD1 } from '../../scripts/prove/d1.ts'
import { runAlerts, testAlerts } from '../../src/alerts/run.ts'
import { rebuildFindings } from '../../src/db/findings.ts'
import { addTotals } from '../../src/db/totals.ts'
import { read } from '../tools/documents.ts'

const SECRET = Buffer.alloc(32, 9)
/** Of the run; what D1 is asked for is of now. */
const NINE = Date.parse('2026-07-15T12:00:00Z')
const MINUTE = 60_000

const ago = (ms: number): string => new Date(Date.now() - ms).toISOString()

interface Got {
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly text: string
}

let server: LocalServer
let base: string
let got: Got[] = []
let answer: (path: string) => number | null
let d1: D1

beforeAll(async () => {
  server = await serve(async (request, response) => {
    const path = request.url ?? ''
    got.push({ path, headers: request.headers, text: await text(request) })
    const status = answer(path)
    if (status === null) {
      request.socket.destroy()
      return
    }
    response
      .writeHead(status, status === 302 ? { location: `${base}/elsewhere` } : {})
      .end('x'.repeat(100_000))
  })
  base = server.url
})

afterAll(() => server.close())

beforeEach(() => {
  got = []
  answer = () => 204
  d1 = memoryD1()
})

/** The static files, as Cloudflare serves them. */
const ASSETS = {
  fetch: (url: string) => Promise.resolve(new Response(read(`public${new URL(url).pathname}`))),
}

const env = (more: Readonly<Record<string, string>> = {}) =>
  ({
    DB: d1.binding,
    ASSETS,
    LOCAL: 'true',
    ALERT_URL: `${base}/alerts`,
    ALERT_SECRET: `whsec_${SECRET.toString('base64')}`,
    HEARTBEAT_URL: `${base}/beat`,
    PUBLIC_URL: 'https://catraca.example',
    ALERT_LANGUAGE: 'en',
    ...more,
  }) as unknown as Env

const sql = (query: string) => d1.binding.prepare(query).run()
const messages = () => got.filter(({ path }) => path.startsWith('/alerts'))
const beats = () => got.filter(({ path }) => path.startsWith('/beat')).map(({ path }) => path)
const textOf = ({ text }: Got): string => (JSON.parse(text) as { data: { text: string } }).data.text

/** How an endpoint stands that takes everything at once. */
const HEALTHY = {
  kind: 'ready',
  paused: null,
  failingSince: null,
  waiting: { held: 0, failing: 0, exhausted: 0, refused: 0 },
}

/** Runs so many minutes after nine, where changes are forwarded to an endpoint whose object answers so. */
const runForwarding = (
  minutes: number,
  state: () => Promise<unknown>,
  more: Readonly<Record<string, unknown>> = {},
) => {
  const ENDPOINT = { getByName: () => ({ state }) }
  const configured = { ...env({ FORWARD_URL: 'https://shop.example' }), ENDPOINT, ...more }
  return runAlerts(configured as unknown as Env, NINE + minutes * MINUTE)
}

/** A canceled order that was paid. */
const paidAndClosed = async () => {
  await sql(`INSERT INTO orders (order_id, order_number, status, gaps, refused, revision, first_received_at,
    last_received_at, sale_key) VALUES ('order-1', 'N-1', 'Canceled', 0, 0, 1, '', '2026-07-15T10:00:00.000Z', 'k')`)
  await sql(`INSERT INTO transactions (transaction_id, status, status_name, status_since, vendor, details, refused,
    revision, first_received_at, last_received_at, sale_key)
    VALUES (7, 3, 'Autorizado', '2026-07-15T10:00:00.000Z', 'Maria da Silva', 'null', 0, 1, '', '', 'k')`)
  await rebuildFindings(d1.binding)
}

describe('the clock’s run', () => {
  it('tells what is new once, signed, with a link and without a name, and then that it is over', async () => {
    await runAlerts(env(), NINE)
    await paidAndClosed()
    got = []
    await runAlerts(env(), NINE + 5 * MINUTE)
    await runAlerts(env(), NINE + 10 * MINUTE)
    expect(messages()).toHaveLength(1)
    const [first] = messages()
    if (!first) throw new Error('Nothing was sent')
    const { headers, text } = first
    const mac = createHmac('sha256', SECRET)
      .update(`${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${text}`)
      .digest('base64')
    expect(headers['webhook-signature']).toBe(`v1,${mac}`)
    expect(text).not.toContain('Maria')
    expect(JSON.parse(text)).toMatchObject({
      type: 'catraca.alert',
      data: { opened: [{ kind: 'paid_order_closed' }] },
    })
    expect(textOf(first)).toBe(
      'Catraca: Needs attention (1)\n- order order-1: paid, but the order is canceled or declined https://catraca.example/orders/order-1',
    )
    await sql(`UPDATE transactions SET status = 6`)
    await rebuildFindings(d1.binding)
    await runAlerts(env(), NINE + 65 * MINUTE)
    expect(messages().map(textOf).at(-1)).toContain('Resolved (1)\n- order order-1')
    expect(messages().map(textOf).at(-1)).toContain('after 1 h')
  })

  it.each([[500], [429], [302], [410], [null]])(
    'tells it again after %s, until a host takes it',
    async (status) => {
      await runAlerts(env(), NINE)
      await paidAndClosed()
      got = []
      answer = (path) => (path.startsWith('/alerts') ? status : 204)
      await runAlerts(env(), NINE + 5 * MINUTE)
      expect(beats()).toEqual(['/beat/fail'])
      answer = () => 200
      await runAlerts(env(), NINE + 10 * MINUTE)
      expect(messages()).toHaveLength(2)
      expect(got.map(({ path }) => path)).not.toContain('/elsewhere')
      await runAlerts(env(), NINE + 15 * MINUTE)
      expect(messages()).toHaveLength(2)
      expect(beats().at(-1)).toBe('/beat')
    },
  )

  it('sends the digest at 08:00 in Brasília, once, also when there is nothing', async () => {
    await runAlerts(env(), Date.parse('2026-07-15T10:55:00Z'))
    expect(messages()).toEqual([])
    await runAlerts(env(), Date.parse('2026-07-15T11:00:00Z'))
    await runAlerts(env(), Date.parse('2026-07-15T11:05:00Z'))
    await runAlerts(env(), Date.parse('2026-07-16T10:55:00Z'))
    expect(messages()).toHaveLength(1)
    const [digest] = messages()
    expect(digest && textOf(digest).split('\n')).toEqual([
      'Catraca: 15/07/2026',
      'Events in 24 hours: 0',
      'Issued: 0. Paid: 0.',
      'Open orders: 0 (over a day: 0, over a week: 0)',
      'Quarantine: 0',
      'All is well.',
    ])
    await runAlerts(env(), Date.parse('2026-07-16T11:00:00Z'))
    expect(messages()).toHaveLength(2)
  })

  it('says in the digest what forwarding owes, what the sender’s lists have otherwise, and what is still open', async () => {
    const waiting = { held: 2, failing: 1, exhausted: 1, refused: 3 }
    const run = (minutes: number, ALERT_LANGUAGE = 'en') =>
      runForwarding(minutes, async () => ({ ...HEALTHY, waiting }), { ALERT_LANGUAGE })
    await paidAndClosed()
    await sql(`INSERT INTO completeness (day, list, from_day, until_day, theirs, ours, missing, differing, is_whole, checked_at)
      VALUES ('2026-07-15', 'transactions', '', '', 9, 7, 2, 4, 1, '')`)
    await run(0)
    await run(5)
    const digest = messages().map(textOf).at(-1)?.split('\n') ?? []
    expect(digest).toContain("According to the senders' own lists: 2 missing here, 4 in another status")
    expect(digest).toContain('Forwarding: 3 waiting, 4 given up or refused')
    expect(digest).toContain('Alerts that are still open: 2')
    expect(digest.join()).toContain(
      'order order-1: paid, but the order is canceled or declined https://catraca.example',
    )
    expect(digest).not.toContain('All is well.')
    await run(24 * 60 + 5, 'pt')
    const [, ...others] = messages().map(textOf).at(-1)?.split('\n') ?? []
    expect(others).toContain('Encaminhamento: 3 aguardam, 4 com mensagem recusada ou não entregue')
  })

  it('speaks Portuguese unless it is told otherwise', async () => {
    await runAlerts(env({ ALERT_LANGUAGE: '' }), NINE)
    expect(messages().map(textOf)).toEqual([expect.stringContaining('Tudo em ordem.')])
  })

  it('tells a silence that is longer than the sender’s own rhythm', async () => {
    await sql(`WITH RECURSIVE n (n) AS (VALUES (0) UNION ALL SELECT n + 1 FROM n WHERE n < 200)
      INSERT INTO hours SELECT 'safe2pay', strftime('%Y-%m-%dT%H', '2026-07-15T07:00:00', (-n) || ' hours'), 1 FROM n`)
    await runAlerts(env(), NINE - 60 * MINUTE)
    expect(messages().map(textOf)).not.toContainEqual(expect.stringContaining('nothing has arrived'))
    got = []
    await runAlerts(env(), NINE + 5 * MINUTE)
    expect(messages().map(textOf)).toEqual([
      expect.stringContaining('Safe2Pay: nothing has arrived for 3 hours'),
    ])
  })

  it('tells wrong keys in a row where nothing right came, and a D1 that is behind', async () => {
    await sql(
      `INSERT INTO refusals VALUES ('amplia', '${ago(10 * MINUTE)}', 4), ('safe2pay', '${ago(10 * MINUTE)}', 9)`,
    )
    await sql(`INSERT INTO hours VALUES ('safe2pay', '${ago(0).slice(0, 13)}', 5)`)
    await sql(
      `INSERT INTO changes VALUES (${Date.now() * 1000}, '[]', '{"events":{},"statuses":{},"lagMs":600000}')`,
    )
    await addTotals(d1.binding)
    await runAlerts(env(), NINE + 5 * MINUTE)
    const [text = ''] = messages().map(textOf)
    expect(text).toContain('Amplia Reg: 4 deliveries with a wrong key and none with a right one')
    expect(text).not.toContain('Safe2Pay')
    expect(text).toContain('D1 is behind: an event took 10 minutes')
  })

  it('gathers many into one message, and keeps the rest in a number', async () => {
    await runAlerts(env(), NINE)
    got = []
    await sql(`WITH RECURSIVE n (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM n WHERE n < 60)
      INSERT INTO transactions (transaction_id, status, status_name, status_since, details, refused, revision,
        first_received_at, last_received_at) SELECT n, 13, '', '${ago(60 * MINUTE)}', 'null', 0, 1, '', '' FROM n`)
    await runAlerts(env(), NINE + 5 * MINUTE)
    const [text = ''] = messages().map(textOf)
    expect(text.split('\n')).toHaveLength(22)
    expect(text).toContain('and 40 more')
  })

  it('says to the watcher of the clock that D1 cannot be read', async () => {
    d1.setFault({ at: 0, message: 'D1 is away' } as never)
    await expect(runAlerts(env(), NINE)).rejects.toThrow()
    expect(beats()).toEqual(['/beat/fail'])
  })

  it('tells that forwarding fails or has given up, and then that it is over', async () => {
    let state: object = HEALTHY
    const run = (minutes: number) => runForwarding(minutes, async () => state)
    await run(0)
    got = []
    state = { ...HEALTHY, failingSince: 'x', waiting: { held: 1, failing: 1, exhausted: 1, refused: 0 } }
    await run(5)
    // Nobody has been heard of since, but nothing waits either.
    state = { ...HEALTHY, failingSince: 'x' }
    await run(10)
    const [first = '', second = ''] = messages().map(textOf)
    expect(first).toContain('forwarding fails: 2 orders and payments wait')
    expect(first).toContain('1 order or payment has a message that your system refused')
    expect(second).toContain('Resolved (2)')
  })

  it.each([
    ['rhythm', 'hours', 'how often the senders send'],
    ['senders', 'sender_problems', 'the quarantine and the lag'],
    ['entities', 'entity_problems', 'what needs attention'],
    ['digest', 'digest', 'the digest of the day'],
  ])('tells that %s cannot be read, and all the others', async (source, table, words) => {
    const waiting = { ...HEALTHY.waiting, refused: 2 }
    await paidAndClosed()
    const broken = new Proxy(d1.binding, {
      get: (target, name) =>
        name === 'prepare'
          ? (query: string) => target.prepare(query.replace(new RegExp(`FROM ${table}\\b`), 'FROM nowhere'))
          : Reflect.get(target, name),
    })
    const run = (DB: D1Database, minutes: number) =>
      runForwarding(24 * 60 + minutes, async () => ({ ...HEALTHY, waiting }), { DB })
    await run(d1.binding, -300)
    await sql(`DELETE FROM alerts WHERE "key" NOT IN ('started', 'digest')`)
    got = []
    await run(broken, 0)
    const [text = ''] = messages().map(textOf)
    expect(text).toContain(words)
    expect(text.includes('2 orders and payments have a message that your system refused')).toBe(true)
    expect(text.includes('order order-1: paid')).toBe(source !== 'entities')
    expect(beats()).toEqual(['/beat'])
    await run(d1.binding, 5)
    expect(messages().map(textOf).at(-1)).toContain('Resolved (1)')
    expect(messages().map(textOf).at(-1)).toContain(words)
  })

  it.each([
    ['fails', () => Promise.reject(new Error('Network connection lost.'))],
    ['never answers', () => new Promise(() => undefined)],
  ])('tells so where the endpoint’s object %s, and takes nothing of it for over', async (_, unreachable) => {
    let state: () => Promise<unknown> = async () => ({ ...HEALTHY, paused: { since: 'x', by: 'operator' } })
    const run = (minutes: number) => runForwarding(minutes, () => state())
    await run(0)
    got = []
    state = unreachable
    await paidAndClosed()
    await run(5)
    const [text = '', ...others] = messages().map(textOf)
    expect(others).toEqual([])
    expect(text).toContain('could not read the state of forwarding')
    expect(text).toContain('order order-1: paid')
    expect(text).not.toContain('Resolved')
    expect(beats()).toEqual(['/beat'])
  })

  it('tells by the names of kinds where its words cannot be read', async () => {
    await runAlerts(env(), NINE)
    await paidAndClosed()
    got = []
    const away = { fetch: () => Promise.reject(new Error('away')) }
    await runAlerts({ ...env(), ASSETS: away } as unknown as Env, NINE + 5 * MINUTE)
    expect(messages().map(textOf)).toEqual([expect.stringContaining('order-1: paid_order_closed')])
  })

  it('says to the watcher of the clock which variable cannot be used', async () => {
    await runAlerts(env({ ALERT_SECRET: 'short' }), NINE)
    expect([messages(), beats(), got.at(-1)?.text]).toEqual([[], ['/beat/fail'], 'ALERT_SECRET'])
  })

  it('does nothing where nothing is configured', async () => {
    expect(await runAlerts({ DB: d1.binding } as unknown as Env, NINE)).toBeNull()
    expect(d1.rows('SELECT * FROM alerts')).toEqual([])
  })
})

describe('a test', () => {
  it('is sent to where alerts go, and the answer is told without the address', async () => {
    answer = () => 404
    expect(await testAlerts(env(), NINE)).toEqual({
      sent: [{ by: 'webhook', isTaken: false, answer: '404' }],
      wrong: [],
    })
    const dead = env({ ALERT_URL: 'http://127.0.0.1:1/secret-path' })
    const [sent] = (await testAlerts(dead, NINE)).sent
    expect(sent?.isTaken).toBe(false)
    expect(sent?.answer).not.toContain('secret-path')
  })

  it('goes by mail too, where a binding says so', async () => {
    const mails: unknown[] = []
    const binding = { send: (mail: unknown) => Promise.resolve(mails.push(mail)) }
    const { sent } = await testAlerts(
      {
        ...env(),
        ALERT_EMAIL: binding,
        ALERT_EMAIL_FROM: 'a@example.com',
        ALERT_EMAIL_TO: 'b@example.com',
      } as never,
      NINE,
    )
    expect(sent.map(({ by, isTaken }) => [by, isTaken])).toEqual([
      ['webhook', true],
      ['email', true],
    ])
    expect(mails).toMatchObject([
      {
        from: 'a@example.com',
        to: 'b@example.com',
        subject: 'Catraca: This is a test of the alerts. All is well.',
      },
    ])
  })
})
