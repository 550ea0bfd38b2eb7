/** Every night the sender's own lists are held against what stands here. */
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { checkCompleteness } from '../../src/sender/completeness.ts'
import { API_KEY, asking, senderHas, senderHeard, testClock } from '../tools/asking.ts'
import { transactionBody } from '../tools/bodies.ts'
import { consoleLines } from '../tools/console-lines.ts'
import { rows, settle } from '../tools/read-model.ts'
import { deliver } from '../tools/sender.ts'

/** Thursday, 02:17 in Brasília. Far from the real time, so that each test's turns are free. */
let nightMs = Date.UTC(2027, 0, 7, 5, 17)
beforeEach(async () => {
  nightMs += 7 * 86_400_000
  await env.DB.batch([env.DB.prepare('DELETE FROM asks'), env.DB.prepare('DELETE FROM completeness')])
})

const day = (daysAgo: number): string =>
  new Date(nightMs - 3 * 3_600_000 - daysAgo * 86_400_000).toISOString().slice(0, 10)
const check = (bindings: Parameters<typeof asking>[0] = {}, atMs = nightMs) =>
  checkCompleteness(asking(bindings), atMs, testClock(atMs))
const asks = () => rows('SELECT transaction_id, cause, due_at IS NOT NULL AS due FROM asks ORDER BY 1')

async function known(id: number, status: number): Promise<void> {
  await deliver('safe2pay', transactionBody(id, status))
  await settle()
}

describe('the transactions of the last three whole days', () => {
  it('are asked about where nothing was ever heard of them, or another status', async () => {
    await known(8101, 3)
    await known(8102, 1)
    await senderHas({
      transactions: [
        { id: 8101, status: '3', created: `${day(1)}T10:00:00` },
        { id: 8102, status: 3, created: `${day(2)}T10:00:00` },
        { id: 8103, status: '1', created: `${day(3)}T10:00:00` },
        { id: 8104, status: '3', created: `${day(0)}T01:00:00` },
        { id: 8105, status: '3', created: `${day(4)}T10:00:00` },
      ],
    })
    expect((await check())?.nights[0]).toEqual({
      list: 'transactions',
      theirs: 3,
      ours: 0,
      missing: 1,
      differing: 1,
      error: null,
    })
    expect(await asks()).toEqual([
      { transaction_id: 8102, cause: 'differing', due: 1 },
      { transaction_id: 8103, cause: 'missing', due: 1 },
    ])
    expect(await rows('SELECT * FROM completeness ORDER BY list')).toMatchObject([
      { list: 'chargebacks', theirs: 0, missing: 0, differing: 0, is_whole: 1 },
      { list: 'transactions', from_day: day(3), until_day: day(1), theirs: 3, is_whole: 1, error: null },
    ])
  })

  it('are those of thirty on a Sunday', async () => {
    await senderHas({})
    const sunday = nightMs + 3 * 86_400_000
    await check({}, sunday)
    const [heard] = await senderHeard()
    expect(heard?.query).toMatchObject({ CreatedDateInitial: day(27), CreatedDateEnd: day(-2) })
  })

  it('are read page by page, also where a page has fewer rows than were asked for', async () => {
    await senderHas({
      rows: 2,
      transactions: [1, 2, 3, 4, 5].map((n) => ({
        id: 8200 + n,
        status: 1,
        created: `${day(1)}T10:00:00`,
      })),
    })
    expect((await check())?.nights[0]).toMatchObject({ theirs: 5, missing: 5 })
    const pages = (await senderHeard()).filter(({ path }) => path.endsWith('Transaction/List'))
    expect(pages.map(({ query }) => query.PageNumber)).toEqual(['1', '2', '3'])
  })

  it('of each account are looked at', async () => {
    await senderHas({
      keys: ['one', 'two'],
      transactions: [
        { id: 8301, status: 1, created: `${day(1)}T10:00:00`, key: 'one' },
        { id: 8302, status: 1, created: `${day(1)}T10:00:00`, key: 'two' },
      ],
    })
    expect((await check({ SAFE2PAY_API_KEY: 'loja:one, two' }))?.nights[0]).toMatchObject({ missing: 2 })
  })
})

describe('a disputed payment', () => {
  it('is asked about where it stands here as if it were not', async () => {
    await known(8401, 3)
    await known(8402, 5)
    await senderHas({
      disputes: [
        { id: 8401, date: `${day(1)}T00:00:00` },
        { id: 8402, date: `${day(1)}T00:00:00` },
        { id: 8403, date: `${day(2)}T00:00:00` },
        { id: 8404, date: `${day(90)}T00:00:00` },
      ],
    })
    expect((await check())?.nights[1]).toMatchObject({ theirs: 3, ours: 2, missing: 1, differing: 1 })
    expect(await asks()).toMatchObject([
      { transaction_id: 8401, cause: 'differing' },
      { transaction_id: 8403, cause: 'missing' },
    ])
  })
})

describe('a list that is not told', () => {
  it.each([
    ['has_error', 'refused'],
    ['no_envelope', 'other_shape'],
    ['error', 'http: 503'],
    ['html', 'not_json'],
    ['webhook_shape', 'other_shape: 1'],
  ] as const)(
    'because of %s is a failure of that night, and not a night without differences',
    async (kind, error) => {
      await senderHas({
        transactions: [{ id: 8501, status: 3, created: `${day(1)}T10:00:00` }],
        faults: [{ kind, at: 'List' }],
      })
      const [night] = (await check())?.nights ?? []
      expect(night?.error).toContain(error)
      const [row] = await rows("SELECT is_whole, error FROM completeness WHERE list = 'transactions'")
      expect(row).toMatchObject({ is_whole: 0 })
      expect(await asks()).toEqual([])
    },
  )

  it('never has the key in what is stored or logged, though the sender repeats it', async () => {
    const written = consoleLines()
    await senderHas({ faults: [{ kind: 'echo_key' }] })
    await check()
    const stored = JSON.stringify(await rows('SELECT * FROM completeness'))
    written.restore()
    expect(stored).toContain('not allowed')
    expect(stored + written.lines.join()).not.toContain(API_KEY)
  })
})

describe('without a key of the API', () => {
  it('nobody is asked, and nothing is written', async () => {
    await senderHas({})
    expect(await check({ SAFE2PAY_API_KEY: undefined })).toBeNull()
    expect(await senderHeard()).toEqual([])
    expect(await rows('SELECT * FROM completeness')).toEqual([])
  })

  it('that could travel in clear text nobody is asked either, and the night says so', async () => {
    await senderHas({})
    const nights = await check({ SAFE2PAY_API_URL: 'http://api.example.com' })
    expect(nights?.nights[0]?.error).toBe('no_address')
    expect(await senderHeard()).toEqual([])
  })
})
