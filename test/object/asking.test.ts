/** In doubt the sender is asked: when, what is believed, and what becomes of it. */
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { takeReading } from '../../src/entity/reading.ts'
import type { EntityId } from '../../src/id.ts'
import { safe2pay } from '../../src/providers/safe2pay/index.ts'
import { scheduled } from '../../src/scheduled.ts'
import { askAbout } from '../../src/sender/ask.ts'
import { checkCompleteness } from '../../src/sender/completeness.ts'
import { openLine } from '../../src/sender/line.ts'
import { askDue } from '../../src/sender/run.ts'
import { API_KEY, asking, senderHas, senderHeard, testClock } from '../tools/asking.ts'
import { transactionBody } from '../tools/bodies.ts'
import { consoleLines } from '../tools/console-lines.ts'
import { apply, objectOf } from '../tools/object.ts'
import { ask } from '../tools/operator.ts'
import { rows, settle, transaction, transitions } from '../tools/read-model.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const PIX = { PaymentMethod: { Id: 6, Code: '6', Name: 'Pix' } }

/** One for the whole file, because turns that were taken are taken. Hours go by between two tests, and stay the real day. */
const clock = testClock(Date.now() + 5 * MINUTE_MS)
let id = 610_000
beforeEach(async () => {
  id += 1
  await env.DB.batch(
    ['asks', 'transactions', 'transitions', 'sweeps'].map((table) => env.DB.prepare(`DELETE FROM ${table}`)),
  )
  clock.advance(10 * MINUTE_MS)
})

async function received(...statuses: readonly number[]): Promise<void> {
  for (const status of statuses) await apply('safe2pay', transactionBody(id, status, PIX))
  await settle()
  await came(2 * MINUTE_MS)
}

/** It all came so long before the test's clock, which is days ahead of the objects' own. */
async function came(msAgo: number): Promise<void> {
  const at = new Date(clock.now() - msAgo).toISOString()
  await env.DB.batch([
    env.DB.prepare('UPDATE transitions SET received_at = ? WHERE entity_id = ?').bind(at, String(id)),
    env.DB.prepare('UPDATE transactions SET status_since = ? WHERE transaction_id = ?').bind(at, id),
  ])
}

/** One run of the cron, and then D1 has what came of it. */
async function run(bindings: Parameters<typeof asking>[0] = {}) {
  const counts = await askDue(asking(bindings), clock)
  await settle()
  return counts
}

/** The next run but one, so that what waits some minutes is due. */
const later = (ms = 10 * MINUTE_MS) => clock.advance(ms)

const resends = async () =>
  (await senderHeard()).filter(({ path }) => path.endsWith('ResubmitCallback')).length
const attention = () =>
  rows("SELECT kind FROM attention WHERE provider = 'safe2pay' AND entity_id = ? ORDER BY kind", String(id))
const history = async () =>
  (await ask<{ history: readonly Record<string, unknown>[] }>(`/transactions/${id}`)).history

