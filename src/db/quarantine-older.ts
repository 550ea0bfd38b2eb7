/** Rows of version 0.1.0, whose bodies are in D1 until they are moved into objects. */
import { sql } from 'drizzle-orm'
import { database } from './database.ts'

/** A body that version 0.1.0 put into D1. */
export interface BodyInD1 {
  readonly id: string
  readonly body: string
}

/** Bodies in D1 that have not been checked yet for the entity that they concern. */
export const unattributed = (d1: D1Database, provider: string, limit: number): Promise<BodyInD1[]> =>
  database(d1).all<BodyInD1>(sql`
    SELECT id, body FROM quarantine WHERE provider = ${provider} AND body <> '' AND revision IS NULL LIMIT ${limit}`)

export interface Attribution {
  readonly id: string
  readonly entityId: string | null
  readonly furtherEntityIds: string | null
  readonly reference: string | null
}

/** Records which entity such bodies concern. */
export async function attribute(d1: D1Database, found: readonly Attribution[]): Promise<void> {
  await database(d1).run(sql`
    UPDATE quarantine SET
      entity_id = value ->> '$.entityId',
      further_entity_ids = value ->> '$.furtherEntityIds',
      reference = value ->> '$.reference',
      revision = 0
    FROM json_each(${JSON.stringify(found)})
    WHERE quarantine.id = value ->> '$.id' AND quarantine.revision IS NULL`)
}

export interface OlderRow extends BodyInD1 {
  readonly provider: string
  readonly reason: string
  readonly issues: string
  readonly receivedAt: string
  readonly attempts: number
}

/** Open rows of a provider whose body is still in D1, after a key. */
export const withBody = (
  d1: D1Database,
  provider: string,
  after: string,
  limit: number,
): Promise<OlderRow[]> =>
  database(d1).all<OlderRow>(sql`
    SELECT id, provider, reason, issues, body, received_at AS receivedAt, attempts FROM quarantine
    WHERE provider = ${provider} AND body <> '' AND resolved_at IS NULL AND id > ${after}
    ORDER BY id LIMIT ${limit}`)

/** Closes an open row whose body is in D1; false if there is no such row, or it is closed. */
export async function resolveOlder(
  d1: D1Database,
  id: string,
  resolution: string,
  at: string,
): Promise<boolean> {
  const { meta } = await database(d1).run(sql`
    UPDATE quarantine SET resolved_at = ${at}, resolution = ${resolution} WHERE id = ${id} AND resolved_at IS NULL`)
  return meta.changes > 0
}

/** Opens a row of version 0.1.0 again. */
export async function reopenOlder(d1: D1Database, id: string): Promise<boolean> {
  const { meta } = await database(d1).run(sql`
    UPDATE quarantine SET resolved_at = NULL, resolution = NULL WHERE id = ${id} AND resolved_at IS NOT NULL`)
  return meta.changes > 0
}
