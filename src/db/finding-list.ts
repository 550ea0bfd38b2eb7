/**
 * What needs attention as a list, what has most money at stake first, page by page. It reads the rows that it shows and
 * what they are about, whatever there is beside them.
 */
import * as LIMITS from '../limits.ts'
import { isSettled, QUARANTINE_RANK, ranksOf, type State, UNSETTLED } from './attention-kinds.ts'
import { type Place as Cursor, type Page, pageOf, readCursor, writeCursor } from './cursor.ts'

/** What names one thing: a later one of the same kind and entity has another `since`. */
export interface FindingKey {
  readonly kind: string
  readonly provider: string
  readonly entityId: string
  /** UTC text. */
  readonly since: string
}

export interface Finding extends FindingKey {
  readonly state: State
  readonly rank: number
  /** One English sentence. */
  readonly summary: string
  readonly amountCents: number
  /** The payment behind it, where it is an order's. */
  readonly transactionId: number | null
  readonly note: string | null
  /** Who last decided about it, and when; null where nobody has. */
  readonly by: string | null
  readonly at: string | null
  /** Whether an earlier one of its kind was settled. */
  readonly again: number
  readonly orderNumber: string | null
  readonly saleNumber: string | null
  readonly reference: string | null
  /** Where its order and its payment stand; null where there is none. */
  readonly orderStatus: string | null
  readonly paymentStatus: string | null
}

export interface FindingFilter {
  readonly kind?: string | undefined
  readonly provider?: string | undefined
  /** What nobody has settled, when left out. */
  readonly state?: State | undefined
  /** Ranks from one to another; all, when left out. */
  readonly ranks?: readonly [from: number, to: number] | undefined
  readonly after?: Cursor | undefined
  readonly limit: number
}

const HOUR_MS = 3_600_000

/** The events that an order lacks mostly come within the hour. */
export const youngGaps = (nowMs: number): string => new Date(nowMs - HOUR_MS).toISOString()

export function listFindings(d1: D1Database, filter: FindingFilter): Promise<Page<Finding>> {
  return filter.state && isSettled(filter.state) ? listSettled(d1, filter) : listUnsettled(d1, filter)
}

/** A finding's place in the order, all of it downwards. */
type Ranked = FindingKey & Pick<Finding, 'rank' | 'amountCents'>

const KEY = 'rank, amount_cents, since, provider, entity_id, kind'
const DOWNWARDS = KEY.replaceAll(',', ' DESC,').concat(' DESC')

/** Each state and rank by itself, because an index has them in this order; then the first of all. */
async function listUnsettled(
  d1: D1Database,
  { kind, provider, state, ranks = [0, 99], after, limit }: FindingFilter,
): Promise<Page<Finding>> {
  const place = after && placeIn(after)
  const ranges = kind === undefined ? [ranks] : ranksOf(kind).map((rank) => [rank, rank] as const)
  const arms = UNSETTLED.filter((each) => state === undefined || each === state).flatMap((each) =>
    ranges.map(([from, to]) => {
      const conditions = [
        ['state = ?', each],
        ['rank >= ?', from],
        // One bound above, because SQLite looks a row up by one of two and reads along by the other.
        place && place[0] <= to ? [`(${KEY}) < (?, ?, ?, ?, ?, ?)`, ...place] : ['rank <= ?', to],
        [`NOT (kind = 'gap' AND since >= ?)`, youngGaps(Date.now())],
        ...(provider === undefined ? [] : [['provider = ?', provider]]),
        ...(kind === undefined ? [] : [['kind = ?', kind]]),
      ]
      return d1
        .prepare(
          `SELECT rank, amount_cents AS amountCents, since, provider, entity_id AS entityId, kind FROM findings
           WHERE ${conditions.map(([condition]) => condition).join(' AND ')} ORDER BY ${DOWNWARDS} LIMIT ${limit + 1}`,
        )
        .bind(...conditions.flatMap(([, ...values]) => values))
    }),
  )
  const rows = (await d1.batch<Ranked>(arms)).flatMap(({ results }) => results).sort(downwards)
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    items: await detailed(d1, shown),
    nextCursor: last && rows.length > limit ? cursorOf(last) : null,
  }
}

