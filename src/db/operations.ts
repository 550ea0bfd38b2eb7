/** What operators did, as rows: written once, never changed, read newest first. */
import { type Page, type Place, pageOf } from './cursor.ts'

export interface Done {
  readonly at: string
  readonly by: string
  readonly action: string
  readonly provider: string | null
  readonly entityId: string | null
  readonly detail: string | null
}

export interface RecordedOperation extends Done {
  readonly id: number
  /** The number by which people know the order. */
  readonly orderNumber: string | null
}

export interface ListedOperation extends RecordedOperation {
  /** Whether the order, payment or body exists in D1, and so has a page. */
  readonly isThere: number
}

/** One statement for all of them. */
export async function insertOperations(d1: D1Database, done: readonly Done[]): Promise<void> {
  const columns = ['at', 'by', 'action', 'provider', 'entityId', 'detail'].map(
    (name) => `value ->> '${name}'`,
  )
  await d1
    .prepare(
      `INSERT INTO operations (at, by, action, provider, entity_id, detail) SELECT ${columns.join()} FROM json_each(?)`,
    )
    .bind(JSON.stringify(done))
    .run()
}

const IS_KNOWN =
  'EXISTS (SELECT 1 FROM transitions AS t WHERE t.provider = o.provider AND t.entity_id = o.entity_id)'

interface OperationFilter {
  readonly action?: string | undefined
  readonly after?: Place | undefined
  readonly limit: number
}

export async function listOperations(
  d1: D1Database,
  { action, after, limit }: OperationFilter,
): Promise<Page<ListedOperation>> {
  const { results } = await d1
    .prepare(
      `SELECT id, at, by, action, provider, entity_id AS entityId, detail, order_number AS orderNumber,
         iif(provider IS NULL, EXISTS (SELECT 1 FROM quarantine AS q WHERE q.id = entity_id), ${IS_KNOWN}) AS isThere
       FROM operations AS o LEFT JOIN orders ON provider = 'amplia' AND order_id = entity_id
       WHERE (?1 IS NULL OR action = ?1) AND id < ?2 ORDER BY id DESC LIMIT ?3`,
    )
    .bind(action ?? null, after ? Number(after.id) || 0 : Number.MAX_SAFE_INTEGER, limit + 1)
    .all<ListedOperation>()
  return pageOf(results, limit, ({ at, id }) => ({ at, id: String(id) }))
}
