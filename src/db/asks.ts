/**
 * Which transactions the sender is to be asked about, and the results of asking. Due transactions are found by the indexes
 * of the read model, so that no event writes a row for this; only an ask does.
 */
import { getTableColumns, sql } from 'drizzle-orm'
import type { EntityId } from '../id.ts'
import { database } from './database.ts'
import { asks, sweeps } from './schema.ts'
import { put } from './statement.ts'

/** Why a transaction is asked about. */
export type Cause = 'doubt' | 'deadline' | 'missing' | 'differing' | 'operator'

export interface Due {
  readonly id: EntityId
  readonly cause: Cause
}

export type Ask = typeof asks.$inferSelect

type Row = { readonly id: EntityId }

const idOf = sql`CAST(transaction_id AS TEXT) AS id`

/** Those with a numeric id, and without another ask that waits for its time. */
const unasked = (since: ReturnType<typeof sql>) => sql`
  NOT EXISTS (SELECT 1 FROM asks WHERE asks.transaction_id = t.transaction_id
    AND (asks.due_at IS NOT NULL OR asks.asked_at >= ${since}))`

/**
 * Those that are due: a second look, a further try, a difference that a night has found. @param now UTC text, as all times
 * here
 */
export async function scheduledAsks(d1: D1Database, now: string, limit: number): Promise<readonly Due[]> {
  return database(d1).all<Due>(sql`
    SELECT ${idOf}, cause FROM asks WHERE due_at IS NOT NULL AND due_at <= ${now} ORDER BY due_at LIMIT ${limit}`)
}

/**
 * Those of which an event raises a doubt that nothing has settled since: a refused step back, an unknown status, a move that
 * the life cycle does not have. The condition of the index `transitions_to_look_at` is repeated here word for word.
 */
export async function doubtfulTransactions(
  d1: D1Database,
  from: string,
  until: string,
  limit: number,
): Promise<readonly Due[]> {
  const rows = await database(d1).all<Row>(sql`
    SELECT ${idOf} FROM (
      SELECT CAST(entity_id AS INTEGER) AS transaction_id, max(iif(effective, projected_at, received_at)) AS doubtful_at
      FROM transitions AS doubt
      WHERE (notice IS NOT NULL OR (effective = 0 AND NOT (provider = 'safe2pay' AND verdict = 'regression')))
        AND received_at > ${from} AND received_at <= ${until} AND +provider = 'safe2pay'
        AND (effective = 0 OR notice_kind = 'step_back')
        AND NOT EXISTS (
          SELECT 1 FROM transitions AS later WHERE later.provider = 'safe2pay'
            AND later.entity_id = doubt.entity_id AND later.seq > doubt.seq AND later.effective = 1)
      GROUP BY entity_id
    ) AS t
    WHERE ${unasked(sql`t.doubtful_at`)}
    ORDER BY doubtful_at LIMIT ${limit}`)
  return rows.map(({ id }) => ({ id, cause: 'doubt' }))
}

/** Those of one payment method that have been in a status for some hours, once after each of the given times. */
export async function overdueAfterHours(
  d1: D1Database,
  {
    method,
    status,
    hours,
  }: { readonly method: number; readonly status: number; readonly hours: readonly number[] },
  nowMs: number,
  limit: number,
): Promise<readonly Due[]> {
  const longest = Math.max(...hours)
  const ago = (count: number): string => new Date(nowMs - count * 3_600_000).toISOString()
  const since = sql`CASE ${sql.join(
    hours
      .toSorted((a, b) => b - a)
      .map(
        (count) => sql`WHEN status_since <= ${ago(count)}
      THEN strftime('%Y-%m-%dT%H:%M:%fZ', status_since, ${`+${count} hours`})`,
      ),
    sql` `,
  )} END`
  // A day longer than the last of the hours: if there is too much to ask in one run, the rest has its turn in the next.
  const rows = await database(d1).all<Row>(sql`
    SELECT ${idOf} FROM transactions AS t
    WHERE status = ${status} AND payment_method = ${method}
      AND status_since > ${ago(longest + 24)} AND status_since <= ${ago(Math.min(...hours))}
      AND ${unasked(since)}
    ORDER BY status_since LIMIT ${limit}`)
  return rows.map(({ id }) => ({ id, cause: 'deadline' }))
}

