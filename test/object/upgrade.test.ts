/** An object of version 0.1.0 is brought into today's form when it is first touched: all of it, or nothing. */
import { abortAllDurableObjects, evictDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import type { Entity } from '../../src/index.ts'
import { orderBody, transactionBody } from '../tools/bodies.ts'
import { OLD_DISKS, type OldDisk, oldDisk } from '../tools/disks.ts'
import { apply, diskOf, drain, inside, objectOf, type Stub } from '../tools/object.ts'
import { order, transitions } from '../tools/read-model.ts'

interface OldState {
  readonly last_seq: number
  readonly revision: number
  readonly projected: number
  readonly refused: number
  readonly first_received_at: string
  readonly last_received_at: string
  readonly head: string | null
}

const KEPT = `seq, revision, fingerprint, verdict, effective, status, previous_status, occurred_at, received_at, reason,
  notice, rules_version, facts, body_digest, body`

/** Puts a disk into an object that nobody has touched, and tells what stands on it. */
const insert = (stub: Stub, { statements }: OldDisk) =>
  inside(stub, (_, { sql }) => {
    for (const statement of statements) sql.exec(statement)
    return {
      log: sql.exec(`SELECT ${KEPT} FROM log ORDER BY seq`).toArray(),
      state: sql.exec('SELECT * FROM state').one() as unknown as OldState,
    }
  })

const stubOf = ({ provider, entityId }: OldDisk): Stub => objectOf(provider, entityId)

/** Every table with every row. */
const dump = (stub: Stub) =>
  inside(stub, (_, { sql }) =>
    sql
      .exec<{ name: string; sql: string }>(
        "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\' ORDER BY name",
      )
      .toArray()
      .map((table) => [table.sql, sql.exec(`SELECT * FROM "${table.name}"`).toArray()]),
  )

async function empty(stub: Stub): Promise<void> {
  await inside(stub, (_, storage) => storage.deleteAll())
  await evictDurableObject(stub)
}

/** Whatever touches an object. */
const TOUCHES: readonly (readonly [string, (entity: Entity) => unknown])[] = [
  ['looked at', (entity) => entity.story(null)],
  ['refolded', (entity) => entity.refold()],
  ['reprojected', (entity) => entity.reproject()],
  ['woken by its alarm', (entity) => entity.alarm()],
]

describe.each(OLD_DISKS)('the disk $name of version 0.1.0', (disk) => {
  const stub = stubOf(disk)

  it('keeps every event, its verdict and where the entity stands', async () => {
    await empty(stub)
    const before = await insert(stub, disk)
    await stub.story(null)
    const after = await diskOf(stub)
    expect(after.log).toMatchObject(before.log)
    expect(after.log).toHaveLength(before.log.length)
    const { head, last_seq, revision, projected, refused, first_received_at, last_received_at } = before.state
    expect(after.state).toEqual({
      ...{ last_seq, revision, projected, refused, first_received_at, last_received_at },
      head: head === null ? null : JSON.parse(head),
    })
    const names = (await dump(stub)).map(([sql]) => /TABLE "?(\w+)/.exec(String(sql))?.[1])
    expect(names).toEqual(names.includes('erasure') ? ['erasure', 'log'] : ['log'])
  })

  it.each(TOUCHES)('is brought into today’s form when it is %s, and no event is lost', async (_, touch) => {
    await empty(stub)
    const { log } = await insert(stub, disk)
    await inside(stub, (entity) => Promise.resolve(touch(entity)).then(() => undefined))
    expect((await diskOf(stub)).log.map(({ fingerprint }) => fingerprint)).toEqual(
      log.map(({ fingerprint }) => fingerprint),
    )
    await stub.reproject()
    await drain(stub)
    expect(await transitions(disk.provider, disk.entityId)).toHaveLength(log.length)
  })

  it('is as it was after a failure at any write of the upgrade, and upgraded by the next touch', async () => {
    await empty(stub)
    await insert(stub, disk)
    const before = await dump(stub)
    let failures = 0
    for (let place = 1; ; place += 1) {
      const failed = await inside(stub, (entity, storage) => failAt(entity, storage, place))
      if (!failed) break
      failures += 1
      expect(await dump(stub)).toEqual(before)
    }
    expect(failures).toBeGreaterThanOrEqual(6)
    await abortAllDurableObjects()
    expect((await dump(stubOf(disk))).length).toBeLessThan(before.length)
  })
})

/** Whether looking at an object failed, whose disk fails after so many of its writes. */
function failAt(entity: Entity, storage: DurableObjectStorage, place: number): boolean {
  const exec = storage.sql.exec.bind(storage.sql)
  let writes = 0
  Object.assign(storage.sql, {
    exec: (query: string, ...bindings: SqlStorageValue[]) => {
      const cursor = exec(query, ...bindings)
      if (!/^\s*SELECT/.test(query) && ++writes === place) throw new Error('The disk failed')
      return cursor
    },
  })
  try {
    entity.story(null)
    return false
  } catch (error) {
    if (!(error instanceof Error) || error.message !== 'The disk failed') throw error
    return true
  } finally {
    Reflect.deleteProperty(storage.sql, 'exec')
  }
}

describe('an upgraded order', () => {
  it('knows its duplicates, and takes a late event that changes what counts', async () => {
    const disk = oldDisk('order-behind')
    const stub = stubOf(disk)
    await empty(stub)
    const { log } = await insert(stub, disk)
    const [first] = log
    expect((await apply('amplia', JSON.parse(String(first?.body)))).verdict).toBe('duplicate')
    // Back to validation counts once it is known that the order went there.
    const late = orderBody({
      orderId: disk.entityId,
      orderNumber: '800-005-520',
      previousStatus: 'WaitingIssue',
      status: 'InConfirmation',
      date: '2025-03-18T15:35:11.704304+00:00',
    })
    expect(await apply('amplia', late)).toMatchObject({ head: { revision: 7 } })
    expect(await stub.refold()).toMatchObject({ changed: [] })
    await stub.reproject()
    await drain(stub)
    expect(await order(disk.entityId)).toMatchObject({ revision: 7 })
    expect(await transitions('amplia', disk.entityId)).toHaveLength(7)
  })

  it('begins its history with what it had forgotten, and arrives by time where a number was given anew', async () => {
    const disk = oldDisk('payment')
    const stub = stubOf(disk)
    await empty(stub)
    const { state } = await insert(stub, disk)
    await inside(stub, (_, { sql }) => {
      sql.exec(
        'CREATE TABLE base (id INTEGER PRIMARY KEY CHECK (id = 1), head TEXT NOT NULL, received_at TEXT NOT NULL) STRICT',
      )
      sql.exec('INSERT INTO base VALUES (1, ?, ?)', String(state.head), '2026-01-05T11:00:00.000Z')
      sql.exec('UPDATE log SET seq = 4 - seq, revision = 4 - revision')
    })
    const story = await stub.story(null)
    expect(story?.events.map(({ seq, status }) => [seq, status])).toEqual([
      [3, '7'],
      [2, '3'],
      [1, '1'],
    ])
  })

  it('has its sentences in D1 as they were', async () => {
    const disk = oldDisk('payment')
    const stub = stubOf(disk)
    await empty(stub)
    const { log } = await insert(stub, disk)
    await stub.reproject()
    await drain(stub)
    expect((await transitions('safe2pay', disk.entityId)).map(({ reason }) => reason)).toEqual(
      log.map(({ reason }) => reason),
    )
  })
})

describe('an object of version 0.1.0 that is reached by its id', () => {
  it('finds its name in what it has stored', async () => {
    const disk = oldDisk('payment')
    await empty(stubOf(disk))
    await insert(stubOf(disk), disk)
    await env.DB.exec('DELETE FROM transitions')
    await evictDurableObject(stubOf(disk))
    const byId = env.ENTITIES.get(env.ENTITIES.idFromString(stubOf(disk).id.toString()))
    expect(await byId.reproject()).toBe(true)
    await drain(byId as Stub)
    expect(await transitions('safe2pay', disk.entityId)).toHaveLength(3)
  })
})

describe('an object in today’s form that version 0.1.0 has met, rolled back to', () => {
  it('keeps everything, and version 0.1.0 could store nothing beside it', async () => {
    const stub = objectOf('safe2pay', 4730)
    await apply('safe2pay', transactionBody(4730, 1))
    await drain(stub)
    // As 0.1.0 does with a duplicate, and with anything new.
    const [, state = ''] = oldDisk('order-unknown').statements.filter((each) => each.startsWith('CREATE'))
    await inside(stub, (entity, { sql }) => {
      sql.exec(state)
      expect(() => sql.exec('INSERT INTO log (rules_version) VALUES (1)')).toThrow('no column')
      Object.assign(entity, { log: null })
    })
    expect(await stub.story(null)).toMatchObject({ head: { status: '1' }, events: [{ seq: 1 }] })
    expect((await apply('safe2pay', transactionBody(4730, 3))).verdict).toBe('applied')
    expect((await diskOf(stub)).log).toHaveLength(2)
  })
})

describe('an object that newer code has written', () => {
  it('is not touched, and tells so', async () => {
    const stub = objectOf('safe2pay', 4720)
    await apply('safe2pay', transactionBody(4720, 1))
    await drain(stub)
    await inside(stub, (entity, { sql }) => {
      sql.exec('UPDATE log SET version = 3')
      Object.assign(entity, { log: null })
    })
    const before = await dump(stub)
    await inside(stub, (entity) => {
      expect(() => entity.story(null)).toThrow('version 3')
    })
    expect(await dump(stub)).toEqual(before)
  })
})
