/** A kept body outlives whatever happens to D1 and to its object, takes no more room than there is, and ends in time. */
import { createScheduledController, evictDurableObject, runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { DAY_MS } from '../../src/days.ts'
import { keptOf } from '../../src/db/erasure.ts'
import { surplus } from '../../src/db/quarantine-age.ts'
import * as LIMITS from '../../src/limits.ts'
import { digest } from '../../src/providers/digest.ts'
import { safe2pay } from '../../src/providers/safe2pay/index.ts'
import { deleteBodies } from '../../src/quarantine/deletion.ts'
import { keptId } from '../../src/quarantine/id.ts'
import { makeRoom } from '../../src/quarantine/room.ts'
import { keepBody } from '../../src/receive/keeping.ts'
import { scheduled } from '../../src/scheduled.ts'
import { transactionBody } from '../tools/bodies.ts'
import { consoleLines } from '../tools/console-lines.ts'
import { d1Error, faultyD1, outage } from '../tools/faulty-d1.ts'
import { breakStorage } from '../tools/faulty-storage.ts'
import { connectKept, emptyObjects, insideKept, keptObject, keptOn, settleKept } from '../tools/kept.ts'
import { apply, drain, objectOf } from '../tools/object.ts'
import { until } from '../tools/patience.ts'
import { quarantinedAs, rows } from '../tools/read-model.ts'
import { countWrites } from '../tools/row-counter.ts'

const REJECTION = { reason: 'invalid_schema', issues: [] } as const

const now = (): string => new Date().toISOString()

/** Keeps a body and returns its id; D1 hears of it by and by. */
const keep = async (value: unknown, receivedAt = now()): Promise<string> =>
  keepBody(env, safe2pay, REJECTION, { value }, await digest(value), { receivedAt, attempts: 1 })

/** The same, until D1 has it. */
async function kept(value: unknown, receivedAt = now()): Promise<string> {
  const id = await keep(value, receivedAt)
  await settleKept(keptObject(id))
  return id
}

const idsInD1 = async (): Promise<readonly unknown[]> =>
  (await rows('SELECT id FROM quarantine ORDER BY received_at, id')).map(({ id }) => id)

const alarmOf = (id: string): Promise<number | null> =>
  insideKept(keptObject(id), (_, storage) => storage.getAlarm())

beforeEach(emptyObjects)

describe('while D1 is away', () => {
  it('a body is kept, its alarm never throws, and D1 has the row when it is back', async () => {
    const id = await keep({ away: 1 })
    const stub = keptObject(id)
    const { plan, mend } = outage(d1Error('Network connection lost.'))
    await connectKept(stub, faultyD1(env.DB, plan).d1)
    for (let failures = 1; failures <= 3; failures += 1) {
      await runDurableObjectAlarm(stub)
      expect(await keptOn(stub)).toMatchObject({ failures, body: '{"away":1}' })
      expect(await alarmOf(id)).not.toBeNull()
    }
    mend()
    await settleKept(stub)
    expect(await quarantinedAs(id)).toMatchObject({ attempts: 1, reason: 'invalid_schema' })
    expect(await keptOn(stub)).toMatchObject({ failures: 0 })
  })

  it('a sender that repeats itself does not make an object try more often', async () => {
    const id = await keep({ away: 2 })
    const stub = keptObject(id)
    const { plan, mend } = outage(d1Error('overloaded'))
    await connectKept(stub, faultyD1(env.DB, plan).d1)
    await runDurableObjectAlarm(stub)
    const alarm = await alarmOf(id)
    await keep({ away: 2 })
    expect(await alarmOf(id)).toBe(alarm)
    mend()
    await settleKept(stub)
    expect(await quarantinedAs(id)).toMatchObject({ attempts: 2 })
  })

  it('a body is deleted at once, and its row when D1 is back', async () => {
    const id = await kept({ away: 3 })
    const stub = keptObject(id)
    const { plan, mend } = outage(d1Error('Network connection lost.'))
    await connectKept(stub, faultyD1(env.DB, plan).d1)
    expect(await stub.discard()).toEqual({ deleted: 1, failed: 0 })
    expect(await stub.read()).toBeNull()
    expect(JSON.stringify(await keptOn(stub))).not.toContain('away')
    expect(await idsInD1()).toEqual([id])
    mend()
    await settleKept(stub)
    expect(await idsInD1()).toEqual([])
    expect(await keptOn(stub)).toBeNull()
  })
})

describe('an object', () => {
  it('that is evicted goes on, also where it is reached by its id and so not told its name', async () => {
    const id = await keep({ evicted: 1 })
    await evictDurableObject(keptObject(id))
    const nameless = env.QUARANTINE.get(env.QUARANTINE.idFromString(String(keptObject(id).id)))
    await settleKept(nameless)
    expect(await idsInD1()).toEqual([id])
    expect(await nameless.discard()).toEqual({ deleted: 1, failed: 0 })
    expect(await idsInD1()).toEqual([])
  })

  it('that is reached by its id first keeps what comes under its name', async () => {
    const id = await keptId(env.VAULT, 'safe2pay', await digest({ first: 1 }))
    const nameless = env.QUARANTINE.get(env.QUARANTINE.idFromString(String(keptObject(id).id)))
    expect(await nameless.rebuild()).toEqual({ kind: 'empty' })
    expect(await kept({ first: 1 })).toBe(id)
    expect(await idsInD1()).toEqual([id])
    expect(await deleteBodies(env.QUARANTINE, [id])).toEqual({ deleted: 1, failed: 0 })
    expect(await idsInD1()).toEqual([])
  })

  it('that cannot set its alarm goes on with the next call', async () => {
    const id = await keep({ unarmed: 1 })
    const stub = keptObject(id)
    const { plan, mend } = outage(d1Error('Network connection lost.'))
    await connectKept(stub, faultyD1(env.DB, plan).d1)
    await insideKept(stub, async (body, storage) => {
      const repair = breakStorage(storage, 'setAlarm', 'before')
      await body.alarm()
      repair()
    })
    mend()
    expect(await stub.rebuild()).toEqual({ kind: 'body' })
    expect(await idsInD1()).toEqual([id])
  })

  it('that nothing was kept in has nothing on disk, before and after it was asked', async () => {
    const stub = keptObject('safe2pay-00000000000000000000000000000000')
    expect(await stub.read()).toBeNull()
    expect(await stub.resolve('judged')).toBe(false)
    expect(await stub.discard()).toEqual({ deleted: 0, failed: 0 })
    const tables = await insideKept(stub, (_, { sql }) =>
      sql.exec("SELECT name FROM sqlite_master WHERE name = 'kept'").toArray(),
    )
    expect(tables).toEqual([])
  })

  it('writes its row again when D1 has lost it', async () => {
    const id = await kept({ lost: 1 })
    await env.DB.exec('DELETE FROM quarantine')
    const alarm = (await alarmOf(id)) ?? 0
    expect(alarm - Date.now()).toBeLessThanOrEqual(LIMITS.quarantineCheckDays * DAY_MS)
    await runDurableObjectAlarm(keptObject(id))
    expect(await idsInD1()).toEqual([id])
  })

  it('does not open a row again that D1 has closed since', async () => {
    const id = await kept({ closed: 1 })
    await env.DB.exec("UPDATE quarantine SET resolved_at = '2026-01-01T00:00:00.000Z', resolution = 'judged'")
    await runDurableObjectAlarm(keptObject(id))
    expect(await quarantinedAs(id)).toMatchObject({ resolution: 'judged' })
  })

  it('costs six rows of its own and six in D1 with a new body, and four and five when it comes again', async () => {
    const value = { cost: 1, IdTransaction: 4101 }
    const stub = keptObject(await keptId(env.VAULT, 'safe2pay', await digest(value)))
    const billed = async () => {
      const { d1, rowsWritten } = faultyD1(env.DB)
      await connectKept(stub, d1)
      const counter = await insideKept(stub, (_, storage) => countWrites(storage))
      await keep(value)
      await settleKept(stub)
      const { rows: written, alarms } = await insideKept(stub, () => counter.stop())
      return { object: written + alarms, d1: rowsWritten() }
    }
    // Its table makes two of the six.
    expect(await billed()).toEqual({ object: 6, d1: 6 })
    expect(await billed()).toEqual({ object: 4, d1: 5 })
  })
})

describe('an erasure', () => {
  it('reaches a body that D1 had not heard of by then', async () => {
    const id = await keep({ IdTransaction: 4201, Amount: 'x' })
    const stub = keptObject(id)
    const { plan, mend } = outage(d1Error('Network connection lost.'))
    await connectKept(stub, faultyD1(env.DB, plan).d1)
    await runDurableObjectAlarm(stub)
    const entity = objectOf('safe2pay', 4201)
    await apply('safe2pay', transactionBody(4201, 3))
    await scheduler.wait(2)
    await entity.erase(null)
    await drain(entity)
    expect(await stub.read()).not.toBeNull()
    mend()
    await settleKept(stub)
    expect(await keptOn(stub)).toBeNull()
    expect(await idsInD1()).toEqual([])
  })

  it('leaves a body that came after it', async () => {
    const entity = objectOf('safe2pay', 4202)
    await apply('safe2pay', transactionBody(4202, 3))
    await entity.erase(null)
    await drain(entity)
    await scheduler.wait(2)
    const id = await kept({ IdTransaction: 4202, Amount: 'x' })
    expect(await idsInD1()).toEqual([id])
  })

  it('finds each of several entities that one body names', async () => {
    const value = [4203, 4204, 4205].map((IdTransaction) => ({ IdTransaction }))
    const id = await kept(value)
    expect(await quarantinedAs(id)).toMatchObject({
      entity_id: '4203',
      further_entity_ids: '["4204","4205"]',
    })
    const entity = objectOf('safe2pay', 4205)
    await apply('safe2pay', transactionBody(4205, 3))
    await scheduler.wait(2)
    await entity.erase(null)
    await drain(entity)
    expect(await keptOn(keptObject(id))).toBeNull()
    expect(await idsInD1()).toEqual([])
  })

  it('reads as many rows of a large quarantine as of a small one', async () => {
    const read = async () => {
      const { d1, rowsRead } = faultyD1(env.DB)
      expect(await keptOf(d1, 'safe2pay', '4206', '2099', '', 500)).toHaveLength(1)
      return rowsRead()
    }
    await kept({ IdTransaction: 4206, Amount: 'x' })
    const small = await read()
    await seed(2000)
    expect(await read()).toBeLessThan(small + 5)
  })
})

/** Rows whose objects nobody has ever reached: for what only D1 is asked. */
async function seed(count: number, bytes = 10): Promise<void> {
  await env.DB.prepare(
    `INSERT INTO quarantine (id, provider, reason, issues, body, received_at, last_received_at, attempts, resolved_at,
      entity_id, bytes, revision)
    WITH RECURSIVE n (n) AS (VALUES (0) UNION ALL SELECT n + 1 FROM n WHERE n < ?1 - 1)
    SELECT printf('safe2pay-%032x', n), 'safe2pay', 'invalid_schema', '[]', '',
      strftime('%Y-%m-%dT%H:%M:%fZ', '2026-01-01', '+' || n || ' seconds'),
      strftime('%Y-%m-%dT%H:%M:%fZ', '2026-01-01', '+' || n || ' seconds'), 1,
      iif(n % 10 = 5, '2026-02-01T00:00:00.000Z', NULL), 'e' || n, ?2, 1 FROM n`,
  )
    .bind(count, bytes)
    .run()
  await env.DB.prepare("INSERT OR REPLACE INTO quarantine_sizes VALUES ('safe2pay', ?1, ?1 * ?2)")
    .bind(count, bytes)
    .run()
}

describe('the size of the quarantine', () => {
  const size = async () =>
    (await rows("SELECT bodies, bytes FROM quarantine_sizes WHERE provider = 'safe2pay'"))[0]
  const counted = async () =>
    (await rows('SELECT count(*) AS bodies, total(bytes) AS bytes FROM quarantine'))[0]

  it('is kept by whoever adds, repeats, resolves and deletes', async () => {
    const ids: string[] = []
    for (let number = 0; number < 4; number += 1) ids.push(await kept({ size: number, ã: 'é' }))
    await kept({ size: 0, ã: 'é' })
    await keptObject(String(ids[1])).resolve('judged')
    await keptObject(String(ids[2])).discard()
    expect(await size()).toEqual({ bodies: 3, bytes: 3 * 20 })
    expect(await size()).toEqual(await counted())
  })

  it('is counted anew every night, whatever somebody has done to D1', async () => {
    await kept({ size: 'night' })
    await env.DB.exec('UPDATE quarantine_sizes SET bodies = 99, bytes = 99')
    await night(0)
    expect(await size()).toEqual(await counted())
  })

  const most = (bodies: number, bytes = 1e9) => ({ bodies, bytes })
  const at = (day: number) => `2026-11-0${day}T00:00:00.000Z`

  it('pushes out what was resolved first, then the oldest open ones, which the log names', async () => {
    const [first, second, third, fourth] = [
      await kept({ room: 1 }, at(1)),
      await kept({ room: 2 }, at(2)),
      await kept({ room: 3 }, at(3)),
      await kept({ room: 4, IdTransaction: 4301 }, at(4)),
    ]
    await keptObject(third).resolve('dismissed: x')
    const { lines, restore } = consoleLines()
    await makeRoom(env, 'safe2pay', { bodies: 4, bytes: 80 }, fourth, most(3))
    expect(await idsInD1()).toEqual([first, second, fourth])
    expect(lines).toEqual([])
    await makeRoom(env, 'safe2pay', { bodies: 3, bytes: 60 }, fourth, most(1))
    restore()
    expect(await idsInD1()).toEqual([fourth])
    expect(await keptOn(keptObject(first))).toBeNull()
    const { event, lost } = JSON.parse(lines[0] ?? '') as { event: string; lost: readonly { id: string }[] }
    expect([event, lost.map(({ id }) => id)]).toEqual(['quarantine_full', [first, second]])
  })

  it('makes room for a large body in the place of many small ones', async () => {
    const small = [await kept({ s: 1 }, at(1)), await kept({ s: 2 }, at(2)), await kept({ s: 3 }, at(3))]
    const large = await kept({ large: 'x'.repeat(100) }, at(4))
    const all = await counted()
    const { restore } = consoleLines()
    await makeRoom(env, 'safe2pay', all as never, large, most(100, Number(all?.bytes) - 10))
    restore()
    expect(await idsInD1()).toEqual([small[2], large])
  })

  it('is never made smaller than it has to be by several that ask at once', async () => {
    const ids: string[] = []
    for (let day = 1; day <= 6; day += 1) ids.push(await kept({ several: day }, at(day)))
    const { restore } = consoleLines()
    await Promise.all(
      [1, 2, 3].map(() => makeRoom(env, 'safe2pay', { bodies: 6, bytes: 0 }, String(ids[5]), most(4))),
    )
    restore()
    expect(await idsInD1()).toEqual(ids.slice(2))
  })

  it('reads a bounded number of rows to choose, however many there are', async () => {
    await seed(3000)
    const { d1, rowsRead } = faultyD1(env.DB)
    const oldest = await surplus(d1, 'safe2pay', most(2500), 'x', LIMITS.quarantineEvictions)
    expect(oldest).toHaveLength(LIMITS.quarantineEvictions)
    expect(oldest.every(({ isOpen }) => isOpen === 0)).toBe(true)
    expect(rowsRead()).toBeLessThan(20 * LIMITS.quarantineEvictions)
  })

  it('is bounded by what limits.ts says, for each new body', async () => {
    await seed(LIMITS.quarantineBodies)
    const { restore } = consoleLines()
    const id = await kept({ oneMore: 1 })
    await until(async () => expect(await size()).toMatchObject({ bodies: LIMITS.quarantineBodies }))
    restore()
    expect(await quarantinedAs(id)).not.toBeNull()
    // The first of the resolved ones.
    expect(await quarantinedAs(`safe2pay-${'5'.padStart(32, '0')}`)).toBeNull()
  })
})

/** Runs the night's tasks, some days from now. */
async function night(inDays: number): Promise<readonly Record<string, unknown>[]> {
  const { lines, restore } = consoleLines()
  await scheduled(
    createScheduledController({ scheduledTime: new Date(Date.now() + inDays * DAY_MS), cron: '17 5 * * *' }),
    env,
  )
  restore()
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>)
}

