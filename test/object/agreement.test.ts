/** Whatever the order of arrival, D1 ends up with the object's log, row by row, and with its head. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ORDER_LADDER } from '../../scripts/prove/documented.ts'
import { orderBody, orderId, transactionBody } from '../tools/bodies.ts'
import { agreed } from '../tools/both-sides.ts'
import { apply, drain, objectOf, runAlarm, stateOf } from '../tools/object.ts'
import { PAYLOADS, payload } from '../tools/payloads.ts'
import { deliver, type ProviderName } from '../tools/sender.ts'

/** A change of an order: previous status, status, and when in seconds, to the microsecond. */
type Change = readonly [string | null, string, string]

/** The sum of a life, whatever the order of arrival; null where nothing is effective. */
type OrderEnd = { readonly status: string; readonly gaps: number; readonly refused: number } | null

const chain = (...statuses: readonly string[]): readonly Change[] =>
  statuses.map((status, place) => [statuses[place - 1] ?? null, status, `${10 + place}.704304`])

const TO_ISSUE = ORDER_LADDER.slice(0, -1)

const ORDERS: readonly (readonly [string, readonly Change[], OrderEnd])[] = [
  ['issued and revoked', chain(...TO_ISSUE, 'Revoked'), { status: 'Revoked', gaps: 0, refused: 0 }],
  ['declined', chain(...TO_ISSUE.slice(0, 4), 'Declined'), { status: 'Declined', gaps: 0, refused: 0 }],
  [
    'canceled, with two predecessors missing',
    chain(...TO_ISSUE, 'Canceled')
      .filter((_, place) => [0, 2, 4].includes(place))
      .concat([['WaitingIssue', 'Canceled', '20.000001']]),
    { status: 'Canceled', gaps: 2, refused: 0 },
  ],
  [
    'sent back to validation twice, and issued',
    [
      ...chain(...TO_ISSUE.slice(0, 4), 'InValidation', 'WaitingConfirmation', 'WaitingValidation'),
      ['WaitingValidation', 'InValidation', '20.000001'],
      ['InValidation', 'WaitingIssue', '20.000002'],
      ['WaitingIssue', 'Issued', '20.000003'],
    ],
    { status: 'Issued', gaps: 0, refused: 0 },
  ],
  [
    'with a status that the table lacks',
    chain('WaitingValidation', 'InValidation', 'WaitingResources', 'WaitingConfirmation'),
    { status: 'WaitingConfirmation', gaps: 0, refused: 0 },
  ],
  [
    'with moves backwards that nothing attests',
    [
      ...chain(...TO_ISSUE.slice(0, 3)),
      ['WaitingIssue', 'WaitingValidation', '30.5'],
      ['Issued', 'InValidation', '31'],
    ],
    { status: 'WaitingConfirmation', gaps: 0, refused: 2 },
  ],
  [
    'with two ends that exclude each other',
    [...chain('WaitingValidation', 'Declined'), ['WaitingValidation', 'Canceled', '40']],
    { status: 'Declined', gaps: 0, refused: 1 },
  ],
  [
    'with changes that share a millisecond, or all of their date',
    [
      [null, 'WaitingValidation', '28.358'],
      ['WaitingValidation', 'InValidation', '28.358'],
      ['InValidation', 'WaitingConfirmation', '28.358001'],
      ['WaitingConfirmation', 'InConfirmation', '28.358002'],
      ['InConfirmation', 'WaitingIssue', '28.358002'],
    ],
    { status: 'WaitingIssue', gaps: 0, refused: 0 },
  ],
  [
    'of which nothing is effective',
    [
      ['Issued', 'WaitingResources', '50'],
      ['WaitingResources', 'WaitingParts', '51'],
    ],
    null,
  ],
]

/** What a life is, its status codes, and the last of them, whatever the order of arrival; null as above. */
type TransactionLife = readonly [string, readonly number[], number | null]

const TRANSACTIONS: readonly TransactionLife[] = [
  ['a boleto that is paid', [1, 2, 3], 3],
  ['a boleto that is paid after it was written off', [1, 11, 12, 7, 3], 3],
  ['a boleto that is refunded', [1, 2, 3, 19, 6], 6],
  ['a card payment that is disputed and kept', [14, 3, 5, 13, 15], 15],
  ['a payment that is told twice', [1, 3, 3], 3],
  ['a payment with a status that the table lacks', [1, 99, 3], 3],
  ['a transaction of which nothing is effective', [98, 99], null],
]

