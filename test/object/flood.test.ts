/**
 * No number of events freezes an entity: what moves the status is always taken, and what is kept of the rest has a
 * bound, in the object and in D1.
 */
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import * as LIMITS from '../../src/limits.ts'
import type { Event } from '../../src/providers/event.ts'
import { orderBody, orderId, transactionBody } from '../tools/bodies.ts'
import { agreed } from '../tools/both-sides.ts'
import { faultyD1 } from '../tools/faulty-d1.ts'
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
} from '../tools/object.ts'
import { rows } from '../tools/read-model.ts'
import { countWrites } from '../tools/row-counter.ts'
import type { ProviderName } from '../tools/sender.ts'

const FULL = LIMITS.eventsPerEntity
/** Enough to take every kind of place anew. */
const OVER = FULL + 150

/** Hands events to an object in one turn of it, in this order; gives how often each verdict was answered. */
const flood = (stub: Stub, events: readonly Event[]): Promise<Readonly<Record<string, number>>> =>
  inside(stub, (entity) => {
    const verdicts: Record<string, number> = {}
    for (const event of events) {
      const { verdict } = entity.apply(event)
      verdicts[verdict] = (verdicts[verdict] ?? 0) + 1
    }
    return verdicts
  })

/** Microseconds after the first event of an order. */
const at = (micros: number, day = '2025-03-18'): string =>
  `${day}T15:${String(26 + Math.floor(micros / 60_000_000)).padStart(2, '0')}:${String(
    Math.floor(micros / 1_000_000) % 60,
  ).padStart(2, '0')}.${String(micros % 1_000_000).padStart(6, '0')}+00:00`

const change = (
  id: string,
  previousStatus: string | null,
  status: string,
  date: string,
  fields: Readonly<Record<string, unknown>> = {},
): unknown => orderBody({ orderId: id, previousStatus, status, date, ...fields })

/** One event of an order many times over, each a microsecond after the one before. */
async function repeated(
  times: number,
  first: unknown,
  spell: (number: number) => Partial<Event>,
): Promise<readonly Event[]> {
  const event = await eventOf('amplia', first)
  return Array.from({ length: times }, (_, number) => {
    const next = { ...event, ...spell(number) }
    return { ...next, fingerprint: JSON.stringify([next.previousStatus, next.status, next.occurredAt]) }
  })
}

const PERSON = { id: 'agent-1', name: 'Canária', identifier: null, birthDate: null }

/** Three seconds for each event of a loop: the clock is sure of their order. */
const loopAt = (number: number, day = '2025-03-18'): string =>
  new Date(Date.parse(`${day}T16:00:00Z`) + number * 3000).toISOString()

/** An order sent back from validation and taken up again, so many times. */
const loops = async (id: string, times: number, day?: string): Promise<readonly Event[]> =>
  repeated(2 * times, change(id, null, 'InValidation', at(0), { validationAgent: PERSON }), (number) => {
    const [previousStatus, status] =
      number % 2 === 0 ? ['InValidation', 'WaitingValidation'] : ['WaitingValidation', 'InValidation']
    return { previousStatus, status, occurredAt: loopAt(number, day) }
  })

/** D1 and the object hold the same, and no more than an entity may have. */
async function expectBounded(provider: ProviderName, id: string | number) {
  const stub = objectOf(provider, id)
  await drain(stub)
  const inD1 = await agreed(provider, id)
  expect(inD1.transitions).toHaveLength(FULL)
  expect(inD1.transitions.map(({ seq }) => seq)).toEqual(inD1.transitions.map((_, place) => place + 1))
  const { refused } = await stateOf(stub)
  expect(refused).toBe(inD1.transitions.filter(({ effective }) => effective === 0).length)
  return inD1
}

const attentionFor = (id: string | number) =>
  rows("SELECT * FROM attention WHERE entity_id = ? AND summary LIKE '%as many as are kept%'", String(id))

