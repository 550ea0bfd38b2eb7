/**
 * The alarm of an object, as far as its current life knows it. The platform keeps the alarm; this knowledge is lost with the
 * memory.
 */
import * as LIMITS from '../limits.ts'

/** Times are milliseconds since 1970. */
export interface Alarm {
  /** Whether it is set for that time or sooner; one that should have run long ago is lost. */
  isSetBy(dueMs: number): boolean
  setBy(dueMs: number): Promise<void>
  setAt(dueMs: number): Promise<void>
  /**
   * Forgets the time for which it was set, and returns it; null if this life set none. Called when it runs, and after a
   * failure.
   */
  forget(): number | null
}

export function alarmIn(storage: DurableObjectStorage): Alarm {
  let setMs: number | null = null
  const isSetBy = (dueMs: number): boolean =>
    setMs !== null && setMs <= dueMs && Date.now() < setMs + LIMITS.alarmOverdueMs
  const setAt = (dueMs: number): Promise<void> => {
    setMs = dueMs
    return storage.setAlarm(dueMs)
  }
  return {
    isSetBy,
    setAt,
    setBy: async (dueMs) => {
      if (!isSetBy(dueMs)) await setAt(dueMs)
    },
    forget: () => {
      const before = setMs
      setMs = null
      return before
    },
  }
}
