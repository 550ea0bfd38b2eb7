/** What deliveries use of each meter: rows as test/object/cost.test.ts counts them, bytes as the real tables take them. */
import type { MeterName } from './prices.ts'

/** Counted by the runtime in test/object/cost.test.ts; an alarm is billed as one row. */
export const ROWS = {
  /** The first event of an entity: the event, the head, the alarm, the watermark, and four for its tables. */
  firstEvent: 8,
  laterEvent: 4,
  /**
   * The entity's row, its transition, the index that moves with the status, and the feed, as if each event had a batch of
   * its own; seven with the first event.
   */
  d1FirstEvent: 7,
  d1LaterEvent: 4,
  duplicate: 0,
} as const

/** Assumed: it cannot be measured here. Judging takes under 1 ms of the Worker; D1 answers an alarm within 30 ms. */
export const ASSUMED = {
  workerCpuMs: 2,
  objectActiveMs: 40,
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

/** What a month uses; storage is what stands there after `months` of it. */
export function usageOf(load: Load, months: number): Readonly<Record<MeterName, number>> {
  const { eventsPerDay, duplicates, eventsPerEntity, bytes } = load
  const events = eventsPerDay * DAYS_PER_MONTH
  const deliveries = events * (1 + duplicates)
  const entities = events / eventsPerEntity
  const alarms = events
  return {
    workerRequests: deliveries,
    workerCpu: deliveries * ASSUMED.workerCpuMs,
    objectRequests: deliveries + alarms,
    objectDuration: events * (ASSUMED.objectActiveMs / 1000) * ASSUMED.objectMemoryGb,
    objectRowsWritten: entities * ROWS.firstEvent + (events - entities) * ROWS.laterEvent,
    objectStorage: (entities * months * bytes.object) / 1e9,
    d1RowsWritten: entities * ROWS.d1FirstEvent + (events - entities) * ROWS.d1LaterEvent,
    d1RowsRead: events * ASSUMED.d1RowsReadPerEvent,
    d1Storage: (entities * months * bytes.d1) / 1e9,
    logEvents: deliveries,
  }
}
