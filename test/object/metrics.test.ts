/** Metrics say how everything stands, cheaply. */
import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import dashboard from '../../docs/grafana-dashboard.json?raw'
import { random } from '../../scripts/random.ts'
import { forwardMetrics, metricsText, readMetrics } from '../../src/api/metrics.ts'
import { addTotals } from '../../src/db/totals.ts'
import { updateUndelivered } from '../../src/operations/forwarding.ts'
import { PROVIDERS } from '../../src/providers/index.ts'
import { orderBody, orderId, transactionBody } from '../tools/bodies.ts'
import { faultyD1 } from '../tools/faulty-d1.ts'
import { fire, openChannel, owedBy, quiet } from '../tools/forwarding.ts'
import { apply, drain, objectOf } from '../tools/object.ts'
import { call } from '../tools/operator.ts'
import { rows } from '../tools/read-model.ts'
import { costOf } from '../tools/row-counter.ts'

async function pay(id: number, ...statuses: readonly number[]): Promise<void> {
  for (const status of statuses) await apply('safe2pay', transactionBody(id, status))
  await drain(objectOf('safe2pay', id))
}

const counted = async () => {
  const statuses = Object.fromEntries(
    (
      await rows(
        `SELECT 'amplia ' || status AS name, count(*) AS n FROM orders GROUP BY name
        UNION ALL SELECT 'safe2pay ' || status, count(*) FROM transactions GROUP BY status`,
      )
    ).map(({ name, n }) => [name, n]),
  )
  const events = Object.fromEntries(
    (
      await rows("SELECT provider || ' ' || verdict AS name, count(*) AS n FROM transitions GROUP BY name")
    ).map(({ name, n }) => [name, n]),
  )
  return { statuses, events }
}

/** The same, as the metrics have it. */
async function summed() {
  const metrics = await readMetrics(env.DB)
  const found = (name: string) =>
    Object.fromEntries(
      metrics.flatMap(({ metric, provider, status, verdict, number }) =>
        metric === name ? [[`${provider} ${status ?? verdict}`, number]] : [],
      ),
    )
  return { statuses: found('entities'), events: found('events_total') }
}

describe('the totals', () => {
  it('are what a count would find, whatever came late, was refused or came twice', async () => {
    await pay(1, 1, 3, 1, 1)
    await pay(2, 1)
    const [created, issued, back] = [
      { status: 'WaitingValidation', date: '2026-03-01T10:00:00Z' },
      { status: 'Issued', previousStatus: 'WaitingIssue', date: '2026-03-01T12:00:00Z' },
      { status: 'WaitingIssue', previousStatus: 'InConfirmation', date: '2026-03-01T11:00:00Z' },
    ].map((fields) => orderBody({ orderId: orderId(1), ...fields }))
    for (const body of [created, issued, back, back]) {
      await apply('amplia', body)
      await drain(objectOf('amplia', orderId(1)))
    }
    // Of an entity that has no status yet.
    await pay(3, 77)
    await objectOf('safe2pay', 1).reproject()
    await drain(objectOf('safe2pay', 1))
    expect(await summed()).toEqual(await counted())
  })

  it('are the same when the clock’s run has added them up, and twice changes nothing', async () => {
    const before = await rows('SELECT position FROM totals')
    await addTotals(env.DB)
    expect(await rows('SELECT position FROM totals')).not.toEqual(before)
    expect(await summed()).toEqual(await counted())
    const hours = await rows('SELECT * FROM hours')
    expect(hours.reduce((sum, { events }) => sum + Number(events), 0)).toBe(
      (await rows('SELECT 1 FROM transitions')).length,
    )
    await addTotals(env.DB)
    expect(await summed()).toEqual(await counted())
    expect(await rows('SELECT * FROM hours')).toEqual(hours)
  })
})

