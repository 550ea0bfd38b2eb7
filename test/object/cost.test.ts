/** What a delivery is billed: rows written, by the runtime's own counters, an alarm counting as one. */
import { evictDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { orderBody, orderId, orderLife, transactionBody } from '../tools/bodies.ts'
import { withoutDeadlines } from '../tools/deadlines.ts'
import { faultyD1 } from '../tools/faulty-d1.ts'
import { apply, connect, diskOf, drain, eventOf, inside, objectOf, type Stub } from '../tools/object.ts'
import { payload } from '../tools/payloads.ts'
import { transitions } from '../tools/read-model.ts'
import { costOf, countWrites, type Written, written } from '../tools/row-counter.ts'
import type { ProviderName } from '../tools/sender.ts'

interface Bill {
  /** Rows in the object; an alarm is one. */
  readonly object: number
  /** Rows in D1. */
  readonly d1: number
  readonly batches: number
  /** Calls of D1 of any kind. */
  readonly calls: number
}

type Life = (number: number) => readonly unknown[]

/** After everything in a life. */
const LATER = '2025-03-18T16:00:00.000001+00:00'

const total = ({ rows, alarms }: Written): number => rows + alarms

/** What something done to an entity costs, until D1 has it. */
async function billed(stub: Stub, action: () => Promise<unknown>): Promise<Bill> {
  const { d1, batches, calls, rowsWritten } = faultyD1(env.DB)
  await connect(stub, d1)
  const cost = await written(stub, async () => {
    await action()
    await drain(stub)
  })
  return { object: total(cost), d1: rowsWritten(), batches: batches(), calls: calls.length }
}

const CHAIN = ['WaitingValidation', 'InValidation', 'WaitingConfirmation', 'InConfirmation', 'WaitingIssue']

const PROVIDERS: readonly (readonly [ProviderName, (number: number) => string | number, Life])[] = [
  ['amplia', orderId, (number) => orderLife(orderId(number), CHAIN)],
  [
    'safe2pay',
    (number) => number,
    (number) => [1, 11, 12, 7, 3].map((status) => transactionBody(number, status)),
  ],
]

describe.each(PROVIDERS)('%s', (provider, idOf, lifeOf) => {
  /** An entity of which D1 has the first of its five events. */
  async function known(number: number) {
    const stub = objectOf(provider, idOf(number))
    const [first, second, ...others] = lifeOf(number)
    await apply(provider, first)
    await drain(stub)
    return { stub, first, second, others }
  }

  it('a new entity costs 4 rows in its object, 2 of them for its table, and 7 in D1, 4 of them for its indexes and one for the feed', async () => {
    const stub = objectOf(provider, idOf(500))
    const [first] = lifeOf(500)
    expect(await billed(stub, () => apply(provider, first))).toEqual({
      object: 4,
      d1: 7,
      batches: 1,
      calls: 1,
    })
  })

  it('an applied event of a known entity costs 2 rows in its object and 4 in D1, one of them for the feed', async () => {
    const { stub, second } = await known(501)
    const bill = await billed(stub, async () => {
      expect((await apply(provider, second)).verdict).toBe('applied')
    })
    expect(bill).toEqual({ object: 2, d1: 4, batches: 1, calls: 1 })
  })

  it('an event is judged with 1 row and 1 alarm: itself with what all come to, and the way to D1', async () => {
    const { stub, second } = await known(502)
    const event = await eventOf(provider, second)
    const cost = await inside(stub, (entity, storage) => {
      const counter = countWrites(storage)
      entity.apply(event)
      return counter.stop()
    })
    expect(cost).toEqual({ rows: 1, alarms: 1 })
  })

  it('a duplicate costs 0 rows in its object and 0 in D1', async () => {
    const { stub, first } = await known(503)
    const bill = await billed(stub, async () => {
      for (const body of [first, first]) expect((await apply(provider, body)).verdict).toBe('duplicate')
    })
    expect(bill).toEqual({ object: 0, d1: 0, batches: 0, calls: 0 })
  })

  it('an event that is refused costs as much as one that applies, and a row more where a person should see it', async () => {
    const { stub, others } = await known(504)
    const [, late, last] = others
    await apply(provider, last)
    await drain(stub)
    const refused =
      provider === 'amplia'
        ? orderBody({ orderId: idOf(504), previousStatus: 'Issued', status: 'InValidation', date: LATER })
        : late
    const bill = await billed(stub, async () => {
      expect((await apply(provider, refused)).verdict).toBe('regression')
    })
    // The further rows: the place in the feed, the index of the transitions that somebody should look at, and of what needs attention a row, two
    // indexes and a count. A payment's orders are looked up with it.
    expect(bill).toEqual({ object: 2, d1: 5 + 4, batches: 1, calls: 1 })
  })

  it('five events of one entity in a burst go to D1 in exactly one batch, with one alarm', async () => {
    const stub = objectOf(provider, idOf(505))
    const events = await Promise.all(lifeOf(505).map((body) => eventOf(provider, body)))
    const bill = await billed(stub, () =>
      // In one turn of the object, so that on a slow machine no alarm comes between either.
      inside(stub, (entity) => {
        for (const event of events) entity.apply(event)
      }),
    )
    // The table, five events, one alarm; in D1 the entity's row, five transitions and a place in the feed, and the rest for
    // indexes. Somebody should look at the payment's: four rows.
    expect(bill).toEqual({ object: 2 + 5 + 1, d1: provider === 'amplia' ? 11 : 13 + 4, batches: 1, calls: 1 })
    expect(await transitions(provider, idOf(505))).toHaveLength(5)
  })
})

beforeAll(withoutDeadlines)

describe('the keys of numbers', () => {
  const numbered = (number: number, fields: Readonly<Record<string, unknown>>) =>
    orderBody({ orderId: orderId(number), ...fields })
  const later = { previousStatus: 'WaitingValidation', status: 'InValidation', date: LATER }

  it.each([
    ['an order without numbers', 0x520, { orderNumber: null }, 5],
    ['an order with one number', 0x521, {}, 7],
    ['an order with a sale number too', 0x522, { orderSaleNumber: 'S-1' }, 9],
  ])(
    'cost a new entity two rows for each number, one for its key and one for its beginning: %s',
    async (_, number, fields, d1) => {
      const stub = objectOf('amplia', orderId(number))
      const bill = await billed(stub, () => apply('amplia', numbered(number, fields)))
      expect(bill).toMatchObject({ d1 })
    },
  )

  it('cost a known order nothing while its numbers stay, and three rows for one that it gets later', async () => {
    const stub = objectOf('amplia', orderId(0x523))
    await apply('amplia', numbered(0x523, { orderNumber: null }))
    await drain(stub)
    const same = await billed(stub, () => apply('amplia', numbered(0x523, { ...later, orderNumber: null })))
    expect(same.d1).toBe(4)
    const named = { previousStatus: 'InValidation', status: 'Canceled', date: LATER.replace('16:', '17:') }
    const more = await billed(stub, () => apply('amplia', numbered(0x523, { ...named, orderNumber: 'N-1' })))
    expect(more.d1).toBe(4 + 3)
  })

  it('cost a payment three rows where its reference is written in another way, and nothing where it is not', async () => {
    const stub = objectOf('safe2pay', 0x524)
    await apply('safe2pay', transactionBody(0x524, 1, { Reference: 'S-1' }))
    await drain(stub)
    const bill = await billed(stub, () => apply('safe2pay', transactionBody(0x524, 3, { Reference: ' s-1' })))
    // Paid: one more, by which the month finds it.
    expect(bill.d1).toBe(4 + 3 + 1)
    const same = await billed(stub, () => apply('safe2pay', transactionBody(0x524, 5, { Reference: ' s-1' })))
    expect(same.d1).toBe(4)
  })
})

describe('a projection', () => {
  it('reads the events of a payment once to see whether it needs attention', async () => {
    const stub = objectOf('safe2pay', 529)
    const paid = (cents: number) => transactionBody(529, 3, { Amount: cents })
    for (let cents = 1; cents <= 40; cents += 1) await apply('safe2pay', paid(cents))
    await drain(stub)
    const { d1, rowsRead } = faultyD1(env.DB)
    await connect(stub, d1)
    await apply('safe2pay', paid(41))
    await drain(stub)
    // Each event is read with what it refers to: three rows, and not three times three.
    expect(rowsRead()).toBeLessThan(4 * 41)
  })

  it('sends the transitions that D1 lacks and no others', async () => {
    const stub = objectOf('safe2pay', 514)
    const { d1, calls } = faultyD1(env.DB)
    await connect(stub, d1)
    for (const status of [1, 11, 12, 7]) {
      await apply('safe2pay', transactionBody(514, status))
      await drain(stub)
    }
    const sent = calls
      .filter(({ kind }) => kind === 'batch')
      .map(({ sql }) => sql.find((statement) => statement.includes('"transitions"')))
    // One row of values each.
    expect(sent.map((statement) => statement?.match(/\(\?/g)?.length)).toEqual([1, 1, 1, 1])
  })
})

describe('a late event', () => {
  it('costs one row more in its object and in D1 for each event that it makes count', async () => {
    const id = orderId(0x512)
    const stub = objectOf('amplia', id)
    const [created, validating, waiting, confirming, back] = orderLife(id, [
      ...CHAIN.slice(0, 4),
      'InValidation',
    ])
    for (const body of [created, validating, waiting, back]) await apply('amplia', body)
    await drain(stub)
    const bill = await billed(stub, () => apply('amplia', confirming))
    // In D1 two more: what needed attention goes, and is counted no longer.
    expect(bill).toEqual({ object: 3, d1: 5 + 2, batches: 1, calls: 1 })
    const { log } = await diskOf(stub)
    expect(log.map(({ verdict, effective }) => [verdict, effective])).toEqual([
      ['applied', 1],
      ['applied', 1],
      ['applied', 1],
      ['regression', 1],
      ['applied', 1],
    ])
  })
})

describe('a projection that failed', () => {
  it('costs one row for the alarm, and none in D1 when D1 had taken it', async () => {
    const stub = objectOf('safe2pay', 512)
    let answersLost = 1
    const { d1, batches, rowsWritten } = faultyD1(env.DB, (_, when) => {
      if (when === 'after' && answersLost-- > 0) throw new Error('Network connection lost.')
    })
    await connect(stub, d1)
    const cost = await written(stub, async () => {
      await apply('safe2pay', transactionBody(512, 1))
      await drain(stub)
    })
    expect(total(cost)).toBe(4 + 1)
    expect(batches()).toBe(2)
    expect(rowsWritten()).toBe(7)
  })
})

describe('an object that comes back to memory', () => {
  it('writes no row until something happens, and then no more than before', async () => {
    const stub = objectOf('safe2pay', 513)
    await apply('safe2pay', transactionBody(513, 1))
    await drain(stub)
    await evictDurableObject(stub)
    const bill = await billed(stub, async () => {
      await stub.story(null)
      expect((await apply('safe2pay', transactionBody(513, 1))).verdict).toBe('duplicate')
    })
    expect(bill).toEqual({ object: 0, d1: 0, batches: 0, calls: 0 })
    const next = await billed(stub, () => apply('safe2pay', transactionBody(513, 3)))
    // The event before is sent once more, because nobody wrote down that D1 has it, and writes nothing there.
    // Money moves by it.
    expect(next).toEqual({ object: 2, d1: 5, batches: 1, calls: 1 })
  })
})

describe('the 900th event, each older than all before it', () => {
  it('reads as many rows, by as many statements, as the 10th', async () => {
    const id = orderId(0x530)
    const stub = objectOf('amplia', id)
    const event = await eventOf('amplia', orderBody({ orderId: id, previousStatus: null }))
    const older = Array.from({ length: 900 }, (_, number) => {
      const occurredAt = `2025-03-18T15:26:11.${String(900_000 - 100 * number)}Z`
      return { ...event, occurredAt, fingerprint: `older ${number}` }
    })
    const costs = await inside(stub, (entity, storage) =>
      older.map((each) => costOf(storage, () => entity.apply(each))),
    )
    expect(costs[899]).toEqual(costs[9])
  })
})

describe('an object with five documented events', () => {
  it('takes 12 KB: a page for the runtime, one for the schema, one for the events', async () => {
    const names = ['1-created-waiting-validation', '2-in-validation', '3-waiting-confirmation']
    let stub: Stub | null = null
    for (const name of [...names, '4-in-confirmation', '5-approved-waiting-issue']) {
      const body: unknown = JSON.parse(payload('amplia', name))
      stub ??= objectOf('amplia', (await eventOf('amplia', body)).entityId)
      await apply('amplia', body)
      await drain(stub)
    }
    if (!stub) throw new Error('No event')
    expect(await inside(stub, (_, { sql }) => sql.databaseSize)).toBe(3 * 4096)
  })
})

describe('a duplicate of a payment that names an earlier status', () => {
  it('costs 2 rows in the object the first time, and nothing anywhere then', async () => {
    const stub = objectOf('safe2pay', 0x7a00)
    for (const status of [1, 3]) await apply('safe2pay', transactionBody(0x7a00, status))
    await drain(stub)
    const again = () => billed(stub, () => apply('safe2pay', transactionBody(0x7a00, 1)))
    expect(await again()).toMatchObject({ object: 2, batches: 1 })
    expect(await again()).toMatchObject({ object: 0, d1: 0, calls: 0 })
  })
})