describe('a transaction that was told 2,000 times that it is pending', () => {
  const id = 1501
  const stub = objectOf('safe2pay', id)

  it('is paid by the next event, in its object and in D1', async () => {
    const pending = await eventOf('safe2pay', transactionBody(id, 1))
    const junk = Array.from({ length: 2 * FULL }, (_, place) => ({
      ...pending,
      fingerprint: `junk ${place}`,
      facts: { ...pending.facts, amountCents: place },
    }))
    expect(await flood(stub, junk.slice(0, FULL + 1))).toEqual({ applied: 1, amended: FULL })
    await expectBounded('safe2pay', id)
    await flood(stub, junk.slice(FULL + 1))
    expect(await apply('safe2pay', transactionBody(id, 3))).toMatchObject({
      verdict: 'applied',
      head: { status: '3', revision: 2 * FULL + 1 },
    })
    const { entity } = await expectBounded('safe2pay', id)
    expect(entity).toMatchObject({ status: 3, amount_cents: 15000, revision: 2 * FULL + 1 })
    expect(entity?.first_received_at).toBe((await stateOf(stub)).first_received_at)
  })

  it('stands in attention, with one row', async () => {
    expect(await attentionFor(id)).toHaveLength(1)
  })

  it('keeps the event that brought it, and the newest ones: they are duplicates, and write one note', async () => {
    const [first] = (await diskOf(stub)).log
    const pending = await eventOf('safe2pay', transactionBody(id, 1))
    const paid = await eventOf('safe2pay', transactionBody(id, 3))
    expect(first).toMatchObject({ fingerprint: 'junk 0', verdict: 'applied' })
    const again = () =>
      inside(stub, (entity, storage) => {
        const counter = countWrites(storage)
        for (const fingerprint of ['junk 0', `junk ${2 * FULL - 1}`, paid.fingerprint])
          expect(entity.apply({ ...pending, fingerprint }).verdict).toBe('duplicate')
        return counter.stop()
      })
    // That it is pending once more is a step back, noted once on the newest event.
    expect(await again()).toEqual({ rows: 1, alarms: 1 })
    expect(await again()).toEqual({ rows: 0, alarms: 0 })
  })

  it('takes what a forgotten event says as a step back, when it comes again', async () => {
    const again = { ...(await eventOf('safe2pay', transactionBody(id, 1))), fingerprint: 'junk 500' }
    expect(await flood(stub, [again])).toEqual({ regression: 1 })
    await expectBounded('safe2pay', id)
  })

  it('has a story of the same head, and a refolding changes nothing', async () => {
    const { head } = await stateOf(stub)
    expect(await stub.story(null)).toMatchObject({
      head: { status: '3', since: head?.since },
      events: { length: FULL },
    })
    expect(await stub.refold()).toEqual({ before: '3', after: '3', changed: [] })
    expect((await stateOf(stub)).head).toEqual(head)
  })

  it('writes a bounded number of rows for a further event', async () => {
    const pending = await eventOf('safe2pay', transactionBody(id, 1))
    const cost = await inside(stub, (entity, storage) => {
      const counter = countWrites(storage)
      entity.apply({ ...pending, fingerprint: 'one more' })
      return counter.stop()
    })
    // The row that goes, the one that takes over what it said, the one that comes, the state.
    expect(cost).toEqual({ rows: 4, alarms: 1 })
  })
})

describe('a flood of refused events', () => {
  it('does not keep an order from moving on, nor from being put right by a late event', async () => {
    const id = orderId(0x1502)
    const stub = objectOf('amplia', id)
    await apply('amplia', change(id, null, 'WaitingValidation', at(0)))
    await apply('amplia', change(id, 'WaitingValidation', 'InValidation', at(1_000_000)))
    const refused = await repeated(OVER, change(id, 'Nowhere', 'WaitingValidation', at(0)), (number) => ({
      occurredAt: at(2_000_000 + number).replace('+00:00', 'Z'),
    }))
    expect(await flood(stub, refused)).toEqual({ regression: OVER })
    await expectBounded('amplia', id)
    // Sent back, by an event that comes before the one which it was sent back from.
    const back = change(id, 'WaitingConfirmation', 'InValidation', at(9_000_000))
    expect((await apply('amplia', back)).verdict).toBe('amended')
    const confirming = change(id, 'InValidation', 'WaitingConfirmation', at(8_000_000))
    expect(await apply('amplia', confirming)).toMatchObject({
      verdict: 'stale',
      head: { status: 'InValidation' },
    })
    expect(await apply('amplia', change(id, 'InValidation', 'Canceled', at(10_000_000)))).toMatchObject({
      verdict: 'applied',
    })
    const { entity } = await expectBounded('amplia', id)
    expect(entity).toMatchObject({ status: 'Canceled', gaps: 0 })
  })
})

describe('750 rework loops', () => {
  const id = orderId(0x1503)
  const stub = objectOf('amplia', id)

  it('each move the status, with bounded rows in the object and in D1', async () => {
    await apply('amplia', change(id, null, 'WaitingValidation', at(0)))
    await apply('amplia', change(id, 'WaitingValidation', 'InValidation', at(1_000_000)))
    const events = await loops(id, 750)
    for (let from = 0; from < events.length; from += 750) {
      const some = events.slice(from, from + 750)
      expect(await flood(stub, some)).toEqual({ applied: some.length })
      await drain(stub)
    }
    const { entity } = await expectBounded('amplia', id)
    const last = events.at(-1)
    expect(entity).toMatchObject({
      status: 'InValidation',
      status_since: last?.occurredAt,
      gaps: 0,
      refused: 0,
    })
    expect(await attentionFor(id)).toHaveLength(1)
  })

  it('do not end the life: it goes on, and an old event that comes again does not move it', async () => {
    const next = change(id, 'InValidation', 'WaitingConfirmation', loopAt(1501))
    expect(await apply('amplia', next)).toMatchObject({
      verdict: 'applied',
      head: { status: 'WaitingConfirmation' },
    })
    for (const forgotten of (await loops(id, 100)).slice(0, 100)) {
      const outcome = await stub.apply(forgotten)
      expect(outcome).toMatchObject({ verdict: 'stale', head: { status: 'WaitingConfirmation' } })
    }
    const { entity } = await expectBounded('amplia', id)
    expect(entity).toMatchObject({ status: 'WaitingConfirmation' })
  })

  it('leave no name of a person behind after an erasure', async () => {
    const stored = () =>
      inside(stub, (_, { sql }) =>
        ['base', 'log'].map((table) => JSON.stringify(sql.exec(`SELECT * FROM ${table}`).toArray())),
      )
    for (const text of await stored()) expect(text).toContain('Canária')
    await stub.erase(null)
    for (const text of await stored()) expect(text).not.toContain('Canária')
    await expectBounded('amplia', id)
  })
})

