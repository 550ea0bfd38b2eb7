/** An erasure is whole or it is not, it outlives whatever happens to D1, and it takes the objects of older versions. */
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { endedAfter, START } from '../../src/db/sweep.ts'
import * as LIMITS from '../../src/limits.ts'
import { amplia } from '../../src/providers/amplia/index.ts'
import { safe2pay } from '../../src/providers/safe2pay/index.ts'
import { orderBody, orderId, orderLife, transactionBody } from '../tools/bodies.ts'
import { bothSides } from '../tools/both-sides.ts'
import { d1Error, faultyD1, hold, outage } from '../tools/faulty-d1.ts'
import { breakStorage, type Write } from '../tools/faulty-storage.ts'
import {
  apply,
  connect,
  diskOf,
  drain,
  eventOf,
  inside,
  objectOf,
  runAlarm,
  untilClean,
} from '../tools/object.ts'
import { order, rows, transaction } from '../tools/read-model.ts'
import { written } from '../tools/row-counter.ts'

/** A life with a person in it. */
const PERSON = { Vendor: 'Canária', Customer: { Email: 'canaria@example.com' }, Reference: 'S-1' }

async function lived(id: number, ...statuses: readonly number[]) {
  const stub = objectOf('safe2pay', id)
  for (const status of statuses) await apply('safe2pay', transactionBody(id, status, PERSON))
  await drain(stub)
  return stub
}

const isErased = async (id: number): Promise<boolean> => {
  const { log, state } = await diskOf(objectOf('safe2pay', id))
  return !/anaria|Canária/.test(JSON.stringify([log, state, await transaction(id)]))
}

/** A body of a payment that waits in D1's quarantine, as version 0.1.0 kept it. */
const held = (id: string, payment: number, at = new Date().toISOString()) =>
  env.DB.prepare(
    `INSERT INTO quarantine (id, provider, reason, issues, body, received_at, attempts)
      VALUES (?, 'safe2pay', 'invalid_schema', '[]', ?, ?, 1)`,
  )
    .bind(id, JSON.stringify(transactionBody(payment, 3, PERSON)), at)
    .run()

describe('a name that one event says, and all events come to', () => {
  it('is in no row afterwards, whichever row was the newest', async () => {
    const id = orderId(0xe1)
    const stub = objectOf('amplia', id)
    const agent = { id: '0bcc8325-7122-4e5d-80b4-720beec03ede', name: 'Canária' }
    const steps = ['WaitingValidation', 'InValidation', 'WaitingConfirmation', 'InConfirmation'] as const
    for (const [at, status] of steps.entries()) {
      const event = { orderId: id, status, previousStatus: steps[at - 1] ?? null, date: dateAt(at) }
      // Later events leave the agent out, and keep what was said.
      await apply('amplia', orderBody({ ...event, ...(at === 1 && { validationAgent: agent }) }))
    }
    await drain(stub)
    const stored = () => inside(stub, (_, { sql }) => JSON.stringify(sql.exec('SELECT * FROM log').toArray()))
    expect(await stored()).toContain('Canária')
    expect(await order(id)).toMatchObject({ validation_agent_name: 'Canária' })
    await stub.erase(null)
    await drain(stub)
    expect(await stored()).not.toContain('Canária')
    expect(await order(id)).toMatchObject({ status: 'InConfirmation', validation_agent_name: null })
  })
})

const dateAt = (minute: number): string => new Date(Date.UTC(2025, 2, 18, 15, minute)).toISOString()

describe('what it costs', () => {
  it('is a row for each event, what they come to, what tells of it with its table, and the alarm', async () => {
    const stub = await lived(1001, 1, 11, 3)
    const { d1, calls, rowsWritten } = faultyD1(env.DB)
    await connect(stub, d1)
    const cost = await written(stub, async () => {
      await stub.erase(null)
      await drain(stub)
    })
    // Three events, the newest once more, two for the table, what tells of it.
    expect(cost).toEqual({ rows: 3 + 1 + 2 + 1, alarms: 1 })
    // The transaction, and its place by status.
    // One of them is the place in the feed.
    expect(rowsWritten()).toBe(3)
    // Whom the rows of version 0.1.0 concern, the bodies of this one, the projection.
    expect(calls.map(({ kind }) => kind)).toEqual(['all', 'all', 'batch'])
  })

  it('is three rows in the object when there is nothing left', async () => {
    const stub = await lived(1002, 3)
    await stub.erase(null)
    await drain(stub)
    const cost = await written(stub, async () => {
      expect(await stub.erase(null)).toMatchObject({ bodies: 0, names: 0 })
      await drain(stub)
    })
    expect(cost).toEqual({ rows: 2, alarms: 1 })
  })

  it('is no row more for an event that comes after it', async () => {
    const stub = await lived(1003, 3)
    await stub.erase(null)
    await drain(stub)
    const { d1, rowsWritten } = faultyD1(env.DB)
    await connect(stub, d1)
    const cost = await written(stub, async () => {
      await apply('safe2pay', transactionBody(1003, 6, { Reference: 'S-1' }))
      await drain(stub)
    })
    expect(cost).toEqual({ rows: 1, alarms: 1 })
    // The refund moves money: its transition has a place by that, too.
    expect(rowsWritten()).toBe(5)
  })
})

