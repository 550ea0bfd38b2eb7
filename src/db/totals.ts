/** Adds up how the batches since the last run changed the counts, for metrics, the overview and the rhythm of the senders. */

const ADD = [
  'INSERT OR REPLACE INTO today SELECT * FROM today_next',
  `INSERT INTO outcomes SELECT * FROM outcomes_next WHERE true
    ON CONFLICT DO UPDATE SET deliveries = deliveries + excluded.deliveries`,
  `INSERT INTO hours SELECT * FROM hours_next WHERE true
    ON CONFLICT DO UPDATE SET events = events + excluded.events`,
  `UPDATE totals SET (position, tally) = (SELECT * FROM totals_next)
    WHERE EXISTS (SELECT 1 FROM totals_next)`,
]

export async function addTotals(d1: D1Database): Promise<object | null> {
  // One transaction, so that two runs at the same time count nothing twice.
  const results = await d1.batch(ADD.map((sql) => d1.prepare(sql)))
  return results.at(-1)?.meta.changes ? {} : null
}

/** Counts everything again, ignoring the stored counts. A trigger does it. */
export const RECOUNT = 'INSERT INTO recounts VALUES (1)'

/** Counts again if the stored counts are wrong. Null if they are right. */
export async function recount(d1: D1Database): Promise<object | null> {
  // Adds up first, in the same transaction, so that nothing comes between.
  const [differ] = (
    await d1.batch(
      [...ADD, 'SELECT * FROM totals_differ', 'INSERT INTO recounts SELECT * FROM totals_differ'].map((sql) =>
        d1.prepare(sql),
      ),
    )
  ).slice(-2)
  return differ?.results.length ? {} : null
}
