/** The overview's numbers are the same however they are kept, and a browser's wrong address gets a page. */
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { dayOf } from '../../src/days.ts'
import { refreshStuck } from '../../src/db/findings.ts'
import { readDays, readStatuses } from '../../src/db/overview.ts'
import { readToday } from '../../src/db/today.ts'
import { addTotals, recount } from '../../src/db/totals.ts'
import { updateDeadlines } from '../../src/operations/deadlines.ts'
import { reprojectEntity } from '../../src/operations/reprojection.ts'
import { orderBody, orderId, transactionBody } from '../tools/bodies.ts'
import { html, visit } from '../tools/pages.ts'
import { rows, settle } from '../tools/read-model.ts'
import { deliver } from '../tools/sender.ts'

const ago = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString()

beforeAll(async () => {
  const order = (number: number, status: string, hours: number) =>
    deliver(
      'amplia',
      orderBody({
        orderId: orderId(number),
        orderNumber: `N-${number}`,
        orderSaleNumber: `S-${number}`,
        status,
        date: ago(hours),
      }),
    )
  await order(1, 'InValidation', 60)
  await order(2, 'InValidation', 40)
  await order(3, 'Issued', 0)
  await order(4, 'WaitingIssue', 1)
  await deliver('safe2pay', transactionBody(1, 3, { Reference: 'S-4', PaidValue: 150 }))
  await deliver('safe2pay', transactionBody(2, 3, { Reference: 'S-3', PaidValue: 20.5 }))
  await deliver('safe2pay', transactionBody(3, 11))
  await settle()
})

const numbers = async () => ({
  ...(await readToday(env.DB)),
  statuses: (await readStatuses(env.DB))
    .map(({ provider, status, count }) => `${provider} ${status} ${count}`)
    .sort(),
  days: await readDays(env.DB, '2000-01-01'),
})

