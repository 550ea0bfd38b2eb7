/** The queries of docs/operations.md, each asked of a day whose answers were worked out by hand. */
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { at } from '../../scripts/business/documented-queries.ts'
import { NOW, order, payment, quarantined } from '../../scripts/business/rows.ts'
import { LAG_SQL, QUARANTINE_SQL } from '../../scripts/doctor/database.ts'
import { QUERIES } from '../tools/documented-operations.ts'
import { seed } from '../tools/seed.ts'

type Cell = string | number | null

const ORDER = order(1001, [
  { status: 'WaitingValidation', at: '2026-07-15T12:00:00' },
  {
    status: 'WaitingResources',
    at: '2026-07-15T12:00:00',
    notice: ['unknown_status', 'The life cycle does not know the status WaitingResources.'],
  },
])
const PAYMENT = payment(9001, 'pix', 'S-1001', 15000, [{ status: 3, at: '2026-07-14T15:00:00' }])
/** From before the last day: nothing that the lag tells of. */
const OLD = payment(9000, 'pix', 'S-1000', 15000, [{ status: 3, at: '2026-07-01T12:00:00' }])

/** The same events, in D1 so many seconds after they came. */
const late = (life: typeof ORDER, seconds: readonly number[]): typeof ORDER => ({
  ...life,
  transitions: life.transitions.map((row, place) => ({
    ...row,
    projected_at: new Date(Date.parse(String(row.received_at)) + (seconds[place] ?? 0) * 1000).toISOString(),
  })),
})

const ANSWERS: Readonly<Record<string, readonly (readonly (readonly Cell[])[])[]>> = {
  '3. Silence': [
    [
      ['amplia', '2026-07-15T12:00:00.900Z', 2],
      ['safe2pay', '2026-07-14T15:00:00.900Z', 23],
    ],
  ],
  '4. D1 is behind': [[[3, 30.2, 90]]],
  '5. Work for a person': [
    [
      ['quarantine', 2, '2026-07-14T08:00:00.900Z'],
      ['unknown_status', 1, '2026-07-15T12:00:00.900Z'],
    ],
    [['safe2pay', 'invalid_schema', 2, '2026-07-14T08:00:00.900Z']],
  ],
}

const ask = async (sql: string) => (await env.DB.prepare(at(NOW, sql)).all<Record<string, Cell>>()).results

describe('docs/operations.md', () => {
  it('has the queries that this file knows the answers to', () => {
    const titles = [...new Set(QUERIES.map(({ title }) => title))]
    expect(titles).toEqual(Object.keys(ANSWERS))
    expect(QUERIES).toHaveLength(Object.values(ANSWERS).flat().length)
  })

  it('asks of the lag and of the quarantine what `npm run doctor` asks', () => {
    const queries = QUERIES.map(({ sql }) => sql)
    expect(queries).toContain(LAG_SQL)
    expect(queries).toContain(QUARANTINE_SQL)
  })

  it.each(QUERIES)('$title: raises no alarm while nothing has arrived', async ({ title, sql }) => {
    expect(await ask(sql)).toEqual(
      title === '4. D1 is behind' ? [{ events: 0, mean_seconds: null, slowest_seconds: null }] : [],
    )
  })
})

describe('asked of a day with three events and two rejected bodies,', () => {
  beforeAll(() =>
    seed(
      [late(ORDER, [0.2, 90])],
      [late(PAYMENT, [0.4]), late(OLD, [4000])],
      [
        quarantined('safe2pay-a1', 'safe2pay', 'invalid_schema', '2026-07-14T08:00:00'),
        quarantined('safe2pay-a2', 'safe2pay', 'invalid_schema', '2026-07-15T08:00:00'),
        quarantined('amplia-a3', 'amplia', 'invalid_json', '2026-07-13T08:00:00', {
          resolvedAt: '2026-07-14T08:00:00Z',
        }),
      ],
    ),
  )

  it.each(Object.entries(ANSWERS))('%s is answered as its samples say', async (title, answers) => {
    const queries = QUERIES.filter((query) => query.title === title)
    for (const [place, { sql, sample }] of queries.entries()) {
      const results = await ask(sql)
      const rows = results.map((row) => Object.values(row))
      expect(rows).toEqual(answers[place])
      const [columns, ...cells] = sample
      expect(columns).toEqual(Object.keys(results[0] ?? {}))
      expect(cells).toEqual(rows.map((row) => row.map(String)))
    }
  })

  it('tells no lag of an event that was judged again, because that sent it again', async () => {
    await env.DB.exec('UPDATE transitions SET revision = 9 WHERE seq = 2')
    const [lag] = await ask(LAG_SQL)
    expect(lag).toMatchObject({ events: 2, slowest_seconds: 0.4 })
  })
})
