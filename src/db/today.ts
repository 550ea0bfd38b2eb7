/** The few numbers that a working day begins with. Reads only, each by an index and no more than it counts. */
import { sql } from 'drizzle-orm'
import { database } from './database.ts'

export interface Today {
  readonly issued: number
  readonly receivedCents: number
  /** Orders that have been too long where they are. */
  readonly stuck: number
  /** When each sender was last heard of, UTC text; null where it never was. */
  readonly senders: Readonly<Record<'amplia' | 'safe2pay', string | null>>
}

/**
 * @param start UTC text, the first instant of the day
 * @param stages for each status of an order the UTC text before which it has been there too long
 * @param statuses those of payments
 */
export async function readToday(
  d1: D1Database,
  start: string,
  stages: Readonly<Record<string, string>>,
  statuses: Readonly<Record<'amplia' | 'safe2pay', readonly string[]>>,
): Promise<Today> {
  const db = database(d1)
  // The newest of each status, because no index has the time of the last event.
  const newest = (table: 'orders' | 'transactions', of: readonly (string | number)[]) =>
    db.all<{ at: string | null }>(sql`
      SELECT max((
        SELECT last_received_at FROM ${sql.raw(table)} WHERE status = value ORDER BY status_since DESC LIMIT 1
      )) AS at FROM json_each(${JSON.stringify(of)})`)
  const [issued, received, stuck, amplia, safe2pay] = await Promise.all([
    db.all<{ n: number }>(
      sql`SELECT count(*) AS n FROM orders WHERE status = 'Issued' AND status_since >= ${start}`,
    ),
    db.all<{ n: number | null }>(sql`SELECT sum(gross_cents) AS n FROM money_moves WHERE at >= ${start}`),
    db.all<{ n: number }>(sql`
      SELECT total((SELECT count(*) FROM orders WHERE status = key AND status_since < value)) AS n
      FROM json_each(${JSON.stringify(stages)})`),
    newest('orders', statuses.amplia),
    newest('transactions', statuses.safe2pay.map(Number)),
  ])
  return {
    issued: issued[0]?.n ?? 0,
    receivedCents: received[0]?.n ?? 0,
    stuck: stuck[0]?.n ?? 0,
    senders: { amplia: amplia[0]?.at ?? null, safe2pay: safe2pay[0]?.at ?? null },
  }
}
