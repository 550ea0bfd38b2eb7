/** What the questions of docs/queries.md read when D1 holds 100,000 transitions, as D1 itself counts it. */
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import text from '../../docs/queries.md?raw'
import { at, queriesIn } from '../../scripts/business/documented-queries.ts'
import { NOW, seededKey } from '../../scripts/business/rows.ts'
import { yearOfBusiness } from '../../scripts/business/year.ts'
import { NEEDED_RANK, STATES } from '../../src/db/attention-kinds.ts'
import { countTransactions, listTransactions } from '../../src/db/entities.ts'
import { countFindings } from '../../src/db/finding-counts.ts'
import { listFindings, readFindingCursor } from '../../src/db/finding-list.ts'
import { rebuildFindings, refreshStuck } from '../../src/db/findings.ts'
import { readMonth } from '../../src/db/month.ts'
import { readDays, readStatuses } from '../../src/db/overview.ts'
import { search } from '../../src/db/search.ts'
import { readToday } from '../../src/db/today.ts'
import { addTotals } from '../../src/db/totals.ts'
import * as LIMITS from '../../src/limits.ts'
import { orderId } from '../tools/bodies.ts'
import { faultyD1 } from '../tools/faulty-d1.ts'
import { rows } from '../tools/read-model.ts'
import { seed } from '../tools/seed.ts'

const QUERIES = queriesIn(text)

beforeAll(async () => {
  const { orders, payments, quarantine } = yearOfBusiness(100_000)
  await seed(orders, payments, quarantine)
})

const rowsRead = async (sql: string): Promise<number> => (await env.DB.prepare(sql).all()).meta.rows_read

const planOf = async (sql: string): Promise<readonly string[]> =>
  (await rows(`EXPLAIN QUERY PLAN ${sql}`)).map(({ detail }) => String(detail))

/** A walk over a whole table or index, but for the indexes that hold nothing that was not asked for. */
const SCAN =
  /^SCAN (?:orders|transactions|transitions|quarantine|o|t|other)\b(?! USING INDEX (?:transitions_to_look_at|orders_with_gaps|quarantine_open)$)/

/** The question about every event there is, and those that ask by a text: indexes hold keys. */
const WALKS: Readonly<Record<string, readonly string[]>> = {
  'How many events a day, and what became of them?': ['SCAN transitions'],
  'What happened to this order?': ['SCAN o USING INDEX orders_by_bare_number'],
  'Is this sale paid?': ['SCAN t USING INDEX transactions_by_bare_reference'],
  'Which payments belong to this order?': ['SCAN o USING INDEX orders_by_bare_number'],
}

const KEY = seededKey('S-1010')
const NUMBER_KEY = seededKey('800-001-010')

