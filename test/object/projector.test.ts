/** Many entities share a batch, and none of them has to suffer for another. */
import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest'
import * as LIMITS from '../../src/limits.ts'
import { type Piece, piecesOf } from '../../src/projector/piece.ts'
import { projectorFor } from '../../src/projector/stub.ts'
import { transactionBody } from '../tools/bodies.ts'
import { d1Error, type FaultyD1, faultyD1, hold, outage } from '../tools/faulty-d1.ts'
import { drain, eventOf, inside, objectOf, type Stub } from '../tools/object.ts'
import { rows, transitions } from '../tools/read-model.ts'

let errors: MockInstance<typeof console.error>

beforeEach(() => {
  errors = vi.spyOn(console, 'error')
})

afterEach(async () => {
  errors.mockRestore()
  // With the real D1 again, and with nothing that it knew. One that is not running cannot be evicted.
  await runInDurableObject(projector(), () => undefined)
  await evictDurableObject(projector())
})

const projector = () => env.PROJECTOR.getByName('projector-0')

/** Gives the projector of all entities another D1. */
const connectProjector = ({ d1 }: FaultyD1): Promise<void> =>
  runInDurableObject(projector(), (instance) => {
    Object.assign(instance, { env: { ...env, DB: d1 } })
  })

/** Applies one event to each of so many new payments, whose alarms do not run by themselves. */
async function payments(first: number, count: number): Promise<readonly Stub[]> {
  const ids = Array.from({ length: count }, (_, place) => first + place)
  return Promise.all(
    ids.map(async (id) => {
      const stub = objectOf('safe2pay', id)
      const event = await eventOf('safe2pay', transactionBody(id, 3))
      await inside(stub, (entity, storage) => {
        entity.apply(event)
        return storage.deleteAlarm()
      })
      return stub
    }),
  )
}

/** One transition, which nobody can place, and no row of the entity's own. */
function pieceOf(entityId: string, looked: Piece['looked'] = null): Piece {
  const transition = {
    provider: 'safe2pay',
    entityId,
    seq: 1,
    verdict: 'unknown',
    effective: false,
    status: '99',
    receivedAt: '2026-11-26T12:00:00.000Z',
    reason: 'A piece.',
    rulesVersion: '1',
    revision: 1,
  }
  const [first] = piecesOf({
    provider: 'safe2pay',
    transitions: [{ ...transition, judged: `safe2pay-${'0'.repeat(32)}` }],
    row: null,
    looked,
    revision: 1,
  })
  if (!first) throw new Error('No piece')
  return first.piece
}

/** Runs the alarms of all, and gives the time of the next one of each, before the runtime can run it. */
const runAlarms = (stubs: readonly Stub[]): Promise<readonly (number | null)[]> =>
  Promise.all(
    stubs.map((stub) =>
      inside(stub, async (entity, storage) => {
        await entity.alarm()
        return storage.getAlarm()
      }),
    ),
  )

const lines = () =>
  errors.mock.calls
    .map(([line]) => JSON.parse(String(line)) as Record<string, unknown>)
    .filter(({ event }) => event === 'projection_failed')

const inD1 = async (first: number, count: number): Promise<number> => {
  const row = await env.DB.prepare(
    'SELECT count(*) AS n FROM transactions WHERE transaction_id >= ? AND transaction_id < ? AND status = 3',
  )
    .bind(first, first + count)
    .first<{ n: number }>()
  return row?.n ?? 0
}

