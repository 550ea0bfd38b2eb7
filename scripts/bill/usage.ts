/** What deliveries use of each meter: rows as test/object/cost.test.ts counts them, bytes as the real tables take them. */
import * as LIMITS from '../../src/limits.ts'
import type { MeterName } from './prices.ts'

/** Counted by the runtime in test/object/cost.test.ts; an alarm is billed as one row. */
export const ROWS = {
  /** The first event of an entity: the event, the alarm, and two for its table. */
  firstEvent: 4,
  laterEvent: 2,
  /** The entity's row, its transition, and the index that moves with the status; six with the first event. */
  d1FirstEvent: 6,
  d1LaterEvent: 3,
  /** One event of each entity pays it: when, the EndToEndId and the Tid have an index each. */
  d1Paid: 5,
  /** The feed. */
  d1Batch: 1,
  duplicate: 0,
} as const

/**
 * Assumed: it cannot be measured here. Judging takes under 1 ms of the Worker; an alarm waits for its projector, which
 * waits for D1, some 30 ms for a batch.
 */
export const ASSUMED = {
  workerCpuMs: 2,
  objectActiveMs: 80,
  batchMs: 30,
  objectMemoryGb: 0.128,
  d1RowsReadPerEvent: 10,
} as const

export interface Bytes {
  /** Of an object with one entity's whole life. */
  readonly object: number
  /** What one entity's whole life adds to D1. */
  readonly d1: number
}

export interface Load {
  /** Distinct events: those that are stored. */
  readonly eventsPerDay: number
  /** Deliveries per event beyond the first, such as 0.3. */
  readonly duplicates: number
  readonly eventsPerEntity: number
  readonly bytes: Bytes
}

export const DAYS_PER_MONTH = 30

/** D1's batches where events come evenly: one for each while they are few, then one in each interval, or as many as are full. */
export function batchesPerSecond(eventsPerDay: number): number {
  const perSecond = eventsPerDay / 86_400
  return Math.min(perSecond, Math.max(1000 / LIMITS.batchIntervalMs, perSecond / LIMITS.batchEntities))
}

/** What a month uses; storage is the total after `months` of it. */
export function usageOf(load: Load, months: number): Readonly<Record<MeterName, number>> {
  const { eventsPerDay, duplicates, eventsPerEntity, bytes } = load
  const events = eventsPerDay * DAYS_PER_MONTH
  const deliveries = events * (1 + duplicates)
  const entities = events / eventsPerEntity
  const alarms = events
  const batches = batchesPerSecond(eventsPerDay) * 86_400 * DAYS_PER_MONTH
  return {
    workerRequests: deliveries,
    workerCpu: deliveries * ASSUMED.workerCpuMs,
    // Each alarm calls a projector.
    objectRequests: deliveries + 2 * alarms,
    objectDuration:
      ((events * ASSUMED.objectActiveMs + batches * ASSUMED.batchMs) / 1000) * ASSUMED.objectMemoryGb,
    objectRowsWritten: entities * ROWS.firstEvent + (events - entities) * ROWS.laterEvent,
    objectStorage: (entities * months * bytes.object) / 1e9,
    d1RowsWritten:
      entities * (ROWS.d1FirstEvent + ROWS.d1Paid) +
      (events - entities) * ROWS.d1LaterEvent +
      batches * ROWS.d1Batch,
    d1RowsRead: events * ASSUMED.d1RowsReadPerEvent,
    d1Storage: (entities * months * bytes.d1) / 1e9,
    logEvents: deliveries,
  }
}