describe('GET /api/metrics', () => {
  it('reads 50 rows at the most, however much there is', async () => {
    for (let id = 100; id < 140; id += 1) await pay(id, 1 + (id % 2))
    await env.DB.prepare(
      `INSERT INTO quarantine (id, provider, reason, issues, body, received_at, attempts)
        WITH RECURSIVE n (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM n WHERE n < 300)
        SELECT n, 'amplia', 'invalid_json', '[]', '', '2026-03-01T00:00:00.000Z', 1 FROM n`,
    ).run()
    const { d1, rowsRead } = faultyD1(env.DB)
    expect(await readMetrics(d1)).toContainEqual(
      expect.objectContaining({ metric: 'quarantine_open', number: 6 }),
    )
    expect(rowsRead()).toBeLessThanOrEqual(50)
  })

  it('says how long the oldest has been in each status that something is to follow, and in no other', async () => {
    for (const { name, lifeCycle } of PROVIDERS) {
      for (const [place, status] of Object.keys(lifeCycle.statuses).entries())
        await (name === 'amplia'
          ? env.DB.prepare(
              `INSERT INTO orders (order_id, status, status_since, gaps, refused, revision, first_received_at, last_received_at)
                VALUES (?, ?, '2026-03-01T00:00:00Z', 0, 0, 1, '', '')`,
            ).bind(`order-${place}`, status)
          : env.DB.prepare(
              `INSERT INTO transactions (transaction_id, status, status_name, status_since, details, refused, revision, first_received_at,
                last_received_at) VALUES (?, ?, '', '2026-03-01T00:00:00Z', 'null', 0, 1, '', '')`,
            ).bind(9000 + place, Number(status))
        ).run()
      const found = await rows(
        "SELECT status FROM metric_gauges WHERE metric = 'oldest_open_seconds' AND provider = ?",
        name,
      )
      expect(found.map(({ status }) => status).toSorted()).toEqual(
        Object.keys(lifeCycle.statuses)
          .filter((status) => !lifeCycle.rests(status))
          .toSorted(),
      )
    }
  })

  it('answers an operator in the text format of Prometheus, and nobody else', async () => {
    expect((await call('/metrics', { key: null })).status).toBe(401)
    const response = await call('/metrics')
    expect(response.headers.get('Content-Type')).toBe('text/plain; version=0.0.4; charset=utf-8')
    const text = await response.text()
    expect(text).toMatch(/^catraca_events_total\{provider="safe2pay",verdict="applied"\} \d+$/m)
    expect(text).toMatch(/^catraca_entities\{provider="safe2pay",status="1"\} \d+$/m)
    expect(text).toMatch(/^catraca_oldest_open_seconds\{provider="safe2pay",status="1"\} \d+$/m)
    expect(text).toMatch(/^catraca_quarantine_open 6$/m)
    expect(text).toMatch(/^catraca_projection_lag_seconds \d+(\.\d+)?$/m)
    for (const line of text.trimEnd().split('\n'))
      expect(line).toMatch(
        /^(# TYPE catraca_\w+ (counter|gauge)|catraca_\w+(\{(\w+="[^"\n]*",?)+\})? -?\d+(\.\d+)?)$/,
      )
  })

  it('gives the same page for half a minute, without asking D1', async () => {
    const first = await (await call('/metrics')).text()
    await pay(200, 1)
    expect(await (await call('/metrics')).text()).toBe(first)
  })

  it('escapes labels', () => {
    const metric = { metric: 'entities', provider: 'amplia', status: 'a"b\\c\nd', number: 1 }
    expect(metricsText([metric])).toBe(
      '# TYPE catraca_entities gauge\ncatraca_entities{provider="amplia",status="a\\"b\\\\c\\nd"} 1\n',
    )
  })

  it('gathers statuses that the life cycle lacks', async () => {
    await env.DB.prepare(`UPDATE totals SET tally =
      '{"events":{},"statuses":{"amplia Not yet known":2,"amplia Other":3,"amplia Issued":0}}'`).run()
    const entities = (await readMetrics(env.DB)).filter(
      ({ metric, provider }) => metric === 'entities' && provider === 'amplia',
    )
    expect(entities).toContainEqual({ metric: 'entities', provider: 'amplia', status: 'other', number: 5 })
    expect(entities.map(({ status }) => status)).not.toContain('Issued')
  })
})

describe('the metrics of forwarding', () => {
  const text = async (bindings: object): Promise<string> =>
    metricsText(await forwardMetrics({ ...env, ...bindings } as unknown as Env, Date.now()))

  it('are none, and ask nobody, where nothing is forwarded', async () => {
    const ENDPOINT = {
      getByName: () => {
        throw new Error('asked')
      },
    }
    expect(await text({ ENDPOINT })).toBe('')
  })

  it('count who waits, say since when, and whether it fails, is down or is paused', async () => {
    const channel = await openChannel()
    const bindings = { FORWARD_URL: channel.url, ENDPOINT: { getByName: () => channel.endpoint } }
    await channel.behave({ status: 503 })
    const stubs = []
    for (let id = 300; id < 308; id += 1) {
      const stub = await channel.object('safe2pay', id)
      await apply('safe2pay', transactionBody(id, 3))
      await fire(stub)
      stubs.push(stub)
    }
    const down = await text(bindings)
    expect(down).toMatch(/^catraca_forward_waiting\{status="failing"\} 8$/m)
    expect(down).toMatch(/^catraca_forward_waiting\{status="held"\} 0$/m)
    expect(down).toMatch(/^catraca_forward_oldest_seconds \d+(\.\d+)?$/m)
    expect(down).toMatch(/^catraca_forward_failing 1$/m)
    expect(down).toMatch(/^catraca_forward_breaker_open 1$/m)
    expect(down).toMatch(/^catraca_forward_paused 0$/m)
    await channel.endpoint.pause()
    expect(await text(bindings)).toMatch(/^catraca_forward_paused 1$/m)
    await channel.behave({})
    await channel.endpoint.resume()
    for (const stub of stubs) {
      await channel.object('safe2pay', 300)
      await stub.resendForward()
      await fire(stub)
      expect((await owedBy(stub))?.stands).toBe('acknowledged')
    }
    const well = await text(bindings)
    expect(well).toMatch(/^catraca_forward_waiting\{status="failing"\} 0$/m)
    expect(well).toMatch(/^catraca_forward_waiting\{status="held"\} 0$/m)
    expect(well).toMatch(/^catraca_forward_oldest_seconds 0$/m)
    expect(well).toMatch(/^catraca_forward_failing 0$/m)
    await quiet()
  })

  it('are the count of the list, whatever happened to it, and read one row of it', async () => {
    const { endpoint } = await openChannel()
    const dice = random(20261126)
    const standings = ['held', 'failing', 'exhausted', 'refused'] as const
    const at = '2026-01-01T00:00:00.000Z'
    const failure = { kind: 'status', code: 422 } as const
    for (let step = 0; step < 300; step += 1) {
      const name = `safe2pay:${dice.below(40)}`
      const since = new Date(Date.parse(at) + dice.below(1_000) * 1_000).toISOString()
      const waiting = { name, since, sequence: 1, attempts: 1, failure, stands: dice.pick(standings) }
      const attempt = { at, name, tookMs: 1, code: 422, failure, excerpt: '' }
      await endpoint.report({ waiting, attempt, failure: dice.chance(0.3) ? null : failure, pauses: false })
    }
    const { held, failing, exhausted, refused, oldestSince } = await endpoint.gauges()
    const counted = await runInDurableObject(endpoint, (_, { storage }) => {
      const rows = storage.sql.exec<{ stands: string; since: string }>('SELECT stands, since FROM waiting')
      return rows.toArray()
    })
    const of = (stands: string): number => counted.filter((row) => row.stands === stands).length
    expect({ held, failing, exhausted, refused }).toEqual(
      Object.fromEntries(standings.map((stands) => [stands, of(stands)])),
    )
    expect(oldestSince).toBe(counted.map(({ since }) => since).toSorted()[0])
    const { read } = await runInDurableObject(endpoint, (instance, { storage }) =>
      costOf(storage, () => instance.gauges()),
    )
    expect(read).toBeLessThanOrEqual(2)
  })

  it('are the count of the list again on the night after a version that does not count has written it', async () => {
    const { endpoint, url } = await openChannel()
    const at = '2026-01-01T00:00:00.000Z'
    const failure = { kind: 'status', code: 422 } as const
    const waiting = {
      name: 'safe2pay:1',
      since: at,
      sequence: 1,
      attempts: 1,
      failure,
      stands: 'refused',
    } as const
    const attempt = { at, name: waiting.name, tookMs: 1, code: 422, failure, excerpt: '' }
    await endpoint.report({ waiting, attempt, failure, pauses: false })
    await runInDurableObject(endpoint, (_, { storage: { kv } }) => {
      // As that version leaves it: it keeps what it does not know.
      const counts = { held: 7, failing: -1, exhausted: 0, refused: 99 }
      kv.put('health', { ...kv.get<object>('health'), counts })
    })
    await evictDurableObject(endpoint)
    expect(await endpoint.gauges()).toMatchObject({ held: 7, refused: 99 })
    const ENDPOINT = { getByName: () => endpoint } as unknown as Env['ENDPOINT']
    const night = { ...env, ENDPOINT, FORWARD_URL: url }
    await updateUndelivered(night, true)
    expect(await endpoint.gauges()).toMatchObject({ held: 0, failing: 0, exhausted: 0, refused: 1 })
  })

  it('are drawn by the dashboard, all of them', () => {
    const { panels } = JSON.parse(dashboard) as { panels: { targets: { expr: string }[] }[] }
    const drawn = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)).join(' ')
    for (const name of ['waiting', 'oldest_seconds', 'failing', 'paused', 'breaker_open'])
      expect(drawn).toContain(`catraca_forward_${name}`)
  })
})
