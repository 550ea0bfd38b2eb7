/** A day without D1, in virtual time: what a thousand objects write that have something for it, and how often it is asked. */
import { describe, expect, it } from 'vitest'
import { payment } from '../../scripts/bench/bodies.ts'
import { inVirtualTime } from '../../scripts/prove/clock.ts'
import { memoryD1 } from '../../scripts/prove/d1.ts'
import { around, runObject } from '../../scripts/prove/instance.ts'
import { mute } from '../../scripts/prove/quiet.ts'
import { random } from '../../scripts/random.ts'
import { Entity } from '../../src/entity/entity.ts'
import { Projector } from '../../src/projector/projector.ts'
import { safe2pay } from '../../src/providers/safe2pay/index.ts'
import { eventIn } from '../tools/readings.ts'

const ENTITIES = 1000
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Nine in the morning in Brasília. */
const START_MS = Date.parse('2026-11-26T12:00:00.000Z')

interface Day {
  /** Written by all objects while D1 was away, each alarm among them. */
  readonly rows: number
  /** By the object that wrote most. */
  readonly most: number
  /** Batches that D1 was sent while it was away. */
  readonly asked: number
  /** Payments that D1 has in the end. */
  readonly complete: number
  /** From the return of D1 until it had the last of them, in milliseconds. */
  readonly catchUpMs: number
}

async function dayWithout(message: string, awayMs: number): Promise<Day> {
  const d1 = memoryD1()
  let asked = 0
  d1.setWitness(async (moment) => {
    if (moment === 'before') asked += 1
  })
  // One for all of them, as they have it.
  const projector = new Projector(
    { id: { name: 'projector-0' } } as unknown as DurableObjectState,
    around(d1.binding),
  )
  const env = around(d1.binding, { PROJECTOR: { getByName: () => projector } })
  const events = await Promise.all(
    Array.from({ length: ENTITIES }, (_, place) =>
      eventIn(safe2pay, JSON.parse(payment(5_000_000 + place, 100))),
    ),
  )
  const muted = mute()
  try {
    return await inVirtualTime(START_MS, random(20261126), async (clock) => {
      const objects = events.map((event) => {
        const { disk, instance } = runObject(`safe2pay:${event.entityId}`, (ctx) => new Entity(ctx, env))
        const entity = instance()
        entity.apply(event)
        return { disk, entity, stored: disk.changes(), alarms: 0 }
      })
      const runUntil = async (endMs: number): Promise<void> => {
        for (;;) {
          const next = objects.reduce((a, b) =>
            (a.disk.alarmAt() ?? Number.POSITIVE_INFINITY) <= (b.disk.alarmAt() ?? Number.POSITIVE_INFINITY)
              ? a
              : b,
          )
          const dueMs = next.disk.alarmAt()
          if (dueMs === null || dueMs >= endMs) break
          clock.advanceTo(dueMs)
          next.disk.setAlarm(null)
          await next.entity.alarm()
          if (next.disk.alarmAt() !== null) next.alarms += 1
        }
        clock.advanceTo(endMs)
      }
      d1.setFault({ at: 0, message })
      await runUntil(START_MS + awayMs)
      const written = objects.map(({ disk, stored, alarms }) => disk.changes() - stored + alarms)
      const askedWhileAway = asked
      d1.setFault(null)
      await runUntil(START_MS + awayMs + 2 * HOUR_MS)
      const [row] = d1.rows<{ n: number; at: string }>(
        'SELECT count(*) AS n, max(projected_at) AS at FROM transitions WHERE status = 3',
      )
      for (const { disk } of objects) disk.close()
      return {
        rows: written.reduce((sum, rows) => sum + rows, 0),
        most: Math.max(...written),
        asked: askedWhileAway,
        complete: row?.n ?? 0,
        catchUpMs: Date.parse(row?.at ?? '') - (START_MS + awayMs),
      }
    })
  } finally {
    muted.unmute()
  }
}

describe('a day without D1', () => {
  it('costs a thousand objects at most 60 rows each, and D1 is asked by one of them at a time', async () => {
    const day = await dayWithout('Network connection lost.', DAY_MS)
    expect(day.most).toBeLessThanOrEqual(60)
    expect(day.rows).toBeLessThanOrEqual(60 * ENTITIES)
    expect(day.asked).toBeLessThanOrEqual(60)
    expect(day.complete).toBe(ENTITIES)
    expect(day.catchUpMs).toBeLessThanOrEqual(HOUR_MS)
  })

  it('whose rows are used up costs each of them one row until midnight UTC', async () => {
    const day = await dayWithout(
      "D1_ERROR: Your account has exceeded D1's free tier daily row write limit.",
      12 * HOUR_MS,
    )
    expect(day.most).toBe(1)
    expect(day.asked).toBe(1)
    expect(day.complete).toBe(ENTITIES)
    // Spread, so that they do not all come in the first second.
    expect(day.catchUpMs).toBeLessThanOrEqual(HOUR_MS / 2)
  })
})
