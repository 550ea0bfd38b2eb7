/** Waits for what another object or process does, for as long as a busy machine may take. */
import { vi } from 'vitest'

const WAIT = { timeout: 300_000, interval: 20 } as const

/** Waits until a check no longer throws; returns its result. */
export const until = <T>(check: () => T | Promise<T>): Promise<T> => vi.waitFor(check, WAIT)