describe('a refused step back', () => {
  it('is settled where the sender says the same status: by an event that was read, and nothing else', async () => {
    await received(3, 1)
    expect(await attention()).toEqual([{ kind: 'step_back' }])
    await senderHas({ transactions: [{ id, status: '3' }] })
    expect(await run()).toEqual({ settled: 1 })
    expect(await attention()).toEqual([])
    expect(await history()).toMatchObject([
      { origin: 'received', verdict: 'applied' },
      { origin: 'received', verdict: 'regression' },
      { origin: 'read', verdict: 'amended', effective: true, notice: null },
    ])
    expect((await history())[2]?.reason).toBe('The sender was asked and says the same: Autorizado (paid).')
    later()
    expect(await run()).toBeNull()
    expect(await resends()).toBe(0)
  })

  it('counts once the sender itself says so twice, and no webhook came in between', async () => {
    await received(3, 1)
    await senderHas({ transactions: [{ id, status: 1 }] })
    expect(await run()).toEqual({ resent: 1 })
    expect(await transaction(id)).toMatchObject({ status: 3 })
    expect(await resends()).toBe(1)
    later()
    expect(await run()).toEqual({ read: 1 })
    expect(await transaction(id)).toMatchObject({ status: 1, refused: 1 })
    expect((await history())[2]).toMatchObject({
      origin: 'read',
      verdict: 'applied',
      effective: true,
      noticeKind: 'read',
      reason:
        'The sender was asked and says Pendente (awaiting payment), not Autorizado (paid); it sent no webhook for that.',
    })
    expect(await attention()).toEqual([{ kind: 'read' }])
    later()
    await run()
    expect(await attention()).toEqual([{ kind: 'read' }])
    expect(await resends()).toBe(1)
  })

  it('in words that are known already is settled too', async () => {
    await received(1, 3)
    await apply('safe2pay', transactionBody(id, 1, PIX))
    await settle()
    expect(await attention()).toEqual([{ kind: 'step_back' }])
    await came(2 * MINUTE_MS)
    await senderHas({ transactions: [{ id, status: 3 }] })
    later()
    expect(await run()).toEqual({ settled: 1 })
    expect(await attention()).toEqual([])
  })

  it('waits four minutes for the webhook, however often it is asked about by hand', async () => {
    await received(3, 1)
    await senderHas({ transactions: [{ id, status: 1 }] })
    const byHand = async () => {
      const line = openLine(asking(), clock)
      return line && (await askAbout(asking(), line, clock, String(id) as EntityId, 'operator'))?.result
    }
    expect([await byHand(), await byHand(), await byHand()]).toEqual(['resent', 'resent', 'resent'])
    expect(await resends()).toBe(1)
    later(4 * MINUTE_MS)
    expect(await byHand()).toBe('read')
    await settle()
  })

  it('leaves the word to the webhook where that comes after all', async () => {
    await received(3, 1)
    await senderHas({ transactions: [{ id, status: 6 }] })
    expect(await run()).toEqual({ resent: 1 })
    await received(6)
    later()
    expect(await run()).toEqual({ same: 1 })
    expect((await history()).map(({ origin }) => origin)).toEqual(['received', 'received', 'received'])
    expect(await attention()).toEqual([])
  })

  it('is not asked about within a minute, because the newer event is mostly on its way', async () => {
    await received(3, 1)
    await senderHas({ transactions: [{ id, status: 3 }] })
    await came(30_000)
    expect(await run()).toBeNull()
  })
})

describe('an answer that something overtook', () => {
  it('is stored by nobody: which of the two is newer cannot be known', async () => {
    await received(3)
    const stub = objectOf('safe2pay', id)
    const { revision = 0 } = (await stub.standing()) ?? {}
    await received(6)
    expect(await takeReading(env, safe2pay, transactionBody(id, 3, { Vendor: 'other' }), revision)).toBe(
      'overtaken',
    )
    expect(await transaction(id)).toMatchObject({ status: 6 })
    expect(await transitions('safe2pay', id)).toHaveLength(2)
  })

  it('is a duplicate where it was stored and the answer got lost', async () => {
    await received(1)
    const body = transactionBody(id, 3, PIX)
    expect(await takeReading(env, safe2pay, body, 1)).toBe('judged')
    expect(await takeReading(env, safe2pay, body, 1)).toBe('overtaken')
    await settle()
    expect(await transitions('safe2pay', id)).toHaveLength(2)
  })
})

describe('an unknown status, and a move without a way,', () => {
  it('are asked about', async () => {
    await received(1, 77)
    await senderHas({ transactions: [{ id, status: 1 }] })
    expect(await run()).toEqual({ settled: 1 })
    id += 1
    await received(8, 7)
    await senderHas({ transactions: [{ id, status: 8 }] })
    later()
    expect(await run()).toEqual({ settled: 1 })
  })
})

describe('an unpaid Pix', () => {
  it('is asked about after 1, 6 and 24 hours, and then no more', async () => {
    await received(1)
    await came(0)
    await senderHas({ transactions: [{ id, status: 1 }] })
    const asked: number[] = []
    const startMs = clock.now()
    for (let half = 1; half <= 100; half += 1) {
      clock.advance(Math.max(0, startMs + half * 30 * MINUTE_MS - clock.now()))
      if (await run()) asked.push(half / 2)
    }
    expect(asked).toEqual([1, 6, 24])
  })

  it('becomes paid by the answer where its webhook was lost altogether', async () => {
    await received(1)
    await senderHas({ transactions: [{ id, status: '3', amount: 150 }] })
    later(HOUR_MS)
    expect(await run()).toEqual({ resent: 1 })
    later()
    expect(await run()).toEqual({ read: 1 })
    expect(await transaction(id)).toMatchObject({ status: 3, status_name: 'Autorizado' })
  })
})