/** The latest decision first. */
async function listSettled(
  d1: D1Database,
  { kind, provider, state = 'resolved', after, limit }: FindingFilter,
): Promise<Page<Finding>> {
  const conditions = [
    ['state = ?', state],
    ...(kind === undefined ? [] : [['kind = ?', kind]]),
    ...(provider === undefined ? [] : [['provider = ?', provider]]),
    ...(after
      ? [['(at, provider, entity_id, kind, since) < (?, ?, ?, ?, ?)', after.at, ...partsOf(after)]]
      : []),
  ]
  const { results } = await d1
    .prepare(
      `${DETAILS} (
        SELECT *, 0 AS rank FROM handled WHERE ${conditions.map(([condition]) => condition).join(' AND ')}
        ORDER BY at DESC, provider DESC, entity_id DESC, kind DESC, since DESC LIMIT ${limit + 1}
      ) AS f ${JOINS} ORDER BY h.at DESC, f.provider DESC, f.entity_id DESC, f.kind DESC, f.since DESC`,
    )
    .bind(...conditions.flatMap(([, ...values]) => values))
    .all<Finding>()
  return pageOf(results, limit, ({ at, provider: of, entityId, kind: what, since }) => ({
    at: at ?? '',
    id: [of, entityId, what, since].join(SEPARATOR),
  }))
}

/** A finding without what people call the order or payment. */
export type Item = Omit<
  Finding,
  'again' | 'orderNumber' | 'saleNumber' | 'reference' | 'orderStatus' | 'paymentStatus'
>

/** Open bodies in quarantine, newest first. */
export async function listOpenBodies(
  d1: D1Database,
  { provider, after, limit }: Pick<FindingFilter, 'provider' | 'after' | 'limit'>,
): Promise<readonly Item[]> {
  const { results } = await d1
    .prepare(
      `SELECT kind, provider, entity_id AS entityId, since, summary, state, amount_cents AS amountCents,
         ${QUARANTINE_RANK} AS rank, NULL AS transactionId, NULL AS note, NULL AS by, NULL AS at
       FROM open_bodies
       WHERE (?1 IS NULL OR provider = ?1) ${after ? 'AND (since, entity_id) < (?3, ?4)' : ''}
       ORDER BY since DESC, entity_id DESC LIMIT ?2`,
    )
    .bind(provider ?? null, limit, ...(after ? [after.at, after.id] : []))
    .all<Item>()
  return results
}

/** Those of one entity, and what its orders have of the kinds that a payment brings about. */
export async function findingsOf(
  d1: D1Database,
  provider: string,
  entityId: string,
  orderIds: readonly string[] = [],
): Promise<readonly Finding[]> {
  const { results } = await d1
    .prepare(
      `SELECT rank, amount_cents AS amountCents, since, provider, entity_id AS entityId, kind FROM findings
       WHERE provider = ?1 AND entity_id = ?2
       UNION ALL SELECT rank, amount_cents, since, provider, entity_id, kind FROM findings
       WHERE provider = 'amplia' AND entity_id IN (SELECT value FROM json_each(?3))
         AND kind IN ('issued_money_back', 'paid_order_closed')`,
    )
    .bind(provider, entityId, JSON.stringify(orderIds))
    .all<Ranked>()
  const young = youngGaps(Date.now())
  return detailed(
    d1,
    results.filter(({ kind, since }) => !(kind === 'gap' && since >= young)).sort(downwards),
  )
}

export interface FindingCount {
  readonly state: State
  readonly rank: number
  readonly items: number
  readonly amountCents: number
}

export interface FindingCounts {
  readonly findings: readonly FindingCount[]
  /** Open bodies in quarantine, up to one more than `LIMITS.quarantineCounted`. */
  readonly quarantined: number
}

