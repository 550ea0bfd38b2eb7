/** Rows of version 0.1.0, whose body stands in D1, until it has moved into an object. */
import { and, asc, eq, gt, isNotNull, isNull, ne, sql } from 'drizzle-orm'
import { database } from './database.ts'
import { quarantine } from './schema.ts'

/** A body that version 0.1.0 put into D1. */
export interface BodyInD1 {
  readonly id: string
  readonly body: string
}

const HAS_BODY = ne(quarantine.body, sql.raw("''"))

/** Bodies in D1 of which nobody has asked yet whom they concern. */
export const unattributed = (d1: D1Database, provider: string, limit: number): Promise<BodyInD1[]> =>
  database(d1)
    .select({ id: quarantine.id, body: quarantine.body })
    .from(quarantine)
    .where(and(eq(quarantine.provider, provider), HAS_BODY, isNull(quarantine.revision)))
    .limit(limit)

export interface Attribution {
  readonly id: string
  readonly entityId: string | null
  readonly furtherEntityIds: string | null
  readonly reference: string | null
}

/** Records whom such bodies concern. */
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

/** Open rows of a provider whose body still stands in D1, after a key. */
export const withBody = (
  d1: D1Database,
  provider: string,
  after: string,
  limit: number,
): Promise<OlderRow[]> =>
  database(d1)
    .select({
      id: quarantine.id,
      provider: quarantine.provider,
      reason: quarantine.reason,
      issues: quarantine.issues,
      body: quarantine.body,
      receivedAt: quarantine.receivedAt,
      attempts: quarantine.attempts,
    })
    .from(quarantine)
    .where(
      and(
        eq(quarantine.provider, provider),
        HAS_BODY,
        isNull(quarantine.resolvedAt),
        gt(quarantine.id, after),
      ),
    )
    .orderBy(asc(quarantine.id))
    .limit(limit)

/** Closes an open row whose body stands in D1; false when there is none, or none open. */
export async function resolveOlder(
  d1: D1Database,
  id: string,
  resolution: string,
  at: string,
): Promise<boolean> {
  const { meta } = await database(d1)
    .update(quarantine)
    .set({ resolvedAt: at, resolution })
    .where(and(eq(quarantine.id, id), isNull(quarantine.resolvedAt)))
  return meta.changes > 0
}

/** Opens a row of version 0.1.0 again. */
export async function reopenOlder(d1: D1Database, id: string): Promise<boolean> {
  const { meta } = await database(d1)
    .update(quarantine)
    .set({ resolvedAt: null, resolution: null })
    .where(and(eq(quarantine.id, id), isNotNull(quarantine.resolvedAt)))
  return meta.changes > 0
}