describe('with 100,000 transitions', () => {
  it('the tables hold what docs/queries.md says', async () => {
    const [counts] = await rows(
      `SELECT (SELECT count(*) FROM transitions) AS transitions, (SELECT count(*) FROM orders) AS orders,
        (SELECT count(*) FROM transactions) AS payments`,
    )
    expect(counts).toEqual({ transitions: 100_000, orders: 9_600, payments: 23_757 })
  })

  it.each(QUERIES)('$title reads as many rows as the document says', async ({ sql, reads }) => {
    expect(await rowsRead(at(NOW, sql))).toBe(reads)
  })

  it.each(QUERIES)('$title finds its rows by an index', async ({ title, sql }) => {
    const scans = (await planOf(at(NOW, sql))).filter((step) => SCAN.test(step))
    expect(scans).toEqual(WALKS[title] ?? [])
  })

  it.each([
    ['orders', 'SELECT * FROM orders ORDER BY first_received_at DESC, order_id DESC LIMIT 51'],
    [
      'orders after a cursor',
      `SELECT * FROM orders WHERE (first_received_at, order_id) < ('2026-03-01T00:00:00.000Z', '0195')
        ORDER BY first_received_at DESC, order_id DESC LIMIT 51`,
    ],
    [
      'transactions after a cursor',
      `SELECT * FROM transactions WHERE (first_received_at, transaction_id) < ('2026-03-01T00:00:00.000Z', 1)
        ORDER BY first_received_at DESC, transaction_id DESC LIMIT 51`,
    ],
    [
      'issued orders, the latest first',
      `SELECT * FROM orders WHERE status = 'Issued' ORDER BY status_since DESC, order_id DESC LIMIT 51`,
    ],
    ['the quarantine', 'SELECT * FROM quarantine ORDER BY received_at DESC, id DESC LIMIT 51'],
  ])('a page of 50 %s reads 51 rows', async (_, sql) => {
    expect(await rowsRead(sql)).toBe(51)
  })

  it.each([
    ['a sale that there is', { texts: ['S-1010'], keys: [`${KEY}`] }, 1],
    [
      'a number as it is typed in a hurry',
      { texts: ['800001010', '800-001-010'], keys: [`${NUMBER_KEY}`] },
      1,
    ],
    ['the beginning of many', { texts: ['s101'], keys: [] }, 11],
    ['what there is not', { texts: ['V-99999999'], keys: [] }, 0],
  ])('the search for %s reads no more than 250 rows', async (_, asked, found) => {
    const { d1, rowsRead: counted } = faultyD1(env.DB)
    const { orders } = await search(d1, { ids: [], ...asked })
    expect(orders).toHaveLength(found)
    expect(counted()).toBeLessThanOrEqual(250)
  })

  it('a month of payments reads what moved in it, and not the history', async () => {
    const { d1, rowsRead: counted } = faultyD1(env.DB)
    const moved = await readMonth(d1, '2026-06-01T03:00:00', '2026-07-01T03:00:00')
    const payments = moved.reduce((sum, each) => sum + each.payments + each.returns, 0)
    expect(payments).toBeGreaterThan(1000)
    expect(counted()).toBeLessThanOrEqual(7 * payments)
  })

  it.each([
    ['of everything', {}],
    ['by when it changed', { by: 'changed' }],
    ['of one status, oldest first', { statuses: ['3'], oldestFirst: true }],
    ['of a group', { statuses: ['1', '7', '8', '11', '12', '14', '18'] }],
    ['by when it was paid', { by: 'paid', from: '2026-05-01T03:00:00' }],
  ] as const)('a page of payments %s reads no more than 51 rows of each status', async (_, filter) => {
    const { d1, rowsRead: counted } = faultyD1(env.DB)
    expect((await listTransactions(d1, { ...filter, limit: 50 })).items).toHaveLength(50)
    expect(counted()).toBeLessThanOrEqual(10 * 51 + 20)
  })

  it.each([
    ['of one status', { statuses: ['3'] }],
    ['there are', {}],
  ] as const)('counts no more of all payments %s than it says', async (_, filter) => {
    const { d1, rowsRead: counted } = faultyD1(env.DB)
    expect(await countTransactions(d1, { ...filter, limit: 50 })).toMatchObject({ isMore: true })
    expect(counted()).toBeLessThanOrEqual(2 * 2002)
  })

  it.each([
    ['the timeline of an entity, without its provider', `SELECT * FROM timeline WHERE entity_id = '10001'`],
    ['an order by the key of its number', `SELECT * FROM orders WHERE number_key = '${NUMBER_KEY}'`],
    ['an order by the key of its sale number', `SELECT * FROM orders WHERE sale_key = '${KEY}'`],
    ['a payment by the key of its reference', `SELECT * FROM transactions WHERE sale_key = '${KEY}'`],
    [
      'an order with its payments, by the key of the sale',
      `SELECT * FROM order_payments WHERE sale_key = '${KEY}'`,
    ],
    ['an order with its payments', `SELECT * FROM order_payments WHERE order_id = '${orderId(1010)}'`],
    [
      'the payments of a sale, with the key as an operator has it',
      `SELECT * FROM order_payments WHERE reference_key = '${KEY}'`,
    ],
    ['a payment with its orders', 'SELECT * FROM order_payments WHERE transaction_id = 10001'],
  ])('%s reads no more than ten rows', async (_, sql) => {
    expect(await rowsRead(sql)).toBeLessThanOrEqual(10)
    expect((await rows(sql)).length).toBeGreaterThan(0)
  })
})

