/** The world's clock and dice, while a history is played: the history sets both. */
import type { Random } from '../random.ts'

export interface Clock {
  now(): number
  advanceTo(ms: number): void
}

const RealDate = globalThis.Date
const realRandom = Math.random

/** Runs what must happen in the history's time. What it starts must be over when it returns. */
export async function inVirtualTime<T>(
  startMs: number,
  dice: Random,
  play: (clock: Clock) => Promise<T>,
): Promise<T> {
  let now = startMs
  globalThis.Date = class extends RealDate {
    constructor(...values: [] | [number | string]) {
      if (values.length === 0) super(now)
      else super(values[0])
    }
    static override now(): number {
      return now
    }
  } as DateConstructor
  Math.random = () => dice.next()
  try {
    return await play({
      now: () => now,
      advanceTo: (ms) => {
        now = Math.max(now, ms)
      },
    })
  } finally {
    globalThis.Date = RealDate
    Math.random = realRandom
  }
}
