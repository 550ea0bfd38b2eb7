/** Adds up what the batches since the last time changed in numbers: for metrics, the overview and the rhythm of the senders. */
export async function addTotals(d1: D1Database): Promise<object | null> {
  // One transaction: two runs at one time count nothing twice.
  const [, , , summed] = await d1.batch([
    d1.prepare('INSERT OR REPLACE INTO today SELECT * FROM today_next'),
    d1.prepare(`INSERT INTO outcomes SELECT * FROM outcomes_next WHERE true
      ON CONFLICT DO UPDATE SET deliveries = deliveries + excluded.deliveries`),
    d1.prepare(`INSERT INTO hours SELECT * FROM hours_next WHERE true
      ON CONFLICT DO UPDATE SET events = events + excluded.events`),
    d1.prepare(`UPDATE totals SET (position, tally) = (SELECT * FROM totals_next)
      WHERE EXISTS (SELECT 1 FROM totals_next)`),
  ])
  return summed?.meta.changes ? {} : null
}
