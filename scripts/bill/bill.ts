/** A month's bill, what the free plan carries, and when one D1 is no longer enough. Pure. */

import * as LIMITS from '../../src/limits.ts'
import {
  D1_BATCHES_PER_SECOND,
  D1_GB,
  FREE_D1_GB,
  FREE_STORAGE_GB,
  METERS,
  type MeterName,
  PLAN_DOLLARS,
} from './prices.ts'
import { batchesPerSecond, DAYS_PER_MONTH, type Load, usageOf } from './usage.ts'

export interface Line {
  readonly meter: MeterName
  readonly used: number
  readonly dollars: number
}

export interface Bill {
  readonly lines: readonly Line[]
  readonly dollarsPerMonth: number
  readonly dollarsPerMillionEvents: number
}

const NAMES = Object.keys(METERS) as MeterName[]

/** The bill of the `months`th month: what is stored stays stored. */
export function billOf(load: Load, months: number): Bill {
  const usage = usageOf(load, months)
  const lines = NAMES.map((meter) => ({
    meter,
    used: usage[meter],
    dollars: Math.max(0, usage[meter] - METERS[meter].included) * METERS[meter].dollarsPerUnit,
  }))
  const dollarsPerMonth = PLAN_DOLLARS + lines.reduce((sum, { dollars }) => sum + dollars, 0)
  const millions = (load.eventsPerDay * DAYS_PER_MONTH) / 1e6
  return { lines, dollarsPerMonth, dollarsPerMillionEvents: dollarsPerMonth / millions }
}

/** Events a day that the free plan carries, by each of its allowances, the tightest first. */
export function freePlan(
  load: Load,
): readonly { readonly meter: MeterName; readonly eventsPerDay: number }[] {
  const perEvent = usageOf({ ...load, eventsPerDay: 1 / DAYS_PER_MONTH }, 1)
  return NAMES.flatMap((meter) => {
    const { freePerDay } = METERS[meter]
    return freePerDay === null || perEvent[meter] === 0
      ? []
      : [{ meter, eventsPerDay: freePerDay / perEvent[meter] }]
  }).sort((a, b) => a.eventsPerDay - b.eventsPerDay)
}

export interface Ends {
  readonly d1FullAfterDays: number
  readonly freeD1FullAfterDays: number
  readonly freeObjectsFullAfterDays: number
  readonly batchesPerSecond: number
  /** Events a day, evenly, at which one D1 has as many batches as it should be planned for. */
  readonly eventsPerDayThatOneD1Takes: number
}

export function endsOf({ eventsPerDay, eventsPerEntity, bytes }: Load): Ends {
  const entitiesPerDay = eventsPerDay / eventsPerEntity
  return {
    d1FullAfterDays: (D1_GB * 1e9) / (entitiesPerDay * bytes.d1),
    freeD1FullAfterDays: (FREE_D1_GB * 1e9) / (entitiesPerDay * bytes.d1),
    freeObjectsFullAfterDays: (FREE_STORAGE_GB * 1e9) / (entitiesPerDay * bytes.object),
    batchesPerSecond: batchesPerSecond(eventsPerDay),
    eventsPerDayThatOneD1Takes: D1_BATCHES_PER_SECOND.plan * LIMITS.batchEntities * 86_400,
  }
}
