/**
 * Unsettled findings as rows: the view `attention_found`, updated entity by entity with each change of the rows that it
 * reads, and as a whole every night. migrations/0010_handled.sql says what counts as a finding.
 */
import * as LIMITS from '../limits.ts'
import { ranksOf } from './attention-kinds.ts'
import { counted } from './finding-counts.ts'
import { run, type Statement } from './statement.ts'

const COLUMNS = 'kind, provider, entity_id, since, until, summary, amount_cents, transaction_id, state, rank'

const SAME = COLUMNS.split(', ').slice(3)

/** Writes a row only if it differs from the stored one. */
const upsertFrom = (where: string, view = 'attention_found'): string => `INSERT INTO findings (${COLUMNS})
SELECT ${COLUMNS} FROM ${view} WHERE ${where}
ON CONFLICT DO UPDATE SET ${SAME.map((name) => `${name} = excluded.${name}`).join(', ')}
WHERE (${SAME.map((name) => `findings.${name}`).join(', ')}) IS NOT (${SAME.map((name) => `excluded.${name}`).join(', ')})`

/** Whose findings a projection changes. */
export interface Looked {
  readonly provider: string
  readonly entityId: string
  /** The key by which a payment refers to its orders, which it may concern too. */
  readonly orderKey: string | null
  /** It moved on, and the only thing to update is that it is no longer stuck. */
  readonly hasMovedOn: boolean
}

/** The counts first, because they are computed from the rows before and after the change. */
const statementsFor = (of: string, view: string): readonly string[] => [
  counted(`SELECT state, rank, sum(n), sum(n * amount_cents) FROM (
  SELECT state, rank, amount_cents, -1 AS n FROM findings WHERE ${of}
  UNION ALL SELECT state, rank, amount_cents, 1 FROM ${view} WHERE ${of}
) GROUP BY state, rank HAVING sum(n) <> 0 OR sum(n * amount_cents) <> 0`),
  `DELETE FROM findings WHERE ${of} AND (entity_id, kind) NOT IN (SELECT entity_id, kind FROM ${view} WHERE ${of})`,
  upsertFrom(of, view),
]

/** One after the other, because SQLite looks up a list of values by key, but reads the whole table for a subquery. */
const MANY = Array.from({ length: LIMITS.lookedTogether }, (_, place) => `?${place + 2}`)

/**
 * The view once, and the table from that: migrations/0021_looks.sql. The provider is part of the text: SQLite compares a
 * bound one with the condition of the index `transitions_to_look_at`, and then prepares the whole statement again each time
 * that it is run, which took eighty times as long as running it.
 */
const lookAt = (provider: string, view: string, ids: readonly string[]): string => `INSERT INTO looks
SELECT '${provider}', ?1, json_group_array(json_array(kind, entity_id, ${SAME.join(', ')})) FROM (
  SELECT * FROM ${view}
  WHERE provider = '${provider}' AND entity_id IN (${ids.join()}) ORDER BY entity_id, kind
)`

/** A form can name any provider, and no text of a form may get into a statement. */
const NAME = /^[a-z0-9]{1,32}$/

/**
 * The statements that bring the findings of entities up to date; they write 0 rows where nothing has changed. Each entity
 * once, because the trigger would count one that is named twice as two: an object that restarted sends its piece again.
 */
export function refreshed(provider: string, entityIds: readonly string[]): readonly Statement[] {
  const all = [...new Set(entityIds)]
  const [first] = all
  if (first === undefined || !NAME.test(provider)) return []
  // Only an order can have what the other parts of the view find.
  const view = provider === 'amplia' ? 'attention_found' : 'payment_findings'
  const places = all.length === 1 ? MANY.slice(0, 1) : MANY
  const some = all.slice(0, places.length)
  const ids = [...some, ...Array(places.length - some.length).fill(first)]
  return [
    { sql: lookAt(provider, view, places), params: [JSON.stringify(some), ...ids] },
    ...refreshed(provider, all.slice(places.length)),
  ]
}

const OF_STUCK = statementsFor(
  `state IN ('open', 'in_progress') AND rank = ${ranksOf('stuck')[0]}`,
  'stuck_orders',
)

/** Updates the findings of orders that have become stuck, or are no longer stuck. Null if there are none. */
export async function refreshStuck(d1: D1Database) {
  const [, removed, written] = await run(
    d1,
    OF_STUCK.map((sql) => ({ sql, params: [] })),
  )
  return changesOf(removed, written)
}

