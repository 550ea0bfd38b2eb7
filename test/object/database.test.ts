/** Queries as Drizzle writes them, on D1 itself. */
import { env } from 'cloudflare:workers'
import { and, desc, eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { database } from '../../src/db/database.ts'
import { completeness, sweeps } from '../../src/db/schema.ts'

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

beforeEach(async () => {
  await db.batch([db.delete(completeness), db.delete(sweeps)])
})

describe('a query', () => {
  beforeEach(async () => {
    await db.insert(completeness).values([NIGHT, { ...NIGHT, list: 'refunded', isWhole: false }])
    await db.insert(sweeps).values({ provider: 'paid', at: '2026-11-25', id: '7' })
  })

  it('gives each row as its table declares it: text, numbers, null and booleans', async () => {
    expect(await db.select().from(completeness).orderBy(desc(completeness.isWhole))).toEqual([
      NIGHT,
      { ...NIGHT, list: 'refunded', isWhole: false },
    ])
  })

  it('gives the chosen columns under the chosen names, and what SQL works out', async () => {
    const rows = await db
      .select({ whole: completeness.isWhole, all: sql<number>`theirs + ours`.as('all') })
      .from(completeness)
      .where(eq(completeness.list, 'refunded'))
    expect(rows).toEqual([{ whole: false, all: 23 }])
  })

  it('gives each of equal rows once where it asks for distinct ones', async () => {
    expect(await db.selectDistinct({ day: completeness.day }).from(completeness)).toEqual([
      { day: NIGHT.day },
    ])
  })

  it('keeps columns of one name apart in a join, and gives null for a row that is not there', async () => {
    const rows = await db
      .select()
      .from(completeness)
      .leftJoin(sweeps, eq(sweeps.provider, completeness.list))
      .orderBy(completeness.list)
    expect(rows).toEqual([
      { completeness: NIGHT, sweeps: { provider: 'paid', at: '2026-11-25', id: '7' } },
      { completeness: { ...NIGHT, list: 'refunded', isWhole: false }, sweeps: null },
    ])
  })

  it('gives no row where none is found', async () => {
    expect(await db.select().from(sweeps).where(eq(sweeps.provider, 'nobody'))).toEqual([])
  })

  it('gives the rows that a change returns', async () => {
    const which = and(eq(completeness.day, NIGHT.day), eq(completeness.list, 'paid'))
    expect(await db.update(completeness).set({ isWhole: false }).where(which).returning()).toEqual([
      { ...NIGHT, isWhole: false },
    ])
    expect(await db.delete(completeness).where(which).returning({ whole: completeness.isWhole })).toEqual([
      { whole: false },
    ])
  })

  it('in SQL gives each row as D1 has it', async () => {
    const list = 'refunded'
    expect(await db.all(sql`SELECT list, is_whole FROM completeness WHERE list = ${list}`)).toEqual([
      { list, is_whole: 0 },
    ])
  })

  it('tells how many rows it changed', async () => {
    expect((await db.update(completeness).set({ error: 'x' })).meta.changes).toBe(2)
    expect((await db.delete(completeness)).meta.changes).toBe(2)
    expect((await db.run(sql`UPDATE sweeps SET id = ${'8'}`)).meta.changes).toBe(1)
  })
})

describe('a batch', () => {
  it('gives for each query what it gives alone', async () => {
    const [written, nights, , deleted] = await db.batch([
      db.insert(completeness).values(NIGHT),
      db.select({ whole: completeness.isWhole, list: completeness.list }).from(completeness),
      db.update(completeness).set({ isWhole: false }),
      db.delete(completeness).returning({ whole: completeness.isWhole }),
    ])
    expect(written.meta.changes).toBe(1)
    expect(nights).toEqual([{ whole: true, list: 'paid' }])
    expect(deleted).toEqual([{ whole: false }])
  })

  it('is taken as a whole or not at all', async () => {
    const night = db.insert(completeness).values(NIGHT)
    await expect(db.batch([night, night])).rejects.toThrow('UNIQUE constraint failed')
    expect(await db.select().from(completeness)).toEqual([])
  })
})

describe('an error', () => {
  const PERSONAL = 'Fulano de Tal 29742237026'
  const values = { provider: PERSONAL, at: PERSONAL, id: PERSONAL }

  it.each([
    ['a change', () => db.insert(sweeps).values(values)],
    ['a change in SQL', () => db.run(sql`INSERT INTO sweeps VALUES (${PERSONAL}, ${PERSONAL}, ${PERSONAL})`)],
    ['a batch', () => db.batch([db.insert(sweeps).values(values)])],
    ['a query', () => db.select({ no: sql`nowhere` }).from(sweeps).where(eq(sweeps.id, PERSONAL))],
    ['a query in SQL', () => db.all(sql`SELECT nowhere FROM sweeps WHERE id = ${PERSONAL}`)],
  ])('of %s is what D1 says, without the values of the statement', async (_, ask) => {
    await db.insert(sweeps).values(values)
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