describe('an erasure is whole or it is not', () => {
  const WRITES: readonly (readonly [Write, 'before' | 'after'])[] = [
    ['UPDATE log', 'before'],
    ['UPDATE log', 'after'],
    ['INTO erasure', 'after'],
    ['setAlarm', 'before'],
  ]
  it.each(WRITES)('when the disk fails at %s, %s', async (write, when) => {
    const id = 1100 + WRITES.findIndex((each) => each[0] === write && each[1] === when)
    const stub = await lived(id, 1, 3)
    const before = await diskOf(stub)
    await inside(stub, (entity, storage) => {
      const mend = breakStorage(storage, write, when)
      expect(() => entity.erase(null)).toThrow('The disk failed')
      mend()
    })
    expect(await diskOf(stub)).toEqual(before)
    expect(await stub.erase(null)).toMatchObject({ bodies: 2 })
    await drain(stub)
    expect(await isErased(id)).toBe(true)
  })

  it('D1 ends as the object is', async () => {
    const stub = await lived(1110, 1, 3)
    const erased = await stub.erase(null)
    await drain(stub)
    const { inD1, inObject } = await bothSides('safe2pay', 1110)
    expect(inD1).toEqual({ ...inObject, entity: { ...inObject.entity, erased_at: erased?.at } })
  })
})

describe('an entity that shall have ended before a time', () => {
  it.each([
    ['is left alone where its last event came later', [3], '2020-01-01T00:00:00.000Z', false],
    ['is left alone where its life is under way, or stuck', [3, 5], '2099-01-01T00:00:00.000Z', false],
    ['is left alone where nothing of it is effective', [99], '2099-01-01T00:00:00.000Z', false],
    [
      'is erased where its last event came before and its life rests',
      [1, 3],
      '2099-01-01T00:00:00.000Z',
      true,
    ],
    [
      'is erased where its last event came before and nothing can follow',
      [3, 6],
      '2099-01-01T00:00:00.000Z',
      true,
    ],
  ] as const)('%s', async (title, statuses, before, erases) => {
    const id = 1150 + title.length
    const stub = await lived(id, ...statuses)
    expect((await stub.erase(before)) !== null).toBe(erases)
    await drain(stub)
    expect(await isErased(id)).toBe(erases)
  })

  it('keeps a body in quarantine that came after that time, and not one from before', async () => {
    const stub = await lived(1190, 3)
    await scheduler.wait(5)
    const before = new Date().toISOString()
    await scheduler.wait(5)
    await held('older', 1190, before)
    await held('younger', 1190)
    expect(await stub.erase(before)).toMatchObject({ bodies: 1 })
    await drain(stub)
    expect(await rows('SELECT id FROM quarantine')).toEqual([{ id: 'younger' }])
    await env.DB.exec('DELETE FROM quarantine')
  })
})

describe('D1', () => {
  it('is told for as long as it takes when it is away', async () => {
    const stub = await lived(1201, 3)
    const { plan, mend } = outage(d1Error('Network connection lost.'))
    await connect(stub, faultyD1(env.DB, plan).d1)
    await stub.erase(null)
    for (let failures = 1; failures <= 3; failures += 1) {
      await runAlarm(stub)
      expect((await diskOf(stub)).alarm).not.toBeNull()
    }
    expect((await transaction(1201))?.vendor).toBe('Canária')
    mend()
    await drain(stub)
    expect(await isErased(1201)).toBe(true)
  })

  it('is not given the names again by a projection that was under way', async () => {
    const stub = await lived(1202, 1)
    const { plan, reached, release } = hold()
    await connect(stub, faultyD1(env.DB, plan).d1)
    await apply('safe2pay', transactionBody(1202, 3, PERSON))
    await reached()
    await stub.erase(null)
    release()
    await untilClean(stub)
    expect(await isErased(1202)).toBe(true)
    expect(await transaction(1202)).toMatchObject({ status: 3, revision: 3, reference: 'S-1' })
  })

  it('is not given the names again by a projection whose batch comes late', async () => {
    const stub = objectOf('safe2pay', 1203)
    const faulty = faultyD1(env.DB)
    await connect(stub, faulty.d1)
    await apply('safe2pay', transactionBody(1203, 3, PERSON))
    await drain(stub)
    await stub.erase(null)
    await drain(stub)
    expect(await faulty.replay()).toBe(0)
    expect(await isErased(1203)).toBe(true)
  })

  it('has no row of an entity of which nothing is effective, and its quarantine is erased all the same', async () => {
    const stub = objectOf('safe2pay', 1204)
    await apply('safe2pay', transactionBody(1204, 99, PERSON))
    await held('safe2pay-x', 1204)
    expect(await stub.erase(null)).toMatchObject({ bodies: 1 })
    await drain(stub)
    expect(await isErased(1204)).toBe(true)
    expect(await rows('SELECT * FROM quarantine')).toEqual([])
  })
})