describe('many entities at once', () => {
  it('share batches: at most one for twenty', async () => {
    const faulty = faultyD1(env.DB)
    await connectProjector(faulty)
    const stubs = await payments(70_000, 200)
    await runAlarms(stubs)
    expect(await inD1(70_000, 200)).toBe(200)
    expect(faulty.batches()).toBeLessThanOrEqual(200 / 20)
  })

  it('gather while a batch is under way, up to a hundred', async () => {
    const faulty = faultyD1(env.DB)
    await connectProjector(faulty)
    const pieces = Array.from({ length: 151 }, (_, place) => pieceOf(String(71_000 + place)))
    const answers = await runInDurableObject(projector(), (instance) =>
      Promise.all(pieces.map((piece) => instance.take(piece, 0))),
    )
    expect(answers).toEqual(pieces.map(() => ({ kind: 'taken' })))
    expect(faulty.batches()).toBe(3)
  })

  it('go one full batch after the other without a pause, so that no rate of events is too much for the pause', async () => {
    await connectProjector(faultyD1(env.DB))
    const timers = vi.spyOn(globalThis, 'setTimeout')
    const pieces = Array.from({ length: 401 }, (_, place) => pieceOf(String(68_000 + place)))
    await runInDurableObject(projector(), (instance) =>
      Promise.all(pieces.map((piece) => instance.take(piece, 0))),
    )
    const pauses = timers.mock.calls.filter(([, ms]) => (ms ?? 0) <= LIMITS.batchIntervalMs)
    timers.mockRestore()
    // The first piece goes at once, and only the last hundred are not more than one batch takes.
    expect(pauses.length).toBeLessThanOrEqual(1)
  })

  it('are told to come again where too many bytes wait already', async () => {
    const large = { ...pieceOf('71500'), bytes: LIMITS.projectorBytes / 4 }
    const answers = await runInDurableObject(projector(), (instance) =>
      Promise.all([1, 2, 3, 4, 5, 6].map(() => instance.take(large, 2))),
    )
    // The first is sent at once and waits no longer.
    expect(answers.map(({ kind }) => kind)).toEqual(['taken', 'taken', 'taken', 'taken', 'taken', 'later'])
    expect(answers[5]).toMatchObject({ failures: 2 })
  })

  it('write no further rows in D1 than each would alone, and one place in the feed for all', async () => {
    const faulty = faultyD1(env.DB)
    await connectProjector(faulty)
    const alone = await payments(72_000, 1)
    await runAlarms(alone)
    const rowsOfOne = faulty.rowsWritten()
    const stubs = await payments(72_001, 20)
    await runAlarms(stubs)
    expect(faulty.rowsWritten()).toBe(rowsOfOne + 20 * (rowsOfOne - 1) + faulty.batches() - 1)
    expect(await faulty.replay()).toBe(0)
  })

  it('count what needs attention once, also of an entity that sends its piece again while the first one waits', async () => {
    const [other, piece] = ['72500', '72501'].map((entityId) =>
      pieceOf(entityId, { provider: 'safe2pay', entityId, orderKey: null, hasMovedOn: false }),
    ) as [Piece, Piece]
    await runInDurableObject(projector(), (instance) =>
      Promise.all([other, piece, piece].map((each) => instance.take(each, 0))),
    )
    await runInDurableObject(projector(), (instance) =>
      Promise.all([other, piece, piece].map((each) => instance.take(each, 0))),
    )
    expect(await rows('SELECT kind FROM findings WHERE entity_id = ?', '72501')).toHaveLength(1)
    expect(await rows('SELECT sum(items) AS n FROM finding_counts')).toEqual(
      await rows('SELECT count(*) AS n FROM findings'),
    )
  })
})

describe('one entity that D1 refuses', () => {
  const WRONG = 73_007

  it('is found by halving, waits alone, and holds nobody else up', async () => {
    await env.DB.prepare(
      `CREATE TRIGGER wrong BEFORE INSERT ON transitions WHEN NEW.entity_id = '${WRONG}' BEGIN SELECT RAISE(ABORT, 'not this one'); END`,
    ).run()
    let refused = 0
    const stubs = await payments(73_000, 40)
    await connectProjector(
      faultyD1(env.DB, (_, when) => {
        refused += when === 'before' ? 1 : -1
      }),
    )
    try {
      await runAlarms(stubs)
      expect(await inD1(73_000, 40)).toBe(39)
      // However many came together: 40, 20, 10, 5, 2 or 3, 1.
      expect(refused).toBeLessThanOrEqual(Math.ceil(Math.log2(40)) + 1)
      expect(lines()).toMatchObject([{ entity: String(WRONG), fault: 'other', failures: 1 }])
      expect(String(lines()[0]?.error)).toContain('not this one')
    } finally {
      await env.DB.prepare('DROP TRIGGER wrong').run()
    }
    await drain(objectOf('safe2pay', WRONG))
    expect(await inD1(73_000, 40)).toBe(40)
  })

  it('is not looked for where all are refused, as before a migration', async () => {
    await env.DB.prepare(
      "CREATE TRIGGER wrong BEFORE INSERT ON transitions BEGIN SELECT RAISE(ABORT, 'none'); END",
    ).run()
    const faulty = faultyD1(env.DB)
    await connectProjector(faulty)
    const pieces = Array.from({ length: 60 }, (_, place) => pieceOf(String(74_000 + place)))
    try {
      const answers = await runInDurableObject(projector(), (instance) =>
        Promise.all(pieces.map((piece) => instance.take(piece, 0))),
      )
      // The first came alone. The others were halved until two were refused one after the other.
      expect(answers.map(({ kind }) => kind)).toEqual([
        'refused',
        'refused',
        ...pieces.slice(2).map(() => 'later'),
      ])
      expect(faulty.batches()).toBeLessThanOrEqual(Math.ceil(Math.log2(60)) + 3)
      expect(lines()).toMatchObject([{ projector: 'projector-0', fault: 'other', entities: 58 }])
    } finally {
      await env.DB.prepare('DROP TRIGGER wrong').run()
    }
  })
})

