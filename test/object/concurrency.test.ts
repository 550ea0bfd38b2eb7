/** Events of one entity are judged one by one, however many arrive at the same moment. */
import * as fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { orderBody, orderId, orderLife, transactionBody } from '../tools/bodies.ts'
import { agreed } from '../tools/both-sides.ts'
import { apply, diskOf, drain, eventOf, type LogRow, objectOf } from '../tools/object.ts'
import { deliver, type Judged, type ProviderName } from '../tools/sender.ts'

type EntityId = string | number

const ROUND = ['InValidation', 'WaitingConfirmation', 'InConfirmation']

/** An order that is sent back again and again: 31 events, a second apart. */
const restlessOrder = (id: EntityId): readonly unknown[] =>
  orderLife(String(id), ['WaitingValidation', ...Array.from({ length: 10 }, () => ROUND).flat()])

/** A transaction whose statuses come again and again, each time with another amount: 30 events. */
const restlessTransaction = (id: EntityId): readonly unknown[] =>
  Array.from({ length: 30 }, (_, place) =>
    transactionBody(id, [1, 3, 7, 11, 6, 8][place % 6] ?? 1, { Amount: place }),
  )

const shuffled = (bodies: readonly unknown[]): readonly unknown[] =>
  fc.sample(fc.shuffledSubarray([...bodies], { minLength: bodies.length }), { seed: 20, numRuns: 1 })[0] ?? []

const LIVES: readonly (readonly [
  ProviderName,
  string | number,
  string | number,
  (id: EntityId) => readonly unknown[],
])[] = [
  ['amplia', orderId(0x100), orderId(0x111), restlessOrder],
  ['safe2pay', 7000100, 7000111, restlessTransaction],
]

describe.each(LIVES)(
  'events of one entity of %s that are sent at the same moment',
  (provider, id, other, life) => {
    const bodies = shuffled(life(id))
    let answers: readonly Judged[] = []

    beforeAll(async () => {
      answers = await Promise.all(bodies.map((body) => deliver(provider, body)))
    })

    it('are numbered without a hole', async () => {
      const { log, state } = await diskOf(objectOf(provider, id))
      expect(log.map(({ seq }) => seq)).toEqual(bodies.map((_, place) => place + 1))
      expect(state).toMatchObject({ last_seq: bodies.length, revision: bodies.length })
    })

    it('are each answered the verdict and the revision that are stored for them', async () => {
      const { log } = await diskOf(objectOf(provider, id))
      for (const [place, body] of bodies.entries()) {
        const { fingerprint } = await eventOf(provider, body)
        const stored = log.find((row) => row.fingerprint === fingerprint)
        expect(answers[place]).toMatchObject({ verdict: stored?.verdict, head: { revision: stored?.seq } })
      }
    })

    it('are judged as if they had been sent one after another', async () => {
      const { log, state } = await diskOf(objectOf(provider, id))
      for (const { body, verdict } of log) {
        const again = await apply(provider, JSON.parse(body.replaceAll(String(id), String(other))))
        expect(again.verdict).toBe(verdict)
      }
      const replay = await diskOf(objectOf(provider, other))
      const outcome = (rows: readonly LogRow[]) => rows.map(({ seq, effective }) => ({ seq, effective }))
      expect(outcome(replay.log)).toEqual(outcome(log))
      expect(replay.state?.refused).toBe(state?.refused)
      expect(replay.state?.head).toMatchObject({ status: state?.head?.status, facts: state?.head?.facts })
    })

    it('leave D1 with the same history', async () => {
      await drain(objectOf(provider, id))
      expect((await agreed(provider, id)).transitions).toHaveLength(bodies.length)
    })
  },
)

const counted = (answers: readonly Judged[]): Readonly<Record<string, number>> => {
  const count: Record<string, number> = {}
  for (const { verdict } of answers) count[verdict] = (count[verdict] ?? 0) + 1
  return count
}

describe('the same event, sent many times at the same moment', () => {
  it.each([
    ['amplia', orderId(0x101), orderBody({ orderId: orderId(0x101) })],
    ['safe2pay', 101, transactionBody(101, 3)],
  ] as const)('is stored once for %s, and every other one is a duplicate', async (provider, id, body) => {
    const answers = await Promise.all(Array.from({ length: 25 }, () => deliver(provider, body)))
    expect(counted(answers)).toEqual({ applied: 1, duplicate: 24 })
    const { log, state } = await diskOf(objectOf(provider, id))
    expect(log.map(({ seq, verdict }) => [seq, verdict])).toEqual([[1, 'applied']])
    expect(state).toMatchObject({ last_seq: 1, revision: 1 })
  })

  it('is one order, whatever the case of its GUID', async () => {
    const id = orderId(0xabcdef)
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, turn) =>
        deliver('amplia', orderBody({ orderId: turn % 2 === 0 ? id.toUpperCase() : id })),
      ),
    )
    expect(counted(answers)).toEqual({ applied: 1, duplicate: 19 })
    expect((await diskOf(objectOf('amplia', id))).log).toHaveLength(1)
  })
})

describe('events of many entities that are sent at the same moment', () => {
  it('do not mix', async () => {
    const ids = Array.from({ length: 30 }, (_, place) => 200 + place)
    const answers = await Promise.all(
      ids.flatMap((id) => [1, 3].map((status) => apply('safe2pay', transactionBody(id, status)))),
    )
    expect(answers).toHaveLength(60)
    for (const id of ids) {
      const { log } = await diskOf(objectOf('safe2pay', id))
      expect(log.map(({ seq }) => seq)).toEqual([1, 2])
      expect(log.map(({ body }) => JSON.parse(body).IdTransaction)).toEqual([id, id])
    }
  })
})
