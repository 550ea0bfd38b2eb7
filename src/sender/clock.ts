/** The clock for asking, which tests replace, because a run mostly waits. */
export interface Clock {
  now(): number
  wait(ms: number): Promise<void>
}

export const CLOCK: Clock = { now: () => Date.now(), wait: (ms) => scheduler.wait(ms) }
