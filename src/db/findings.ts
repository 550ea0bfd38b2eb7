/**
 * What nobody has settled, as rows: the view `attention_found`, kept for one entity at a time by whoever changes what it
 * looks at, and made up for as a whole every night. migrations/0010_handled.sql says what is a thing to look at.
 */
import { LIMITS } from '../limits.ts'
import type { Statement } from './statement.ts'

const COLUMNS = 'kind, provider, entity_id, since, until, summary, amount_cents, transaction_id, state, rank'

const SAME = COLUMNS.split(', ').slice(3)

/** Writes a row only where it says something else than before. */
const upsertFrom = (where: string): string => `INSERT INTO findings (${COLUMNS})
SELECT ${COLUMNS} FROM attention_found WHERE ${where}
ON CONFLICT DO UPDATE SET ${SAME.map((name) => `${name} = excluded.${name}`).join(', ')}
WHERE (${SAME.map((name) => `findings.${name}`).join(', ')}) IS NOT (${SAME.map((name) => `excluded.${name}`).join(', ')})`

const OF_ENTITY = 'provider = ?1 AND entity_id = ?2'

/** The counts first, because they are told by what was there and what will be. */
const REFRESH: readonly string[] = [
  `INSERT INTO finding_counts (state, rank, items, amount_cents)
SELECT state, rank, sum(n), sum(n * amount_cents) FROM (
  SELECT state, rank, amount_cents, -1 AS n FROM findings WHERE ${OF_ENTITY}
  UNION ALL SELECT state, rank, amount_cents, 1 FROM attention_found WHERE ${OF_ENTITY}
) GROUP BY state, rank HAVING sum(n) <> 0 OR sum(n * amount_cents) <> 0
ON CONFLICT DO UPDATE SET items = items + excluded.items, amount_cents = amount_cents + excluded.amount_cents`,
  `DELETE FROM findings WHERE ${OF_ENTITY} AND kind NOT IN (SELECT kind FROM attention_found WHERE ${OF_ENTITY})`,
  upsertFrom(OF_ENTITY),
]

/** The statements that bring the findings of one entity up to date; they write 0 rows where nothing has changed. */
export const refreshed = (provider: string, entityId: string): readonly Statement[] =>
  REFRESH.map((sql) => ({ sql, params: [provider, entityId] }))

/**
 * Brings those of a payment's orders up to date, which say whether money went back or came for nothing. After the
 * payment's own row is there, so that an order that comes meanwhile sees it.
 * @param key the payment's reference
 */
export async function refreshOrders(d1: D1Database, key: string): Promise<void> {
  const { results } = await d1
    .prepare(
      `SELECT order_id AS id FROM orders WHERE sale_key = ?1 OR number_key = ?1 LIMIT ${LIMITS.ordersPerPayment}`,
    )
    .bind(key)
    .all<{ id: string }>()
  const statements = results.flatMap(({ id }) => refreshed('amplia', id))
  if (statements.length > 0) await run(d1, statements)
}

/**
 * All of them, whoever wrote what they look at: an older version of the Worker, or a restore. Null where it had nothing to
 * make up for.
 */
export async function rebuildFindings(
  d1: D1Database,
): Promise<{ readonly removed: number; readonly written: number } | null> {
  const [removed, written] = await run(
    d1,
    [
      `DELETE FROM findings WHERE (provider, entity_id, kind) NOT IN (SELECT provider, entity_id, kind FROM attention_found)`,
      upsertFrom('true'),
      'DELETE FROM finding_counts',
      `INSERT INTO finding_counts SELECT state, rank, count(*), sum(amount_cents) FROM findings GROUP BY state, rank`,
    ].map((sql) => ({ sql, params: [] })),
  )
  const counts = { removed: removed?.meta.changes ?? 0, written: written?.meta.changes ?? 0 }
  return counts.removed + counts.written > 0 ? counts : null
}

export const run = (d1: D1Database, statements: readonly Statement[]): Promise<D1Result[]> =>
  d1.batch(statements.map(({ sql, params }) => d1.prepare(sql).bind(...params)))
