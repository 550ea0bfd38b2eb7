/**
 * How many deliveries came with a wrong key, by provider and ten minutes: enough to see that a key was changed on one side.
 * Somebody who guesses keys must not make D1 write, so most of the counting is done in memory.
 */
import * as LIMITS from '../limits.ts'

interface Count {
  readonly sinceMs: number
  readonly refused: number
  readonly unwritten: number
}

const counts = new Map<string, Count>()

/** Counts one, and writes the first, the third, and then the sum of each further minute. */
export async function countRefused(d1: D1Database, provider: string, nowMs: number): Promise<void> {
  const before = counts.get(provider)
  const isNew = !before || nowMs - before.sinceMs >= LIMITS.refusalFlushMs
  const refused = isNew ? 1 : before.refused + 1
  const unwritten = (before?.unwritten ?? 0) + 1
  const isDue = refused === 1 || refused === 3
  const sinceMs = isNew ? nowMs : before.sinceMs
  counts.set(provider, { sinceMs, refused, unwritten: isDue ? 0 : unwritten })
  if (!isDue) return
  const period = LIMITS.refusalMinutes * 60_000
  await d1
    .prepare(
      `INSERT INTO refusals (provider, since, refused) VALUES (?, ?, ?)
        ON CONFLICT DO UPDATE SET refused = refused + excluded.refused`,
    )
    .bind(provider, new Date(Math.floor(nowMs / period) * period).toISOString(), unwritten)
    .run()
}
