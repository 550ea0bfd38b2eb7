/** What is known already costs nothing: not a row in the object, not an alarm, not a call of D1. */
import { evictDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { orderBody, orderId, transactionBody } from '../tools/bodies.ts'
import { faultyD1 } from '../tools/faulty-d1.ts'
import { apply, connect, diskOf, drain, inside, objectOf } from '../tools/object.ts'
import { transitions } from '../tools/read-model.ts'
import { written } from '../tools/row-counter.ts'
import { deliver, KEYS, type ProviderName, post } from '../tools/sender.ts'

const NOTHING = { rows: 0, alarms: 0 }

const KNOWN: readonly (readonly [string, ProviderName, string | number, readonly unknown[], string])[] = [
  [
    'an applied event of an order',
    'amplia',
    orderId(0x200),
    [orderBody({ orderId: orderId(0x200) })],
    'applied',
  ],
  ['an applied event of a transaction', 'safe2pay', 200, [transactionBody(200, 1)], 'applied'],
  [
    'an amended event',
    'safe2pay',
    201,
    [transactionBody(201, 3), transactionBody(201, 3, { PaidValue: 149 })],
    'amended',
  ],
  ['a regression', 'safe2pay', 202, [transactionBody(202, 3), transactionBody(202, 1)], 'regression'],
  ['a conflict', 'safe2pay', 203, [transactionBody(203, 7), transactionBody(203, 8)], 'conflict'],
  ['an unknown status', 'safe2pay', 204, [transactionBody(204, 99)], 'unknown'],
  [
    'a stale event',
    'amplia',
    orderId(0x201),
    [
      orderBody({
        orderId: orderId(0x201),
        previousStatus: 'WaitingValidation',
        status: 'InValidation',
        date: '2025-03-18T15:27:28.358558+00:00',
      }),
      orderBody({ orderId: orderId(0x201) }),
    ],
    'stale',
  ],
]

describe('a duplicate', () => {
  it.each(KNOWN)(
    'of %s writes no row, sets no alarm, does not call D1',
    async (_, provider, id, bodies, is) => {
      const stub = objectOf(provider, id)
      for (const body of bodies) await apply(provider, body)
      await drain(stub)
      const before = await diskOf(stub)
      expect(before.log.at(-1)?.verdict).toBe(is)
      const { d1, calls } = faultyD1(env.DB)
      await connect(stub, d1)

      const cost = await written(stub, async () => {
        for (const body of bodies) expect((await apply(provider, body)).verdict).toBe('duplicate')
      })
      expect(cost).toEqual(NOTHING)
      expect(calls).toEqual([])
      expect(await diskOf(stub)).toEqual(before)
      expect(await transitions(provider, id)).toHaveLength(bodies.length)
    },
  )

  it('of an event that D1 lacks still writes no row, and the alarm stays as it is', async () => {
    const stub = objectOf('safe2pay', 210)
    await apply('safe2pay', transactionBody(210, 1))
    // Far away, so that it does not run in between.
    await inside(stub, (_, storage) => storage.setAlarm(Date.now() + 60_000))
    const before = await diskOf(stub)
    const cost = await written(stub, () => apply('safe2pay', transactionBody(210, 1)))
    expect(cost).toEqual(NOTHING)
    expect(await diskOf(stub)).toEqual(before)
    await drain(stub)
    expect(await transitions('safe2pay', 210)).toHaveLength(1)
  })

  it.each(KNOWN)('of %s is still one after the object was evicted', async (_, provider, id, bodies) => {
    const stub = objectOf(provider, id)
    for (const body of bodies) await apply(provider, body)
    await drain(stub)
    const before = await diskOf(stub)
    await evictDurableObject(stub)
    for (const body of bodies) expect((await apply(provider, body)).verdict).toBe('duplicate')
    expect(await diskOf(stub)).toEqual(before)
    expect(before.alarm).toBeNull()
  })

  it('says when the event was received and what became of it, and the head as it is now', async () => {
    const first = await apply('safe2pay', transactionBody(211, 1))
    await apply('safe2pay', transactionBody(211, 3))
    const { log } = await diskOf(objectOf('safe2pay', 211))
    const again = await apply('safe2pay', transactionBody(211, 1))
    expect(first.verdict).toBe('applied')
    expect(again).toMatchObject({
      verdict: 'duplicate',
      head: { status: '3', revision: 2 },
      reason: { kind: 'duplicate', of: 'applied', receivedAt: log[0]?.received_at },
    })
  })

  it('is the same body with another key and in another order', async () => {
    await deliver('safe2pay', { ...transactionBody(212, 3), SecretKey: KEYS.safe2pay[0] })
    const turned = Object.fromEntries(Object.entries(transactionBody(212, 3)).reverse())
    const response = await post(
      'safe2pay',
      { SecretKey: KEYS.safe2pay[1], ...turned },
      { key: KEYS.safe2pay[0] },
    )
    expect(await response.json()).toMatchObject({ verdict: 'duplicate' })
    expect((await diskOf(objectOf('safe2pay', 212))).log).toHaveLength(1)
  })
})
