/** Waits for what another object or process does, for as long as a busy machine may take. */
import { vi } from 'vitest'

const WAIT = { timeout: 300_000, interval: 20 } as const

/** Until a check no longer throws; gives what it gives. */
export const until = <T>(check: () => T | Promise<T>): Promise<T> => vi.waitFor(check, WAIT)