/** Orders of arrival by chance, with duplicates, always the same ones. */
const arrivals = <T>(events: readonly T[], seed: number, runs: number): readonly (readonly T[])[] =>
  fc.sample(
    fc
      .subarray([...events], { minLength: 1 })
      .map((again) => [...events, ...again])
      .chain((deliveries) => fc.shuffledSubarray(deliveries, { minLength: deliveries.length })),
    { seed, numRuns: runs },
  )

/** Sends bodies one by one; in between, D1 catches up every `pace` deliveries. */
async function send(
  provider: ProviderName,
  id: string | number,
  bodies: readonly unknown[],
  pace: number,
): Promise<void> {
  for (const [place, body] of bodies.entries()) {
    await apply(provider, body)
    if (place % pace === pace - 1) await runAlarm(objectOf(provider, id))
  }
}

/** What D1 has once it has caught up, which is what the object has. */
async function settled(provider: ProviderName, id: string | number) {
  await drain(objectOf(provider, id))
  const inD1 = await agreed(provider, id)
  const { last_seq } = await stateOf(objectOf(provider, id))
  expect(inD1.transitions.map(({ seq }) => seq)).toEqual(inD1.transitions.map((_, place) => place + 1))
  expect(inD1.transitions).toHaveLength(last_seq)
  return inD1
}

const RUNS = 3
let entities = 0x700

describe('an order', () => {
  it.each(ORDERS)('%s: D1 has its log and its head, in any order of arrival', async (_, changes, ends) => {
    for (const [run, arrival] of arrivals(changes, 7, RUNS).entries()) {
      entities += 1
      const id = orderId(entities)
      const bodies = arrival.map(([previousStatus, status, second]) =>
        orderBody({ orderId: id, previousStatus, status, date: `2025-03-18T15:26:${second}+00:00` }),
      )
      await send('amplia', id, bodies, 2 + run)
      const { entity, transitions } = await settled('amplia', id)
      expect(transitions).toHaveLength(changes.length)
      if (ends) expect(entity).toMatchObject(ends)
      else expect(entity).toBeNull()
    }
  })
})

describe('a transaction', () => {
  it.each(TRANSACTIONS)(
    '%s: D1 has its log and its head, in any order of arrival',
    async (_, statuses, ends) => {
      const events = statuses.map((status, place) => ({ status, Amount: 100 + place }))
      for (const [run, arrival] of arrivals(events, 11, RUNS).entries()) {
        entities += 1
        const id = entities
        const bodies = arrival.map(({ status, Amount }) => transactionBody(id, status, { Amount }))
        await send('safe2pay', id, bodies, 2 + run)
        const { entity, transitions } = await settled('safe2pay', id)
        expect(transitions).toHaveLength(statuses.length)
        if (ends === null) expect(entity).toBeNull()
        else expect(entity).toMatchObject({ status: ends })
      }
    },
  )
})

describe('many entities at the same moment', () => {
  it('are all in D1 as their objects have them', async () => {
    const lives = ORDERS.map(([, changes]) => {
      entities += 1
      const id = orderId(entities)
      const bodies = changes.map(([previousStatus, status, second]) =>
        orderBody({ orderId: id, previousStatus, status, date: `2025-03-18T15:26:${second}+00:00` }),
      )
      return { id, bodies: arrivals(bodies, 13, 1)[0] ?? [] }
    })
    await Promise.all(lives.flatMap(({ bodies }) => bodies.map((body) => apply('amplia', body))))
    for (const { id } of lives) await settled('amplia', id)
  })
})

describe('the documented bodies', () => {
  it('are in D1 as their objects have them', async () => {
    const entitiesOf = new Map<string, readonly [ProviderName, string]>()
    for (const { provider, name } of arrivals(PAYLOADS, 17, 1)[0] ?? []) {
      const { id } = await deliver(provider, payload(provider, name))
      entitiesOf.set(`${provider}:${id}`, [provider, id])
    }
    expect(entitiesOf.size).toBeGreaterThan(5)
    for (const [provider, id] of entitiesOf.values()) await settled(provider, id)
  })
})
