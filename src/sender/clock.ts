/** The time that asking goes by; a run waits far more than it works. */
export interface Clock {
  now(): number
  wait(ms: number): Promise<void>
}

export const CLOCK: Clock = { now: () => Date.now(), wait: (ms) => scheduler.wait(ms) }
