/** What went wrong beside the way of an event heals by itself: a lost alarm, a lost row, a read model that drifted. */
import { evictDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { getTableColumns, getTableName, sql } from 'drizzle-orm'
import { describe, expect, it, vi } from 'vitest'
import { orders, quarantine, transactions, transitions as transitionsTable } from '../../src/db/schema.ts'
import { bare, written as spelled } from '../../src/db/statement.ts'
import * as LIMITS from '../../src/limits.ts'
import { transactionBody } from '../tools/bodies.ts'
import { d1Error, faultyD1, hold, outage } from '../tools/faulty-d1.ts'
import { breakStorage } from '../tools/faulty-storage.ts'
import {
  apply,
  connect,
  diskOf,
  drain,
  eventOf,
  inside,
  objectOf,
  runAlarm,
  type Stub,
  untilClean,
} from '../tools/object.ts'
import { transitions } from '../tools/read-model.ts'
import { written } from '../tools/row-counter.ts'

describe('a reprojection', () => {
  it('is not lost when it is asked for while a projection is under way', async () => {
    const stub = objectOf('safe2pay', 9001)
    await apply('safe2pay', transactionBody(9001, 1))
    await drain(stub)
    await env.DB.prepare("DELETE FROM transitions WHERE entity_id = '9001'").run()
    const { plan, reached, release } = hold()
    await connect(stub, faultyD1(env.DB, plan).d1)
    await apply('safe2pay', transactionBody(9001, 3))
    await reached()
    expect(await stub.reproject()).toBe(true)
    release()
    await untilClean(stub)
    expect((await transitions('safe2pay', 9001)).map(({ seq }) => seq)).toEqual([1, 2])
  })
})

describe('a lost alarm', () => {
  const lose = (stub: Stub) => inside(stub, (_, storage) => storage.deleteAlarm())

  it('is set again by the next event, where the object had left memory', async () => {
    const stub = objectOf('safe2pay', 9002)
    await apply('safe2pay', transactionBody(9002, 1))
    await lose(stub)
    await evictDurableObject(stub)
    await apply('safe2pay', transactionBody(9002, 3))
    await drain(stub)
    expect(await transitions('safe2pay', 9002)).toHaveLength(2)
  })

  it('is set again by the next event, once it is long overdue', async () => {
    const stub = objectOf('safe2pay', 9004)
    await apply('safe2pay', transactionBody(9004, 1))
    await lose(stub)
    const event = await eventOf('safe2pay', transactionBody(9004, 3))
    await inside(stub, (entity) => {
      const now = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 2 * LIMITS.alarmOverdueMs)
      entity.apply(event)
      now.mockRestore()
    })
    await drain(stub)
    expect(await transitions('safe2pay', 9004)).toHaveLength(2)
  })

  it('is not mistaken for one that waits for D1 to come back', async () => {
    const stub = objectOf('safe2pay', 9003)
    const { plan } = outage(d1Error('Network connection lost.'))
    await connect(stub, faultyD1(env.DB, plan).d1)
    await apply('safe2pay', transactionBody(9003, 1))
    await runAlarm(stub)
    const { alarm } = await diskOf(stub)
    expect(alarm).not.toBeNull()
    await apply('safe2pay', transactionBody(9003, 3))
    expect((await diskOf(stub)).alarm).toBe(alarm)
  })
})

describe('the migrations', () => {
  it.each([orders, transactions, transitionsTable, quarantine])(
    'make the table that the code writes',
    async (table) => {
      const { results } = await env.DB.prepare('SELECT name, type, "notnull" FROM pragma_table_info(?)')
        .bind(getTableName(table))
        .all<{ name: string; type: string; notnull: number }>()
      const expected = Object.values(getTableColumns(table)).map((column) => ({
        name: spelled(sql`${bare(column)}`).sql.replaceAll('"', ''),
        type: column.getSQLType().toUpperCase(),
        notnull: column.notNull ? 1 : 0,
      }))
      expect(results).toEqual(expected)
    },
  )
})

describe('an object that is reached by its id first', () => {
  it('has no name for its whole life, and still tells D1', async () => {
    const name = objectOf('safe2pay', 9010)
    const byId: Stub = env.ENTITIES.get(env.ENTITIES.idFromString(name.id.toString()))
    expect(await byId.story(null)).toBeNull()
    expect(await inside(byId, (entity) => (entity as unknown as Inner).ctx.id.name)).toBeUndefined()
    await apply('safe2pay', transactionBody(9010, 3))
    expect(await inside(byId, (entity) => (entity as unknown as Inner).ctx.id.name)).toBeUndefined()
    await drain(byId)
    expect(await transitions('safe2pay', 9010)).toHaveLength(1)

    await evictDurableObject(byId)
    expect(await byId.reproject()).toBe(true)
    expect(await byId.story(null)).toMatchObject({ head: { status: '3' } })
    await drain(byId)
    expect(await transitions('safe2pay', 9010)).toHaveLength(1)
  })
})

describe('the alarm', () => {
  it('never throws, also where it cannot set the next one, which the next event does', async () => {
    const stub = objectOf('safe2pay', 9011)
    const { plan, mend } = outage(d1Error('Network connection lost.'))
    await connect(stub, faultyD1(env.DB, plan).d1)
    await apply('safe2pay', transactionBody(9011, 1))
    await inside(stub, async (entity, storage) => {
      await storage.deleteAlarm()
      const repair = breakStorage(storage, 'setAlarm', 'before')
      await entity.alarm()
      repair()
    })
    expect((await diskOf(stub)).alarm).toBeNull()
    mend()
    await apply('safe2pay', transactionBody(9011, 3))
    await drain(stub)
    expect(await transitions('safe2pay', 9011)).toHaveLength(2)
  })

  it('writes no row for a projection that failed, but the next alarm', async () => {
    const stub = objectOf('safe2pay', 9012)
    const { plan, mend } = outage(d1Error('D1 DB is overloaded. Too many requests queued.'))
    await connect(stub, faultyD1(env.DB, plan).d1)
    await apply('safe2pay', transactionBody(9012, 1))
    const cost = await written(stub, async () => {
      for (let tries = 0; tries < 10; tries += 1) await runAlarm(stub)
    })
    expect(cost.rows).toBe(0)
    expect(cost.alarms).toBeLessThanOrEqual(11)
    mend()
    await drain(stub)
  })
})

/** What every object has. */
interface Inner {
  readonly ctx: DurableObjectState
}
