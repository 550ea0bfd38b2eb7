/** An event is on disk with its verdict, the head and the alarm, or nothing of it is; what is there stays there. */
import { abortAllDurableObjects, evictDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { orderId, orderMove, transactionBody } from '../tools/bodies.ts'
import { agreed } from '../tools/both-sides.ts'
import { faultyD1, hold } from '../tools/faulty-d1.ts'
import { breakStorage, type Write } from '../tools/faulty-storage.ts'
import {
  apply,
  connect,
  diskOf,
  drain,
  eventOf,
  inside,
  objectOf,
  type Stub,
  stateOf,
  untilClean,
} from '../tools/object.ts'
import { until } from '../tools/patience.ts'
import { transitions } from '../tools/read-model.ts'
import type { ProviderName } from '../tools/sender.ts'

const WRITES: readonly (readonly [string, Write, 'before' | 'after'])[] = [
  ['the event cannot be written', 'INSERT INTO log', 'before'],
  ['the disk fails after the event', 'INSERT INTO log', 'after'],
  ['the alarm cannot be set', 'setAlarm', 'before'],
  ['the disk fails after the alarm', 'setAlarm', 'after'],
]

/** Applies an event while a write fails. In the object, because what is thrown to the Worker is logged as uncaught. */
async function applyOnBrokenDisk(
  stub: Stub,
  provider: ProviderName,
  body: unknown,
  write: Write,
  when: 'before' | 'after',
): Promise<void> {
  const event = await eventOf(provider, body)
  await inside(stub, (entity, storage) => {
    const mend = breakStorage(storage, write, when)
    try {
      expect(() => entity.apply(event)).toThrow('The disk failed')
    } finally {
      mend()
    }
  })
}

describe('nothing is stored, and no alarm is set, when', () => {
  it.each(WRITES)('%s for the first event; the repeat is judged as new', async (title, write, when) => {
    const id = 300 + WRITES.findIndex(([name]) => name === title)
    const stub = objectOf('safe2pay', id)
    await applyOnBrokenDisk(stub, 'safe2pay', transactionBody(id, 1), write, when)
    expect(await diskOf(stub)).toEqual({ log: [], entries: [], state: null, erasedAt: null, alarm: null })

    const repeat = await apply('safe2pay', transactionBody(id, 1))
    expect(repeat).toMatchObject({ verdict: 'applied', head: { status: '1', revision: 1 } })
    await drain(stub)
    expect((await agreed('safe2pay', id)).transitions).toHaveLength(1)
  })

  it.each(WRITES)('%s for a further event; the repeat is judged as new', async (title, write, when) => {
    const id = 310 + WRITES.findIndex(([name]) => name === title)
    const stub = objectOf('safe2pay', id)
    await apply('safe2pay', transactionBody(id, 1))
    await drain(stub)
    const before = await diskOf(stub)
    await applyOnBrokenDisk(stub, 'safe2pay', transactionBody(id, 3), write, when)
    expect(await diskOf(stub)).toEqual(before)

    const repeat = await apply('safe2pay', transactionBody(id, 3))
    expect(repeat).toMatchObject({ verdict: 'applied', head: { status: '3', revision: 2 } })
    await drain(stub)
    expect((await agreed('safe2pay', id)).entity).toMatchObject({ status: 3, revision: 2 })
  })

  it('the disk fails between two rows that a late event changes', async () => {
    const id = orderId(0x300)
    const stub = objectOf('amplia', id)
    const [late, ...others] = sentBack(id)
    for (const body of others) await apply('amplia', body)
    await drain(stub)
    const before = await diskOf(stub)
    expect(before.log.at(-1)).toMatchObject({ verdict: 'regression', effective: 0 })

    await applyOnBrokenDisk(stub, 'amplia', late, 'UPDATE log', 'after')
    expect(await diskOf(stub)).toEqual(before)

    expect(await apply('amplia', late)).toMatchObject({
      verdict: 'applied',
      head: { status: 'InValidation' },
    })
    const { log } = await diskOf(stub)
    expect(log.map(({ seq, effective, revision }) => [seq, effective, revision])).toEqual([
      [1, 1, 1],
      [2, 1, 2],
      [3, 1, 4],
      [4, 1, 4],
    ])
  })
})

/** The first of these is the late one that makes the last one count: an order that was sent back to validation. */
const sentBack = (id: string): readonly [unknown, ...unknown[]] => [
  orderMove(id, 'WaitingConfirmation', 'InConfirmation', 3),
  orderMove(id, 'WaitingValidation', 'InValidation', 1),
  orderMove(id, 'InValidation', 'WaitingConfirmation', 2),
  orderMove(id, 'InConfirmation', 'InValidation', 4),
]

const LEAVE: readonly (readonly [string, number, (stub: Stub) => Promise<void>])[] = [
  ['was evicted', 320, evictDurableObject],
  ['crashed', 330, abortAllDurableObjects],
]

describe.each(LEAVE)('after the object %s', (_, first, leave) => {
  it('the event, its verdict, the head and the alarm are there', async () => {
    const stub = objectOf('safe2pay', first)
    const events = await Promise.all(
      [3, 1].map((status) => eventOf('safe2pay', transactionBody(first, status))),
    )
    await inside(stub, (entity, storage) => {
      for (const event of events) entity.apply(event)
      // Far away, so that it does not run meanwhile.
      return storage.setAlarm(Date.now() + 3_600_000)
    })
    const before = await diskOf(stub)
    await leave(stub)
    const after = await diskOf(objectOf('safe2pay', first))
    expect(after).toEqual(before)
    expect(after.log.map(({ seq, verdict }) => [seq, verdict])).toEqual([
      [1, 'applied'],
      [2, 'regression'],
    ])
    expect(after.state).toMatchObject({ revision: 2, projected: 0, head: { status: '3' } })
  })

  it('it tells the same story, event by event, as it did before', async () => {
    const stub = objectOf('safe2pay', first + 3)
    for (const status of [1, 7, 3, 1]) await apply('safe2pay', transactionBody(first + 3, status))
    const before = await stub.story(null)
    await leave(stub)
    expect(await objectOf('safe2pay', first + 3).story(null)).toEqual(before)
  })

  it('the next event is judged by the same head, and counted on', async () => {
    const id = first + 1
    await apply('safe2pay', transactionBody(id, 3))
    await leave(objectOf('safe2pay', id))
    expect(await apply('safe2pay', transactionBody(id, 1))).toMatchObject({
      verdict: 'regression',
      head: { status: '3', revision: 2 },
    })
    expect((await diskOf(objectOf('safe2pay', id))).log.map(({ seq }) => seq)).toEqual([1, 2])
  })

  it('the alarm still runs, and D1 gets everything', async () => {
    const id = first + 2
    await apply('safe2pay', transactionBody(id, 3))
    await leave(objectOf('safe2pay', id))
    // By a query of D1 alone, so that nothing but the alarm wakes the object.
    await until(async () => expect(await transitions('safe2pay', id)).toHaveLength(1))
    await untilClean(objectOf('safe2pay', id))
    await agreed('safe2pay', id)
  })
})

describe('a crash while a projection is under way', () => {
  it('loses nothing and doubles nothing, whether D1 has it already or not', async () => {
    const ways = [
      { when: 'before', id: 340, already: 0 },
      { when: 'after', id: 341, already: 1 },
    ] as const
    for (const { when, id, already } of ways) {
      const { plan, reached } = hold(when)
      await connect(objectOf('safe2pay', id), faultyD1(env.DB, plan).d1)
      await apply('safe2pay', transactionBody(id, 1))
      await reached()
      expect(await stateOf(objectOf('safe2pay', id))).toMatchObject({ revision: 1, projected: 0 })
      expect(await transitions('safe2pay', id)).toHaveLength(already)
    }

    await abortAllDurableObjects()
    for (const { id } of ways) {
      // Between two runs of an alarm that was cut short, nothing looks as if it were under way.
      await until(async () => {
        expect((await agreed('safe2pay', id)).transitions).toHaveLength(1)
      })
    }
  })
})
