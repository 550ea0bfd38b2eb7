/** D1 may be away for as long as it likes: nothing is refused, nothing is lost, and it is complete once it is back. */
import { evictDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest'
import * as LIMITS from '../../src/limits.ts'
import { orderBody, orderId, orderMove, transactionBody } from '../tools/bodies.ts'
import { agreed } from '../tools/both-sides.ts'
import { withoutDeadlines } from '../tools/deadlines.ts'
import { d1Error, faultyD1, hold, outage, type When } from '../tools/faulty-d1.ts'
import { migrate } from '../tools/migrate.ts'
import {
  apply,
  connect,
  diskOf,
  drain,
  objectOf,
  projectedOf,
  rewrite,
  runAlarm,
  type Stub,
  stateOf,
  untilClean,
} from '../tools/object.ts'
import { until } from '../tools/patience.ts'
import { transitions } from '../tools/read-model.ts'
import { written } from '../tools/row-counter.ts'
import { deliver, type ProviderName } from '../tools/sender.ts'
import { dropTables } from '../tools/tables.ts'

type FaultClass = 'transient' | 'overloaded' | 'exhausted' | 'other'

interface FailureLine {
  readonly event: string
  /** Where D1 refuses one entity. */
  readonly provider?: string
  readonly entity?: string
  /** Where D1 is away. */
  readonly projector?: string
  readonly entities?: number
  readonly fault: FaultClass
  readonly error: string
  readonly failures: number
  readonly retryInMs: number
}

let errors: MockInstance<typeof console.error>

beforeEach(() => {
  errors = vi.spyOn(console, 'error')
})

afterEach(() => {
  errors.mockRestore()
})

/** The lines about failed projections of one entity, or of the projector that it has for itself, oldest first. */
const failureLines = (stub: Stub): readonly FailureLine[] => {
  const [, id = ''] = stub.name?.split(':') ?? []
  return errors.mock.calls
    .map(([line]) => JSON.parse(String(line)) as FailureLine)
    .filter(
      ({ event, entity, projector }) =>
        event === 'projection_failed' && (entity === id || projector === stub.name),
    )
}

const DAY_MS = 24 * 3_600_000

/** The longest wait after so many failures; the shortest is half of it. */
const longestWaitMs = (fault: FaultClass, failures: number): number =>
  fault === 'exhausted'
    ? DAY_MS + LIMITS.quotaSpreadMs
    : Math.min(
        (fault === 'overloaded' ? LIMITS.projectionOverloadMs : LIMITS.projectionRetryMs) *
          2 ** (failures - 1),
        LIMITS.projectionRetryCapMs,
      )

/** Lets the alarm fail once more, and expects that it is set again, as far off as the log line says. */
async function failOnce(stub: Stub): Promise<FailureLine & { readonly waitMs: number }> {
  const before = failureLines(stub).length
  const startedAt = Math.max(Date.now(), (await diskOf(stub)).alarm ?? 0)
  await runAlarm(stub)
  await until(() => expect(failureLines(stub).length).toBeGreaterThan(before))
  const { alarm } = await diskOf(stub)
  const line = failureLines(stub).at(-1)
  if (!line || alarm === null) throw new Error('The projection did not fail')
  const longestMs = longestWaitMs(line.fault, line.failures)
  // Midnight can be near.
  const shortestMs = line.fault === 'exhausted' ? 0 : longestMs / 2
  // Where the runtime ran the alarm by itself just before, it did so within the test's own time.
  const waitMs = alarm - startedAt
  expect(waitMs).toBeLessThanOrEqual(longestMs + 10_000)
  expect(waitMs).toBeGreaterThanOrEqual(shortestMs - 2000)
  expect(waitMs).toBeGreaterThanOrEqual(line.retryInMs - 2000)
  return { ...line, waitMs }
}

async function expectAgreement(provider: ProviderName, id: string | number) {
  const inD1 = await agreed(provider, id)
  expect((await diskOf(objectOf(provider, id))).alarm).toBeNull()
  return inD1
}

const FAULTS: readonly (readonly [FaultClass, string])[] = [
  ['transient', 'D1 DB reset because its code was updated.'],
  ['transient', 'Network connection lost.'],
  ['transient', 'Internal error in D1 DB storage caused object to be reset.'],
  ['transient', 'Cannot resolve D1 DB due to transient issue on remote node.'],
  ['overloaded', 'D1 DB is overloaded. Too many requests queued.'],
  ['overloaded', 'D1 DB storage operation exceeded timeout which caused object to be reset.'],
  ['other', 'no such table: transitions: SQLITE_ERROR'],
  ['other', 'Exceeded maximum DB size'],
]

const OUTAGES = FAULTS.flatMap(([fault, text], place) => [
  [text, 'nothing', 'before', fault, 600 + 2 * place] as const,
  [text, 'all', 'after', fault, 601 + 2 * place] as const,
])

// Each, because one of them migrates anew.
beforeEach(withoutDeadlines)

/** A payment's object whose D1 throws, until it is mended. */
async function withoutD1(id: number, text: string, when?: When) {
  const stub = objectOf('safe2pay', id)
  const { plan, mend } = outage(d1Error(text), when)
  const { d1, calls, batches } = faultyD1(env.DB, plan)
  await connect(stub, d1)
  return { stub, calls, batches, mend }
}

const LOST = 'Network connection lost.'
const OVERLOADED = 'D1 DB is overloaded. Too many requests queued.'

describe('while D1 fails', () => {
  it.each(OUTAGES)(
    'with "%s" when %s was written, events are judged, and D1 is complete once it is back',
    async (text, _, when, fault, id) => {
      const { stub, mend } = await withoutD1(id, text, when)
      expect(await deliver('safe2pay', transactionBody(id, 3))).toMatchObject({ verdict: 'applied' })
      const line = await failOnce(stub)
      expect(line).toMatchObject({ fault, error: text })
      expect(await transitions('safe2pay', id)).toHaveLength(when === 'before' ? 0 : 1)

      expect(await deliver('safe2pay', transactionBody(id, 1))).toMatchObject({
        verdict: 'regression',
        head: { status: '3', revision: 2 },
      })
      // The event in between does not start the count again.
      expect((await failOnce(stub)).failures).toBeGreaterThan(line.failures)
      expect(await stateOf(stub)).toMatchObject({ revision: 2, projected: 0 })

      mend()
      await drain(stub)
      expect((await expectAgreement('safe2pay', id)).entity).toMatchObject({ status: 3, revision: 2 })
    },
  )

  it('with what is no error at all, the alarm does not throw either', async () => {
    const stub = objectOf('safe2pay', 620)
    let failing = true
    const { d1 } = faultyD1(env.DB, () => (failing ? Promise.reject('out of order') : undefined))
    await connect(stub, d1)
    await deliver('safe2pay', transactionBody(620, 1))
    expect(await failOnce(stub)).toMatchObject({ fault: 'other', error: 'out of order' })
    failing = false
    await drain(stub)
    await expectAgreement('safe2pay', 620)
  })

  it('the alarm is not set anew by further events, so that a busy entity does not hasten its tries', async () => {
    const { stub, mend } = await withoutD1(621, OVERLOADED)
    await deliver('safe2pay', transactionBody(621, 1))
    await failOnce(stub)
    const { alarm } = await diskOf(stub)
    for (const status of [11, 12, 7, 3]) await deliver('safe2pay', transactionBody(621, status))
    expect((await diskOf(stub)).alarm).toBe(alarm)
    mend()
    await drain(stub)
    expect((await expectAgreement('safe2pay', 621)).transitions).toHaveLength(5)
  })
})

describe('the alarm', () => {
  it.each([
    ['transient', 'Network connection lost.', 630],
    ['overloaded', 'D1 DB is overloaded. Too many requests queued.', 631],
    ['other', 'no such table: transactions: SQLITE_ERROR', 632],
  ] as const)('waits twice as long after each %s failure, up to the cap', async (fault, text, id) => {
    const { stub } = await withoutD1(id, text)
    await apply('safe2pay', transactionBody(id, 1))
    const waits: number[] = []
    while (waits.length < 16) waits.push((await failOnce(stub)).waitMs)
    const capped = waits.findIndex((wait) => wait > LIMITS.projectionRetryCapMs / 2)
    const growing = waits.slice(0, capped)
    expect(growing).toEqual([...growing].sort((a, b) => a - b))
    expect(growing.length).toBeGreaterThanOrEqual(fault === 'overloaded' ? 4 : 7)
    expect(Math.max(...waits)).toBeLessThanOrEqual(LIMITS.projectionRetryCapMs)
    expect(Math.min(...waits.slice(capped))).toBeGreaterThanOrEqual(LIMITS.projectionRetryCapMs / 2)
  })

  it.each([
    ['is away', 60, 'Network connection lost.', 633],
    // It fails once, and then not before midnight.
    ['is out of rows for the day', 1, "Your account has exceeded D1's free tier daily row write limit.", 634],
  ])('writes the alarm and nothing else when D1 %s, at most %i times a day', async (_, most, text, id) => {
    const { stub } = await withoutD1(id, text)
    await apply('safe2pay', transactionBody(id, 1))
    let rows = 0
    // As many tries as fit into a day that begins when the first one fails, or until the end of it.
    for (let waitedMs = 0, tries = 0; waitedMs < DAY_MS && tries < most; tries += 1) {
      const cost = await written(stub, async () => {
        const { fault, waitMs } = await failOnce(stub)
        waitedMs += fault === 'exhausted' ? DAY_MS : waitMs
      })
      rows += cost.rows + cost.alarms
      if (tries === most - 1) expect(waitedMs).toBeGreaterThanOrEqual(DAY_MS)
    }
    expect(rows).toBeLessThanOrEqual(most)
  })

  it('does not give up: it fails 50 times in a row, and then D1 is complete', async () => {
    const { stub, batches, mend } = await withoutD1(640, OVERLOADED)
    await apply('safe2pay', transactionBody(640, 3))
    let failures = 0
    for (let run = 0; run < 50; run += 1) failures = (await failOnce(stub)).failures
    expect(failures).toBeGreaterThanOrEqual(50)
    expect(batches()).toBeGreaterThanOrEqual(50)
    mend()
    await drain(stub)
    expect((await expectAgreement('safe2pay', 640)).entity).toMatchObject({ status: 3, revision: 1 })
    expect((await diskOf(stub)).alarm).toBeNull()
  })

  it('waits on as long as before when the object is evicted, by how long it has waited', async () => {
    const { stub } = await withoutD1(641, LOST)
    await apply('safe2pay', transactionBody(641, 3))
    await failOnce(stub)
    const aDayAgo = new Date(Date.now() - DAY_MS).toISOString()
    await rewrite(stub, (sql) => void sql.exec('UPDATE log SET received_at = ?', aDayAgo))
    const before = await diskOf(stub)
    await evictDurableObject(stub)
    expect(await diskOf(stub)).toEqual(before)

    await withoutD1(641, LOST)
    const { waitMs } = await failOnce(stub)
    expect(waitMs).toBeGreaterThanOrEqual(LIMITS.projectionRetryCapMs / 2)

    // Evicted once more, the object has the real D1 again.
    await evictDurableObject(stub)
    await drain(stub)
    await expectAgreement('safe2pay', 641)
  })

  it('starts with short waits again after a projection that succeeded', async () => {
    const { stub, ...first } = await withoutD1(642, LOST)
    await apply('safe2pay', transactionBody(642, 1))
    for (let run = 0; run < 4; run += 1) await failOnce(stub)
    first.mend()
    await drain(stub)

    const second = await withoutD1(642, LOST)
    await apply('safe2pay', transactionBody(642, 3))
    expect((await failOnce(stub)).failures).toBeLessThanOrEqual(2)
    second.mend()
    await drain(stub)
    await expectAgreement('safe2pay', 642)
  })

  it('runs again by itself after a failure, without any further event', async () => {
    let sent = 0
    // An object that the runtime took out of memory in between has the real D1 again: that tells nothing.
    for (let id = 643_000; sent === 0; id += 1) {
      const stub = objectOf('safe2pay', id)
      const { d1, batches } = faultyD1(env.DB, ({ number }, when) => {
        if (number === 1 && when === 'before') throw d1Error(LOST)
      })
      await connect(stub, d1)
      await apply('safe2pay', transactionBody(id, 3))
      await untilClean(stub)
      await expectAgreement('safe2pay', id)
      sent = batches()
    }
    expect(sent).toBe(2)
  })
})

describe('before the first migration', () => {
  it('events are judged, and D1 is complete after it', async () => {
    const order = orderId(0x650)
    await dropTables()
    try {
      expect(await deliver('safe2pay', transactionBody(650, 3))).toMatchObject({ verdict: 'applied' })
      expect(await deliver('amplia', orderBody({ orderId: order }))).toMatchObject({ verdict: 'applied' })
      expect(await failOnce(objectOf('safe2pay', 650))).toMatchObject({
        fault: 'other',
        error: expect.stringContaining('no such table'),
      })
      await failOnce(objectOf('amplia', order))
      expect(await deliver('safe2pay', transactionBody(650, 1))).toMatchObject({ verdict: 'regression' })
    } finally {
      await migrate()
    }
    await drain(objectOf('safe2pay', 650))
    await drain(objectOf('amplia', order))
    expect((await expectAgreement('safe2pay', 650)).entity).toMatchObject({ status: 3, revision: 2 })
    expect((await expectAgreement('amplia', order)).entity).toMatchObject({ status: 'WaitingValidation' })
  })
})

const BOTH_ENDS: readonly When[] = ['before', 'after']

describe('an event that lands while a projection is under way', () => {
  it.each(BOTH_ENDS)('is answered at once and sent too, %s D1 took the first', async (when) => {
    const id = when === 'before' ? 660 : 661
    const stub = objectOf('safe2pay', id)
    const { plan, reached, release } = hold(when)
    const { d1, batches } = faultyD1(env.DB, plan)
    await connect(stub, d1)
    await apply('safe2pay', transactionBody(id, 1))
    await reached()

    expect(await apply('safe2pay', transactionBody(id, 3))).toMatchObject({
      verdict: 'applied',
      head: { status: '3', revision: 2 },
    })
    expect(await stateOf(stub)).toMatchObject({ revision: 2, projected: 0 })
    release()
    await untilClean(stub)
    expect(batches()).toBe(2)
    expect((await expectAgreement('safe2pay', id)).entity).toMatchObject({ status: 3, revision: 2 })
  })

  it.each(BOTH_ENDS)(
    'and changes what is being sent is sent with that change, %s D1 took it',
    async (when) => {
      const id = orderId(when === 'before' ? 0x662 : 0x663)
      const stub = objectOf('amplia', id)
      const { plan, reached, release } = hold(when)
      await connect(stub, faultyD1(env.DB, plan).d1)
      await apply('amplia', orderMove(id, 'InValidation', 'WaitingConfirmation', 2))
      await apply('amplia', orderMove(id, 'InConfirmation', 'InValidation', 4))
      await reached()
      await apply('amplia', orderMove(id, 'WaitingConfirmation', 'InConfirmation', 3))
      release()
      await untilClean(stub)
      const { entity, transitions: rows } = await expectAgreement('amplia', id)
      expect(entity).toMatchObject({ status: 'InValidation', refused: 0, revision: 3 })
      expect(rows.map(({ verdict, effective, revision }) => [verdict, effective, revision])).toEqual([
        ['applied', 1, 1],
        ['regression', 1, 3],
        ['applied', 1, 3],
      ])
    },
  )

  it('is not lost when D1 takes the first and then fails', async () => {
    const stub = objectOf('safe2pay', 664)
    const { plan, reached, release } = hold()
    let away = true
    const { d1 } = faultyD1(env.DB, (call, when) => {
      if (call.number > 1 && away) throw d1Error('Network connection lost.')
      return plan(call, when)
    })
    await connect(stub, d1)
    await apply('safe2pay', transactionBody(664, 1))
    await reached()
    await apply('safe2pay', transactionBody(664, 3))
    release()
    await until(() => expect(failureLines(stub)).not.toEqual([]))
    expect(await projectedOf(stub)).toBe(1)
    expect(await transitions('safe2pay', 664)).toHaveLength(1)
    away = false
    await drain(stub)
    expect((await expectAgreement('safe2pay', 664)).entity).toMatchObject({ status: 3, revision: 2 })
  })

  it('is sent too, wherever in a steady stream of events the alarm begins and ends', async () => {
    const stub = objectOf('safe2pay', 665)
    const { d1, batches } = faultyD1(env.DB)
    await connect(stub, d1)
    for (let amount = 0; amount < 60; amount += 1) {
      await apply('safe2pay', transactionBody(665, 1, { Amount: amount }))
      await scheduler.wait(amount % 25)
    }
    // Only the runtime's own alarms: none is run by hand.
    await untilClean(stub)
    expect(batches()).toBeGreaterThan(1)
    expect((await expectAgreement('safe2pay', 665)).entity).toMatchObject({
      amount_cents: 5900,
      revision: 60,
    })
  })
})

describe('an old revision that is sent late', () => {
  const id = orderId(0x670)
  const LIVES: readonly (readonly [ProviderName, string | number, readonly unknown[]])[] = [
    [
      'amplia',
      id,
      [
        orderMove(id, null, 'WaitingValidation', 0),
        orderMove(id, 'InValidation', 'WaitingConfirmation', 2),
        orderMove(id, 'InConfirmation', 'InValidation', 4),
        orderMove(id, 'WaitingConfirmation', 'InConfirmation', 3),
      ],
    ],
    ['safe2pay', 670, [1, 3, 1, 6].map((status, place) => transactionBody(670, status, { Amount: place }))],
  ]

  it.each(LIVES)('writes no row in D1, for %s', async (provider, entityId, bodies) => {
    const stub = objectOf(provider, entityId)
    const { d1, batches, replay } = faultyD1(env.DB)
    await connect(stub, d1)
    for (const body of bodies) {
      await apply(provider, body)
      await drain(stub)
    }
    expect(batches()).toBe(bodies.length)
    const before = await expectAgreement(provider, entityId)
    // From the oldest to the newest, which D1 has already.
    expect(await replay()).toBe(0)
    expect(await expectAgreement(provider, entityId)).toEqual(before)
  })
})

describe('a late event that changes what counts', () => {
  it('makes an earlier refused transition effective in D1, which keeps its verdict', async () => {
    const id = orderId(0x680)
    const stub = objectOf('amplia', id)
    await apply('amplia', orderMove(id, 'WaitingValidation', 'InValidation', 1))
    await apply('amplia', orderMove(id, 'InValidation', 'WaitingConfirmation', 2))
    await apply('amplia', orderMove(id, 'InConfirmation', 'InValidation', 4))
    await drain(stub)
    const before = await expectAgreement('amplia', id)
    expect(before.entity).toMatchObject({ status: 'WaitingConfirmation', refused: 1, revision: 3 })
    expect(before.transitions[2]).toMatchObject({ verdict: 'regression', effective: 0, revision: 3 })

    await apply('amplia', orderMove(id, 'WaitingConfirmation', 'InConfirmation', 3))
    await drain(stub)
    const after = await expectAgreement('amplia', id)
    expect(after.entity).toMatchObject({ status: 'InValidation', refused: 0, revision: 4 })
    expect(after.transitions[2]).toMatchObject({ verdict: 'regression', effective: 1, revision: 4 })
    expect(after.transitions.slice(0, 2)).toEqual(before.transitions.slice(0, 2))
  })

  it('takes back an earlier effective transition in D1, which keeps its verdict', async () => {
    const id = orderId(0x681)
    const stub = objectOf('amplia', id)
    await apply('amplia', orderMove(id, null, 'WaitingResources', 1))
    await drain(stub)
    const before = await expectAgreement('amplia', id)
    expect(before.entity).toMatchObject({ status: 'WaitingResources', refused: 0 })
    expect(before.transitions[0]).toMatchObject({ verdict: 'applied', effective: 1, revision: 1 })

    await apply('amplia', orderMove(id, null, 'WaitingValidation', 0))
    await drain(stub)
    const after = await expectAgreement('amplia', id)
    expect(after.entity).toMatchObject({ status: 'WaitingValidation', refused: 1, revision: 2 })
    expect(after.transitions[0]).toMatchObject({ verdict: 'applied', effective: 0, revision: 2 })
  })
})

describe('an entity of which nothing is effective', () => {
  const id = orderId(0x690)
  it.each([
    ['amplia', id, orderMove(id, 'InValidation', 'WaitingResources', 2), orderMove(id, null, 'Canceled', 3)],
    ['safe2pay', 690, transactionBody(690, 99), transactionBody(690, 3)],
  ] as const)(
    'has its transitions in D1 and no row of its own, until something is, for %s',
    async (provider, entityId, unknown, known) => {
      const stub = objectOf(provider, entityId)
      expect(await apply(provider, unknown)).toMatchObject({ verdict: 'unknown', head: null })
      await drain(stub)
      const before = await expectAgreement(provider, entityId)
      expect(before.entity).toBeNull()
      expect(before.transitions).toMatchObject([{ seq: 1, verdict: 'unknown', effective: 0, revision: 1 }])

      await apply(provider, known)
      await drain(stub)
      const after = await expectAgreement(provider, entityId)
      expect(after.entity).toMatchObject({ refused: 1, revision: 2 })
      expect(after.transitions).toHaveLength(2)
    },
  )
})

describe('more transitions than one statement takes', () => {
  it('go to D1 in one batch after an outage', async () => {
    const { stub, calls, mend } = await withoutD1(691, LOST)
    for (let amount = 0; amount < 40; amount += 1) {
      await apply('safe2pay', transactionBody(691, 1, { Amount: amount }))
    }
    mend()
    const failed = calls.length
    await drain(stub)
    expect(calls.length - failed).toBe(1)
    const { entity, transitions: rows } = await expectAgreement('safe2pay', 691)
    expect(rows).toHaveLength(40)
    expect(entity).toMatchObject({ amount_cents: 3900, revision: 40 })
  })
})

describe('a failed projection', () => {
  const PERSONAL = ['Fulano de Tal', '16545693050', '165.456.930-50', '1986-02-15', 'Beltrana', 'Pedido 4711']
  const agent = {
    id: '0bcc8325-7122-4e5d-80b4-720beec03ede',
    name: 'Fulano de Tal',
    identifier: '16545693050',
    birthDate: '1986-02-15T00:00:00',
  }
  const id = orderId(0x6a0)

  it.each([
    ['amplia', id, orderBody({ orderId: id, validationAgent: agent, confirmationAgent: agent })],
    [
      'safe2pay',
      692,
      transactionBody(692, 3, {
        Vendor: 'Beltrana',
        Reference: 'Pedido 4711',
        CheckingAccounts: [{ Description: 'Fulano de Tal (165.456.930-50)', Amount: 1 }],
      }),
    ],
  ] as const)('writes one line, and nothing of the body of %s in it', async (provider, entityId, body) => {
    const stub = objectOf(provider, entityId)
    const written = (['log', 'info', 'warn', 'debug'] as const).map((level) => vi.spyOn(console, level))
    let failing = true
    // Wrapped with the statement and everything that is bound to it.
    const { d1 } = faultyD1(env.DB, ({ sql }) => {
      if (failing)
        throw new Error([...sql, ...PERSONAL].join(';'), { cause: d1Error('Network connection lost.') })
    })
    await connect(stub, d1)
    await apply(provider, body)
    const line = await failOnce(stub)
    failing = false
    await drain(stub)

    expect(failureLines(stub)).toHaveLength(line.failures)
    expect(line).toEqual({
      event: 'projection_failed',
      projector: stub.name,
      fault: 'transient',
      error: 'Network connection lost.',
      failures: line.failures,
      retryInMs: line.retryInMs,
      entities: 1,
      waitMs: line.waitMs,
    })
    const output = [errors, ...written].flatMap(({ mock }) => mock.calls.flat().map(String)).join('\n')
    for (const text of PERSONAL) expect(output).not.toContain(text)
    for (const spy of written) spy.mockRestore()
    await expectAgreement(provider, entityId)
  })
})
