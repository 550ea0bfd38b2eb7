/** The outcomes of deliveries that left no event in D1, and the newest events. */

/** @param counts keyed by `2026-11-25 safe2pay duplicate` */
export async function addOutcomes(
  d1: D1Database,
  counts: readonly (readonly [name: string, n: number])[],
): Promise<void> {
  if (counts.length === 0) return
  const rows = counts.map(([name, n]) => [...name.split(' '), n])
  await d1
    .prepare(
      `INSERT INTO outcomes SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(?) WHERE true
        ON CONFLICT DO UPDATE SET deliveries = deliveries + excluded.deliveries`,
    )
    .bind(JSON.stringify(rows))
    .run()
}

export interface LiveEvent {
  readonly at: string
  readonly provider: string
  readonly entity: string
  readonly orderNumber: string | null
  readonly status: string
  readonly outcome: string
}

/** The newest events, of the entities that changed last. */
export const readLiveEvents = async (d1: D1Database): Promise<readonly LiveEvent[]> =>
  (await d1.prepare('SELECT * FROM live_events').all<LiveEvent>()).results