/** How many there are of each rank; gaps of the last hour are none. */
export async function countFindings(d1: D1Database): Promise<FindingCounts> {
  const [counts, young, open] = await d1.batch([
    d1.prepare('SELECT state, rank, items, amount_cents AS amountCents FROM finding_counts WHERE items > 0'),
    d1
      .prepare(
        `SELECT rank FROM findings
         WHERE state = 'open' AND rank IN (59, 19) AND amount_cents = 0 AND since >= ? LIMIT ${LIMITS.gapsCounted}`,
      )
      .bind(youngGaps(Date.now())),
    d1.prepare(
      `SELECT count(*) AS items FROM (SELECT 1 FROM quarantine INDEXED BY quarantine_open
       WHERE resolved_at IS NULL LIMIT ${LIMITS.quarantineCounted + 1})`,
    ),
  ])
  const tooYoung = (young?.results ?? []) as readonly { readonly rank: number }[]
  return {
    findings: ((counts?.results ?? []) as FindingCount[])
      .map((each) =>
        each.state === 'open'
          ? { ...each, items: each.items - tooYoung.filter(({ rank }) => rank === each.rank).length }
          : each,
      )
      .filter(({ items }) => items > 0),
    quarantined: ((open?.results ?? []) as { readonly items: number }[])[0]?.items ?? 0,
  }
}

const DETAILS = `SELECT f.kind, f.provider, f.entity_id AS entityId, f.since, f.state, f.rank,
  iif(f.kind = 'gap', 'The order is ' || o.status || ', but ', '') || coalesce(f.summary, '') AS summary, coalesce(f.amount_cents, 0) AS amountCents, f.transaction_id AS transactionId,
  h.note, h.by, h.at,
  EXISTS (SELECT 1 FROM handled AS b WHERE b.provider = f.provider AND b.entity_id = f.entity_id AND b.kind = f.kind
    AND b.since < f.since AND b.state IN ('resolved', 'ignored')) AS again,
  o.order_number AS orderNumber, o.sale_number AS saleNumber, o.status AS orderStatus,
  t.reference, CAST(t.status AS TEXT) AS paymentStatus
FROM`

const JOINS = `LEFT JOIN handled AS h
  ON h.provider = f.provider AND h.entity_id = f.entity_id AND h.kind = f.kind AND h.since = f.since
LEFT JOIN orders AS o ON f.provider = 'amplia' AND o.order_id = f.entity_id
LEFT JOIN transactions AS t
  ON t.transaction_id = iif(f.provider = 'safe2pay', CAST(f.entity_id AS INTEGER), f.transaction_id)`

/** Findings by their keys, with what they are about. */
async function detailed(d1: D1Database, keys: readonly Ranked[]): Promise<readonly Finding[]> {
  if (keys.length === 0) return []
  const { results } = await d1
    .prepare(
      `${DETAILS} json_each(?) AS j CROSS JOIN findings AS f
         ON f.provider = j.value ->> 0 AND f.entity_id = j.value ->> 1 AND f.kind = j.value ->> 2
       ${JOINS} ORDER BY j.key`,
    )
    .bind(JSON.stringify(keys.map(({ provider, entityId, kind }) => [provider, entityId, kind])))
    .all<Finding>()
  return results
}

/** An id of a sender has none of these, nor a kind, nor a time. */
const SEPARATOR = '*'

/** The cursor behind a thing of the list. */
export const cursorOf = ({ rank, amountCents, since, provider, entityId, kind }: Ranked): string =>
  writeCursor({ at: since, id: [rank, amountCents, provider, entityId, kind].join(SEPARATOR) })

const partsOf = ({ id }: Cursor): readonly string[] => id.split(SEPARATOR)

/** Null where the text is no cursor of the list of this state. */
export function readFindingCursor(text: string, state: State | undefined): Cursor | null {
  const cursor = readCursor(text)
  if (!cursor) return null
  return (state && isSettled(state) ? partsOf(cursor).length === 4 : placeIn(cursor)) ? cursor : null
}

/** Where a cursor stands, in the order of the list; null where it is another list's. */
export function placeIn(cursor: Cursor): readonly [number, number, string, string, string, string] | null {
  const [rank = '', cents = '', provider, entityId, kind] = partsOf(cursor)
  if (!/^\d{1,2}$/.test(rank) || !/^-?\d{1,16}$/.test(cents)) return null
  return provider && entityId && kind
    ? [Number(rank), Number(cents), cursor.at, provider, entityId, kind]
    : null
}

function downwards(a: Ranked, b: Ranked): number {
  const order = [
    b.rank - a.rank,
    b.amountCents - a.amountCents,
    compare(b.since, a.since),
    compare(b.provider, a.provider),
    compare(b.entityId, a.entityId),
    compare(b.kind, a.kind),
  ]
  return order.find((each) => each !== 0) ?? 0
}

/** As SQLite compares texts: by their bytes; ids and times are ASCII. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
