/** How long an order may stay in a status before somebody should look; the view `stuck_orders` reads it. */
import { run } from './statement.ts'

export interface Deadline {
  readonly status: string
  readonly hours: number
}

/** Replaces all deadlines by these; returns how many changed. */
export async function keepDeadlines(d1: D1Database, wanted: readonly Deadline[]): Promise<number> {
  const params = [JSON.stringify(wanted)]
  const results = await run(d1, [
    {
      sql: `DELETE FROM deadlines WHERE status NOT IN (SELECT value ->> 'status' FROM json_each(?))`,
      params,
    },
    {
      sql: `INSERT INTO deadlines SELECT value ->> 'status', value ->> 'hours' FROM json_each(?) WHERE true
ON CONFLICT DO UPDATE SET hours = excluded.hours WHERE deadlines.hours <> excluded.hours`,
      params,
    },
  ])
  return results.reduce((sum, { meta }) => sum + meta.changes, 0)
}
