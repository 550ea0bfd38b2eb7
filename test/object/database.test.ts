/** Statements as Drizzle's `sql` writes them, on D1 itself. */
import { env } from 'cloudflare:workers'
import { getTableColumns, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { database, where } from '../../src/db/database.ts'
import { completeness, sweeps } from '../../src/db/schema.ts'
import { put, run, written } from '../../src/db/statement.ts'

const db = database(env.DB)

const NIGHT = {
  day: '2026-11-25',
  list: 'paid',
  fromDay: '2026-11-01',
  untilDay: '2026-11-24',
  theirs: 12,
  ours: 11,
  missing: 1,
  differing: 0,
  isWhole: true,
  error: null,
  checkedAt: '2026-11-25T06:00:00.000Z',
}
const OTHER = { ...NIGHT, list: 'refunded', isWhole: false }
const KEY = [completeness.day, completeness.list]

const nights = (from = sql`FROM ${completeness} ORDER BY list`) =>
  db.rows(getTableColumns(completeness), from)

beforeEach(async () => {
  await run(env.DB, [sql`DELETE FROM completeness`, sql`DELETE FROM sweeps`].map(written))
  await run(
    env.DB,
    [NIGHT, OTHER].map((night) => written(put(completeness, night, KEY))),
  )
})

describe('a query', () => {
  it('gives each row as its table declares it: text, numbers, null and booleans', async () => {
    expect(await nights()).toEqual([NIGHT, OTHER])
  })

  it('gives the chosen columns under the chosen names', async () => {
    const rows = await db.rows(
      { whole: completeness.isWhole, which: completeness.list },
      sql`FROM ${completeness} ${where(sql`list = ${'refunded'}`, undefined)}`,
    )
    expect(rows).toEqual([{ whole: false, which: 'refunded' }])
  })

  it('gives all rows where there is no condition, and none where none is found', async () => {
    expect(await nights(sql`FROM ${completeness} ${where(undefined)} ORDER BY list`)).toHaveLength(2)
    expect(await nights(sql`FROM ${completeness} ${where(sql`list = 'nobody'`)}`)).toEqual([])
  })

  it('in SQL gives each row as D1 has it', async () => {
    const list = 'refunded'
    expect(await db.all(sql`SELECT list, is_whole FROM completeness WHERE list = ${list}`)).toEqual([
      { list, is_whole: 0 },
    ])
  })

  it('takes any text as a value, and none as SQL', async () => {
    const odd = `'; DROP TABLE sweeps; -- "quoted" \u0000 ação`
    await db.run(put(sweeps, { provider: odd, at: odd, id: odd }, [sweeps.provider]))
    expect(await db.all(sql`SELECT at FROM sweeps WHERE id = ${odd}`)).toEqual([{ at: odd }])
  })

  it('tells how many rows it changed', async () => {
    expect((await db.run(sql`UPDATE completeness SET error = ${'x'}`)).meta.changes).toBe(2)
    expect((await db.run(sql`DELETE FROM completeness`)).meta.changes).toBe(2)
  })
})

describe('a row that is put', () => {
  it('takes the place of the one with its key, and of no other', async () => {
    await db.run(put(completeness, { ...NIGHT, theirs: 13, isWhole: false, error: 'late' }, KEY))
    expect(await nights()).toEqual([{ ...NIGHT, theirs: 13, isWhole: false, error: 'late' }, OTHER])
  })
})

describe('a batch', () => {
  it('is taken as a whole or not at all', async () => {
    const night = written(sql`INSERT INTO sweeps VALUES ('paid', '', '')`)
    await expect(run(env.DB, [night, night])).rejects.toThrow('UNIQUE constraint failed')
    expect(await db.all(sql`SELECT * FROM sweeps`)).toEqual([])
  })
})

describe('an error', () => {
  const PERSONAL = 'Fulano de Tal 29742237026'
  const twice = sql`INSERT INTO sweeps VALUES (${PERSONAL}, ${PERSONAL}, ${PERSONAL})`

  it.each([
    ['a change', () => db.run(twice)],
    ['a batch', () => run(env.DB, [written(twice)])],
    ['a query', () => db.rows({ at: sweeps.at }, sql`FROM ${sweeps} WHERE nowhere = ${PERSONAL}`)],
    ['a query in SQL', () => db.all(sql`SELECT nowhere FROM sweeps WHERE id = ${PERSONAL}`)],
  ])('of %s is what D1 says, without the values of the statement', async (_, ask) => {
    await db.run(put(sweeps, { provider: PERSONAL, at: PERSONAL, id: PERSONAL }, [sweeps.provider]))
    const error = await (async () => ask())().then(
      () => null,
      (thrown: unknown) => thrown,
    )
    const said: string[] = []
    for (let each = error; each instanceof Error; each = each.cause)
      said.push(String(each), JSON.stringify(each))
    expect(said.join()).toMatch(/UNIQUE constraint failed: sweeps.provider|no such column: nowhere/)
    expect(said.join()).not.toContain('Fulano')
  })
})