describe('what stays open', () => {
  it.each([
    ['a boleto', 1, 1, [1, 2, 3]],
    ['a released boleto', 11, 1, [1, 2, 3]],
    ['a dispute', 5, 2, [7, 14, 21]],
  ])('is asked about again and again: %s in %i', async (_, status, method, days) => {
    await apply('safe2pay', transactionBody(id, status, { PaymentMethod: { Id: method } }))
    await settle()
    // Each round begins in the first run of an hour.
    clock.advance(HOUR_MS - (clock.now() % HOUR_MS))
    await came(0)
    await senderHas({ transactions: [{ id, status }] })
    const startMs = clock.now()
    const asked: number[] = []
    for (let hour = 6; hour <= 22 * 24; hour += 6) {
      clock.advance(startMs + hour * HOUR_MS - clock.now())
      if (await askDue(asking(), clock)) asked.push(Math.round((clock.now() - startMs) / DAY_MS))
      if (asked.length === days.length) break
    }
    expect(asked).toEqual(days)
  })

  it.each([3, 4, 6, 7, 8, 13, 15, 18])('and what rests is never asked about: %i', async (status) => {
    await received(status)
    await senderHas({ transactions: [{ id, status }] })
    for (const ms of [HOUR_MS, DAY_MS, 8 * DAY_MS]) {
      later(ms - (clock.now() % HOUR_MS))
      expect(await askDue(asking(), clock)).toBeNull()
    }
    expect(await senderHeard()).toEqual([])
  })
})

describe('what the sender lists and nothing was received of', () => {
  it('becomes an event that was read', async () => {
    const atMs = clock.now()
    const day = new Date(atMs - 3 * HOUR_MS - DAY_MS).toISOString().slice(0, 10)
    await senderHas({ transactions: [{ id, status: '3', created: `${day}T10:00:00`, reference: 'V-9' }] })
    await checkCompleteness(asking(), atMs, clock)
    later()
    expect(await run()).toEqual({ read: 1 })
    expect(await transaction(id)).toMatchObject({ status: 3, reference: 'V-9', amount_cents: 15_000 })
    expect(await history()).toMatchObject([{ origin: 'read', verdict: 'applied', notice: null }])
    later()
    await checkCompleteness(asking(), clock.now(), clock)
    later()
    expect(await run()).toBeNull()
  })
})

describe('what is not believed', () => {
  it.each([
    ['has_error', 'refused'],
    ['error_as_text', 'other_shape'],
    ['other_transaction', 'other_transaction'],
    ['webhook_shape', 'unknown_status'],
    ['unknown_status', 'unknown_status'],
    ['html', 'not_json'],
    ['error', 'http: 503'],
    ['forbidden', 'key_refused'],
    ['redirect', 'redirected'],
  ] as const)(
    'changes nothing, is shown, and is asked again after a growing wait: %s',
    async (kind, error) => {
      await received(3, 1)
      await senderHas({ transactions: [{ id, status: 6 }], faults: [{ kind }] })
      const waits: number[] = []
      for (let tries = 0; tries < 3; tries += 1) {
        expect(await run()).toEqual({ failed: 1 })
        const [row] = await rows('SELECT result, error, failures, due_at FROM asks')
        expect(row).toMatchObject({ result: 'failed', failures: tries + 1 })
        expect(row?.error).toContain(error)
        const dueMs = Date.parse(String(row?.due_at))
        waits.push(Math.round((dueMs - clock.now()) / MINUTE_MS))
        later(dueMs - clock.now() + 1)
      }
      expect(waits).toEqual([5, 10, 20])
      expect(await transaction(id)).toMatchObject({ status: 3 })
      expect(await transitions('safe2pay', id)).toHaveLength(2)
    },
  )

  it('is tried with each key until one knows the transaction', async () => {
    await received(3, 1)
    await senderHas({ keys: ['one', 'two'], transactions: [{ id, status: 3, key: 'two' }] })
    expect(await run({ SAFE2PAY_API_KEY: 'one,loja:two' })).toEqual({ settled: 1 })
    expect((await senderHeard()).map(({ key }) => key)).toEqual(['one', 'two'])
  })
})