export interface Stretch {
  readonly status: number
  readonly exceptMethod: number | null
  /** Rows that took the status between these times. */
  readonly from: string
  readonly until: string
  /** Asked about before this time, or never. */
  readonly askedBefore: string
}

/** Where a walk over the rows of one status continues; null if it has reached the end. */
export interface Step {
  readonly due: readonly Due[]
  readonly next: { readonly at: string; readonly id: string } | null
}

/** A bounded piece of a walk over the rows of one status, in the order in which they took it. */
export async function overdueInStep(
  d1: D1Database,
  { status, exceptMethod, from, until, askedBefore }: Stretch,
  after: { readonly at: string; readonly id: string },
  rows: number,
  limit: number,
): Promise<Step> {
  const found = await database(d1).all<Row & { at: string; place: number; isDue: number }>(sql`
    SELECT at, ${idOf}, place, isDue FROM (
      SELECT *, status_since AS at, row_number() OVER (ORDER BY status_since, transaction_id) AS place,
        coalesce(payment_method, 0) IS NOT ${exceptMethod} AND ${unasked(sql`${askedBefore}`)} AS isDue
      FROM (
        SELECT transaction_id, status_since, payment_method FROM transactions
        WHERE status = ${status} AND status_since > ${from} AND status_since <= ${until}
          AND (status_since, transaction_id) > (${after.at}, ${Number(after.id)})
        ORDER BY status_since, transaction_id LIMIT ${rows}
      ) AS t
    ) WHERE isDue OR place = ${rows}
    ORDER BY place LIMIT ${limit}`)
  const last = found.at(-1)
  const goesOn = last && (found.length === limit || last.place === rows)
  return {
    due: found.filter(({ isDue }) => isDue === 1).map(({ id }) => ({ id, cause: 'deadline' })),
    next: goesOn ? { at: last.at, id: last.id } : null,
  }
}

/** The result of the last ask about a transaction; null if there was none. */
export async function readAsk(d1: D1Database, id: string): Promise<Ask | null> {
  const [row] = await database(d1).rows(
    getTableColumns(asks),
    sql`FROM ${asks} WHERE ${asks.transactionId} = ${Number(id)}`,
  )
  return row ?? null
}

/** Replaces the result of the previous ask. */
export async function writeAsk(d1: D1Database, ask: Ask): Promise<void> {
  await database(d1).run(put(asks, ask, [asks.transactionId]))
}

/** Schedules these for the next runs; one that is already scheduled keeps its time. */
export async function scheduleAsks(d1: D1Database, due: readonly Due[], dueAt: string): Promise<void> {
  if (due.length === 0) return
  const rows = JSON.stringify(due.map(({ id, cause }) => ({ id: Number(id), cause })))
  await database(d1).run(sql`
    INSERT INTO asks (transaction_id, cause, failures, due_at)
    SELECT value ->> '$.id', value ->> '$.cause', 0, ${dueAt} FROM json_each(${rows}) WHERE true
    ON CONFLICT (transaction_id) DO UPDATE SET cause = excluded.cause, due_at = excluded.due_at
      WHERE asks.due_at IS NULL`)
}

/** Deletes asks that are too old to matter; returns how many. */
export async function forgetAsks(d1: D1Database, before: string): Promise<number> {
  const { meta } = await database(d1).run(sql`DELETE FROM asks WHERE due_at IS NULL AND asked_at < ${before}`)
  return meta.changes
}

const walkOf = (status: number): string => `ask:${status}`

/** How far the walk over each status has come; null if it has reached the end. */
export async function readWalks(
  d1: D1Database,
  statuses: readonly number[],
): Promise<ReadonlyMap<number, { readonly at: string; readonly id: string }>> {
  const rows = await database(d1).all<{ provider: string; at: string; id: string }>(sql`
    SELECT provider, at, id FROM sweeps
    WHERE provider IN (SELECT value FROM json_each(${JSON.stringify(statuses.map(walkOf))}))`)
  return new Map(rows.map(({ provider, at, id }) => [Number(provider.slice(4)), { at, id }]))
}

export async function writeWalk(
  d1: D1Database,
  status: number,
  { at, id }: { readonly at: string; readonly id: string },
): Promise<void> {
  await database(d1).run(put(sweeps, { provider: walkOf(status), at, id }, [sweeps.provider]))
}
