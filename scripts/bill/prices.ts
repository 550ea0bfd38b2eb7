/**
 * Cloudflare's list prices and allowances, as its pages gave them in November 2026: the only place where a price stands.
 * developers.cloudflare.com/workers/platform/pricing, /durable-objects/platform/pricing, /d1/platform/pricing
 */
export const READ_ON = '2026-11'

export const PLAN_DOLLARS = 5

const MILLION = 1_000_000

/**
 * @param included per month on the paid plan
 * @param freePerDay on the free plan; null if it is not a matter of days
 */
const meter = (
  name: string,
  unit: string,
  included: number,
  dollarsPerUnit: number,
  freePerDay: number | null,
) => ({ name, unit, included, dollarsPerUnit, freePerDay })

export const METERS = {
  workerRequests: meter('Worker requests', 'requests', 10 * MILLION, 0.3 / MILLION, 100_000),
  workerCpu: meter('Worker CPU', 'ms', 30 * MILLION, 0.02 / MILLION, null),
  objectRequests: meter('Object requests', 'requests', MILLION, 0.15 / MILLION, 100_000),
  objectDuration: meter('Object duration', 'GB-s', 400_000, 12.5 / MILLION, 13_000),
  objectRowsWritten: meter('Object rows written', 'rows', 50 * MILLION, 1 / MILLION, 100_000),
  objectStorage: meter('Object storage', 'GB-months', 5, 0.2, null),
  d1RowsWritten: meter('D1 rows written', 'rows', 50 * MILLION, 1 / MILLION, 100_000),
  d1RowsRead: meter('D1 rows read', 'rows', 25_000 * MILLION, 0.001 / MILLION, 5 * MILLION),
  d1Storage: meter('D1 storage', 'GB-months', 5, 0.75, null),
  logEvents: meter('Log events', 'events', 20 * MILLION, 0.6 / MILLION, 200_000),
} as const

export type MeterName = keyof typeof METERS

/** The free plan's storage, of all objects and of all of D1; and of one D1. */
export const FREE_STORAGE_GB = 5
export const FREE_D1_GB = 0.5

/** One D1 on the paid plan. */
export const D1_GB = 10
/** Batches a second that one D1 takes: it is single-threaded and a write takes some milliseconds. Plan with the lower. */
export const D1_BATCHES_PER_SECOND = { plan: 100, most: 300 } as const