describe('the list of what needs attention', () => {
  beforeAll(async () => {
    await rebuildFindings(env.DB)
  })

  const filters = [
    {},
    { ranks: [NEEDED_RANK, 99] },
    { ranks: [0, NEEDED_RANK - 1] },
    { kind: 'gap' },
    { kind: 'conflict', provider: 'safe2pay' },
    { provider: 'amplia' },
    ...STATES.map((state) => ({ state })),
  ] as const

  /** A page with all that it asks D1 for, from a place on. */
  async function page(filter: (typeof filters)[number], after?: ReturnType<typeof readFindingCursor>) {
    const { d1, rowsRead } = faultyD1(env.DB)
    const limit = LIMITS.attentionRows
    const { items, nextCursor } = await listFindings(d1, { ...filter, limit, after: after ?? undefined })
    await countFindings(d1)
    return { items, nextCursor, reads: rowsRead() }
  }

  it.each(filters)('%j reads at most 500 rows a page, on the first page and on the third', async (filter) => {
    let after: ReturnType<typeof readFindingCursor> = null
    for (let pages = 0; pages < 3; pages += 1) {
      const { nextCursor, reads } = await page(filter, after)
      expect(reads).toBeLessThanOrEqual(500)
      if (!nextCursor) return
      after = readFindingCursor(nextCursor, undefined)
    }
  })

  it('has each thing once, what has most money at stake first', async () => {
    const seen: string[] = []
    const ranks: number[] = []
    for (
      let cursor: string | null = '', after = null as ReturnType<typeof readFindingCursor>;
      cursor !== null;
    ) {
      const { items, nextCursor } = await page({}, after)
      seen.push(...items.map(({ kind, entityId }) => `${kind} ${entityId}`))
      ranks.push(...items.map(({ rank }) => rank))
      cursor = nextCursor
      after = readFindingCursor(cursor ?? '', undefined)
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(ranks).toEqual([...ranks].sort((a, b) => b - a))
    const [view] = await rows(`SELECT count(*) AS items FROM attention WHERE kind <> 'quarantine'`)
    expect(seen).toHaveLength(Number(view?.items))
  })
})

describe('the overview', () => {
  it('reads at most 300 rows once the clock has run, and counts what there is', async () => {
    await env.DB.prepare('UPDATE totals SET (position, tally) = (SELECT * FROM totals_counted)').run()
    await addTotals(env.DB)
    const { d1, rowsRead: counted } = faultyD1(env.DB)
    const statuses = await readStatuses(d1)
    await readToday(d1)
    await listFindings(d1, { ranks: [NEEDED_RANK, 99], limit: 8 })
    await countFindings(d1)
    expect(counted()).toBeLessThanOrEqual(300)
    const of = (name: string) =>
      statuses.filter(({ provider }) => provider === name).reduce((sum, { count }) => sum + count, 0)
    expect([of('amplia'), of('safe2pay')]).toEqual([9_600, 23_757])
  })

  it('costs the clock what is open, and not the history', async () => {
    const { d1, rowsRead: counted } = faultyD1(env.DB)
    await addTotals(d1)
    const [open] = await rows(
      'SELECT count(*) AS orders FROM orders WHERE status IN (SELECT status FROM deadlines)',
    )
    expect(counted()).toBeLessThanOrEqual(6 * Number(open?.orders) + 200)
  })

  it('leaves the chart a few rows for each day, and no event', async () => {
    const { d1, rowsRead: counted } = faultyD1(env.DB)
    await readDays(d1, '2000-01-01')
    const [{ days = 0 } = {}] = await rows('SELECT count(DISTINCT day) AS days FROM outcomes')
    expect(counted()).toBeLessThanOrEqual(20 * Number(days) + 100)
  })
})

describe('what stays where it is', () => {
  it('is looked for by the orders under way every hour, and by one order alone when that has news', async () => {
    const [open] = await rows(
      'SELECT count(*) AS orders FROM orders WHERE status IN (SELECT status FROM deadlines)',
    )
    const faulty = faultyD1(env.DB)
    await refreshStuck(faulty.d1)
    expect(faulty.rowsRead()).toBeLessThanOrEqual(12 * Number(open?.orders) + 100)
    const [order] = await rows(`SELECT entity_id AS id FROM findings WHERE kind = 'stuck' LIMIT 1`)
    const ofOne = `SELECT * FROM stuck_orders WHERE provider = 'amplia' AND entity_id = '${order?.id}'`
    expect(await rowsRead(ofOne)).toBeLessThanOrEqual(20)
  })
})