describe('while D1 is away', () => {
  it('it is asked once, all are told when to come again, and one line says so', async () => {
    const { plan, mend } = outage(d1Error('Network connection lost.'))
    const faulty = faultyD1(env.DB, plan)
    const stubs = await payments(75_000, 30)
    await connectProjector(faulty)
    // However busy the machine is, the pause must not be over meanwhile.
    const now = Date.now()
    const clock = vi.spyOn(Date, 'now').mockReturnValue(now)
    const first = await runAlarms(stubs)
    expect(faulty.batches()).toBe(1)
    // Who comes before that time is told the same, and D1 is not asked.
    const second = await runAlarms(stubs)
    clock.mockRestore()
    expect(faulty.batches()).toBe(1)
    expect(lines()).toHaveLength(1)
    for (const alarm of [...first, ...second]) expect(alarm).toBeGreaterThan(now)
    mend()
    for (const stub of stubs) await drain(stub)
    expect(await inD1(75_000, 30)).toBe(30)
  })

  it('nobody who waits for it is kept waiting for longer than a batch may take', async () => {
    const faulty = faultyD1(env.DB, ({ number }) => (number === 1 ? new Promise(() => undefined) : undefined))
    const [stub] = await payments(76_000, 1)
    if (!stub) throw new Error('No payment')
    await connectProjector(faulty)
    const wait = globalThis.setTimeout
    const timers = vi
      .spyOn(globalThis, 'setTimeout')
      .mockImplementation(((action: () => void, ms: number) =>
        wait(action, ms === LIMITS.batchTimeoutMs ? 100 : ms)) as typeof setTimeout)
    await runAlarms([stub])
    timers.mockRestore()
    expect(lines()).toMatchObject([{ fault: 'overloaded', entities: 1 }])
    await drain(stub)
    expect(await inD1(76_000, 1)).toBe(1)
  })
})

describe('a projector that dies', () => {
  it('loses nothing, whatever it had: the entities send it again', async () => {
    const { plan, reached, release } = hold()
    const faulty = faultyD1(env.DB, plan)
    const stubs = await payments(77_000, 12)
    await connectProjector(faulty)
    const sending = runAlarms(stubs)
    await reached()
    await expect(runInDurableObject(projector(), (_, state) => state.abort('killed'))).rejects.toThrow(
      'killed',
    )
    await sending
    release()
    expect(lines().map(({ error }) => error)).toEqual(stubs.map(() => 'killed'))
    for (const stub of stubs) await drain(stub)
    expect(await inD1(77_000, 12)).toBe(12)
    expect(await transitions('safe2pay', 77_000)).toHaveLength(1)
  })
})

describe('PROJECTORS', () => {
  const namesOf = (PROJECTORS: string) => {
    const names = Array.from({ length: 64 }, (_, place) => {
      const id = place.toString(16).padStart(8, '0')
      return projectorFor({ PROJECTOR: env.PROJECTOR, PROJECTORS }, `${id}00`).name
    })
    return [...new Set(names)]
  }

  it.each([
    ['1', 1],
    ['3', 3],
    ['16', 16],
    ['400', 16],
    ['0', 1],
    ['-2', 1],
    ['2.5', 1],
    ['many', 1],
    ['', 1],
  ])('of "%s" is %i objects', (value, count) => {
    expect(namesOf(value)).toHaveLength(count)
  })
})