describe('a late event of an order that is erased', () => {
  it('takes its place in the history, which ends as it would have', async () => {
    const id = orderId(0x1301)
    const bodies = orderLife(id, ['WaitingValidation', 'InValidation', 'WaitingIssue', 'Issued'], {
      validationAgent: { id: '0bcc8325-7122-4e5d-80b4-720beec03ede', name: 'Canária' },
    })
    const [created, validating, approved, issued] = bodies
    for (const body of [created, approved, issued]) await apply('amplia', body)
    const stub = objectOf('amplia', id)
    await drain(stub)
    expect(await order(id)).toMatchObject({ gaps: 1, validation_agent_name: 'Canária' })
    expect(await stub.erase(null)).toMatchObject({ bodies: 3, names: 6 })
    expect(await apply('amplia', validating)).toMatchObject({ verdict: 'stale', head: { status: 'Issued' } })
    await drain(stub)
    // The latest event is erased, and so is what it said.
    expect(await order(id)).toMatchObject({ status: 'Issued', gaps: 0, validation_agent_name: null })
    expect((await diskOf(stub)).log.map(({ body }) => body === 'null')).toEqual([true, true, true, false])
  })
})

describe('an object of the first version', () => {
  /** As version 0.1.0 made them: never to be changed here. */
  const TABLES = `
    CREATE TABLE log (
      fingerprint TEXT PRIMARY KEY NOT NULL, seq INTEGER NOT NULL, revision INTEGER NOT NULL, verdict TEXT NOT NULL,
      effective INTEGER NOT NULL, status TEXT NOT NULL, previous_status TEXT, occurred_at TEXT,
      received_at TEXT NOT NULL, reason TEXT NOT NULL, notice TEXT, rules_version TEXT NOT NULL, facts TEXT NOT NULL,
      body_digest TEXT NOT NULL, body TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE state (
      id INTEGER PRIMARY KEY CHECK (id = 1), last_seq INTEGER NOT NULL, revision INTEGER NOT NULL,
      projected INTEGER NOT NULL, failures INTEGER NOT NULL, armed_at_ms INTEGER NOT NULL, refused INTEGER NOT NULL,
      last_position TEXT NOT NULL, first_received_at TEXT NOT NULL, last_received_at TEXT NOT NULL, head TEXT
    ) STRICT`

  it('takes an erasure, a duplicate, a step back and a new event', async () => {
    const stub = objectOf('safe2pay', 1401)
    const body = transactionBody(1401, 3, PERSON)
    const { fingerprint, facts, bodyDigest, body: text } = await eventOf('safe2pay', body)
    const at = '2026-01-01T12:00:00.000Z'
    await inside(stub, (_, { sql }) => {
      sql.exec(TABLES)
      sql.exec(
        `INSERT INTO log VALUES (?, 1, 1, 'applied', 1, '3', NULL, NULL, ?, 'The first known status is Autorizado (paid).',
          NULL, 'safe2pay-1', ?, ?, ?)`,
        fingerprint,
        at,
        JSON.stringify(facts),
        bodyDigest,
        text,
      )
      const head = { status: '3', since: at, knownStatus: '3', gaps: 0, facts, fingerprint }
      sql.exec('INSERT INTO state VALUES (1, 1, 1, 0, 0, 0, 0, ?, ?, ?, ?)', at, at, at, JSON.stringify(head))
    })
    expect(await stub.story(null)).toMatchObject({ erasedAt: null, events: [{ isErased: false }] })
    expect(await stub.erase(null)).toMatchObject({ bodies: 1 })
    await drain(stub)
    expect(await isErased(1401)).toBe(true)
    expect((await apply('safe2pay', body)).verdict).toBe('duplicate')
    expect((await apply('safe2pay', transactionBody(1401, 1))).verdict).toBe('regression')
    expect((await apply('safe2pay', transactionBody(1401, 6))).verdict).toBe('applied')
    await drain(stub)
    expect(await transaction(1401)).toMatchObject({ status: 6, refused: 1, first_received_at: at })
  })
})