describe('the numbers of the overview', () => {
  it('are the same counted, kept by the clock, and kept with what came since', async () => {
    const counted = await numbers()
    expect(counted).toMatchObject({ issued: 1, receivedCents: 17_050, paidNotIssued: 1 })
    expect(counted.statuses).toContain('safe2pay 11 1')
    expect(counted.days).toEqual([{ day: dayOf(Date.now()), verdict: 'applied', count: 7 }])
    await addTotals(env.DB)
    expect(await rows('SELECT count(*) AS kept FROM today_kept')).toEqual([{ kept: 1 }])
    expect(await numbers()).toEqual(counted)
    await deliver('safe2pay', transactionBody(4, 3, { PaidValue: 1 }))
    await settle()
    const after = await numbers()
    expect(after).toMatchObject({ issued: 1, receivedCents: 17_150 })
    expect(after.days).toEqual([{ day: dayOf(Date.now()), verdict: 'applied', count: 8 }])
    await addTotals(env.DB)
    await addTotals(env.DB)
    expect(await numbers()).toEqual(after)
  })

  it('go by what is there where no clock has run for a while', async () => {
    await env.DB.prepare("UPDATE today SET until = '2020-01-01T00:00:00.000Z', issued = 99").run()
    expect(await readToday(env.DB)).toMatchObject({ issued: 1, receivedCents: 17_150 })
    const { statuses } = await numbers()
    // More batches than a look adds up, and a sum that nobody keeps: then what is there is counted.
    await env.DB.batch([
      env.DB.prepare(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)
        INSERT INTO changes (position, entities) SELECT (SELECT max(position) FROM changes) + i, '[]' FROM n`),
      env.DB.prepare(`UPDATE totals SET tally = '{"events":{},"statuses":{"amplia Issued":7}}'`),
    ])
    expect((await numbers()).statuses).toEqual(statuses)
  })
})

describe('numbers that are kept', () => {
  /** By hand, from the rows. */
  const counted = async () => ({
    statuses: (
      await rows(`SELECT 'amplia ' || status || ' ' || count(*) AS text FROM orders GROUP BY status
        UNION ALL SELECT 'safe2pay ' || status || ' ' || count(*) FROM transactions GROUP BY status ORDER BY 1`)
    ).map(({ text }) => text),
    days: await rows(`SELECT date(received_at, '-3 hours') AS day, verdict, count(*) AS count
      FROM transitions GROUP BY 1, 2 ORDER BY 1`),
  })
  const kept = async () => {
    const { statuses, days } = await numbers()
    return { statuses, days }
  }

  it('are those of the rows again on the night after rows were dropped and brought back', async () => {
    await recount(env.DB)
    const before = await counted()
    expect(await kept()).toEqual(before)
    expect(await recount(env.DB)).toBeNull()
    const known = await rows('SELECT DISTINCT provider, entity_id FROM transitions')
    await env.DB.batch(
      ['orders', 'transactions', 'transitions'].map((table) => env.DB.prepare(`DELETE FROM ${table}`)),
    )
    for (const { provider, entity_id: id } of known) await reprojectEntity(env, `${provider}:${id}`)
    await settle()
    expect(await counted()).toEqual(before)
    expect((await kept()).statuses).not.toEqual(before.statuses)
    expect(await recount(env.DB)).toEqual({})
    expect(await kept()).toEqual(before)
    expect(await recount(env.DB)).toBeNull()
  })

  it('have each event on the day on which it arrived, however late D1 took it, and keep what left no event', async () => {
    await env.DB.batch([
      env.DB.prepare("INSERT INTO outcomes VALUES ('2026-01-02', 'amplia', 'duplicate', 5)"),
      env.DB.prepare(`UPDATE transitions SET received_at = '2026-01-03T02:59:59.999Z' WHERE entity_id = '1'`),
      env.DB.prepare('INSERT INTO recounts VALUES (1)'),
    ])
    const [first, second, ...others] = await readDays(env.DB, '2026-01-01')
    expect(first).toEqual({ day: '2026-01-02', verdict: 'applied', count: 1 })
    expect(second).toEqual({ day: '2026-01-02', verdict: 'duplicate', count: 5 })
    expect(others).toEqual((await counted()).days.slice(1))
  })

  it('are made up for where an older version has added up batches, or the sum was lost', async () => {
    await deliver('safe2pay', transactionBody(5, 3, { PaidValue: 1 }))
    await settle()
    // As the version before 0015_overview.sql does it.
    await env.DB.prepare('UPDATE totals SET (position, tally) = (SELECT * FROM totals_next)').run()
    expect(await recount(env.DB)).toEqual({})
    expect((await kept()).days).toContainEqual((await counted()).days.at(-1))
    await env.DB.prepare('DELETE FROM totals').run()
    expect(await recount(env.DB)).toEqual({})
    expect((await kept()).statuses).toEqual((await counted()).statuses)
  })
})

describe('an order that waits too long', () => {
  it('is one by AMPLIA_STUCK_HOURS, on the overview as in its list', async () => {
    await updateDeadlines(env)
    await refreshStuck(env.DB)
    expect(await html('/')).toMatch(/<b>1<\/b> <span>Waiting too long/)
    const list = await html('/orders?status=InValidation')
    expect(list.match(/class="mark held"><time/g)).toHaveLength(1)
  })
})

describe('orders by how long they have been where they are', () => {
  it('are counted on the overview, each number as many as the list that it leads to', async () => {
    const page = await html('/')
    const ages = [...page.matchAll(/class="age" [^>]*href="([^"]+)">≥ (\d) d: (\d+)</g)].map(
      ([, path = '', days, count]) => ({ path: path.replaceAll('&amp;', '&'), days, count: Number(count) }),
    )
    expect(ages[0]).toMatchObject({
      path: expect.stringContaining('status=InValidation'),
      days: '1',
      count: 2,
    })
    for (const { path, count } of ages) {
      expect((await html(path)).match(/class="key" href="\/orders\//g)).toHaveLength(count)
    }
  })

  it('are told in the title of the tab and by the dot of its icon, as long as something waits', async () => {
    await addTotals(env.DB)
    await refreshStuck(env.DB)
    for (const [path, title] of [
      ['/', '(1) Overview'],
      ['/attention', '(1) To look at'],
    ] as const) {
      const page = await html(path)
      expect(page).toContain(`<title>${title} · Catraca</title>`)
      expect(page).toContain('<link rel="icon" href="/assets/icon-dot.svg"/>')
    }
    expect(await html('/orders')).toContain('<link rel="icon" href="/assets/icon.svg"/>')
  })
})

it('the chart of deliveries has the weekday under each day', async () => {
  const page = await html('/system', { language: 'pt' })
  expect(page.match(/<small>(?:dom|seg|ter|qua|qui|sex|sáb)<\/small>/g)).toHaveLength(14)
})

describe('the page of stages', () => {
  it('says how long orders were in each status that they left, and how far those of a week came', async () => {
    const order = (status: string, previousStatus: string | null, hours: number) =>
      deliver('amplia', orderBody({ orderId: orderId(9), status, previousStatus, date: ago(hours) }))
    await order('WaitingValidation', null, 30)
    await order('InValidation', 'WaitingValidation', 26)
    await order('WaitingIssue', 'InValidation', 20)
    await settle()
    expect(await rows('SELECT * FROM stages_lately ORDER BY 1')).toEqual([
      { status: 'InValidation', times: 1, p50_hours: 6, p95_hours: 6 },
      { status: 'WaitingValidation', times: 1, p50_hours: 4, p95_hours: 4 },
    ])
    const [week] = await rows('SELECT created, validated, approved, issued FROM funnel_lately')
    expect(week).toEqual({ created: 5, validated: 3, approved: 3, issued: 1 })
    const page = await html('/stages', { language: 'pt' })
    expect(page).toMatch(/Em validação.*<\/svg> 6 h/)
    expect(page).toMatch(/<\/svg> 3<span class="hint wide"> 60 %/)
  })
})

describe('an address that no page has', () => {
  const browser = { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }
  const get = (path: string, language = 'en') => visit(path, { signedIn: false, headers: browser, language })

  it.each(['/nothing', '/orderz/1', '/ordersXcsv', '/webhook/safe2pay/a-key-that-is-secret'])(
    '%s is a page in the language of the browser, and says nothing of the address',
    async (path) => {
      const response = await get(path, 'pt-BR')
      expect(response.status).toBe(404)
      expect(response.headers.get('Content-Type')).toContain('text/html')
      expect(response.headers.get('Content-Security-Policy')).toContain("style-src 'self'")
      // Nor does the browser, in the requests that follow.
      expect(response.headers.get('Referrer-Policy')).toBe('no-referrer')
      const page = await response.text()
      expect(page).toContain('Página não encontrada')
      expect(page).not.toContain(path)
      expect(page).not.toContain('secret')
    },
  )

  it.each(['/webhooks', '/webhooks/', '/webhooks/nobody', '/api', '/api/orderz', '/API/orders'])(
    '%s, where programs are answered, is a page for a browser, with or without a key',
    async (path) => {
      for (const signedIn of [true, false]) {
        const response = await visit(path, { signedIn, headers: browser })
        expect(response.status).toBe(404)
        expect(response.headers.get('Content-Type')).toContain('text/html')
        expect(await response.text()).toContain('There is nothing at this address.')
      }
    },
  )

  it.each(['/webhooks/amplia', '/webhooks//Safe2Pay/'])('%s receives what programs send', async (path) => {
    const response = await get(path)
    expect(response.status).toBe(405)
    expect(response.headers.get('Allow')).toBe('POST')
    expect(await response.text()).toContain('This address is not a page')
  })

  it.each([
    ['/api/orders', false, 401],
    [`/api/orders/${orderId(999)}`, true, 404],
    ['/webhooks/amplia/a-key-that-is-wrong', false, 401],
  ])('answers a browser at %s as a program where a program is there', async (path, signedIn, status) => {
    const response = await visit(path, { signedIn, headers: browser })
    expect(response.status).toBe(status)
    expect(response.headers.get('Content-Type')).toBe('application/problem+json')
  })

  it('is told from one that takes forms only', async () => {
    const response = await get('/sign-out')
    expect(response.status).toBe(405)
    expect(response.headers.get('Allow')).toBe('POST')
    expect(await response.text()).toContain('This address is not a page')
  })

  it('is a problem for programs', async () => {
    for (const path of ['/nothing', '/sign-out', '/webhooks/nobody', '/webhooks/amplia']) {
      const response = await visit(path, { signedIn: false })
      expect(response.status).toBe(path === '/webhooks/amplia' ? 405 : 404)
      expect(response.headers.get('Content-Type')).toBe('application/problem+json')
    }
  })
})
