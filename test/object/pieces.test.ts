/** What goes to D1 is cut into batches that D1 can take, and what it has taken is not sent again. */
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import * as LIMITS from '../../src/limits.ts'
import type { Event } from '../../src/providers/event.ts'
import { keptId } from '../../src/quarantine/id.ts'
import { orderBody, orderId, transactionBody } from '../tools/bodies.ts'
import { agreed, bothSides } from '../tools/both-sides.ts'
import { d1Error, faultyD1, outage } from '../tools/faulty-d1.ts'
import {
  apply,
  connect,
  drain,
  eventOf,
  inside,
  objectOf,
  projectedOf,
  runAlarm,
  type Stub,
} from '../tools/object.ts'
import { quarantinedAs } from '../tools/read-model.ts'

/** Three bytes each in UTF-8, and as many as a status may have. */
const LONG = '状'.repeat(LIMITS.statusCharacters - 4)

const long = (number: number): string => `${LONG}${String(number).padStart(4, '0')}`

/** An order whose every status is one that nobody has documented, each after the one before. */
async function unheardOf(id: string, count: number): Promise<readonly Event[]> {
  const event = await eventOf('amplia', orderBody({ orderId: id }))
  return Array.from({ length: count }, (_, number) => {
    const [previousStatus, status] = [number === 0 ? null : long(number - 1), long(number)]
    const occurredAt = `2025-03-18T15:26:11.${String(number).padStart(6, '0')}Z`
    return { ...event, previousStatus, status, occurredAt, fingerprint: `unheard of ${number}` }
  })
}

const take = (stub: Stub, events: readonly Event[]): Promise<void> =>
  inside(stub, (entity) => {
    for (const event of events) entity.apply(event)
  })

/** Writes down how many bytes D1 is given as one value. */
function measured(d1: D1Database): { readonly d1: D1Database; largest(): number } {
  const sizes: number[] = []
  return {
    largest: () => Math.max(...sizes),
    d1: new Proxy(d1, {
      get: (target, name) =>
        name === 'prepare'
          ? (query: string) => ({
              bind: (...values: readonly unknown[]) => {
                sizes.push(...values.map((value) => new TextEncoder().encode(String(value)).byteLength))
                return target.prepare(query).bind(...values)
              },
            })
          : Reflect.get(target, name),
    }),
  }
}

describe('990 statuses of 64 characters', () => {
  it('go to D1 in several batches, each of a bounded size', async () => {
    const id = orderId(0x1601)
    const stub = objectOf('amplia', id)
    const { d1, batches, replay } = faultyD1(env.DB)
    const scale = measured(d1)
    await connect(stub, scale.d1)
    await take(stub, await unheardOf(id, 990))
    await drain(stub)
    expect(batches()).toBeGreaterThan(3)
    expect(scale.largest()).toBeLessThanOrEqual(LIMITS.projectionBytes + 2)
    const { transitions, entity } = await agreed('amplia', id)
    expect(transitions).toHaveLength(990)
    expect(entity).toMatchObject({ status: long(989), revision: 990 })
    expect(await replay()).toBe(0)
  })

  it('are not sent again as far as D1 has them, when a batch in between fails', async () => {
    const id = orderId(0x1602)
    const stub = objectOf('amplia', id)
    let calls = 0
    let isBack = false
    // Away until the test has looked: the runtime may try again at any moment.
    const { d1, rowsWritten } = faultyD1(env.DB, (_, when) => {
      if (when === 'before' && ++calls >= 3 && !isBack) throw d1Error('Network connection lost.')
    })
    await connect(stub, d1)
    const events = await unheardOf(id, 990)
    // A body of the first batch that had failed before.
    const row = await keptId(env.VAULT, 'amplia', '0'.repeat(32))
    await env.DB.prepare(
      `INSERT INTO quarantine (id, provider, reason, issues, body, received_at, attempts)
        VALUES (?, 'amplia', 'invalid_schema', '[]', '', '2026-01-01T00:00:00.000Z', 1)`,
    )
      .bind(row)
      .run()
    await take(stub, [{ ...(events[0] as Event), bodyDigest: '0'.repeat(32) }, ...events.slice(1)])
    await runAlarm(stub)
    const projected = (await projectedOf(stub)) ?? 0
    expect(projected).toBeGreaterThan(0)
    expect(projected).toBeLessThan(990)
    const half = await bothSides('amplia', id)
    expect(half.inD1.transitions).toEqual(half.inObject.transitions.slice(0, projected))
    const before = rowsWritten()
    isBack = true
    await drain(stub)
    // Each transition with its place in attention, the order with its indexes, and a row of the feed for each batch.
    expect(rowsWritten() - before).toBeLessThan(2 * (990 - projected) + 20)
    expect(await quarantinedAs(row)).toMatchObject({ resolution: 'judged' })
    await agreed('amplia', id)
  })
})