describe('a flood dated in the future', () => {
  it.each([
    [
      'of repetitions',
      0x1504,
      (id: string) =>
        repeated(OVER, change(id, 'WaitingValidation', 'InValidation', at(0)), (number) => ({
          occurredAt: at(number, '2099-01-01').replace('+00:00', 'Z'),
        })),
    ],
    ['of rework loops', 0x1505, (id: string) => loops(id, OVER / 2, '2099-01-01')],
  ] as const)('%s does not keep the order from moving on', async (_, number, junk) => {
    const id = orderId(number)
    const stub = objectOf('amplia', id)
    await apply('amplia', change(id, null, 'WaitingValidation', at(0)))
    await apply('amplia', change(id, 'WaitingValidation', 'InValidation', at(1_000_000)))
    await flood(stub, await junk(id))
    const next = change(id, 'InValidation', 'WaitingConfirmation', at(8_000_000))
    expect(await apply('amplia', next)).toMatchObject({
      verdict: 'applied',
      head: { status: 'WaitingConfirmation' },
    })
    const { entity } = await expectBounded('amplia', id)
    expect(entity).toMatchObject({
      status: 'WaitingConfirmation',
      status_since: '2025-03-18T15:26:08.000000Z',
    })
  })
})

describe('a flood of statuses that nobody has documented', () => {
  it('does not keep the order from moving on', async () => {
    const id = orderId(0x1506)
    const stub = objectOf('amplia', id)
    await apply('amplia', change(id, null, 'WaitingValidation', at(0)))
    const chain = await repeated(OVER, change(id, null, 'X', at(0)), (number) => ({
      previousStatus: number === 0 ? 'WaitingValidation' : `X${number - 1}`,
      status: `X${number}`,
      occurredAt: at(1_000_000 + number).replace('+00:00', 'Z'),
    }))
    expect(await flood(stub, chain)).toEqual({ applied: OVER })
    expect(await apply('amplia', change(id, `X${OVER - 1}`, 'InValidation', at(9_000_000)))).toMatchObject({
      verdict: 'applied',
      head: { status: 'InValidation' },
    })
    expect((await expectBounded('amplia', id)).entity).toMatchObject({ status: 'InValidation', gaps: 0 })
  })
})

describe('large bodies', () => {
  it('of one entity are dropped above a bound, the oldest first; the head keeps its own, and small ones stay', async () => {
    const id = 1507
    const stub = objectOf('safe2pay', id)
    await apply('safe2pay', transactionBody(id, 1))
    const padding = 'x'.repeat(250_000)
    const heavy = await eventOf('safe2pay', transactionBody(id, 3, { Padding: padding }))
    await flood(stub, [heavy])
    await flood(
      stub,
      await Promise.all(
        Array.from({ length: 100 }, (_, place) =>
          eventOf('safe2pay', transactionBody(id, 1, { Padding: `${place}${padding}` })),
        ),
      ),
    )
    const { log } = await diskOf(stub)
    const kept = log.filter(({ body }) => body !== '"dropped"')
    expect(kept.reduce((total, { body }) => total + body.length, 0)).toBeLessThan(
      LIMITS.largeBodiesBytes + 500_000,
    )
    expect(kept.map(({ seq }) => seq)).toEqual([
      1,
      2,
      ...Array.from({ length: kept.length - 2 }, (_, place) => 105 - kept.length + place),
    ])
    await drain(stub)
    const { entity } = await agreed('safe2pay', id)
    expect(JSON.parse(String(entity?.details))).toMatchObject({ IdTransaction: id })
    const story = await stub.story(null)
    expect(story?.events[40]).toMatchObject({ body: null, isErased: false })
    expect(await stub.erase(null)).toMatchObject({ bodies: kept.length })
  })
})

describe('a batch with a replaced event that reaches D1 late', () => {
  it('does not bring it back', async () => {
    const id = 1508
    const stub = objectOf('safe2pay', id)
    const { d1, replay } = faultyD1(env.DB)
    await connect(stub, d1)
    const pending = await eventOf('safe2pay', transactionBody(id, 1))
    const junk = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, place) => ({ ...pending, fingerprint: `junk ${from + place}` }))
    await flood(stub, junk(0, FULL))
    await drain(stub)
    await flood(stub, junk(FULL, FULL + 100))
    await drain(stub)
    const before = await expectBounded('safe2pay', id)
    expect(await replay()).toBe(0)
    expect(await expectBounded('safe2pay', id)).toEqual(before)
  })
})