/** A message to the user's own system that was given up or refused. */
export interface Undelivered {
  readonly provider: string
  readonly entityId: string
  readonly kind: 'forward_exhausted' | 'forward_refused'
  readonly sequence: number
}

const OF_UNDELIVERED = statementsFor(
  `state IN ('open', 'in_progress') AND rank IN (${ranksOf('forward_refused')}, ${ranksOf('forward_exhausted')})`,
  'undelivered_messages',
)

const ID = `value ->> 'provider', value ->> 'entityId'`

/** Replaces the messages that need attention by these. Null if nothing changed. */
export async function refreshUndelivered(d1: D1Database, messages: readonly Undelivered[]) {
  const params = [JSON.stringify(messages)]
  const statements = [
    `DELETE FROM undelivered WHERE (provider, entity_id) NOT IN (SELECT ${ID} FROM json_each(?))`,
    `INSERT INTO undelivered SELECT ${ID}, value ->> 'kind', value ->> 'sequence', strftime('%Y-%m-%dT%H:%M:%fZ')
FROM json_each(?) WHERE true ON CONFLICT DO UPDATE SET kind = excluded.kind, sequence = excluded.sequence,
since = excluded.since WHERE (undelivered.kind, undelivered.sequence) IS NOT (excluded.kind, excluded.sequence)`,
  ].map((sql) => ({ sql, params }))
  const results = await run(d1, [...statements, ...OF_UNDELIVERED.map((sql) => ({ sql, params: [] }))])
  return changesOf(...results.slice(-2))
}

const WERE_STUCK = `provider = 'amplia' AND kind = 'stuck' AND entity_id IN (SELECT value FROM json_each(?))`

/** For orders that moved on: the counts first. */
const MOVED: readonly string[] = [
  counted(`SELECT state, rank, -count(*), 0 FROM findings WHERE ${WERE_STUCK} GROUP BY state, rank`),
  `DELETE FROM findings WHERE ${WERE_STUCK}`,
]

/** Removes orders that moved on from the stuck ones; writes 0 rows if they were not among them. */
export const moved = (orderIds: readonly string[]): readonly Statement[] =>
  orderIds.length === 0 ? [] : MOVED.map((sql) => ({ sql, params: [JSON.stringify(orderIds)] }))

const ORDERS_OF = `SELECT (SELECT json_group_array(order_id) FROM (
  SELECT order_id FROM orders WHERE sale_key = k.value OR number_key = k.value LIMIT ${LIMITS.ordersPerPayment}
)) AS order_ids FROM json_each(?) AS k`

/**
 * The statement that finds the orders of payments, which show whether money went back or was paid for nothing. To be run
 * after the payments' own rows are written, so that an order that arrives meanwhile sees them.
 * @param keys the payments' references
 */
export const ordersOf = (keys: readonly string[]): readonly Statement[] =>
  keys.length === 0 ? [] : [{ sql: ORDERS_OF, params: [JSON.stringify(keys)] }]

/** The statements that bring such orders up to date. */
export const refreshedOrders = (found: readonly { readonly order_ids?: string }[]): readonly Statement[] =>
  refreshed(
    'amplia',
    found.flatMap(({ order_ids: ids }) => (ids ? (JSON.parse(ids) as string[]) : [])),
  )

/**
 * Updates all findings, also where an older version of the Worker or a restore wrote the rows that they look at. Null if
 * nothing was out of date.
 */
export async function rebuildFindings(d1: D1Database) {
  const [removed, written] = await run(
    d1,
    [
      `DELETE FROM findings WHERE (provider, entity_id, kind) NOT IN (SELECT provider, entity_id, kind FROM attention_found)`,
      upsertFrom('true'),
      'DELETE FROM finding_counts',
      `INSERT INTO finding_counts SELECT state, rank, count(*), sum(amount_cents) FROM findings GROUP BY state, rank`,
    ].map((sql) => ({ sql, params: [] })),
  )
  return changesOf(removed, written)
}

function changesOf(removed?: D1Result, written?: D1Result) {
  const counts = { removed: removed?.meta.changes ?? 0, written: written?.meta.changes ?? 0 }
  return counts.removed + counts.written > 0 ? counts : null
}
