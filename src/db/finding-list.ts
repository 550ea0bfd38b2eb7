/**
 * The findings that need attention as a list, page by page, with the most money at stake first. It reads only the rows that
 * it shows and their orders and payments, however many others there are.
 */
import { isSettled, ranksOf, type State, UNSETTLED } from './attention-kinds.ts'
import { type Place as Cursor, type Page, pageOf, readCursor, writeCursor } from './cursor.ts'
import { DETAILS, detailed, downwards, type Finding, JOINS, type Ranked, youngGaps } from './finding.ts'

export interface FindingFilter {
  readonly kind?: string | undefined
  readonly provider?: string | undefined
  /** If left out, all that are not settled. */
  readonly state?: State | undefined
  /** A range of ranks; all if left out. */
  readonly ranks?: readonly [from: number, to: number] | undefined
  readonly after?: Cursor | undefined
  readonly limit: number
}

export function listFindings(d1: D1Database, filter: FindingFilter): Promise<Page<Finding>> {
  return filter.state && isSettled(filter.state) ? listSettled(d1, filter) : listUnsettled(d1, filter)
}

const KEY = 'rank, amount_cents, since, provider, entity_id, kind'
const DOWNWARDS = KEY.replaceAll(',', ' DESC,').concat(' DESC')

/** Reads each state and rank on its own, because an index has them in this order, and takes the first of all. */
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
        // Only one upper bound, because with two SQLite uses one for the lookup and reads along the other.
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

/** Lists settled findings, the latest decision first. */
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

/** Never part of a sender's id, a kind or a time. */
const SEPARATOR = '*'

/** The cursor after a finding of the list. */
export const cursorOf = ({ rank, amountCents, since, provider, entityId, kind }: Ranked): string =>
  writeCursor({ at: since, id: [rank, amountCents, provider, entityId, kind].join(SEPARATOR) })

const partsOf = ({ id }: Cursor): readonly string[] => id.split(SEPARATOR)

/** Null if the text is not a cursor of the list of this state. */
export function readFindingCursor(text: string, state: State | undefined): Cursor | null {
  const cursor = readCursor(text)
  if (!cursor) return null
  return (state && isSettled(state) ? partsOf(cursor).length === 4 : placeIn(cursor)) ? cursor : null
}

/** The place of a cursor in the order of the list; null if the cursor belongs to another list. */
export function placeIn(cursor: Cursor): readonly [number, number, string, string, string, string] | null {
  const [rank = '', cents = '', provider, entityId, kind] = partsOf(cursor)
  if (!/^\d{1,2}$/.test(rank) || !/^-?\d{1,16}$/.test(cents)) return null
  return provider && entityId && kind
    ? [Number(rank), Number(cents), cursor.at, provider, entityId, kind]
    : null
}