describe('one late event', () => {
  it('that changes 900 others goes to D1, and is acknowledged with the last of them', async () => {
    const id = orderId(0x1603)
    const stub = objectOf('amplia', id)
    const chain = await unheardOf(id, 901)
    const [first, ...others] = chain
    if (!first) throw new Error('No event')
    // The first names a predecessor that nobody attests: nothing after it counts, until the one before it comes.
    await take(stub, [{ ...first, previousStatus: 'Unheard' }, ...others])
    await drain(stub)
    expect((await agreed('amplia', id)).entity).toBeNull()

    let calls = 0
    let isBack = false
    const { d1, batches } = faultyD1(env.DB, (_, when) => {
      if (when === 'before' && ++calls >= 2 && !isBack) throw d1Error('Network connection lost.')
    })
    await connect(stub, d1)
    const missing = orderBody({
      orderId: id,
      previousStatus: null,
      status: 'Unheard',
      date: '2025-03-18T15:26:10Z',
    })
    expect(await apply('amplia', missing)).toMatchObject({ verdict: 'applied', head: { status: long(900) } })
    await runAlarm(stub)
    expect(await projectedOf(stub)).toBe(901)
    isBack = true
    await drain(stub)
    expect(batches()).toBeGreaterThan(3)
    const { transitions, entity } = await agreed('amplia', id)
    expect(transitions.filter(({ effective, revision }) => effective === 1 && revision === 902)).toHaveLength(
      902,
    )
    expect(entity).toMatchObject({ status: long(900), refused: 0, gaps: 0 })
  })
})

describe('the largest of everything', () => {
  it('goes to D1: a body of 256 KiB, each text of it as long as can be', async () => {
    const id = 1604
    const text = '状'.repeat(14_000)
    const fields = { Reference: text, Vendor: text, Application: text, PaymentMethod: { Id: 6, Name: text } }
    const stub = objectOf('safe2pay', id)
    await apply(
      'safe2pay',
      transactionBody(id, 3, { ...fields, Numbers: Array.from({ length: 15_000 }, () => 1e20) }),
    )
    await drain(stub)
    const { entity } = await agreed('safe2pay', id)
    expect(entity).toMatchObject({
      reference: text.slice(0, LIMITS.textCharacters),
      vendor: text.slice(0, LIMITS.textCharacters),
    })
  })

  it('goes to D1 after an outage: as many events as an entity may have', async () => {
    const id = 1605
    const stub = objectOf('safe2pay', id)
    const { plan, mend } = outage(d1Error('Network connection lost.'))
    await connect(stub, faultyD1(env.DB, plan).d1)
    const event = await eventOf('safe2pay', transactionBody(id, 1, { Vendor: '状'.repeat(80_000) }))
    await take(
      stub,
      Array.from({ length: LIMITS.eventsPerEntity + 50 }, (_, place) => ({
        ...event,
        fingerprint: `${place}`,
      })),
    )
    mend()
    await drain(stub)
    expect((await agreed('safe2pay', id)).transitions).toHaveLength(LIMITS.eventsPerEntity)
  })
})
