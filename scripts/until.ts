/** Waits for what another process does. */
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Asks until it is so; false where it is not in time.
 * @param pauseMs between two questions: at first, and at the most, to which it doubles
 */
export async function until(
  isSo: () => boolean | Promise<boolean>,
  patienceMs: number,
  [firstMs, longestMs]: readonly [number, number] = [100, 100],
): Promise<boolean> {
  const giveUpAt = performance.now() + patienceMs
  for (let pauseMs = firstMs; ; pauseMs = Math.min(pauseMs * 2, longestMs)) {
    if (await isSo()) return true
    if (performance.now() + pauseMs > giveUpAt) return false
    await sleep(pauseMs)
  }
}