describe('an open body', () => {
  it('expires 90 days after it last came, when the log has told of it for a week', async () => {
    const id = await kept({ open: 1 })
    expect((await night(82)).some(({ event }) => event === 'quarantine_expiring')).toBe(false)
    expect(await night(84)).toContainEqual(
      expect.objectContaining({ event: 'quarantine_expiring', provider: 'safe2pay', bodies: 1 }),
    )
    await night(89)
    expect(await idsInD1()).toEqual([id])
    expect(await night(91)).toContainEqual({
      event: 'quarantine_expired',
      deleted: 1,
      failed: 0,
      open: { safe2pay: 1 },
    })
    expect(await idsInD1()).toEqual([])
    expect(await keptOn(keptObject(id))).toBeNull()
  })

  it('that is very old when it is first seen has its week all the same', async () => {
    const id = await kept({ open: 2 }, '2026-01-01T00:00:00.000Z')
    await night(0)
    await night(6)
    expect(await idsInD1()).toEqual([id])
    await night(7)
    expect(await idsInD1()).toEqual([])
  })

  it('that comes again begins anew', async () => {
    const id = await kept({ open: 3 }, '2026-01-01T00:00:00.000Z')
    await night(0)
    await kept({ open: 3 })
    expect(await quarantinedAs(id)).toMatchObject({ attempts: 2, warned_at: null })
    await night(8)
    expect(await idsInD1()).toEqual([id])
  })
})

describe('a deletion of many', () => {
  it('is one call, and one that cannot be reached keeps no other from it', async () => {
    const ids: string[] = []
    for (let number = 0; number < 5; number += 1) ids.push(await kept({ many: number }))
    let calls = 0
    const objects = new Proxy(env.QUARANTINE, {
      get: (target, name) => {
        if (name !== 'getByName') return Reflect.get(target, name)
        return (each: string) => {
          calls += 1
          return each === ids[0]
            ? { discard: () => Promise.reject(new Error('broken')) }
            : target.getByName(each)
        }
      },
    })
    const { lines, restore } = consoleLines()
    expect(await deleteBodies(objects, ids)).toEqual({ deleted: 4, failed: 1 })
    restore()
    expect(calls).toBe(2)
    expect(lines.some((line) => line.includes('deletion_failed'))).toBe(true)
    expect(await idsInD1()).toEqual([ids[0]])
  })
})
