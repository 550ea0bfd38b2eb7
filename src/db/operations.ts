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
  /** By which people know the order that it was done to. */
  readonly orderNumber: string | null
}

/** One statement, however many there are. */
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

interface OperationFilter {
  readonly action?: string | undefined
  readonly after?: Place | undefined
  readonly limit: number
}

export async function listOperations(
  d1: D1Database,
  { action, after, limit }: OperationFilter,
): Promise<Page<RecordedOperation>> {
  const { results } = await d1
    .prepare(
      `SELECT id, at, by, action, provider, entity_id AS entityId, detail, order_number AS orderNumber
       FROM operations LEFT JOIN orders ON provider = 'amplia' AND order_id = entity_id
       WHERE (?1 IS NULL OR action = ?1) AND id < ?2 ORDER BY id DESC LIMIT ?3`,
    )
    .bind(action ?? null, after ? Number(after.id) || 0 : Number.MAX_SAFE_INTEGER, limit + 1)
    .all<RecordedOperation>()
  return pageOf(results, limit, ({ at, id }) => ({ at, id: String(id) }))
}