describe('asking', () => {
  it('is off without a key of the API', async () => {
    await received(3, 1)
    await senderHas({ transactions: [{ id, status: 3 }] })
    expect(await run({ SAFE2PAY_API_KEY: undefined })).toBeNull()
    expect(await senderHeard()).toEqual([])
  })

  it('makes at most 40 calls in a run, and the next run goes on', async () => {
    const now = new Date(clock.now() - 2 * MINUTE_MS).toISOString()
    const listed = Array.from({ length: 60 }, (_, place) => ({ id: 620_000 + place, status: 7 }))
    await env.DB.batch(
      listed.map((each) =>
        env.DB.prepare(
          "INSERT INTO asks (transaction_id, cause, failures, due_at) VALUES (?, 'missing', 0, ?)",
        ).bind(each.id, now),
      ),
    )
    await senderHas({ transactions: listed })
    const startMs = clock.now()
    expect(await run()).toEqual({ read: 40 })
    expect(clock.now() - startMs).toBeGreaterThanOrEqual(39 * 6_000)
    later()
    expect(await run()).toEqual({ read: 20 })
  })

  it('is no way to learn the key: nothing that is stored or logged has it, though the sender repeats it', async () => {
    const written = consoleLines()
    await received(3, 1)
    await senderHas({ transactions: [{ id, status: 6 }], faults: [{ kind: 'echo_key' }] })
    await run()
    later()
    await senderHas({ transactions: [{ id, status: 6, reference: `V ${API_KEY}` }] })
    await run()
    later()
    expect(await run()).toEqual({ read: 1 })
    const stored = JSON.stringify([
      await rows('SELECT * FROM asks'),
      await rows('SELECT * FROM transactions'),
      await rows('SELECT * FROM transitions'),
      await history(),
    ])
    written.restore()
    expect(stored).toContain('[key]')
    expect(stored + written.lines.join()).not.toContain(API_KEY)
  })

  it('does not keep D1 from being away: what is asked by hand is still taken', async () => {
    await received(3, 1)
    await senderHas({ transactions: [{ id, status: 3 }] })
    const broken = new Proxy(env.DB, {
      get: () => () => {
        throw new Error('D1_ERROR: D1 is away')
      },
    })
    const bindings = asking({ DB: broken })
    const line = openLine(bindings, clock)
    if (!line) throw new Error('No line')
    expect(await askAbout(bindings, line, clock, String(id) as EntityId, 'operator')).toMatchObject({
      result: 'settled',
    })
  })

  it('costs one row, and one more while a next ask is planned', async () => {
    await received(3, 1)
    await senderHas({ transactions: [{ id, status: 6 }] })
    await run()
    const [row] = await rows('SELECT * FROM asks')
    expect(row).toMatchObject({ cause: 'doubt', result: 'resent', told: 6, error: null })
    const write = await env.DB.prepare('UPDATE asks SET told = 6, due_at = NULL').run()
    expect(write.meta.rows_written).toBeLessThanOrEqual(2)
  })

  it('runs every five minutes, and the night is another run', async () => {
    await received(3, 1)
    await came(Date.now() < clock.now() ? clock.now() - Date.now() + 2 * MINUTE_MS : 2 * MINUTE_MS)
    await senderHas({ transactions: [{ id, status: 3 }] })
    const controller = { cron: '*/5 * * * *', scheduledTime: Date.now(), noRetry: () => undefined }
    const written = consoleLines()
    await scheduled(controller as ScheduledController, asking({ SAFE2PAY_API_KEY: undefined }))
    expect(written.lines.join()).not.toMatch(/sender_asked|quarantine_|findings_|completeness_/)
    await scheduled(controller as ScheduledController, asking())
    written.restore()
    expect(written.lines.join()).toContain('sender_asked')
  })
})