describe('the nightly walk', () => {
  const ROWS = 2 * LIMITS.erasureStepRows + 500
  const BEFORE = '2026-06-01T00:00:00.000Z'
  const RESTING = Object.keys(safe2pay.lifeCycle.statuses).filter(safe2pay.lifeCycle.rests)

  // Erased long ago, or stuck half-way: nothing of it is due but two, the first and the last but one.
  beforeAll(async () => {
    await env.DB.exec('DELETE FROM transactions')
    await env.DB.prepare(
      `INSERT INTO transactions
        (transaction_id, status, status_name, status_since, details, refused, revision, first_received_at,
         last_received_at, erased_at)
      WITH RECURSIVE n (n) AS (VALUES (0) UNION ALL SELECT n + 1 FROM n WHERE n < ?1 - 1)
      SELECT n + 1, iif(n % 10 = 5, 1, 3), '', '2026-01-01T00:00:00.000Z', 'null', 0, 1, '2026-01-01T00:00:00.000Z',
        '2026-01-01T00:00:00.000Z', iif(n IN (0, ?1 - 2) OR n % 10 = 5, NULL, '2026-02-01T00:00:00.000Z') FROM n`,
    )
      .bind(ROWS)
      .run()
  })

  it('meets each entity that is due, however many lie between that are not', async () => {
    const first = await endedAfter(env.DB, safe2pay.entities, START, RESTING, BEFORE)
    expect(first.due.map(({ id }) => id)).toEqual(['1'])
    expect(first.next?.id).toBe(String(LIMITS.erasureStepRows))
    const second = await endedAfter(env.DB, safe2pay.entities, first.next ?? START, RESTING, BEFORE)
    expect(second).toMatchObject({ due: [], next: { id: String(2 * LIMITS.erasureStepRows) } })
    const third = await endedAfter(env.DB, safe2pay.entities, second.next ?? START, RESTING, BEFORE)
    expect(third).toMatchObject({ due: [{ id: String(ROWS - 1) }], next: null })
  })

  it('reads a bounded number of rows in each step', async () => {
    const { d1, rowsRead } = faultyD1(env.DB)
    await endedAfter(d1, safe2pay.entities, START, RESTING, BEFORE)
    expect(rowsRead()).toBeGreaterThan(LIMITS.erasureStepRows)
    expect(rowsRead()).toBeLessThanOrEqual(4 * LIMITS.erasureStepRows + 100)
  })

  it('takes as many as a step may erase, and goes on behind them', async () => {
    await env.DB.exec('UPDATE transactions SET erased_at = NULL WHERE transaction_id > 100')
    const { due, next } = await endedAfter(
      env.DB,
      safe2pay.entities,
      { at: '2026-01-01T00:00:00.000Z', id: '100' },
      RESTING,
      BEFORE,
    )
    expect(due).toHaveLength(LIMITS.erasuresPerStep)
    expect(due[0]?.id).toBe('101')
    expect(next?.id).toBe(due.at(-1)?.id)
  })

  it('meets an entity again that was erased in the millisecond of its last event, which may have come after', async () => {
    const due = async (erasedAt: string) => {
      await env.DB.prepare('UPDATE transactions SET erased_at = ? WHERE transaction_id = 1')
        .bind(erasedAt)
        .run()
      return (await endedAfter(env.DB, safe2pay.entities, START, RESTING, BEFORE)).due.some(
        ({ id }) => id === '1',
      )
    }
    expect(await due('2026-01-01T00:00:00.000Z')).toBe(true)
    expect(await due('2026-01-01T00:00:00.001Z')).toBe(false)
  })

  it.each([
    ['orders_by_arrival', amplia],
    ['transactions_by_arrival', safe2pay],
  ])('goes along the index %s', async (index, { entities }) => {
    const { d1, calls } = faultyD1(env.DB)
    await endedAfter(d1, entities, START, RESTING, BEFORE)
    const sql = calls[0]?.sql[0] ?? ''
    const plan = await rows(`EXPLAIN QUERY PLAN ${sql}`, ...Array.from(sql.matchAll(/\?/g), () => ''))
    expect(plan.map(({ detail }) => String(detail)).some((step) => step.includes(index))).toBe(true)
  })
})
