/** The quarantine as people and programs work through it: newest first, one by one, until it is empty. Reads only. */
import { and, asc, desc, eq, getTableColumns, isNotNull, isNull, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { type Page, type Place, pageOf } from './cursor.ts'
import { quarantine } from './schema.ts'

const { body: _, bytes: __, warnedAt: ___, ...listed } = getTableColumns(quarantine)

/** A row without its body, which a list does not show. */
export type Quarantined = Omit<typeof quarantine.$inferSelect, 'body' | 'bytes' | 'warnedAt'>

/** A row with the body that version 0.1.0 put into D1; empty where an object has it. */
export type QuarantinedRow = Quarantined & { readonly body: string }

export interface QuarantineFilter {
  readonly provider?: string | undefined
  readonly reason?: string | undefined
  readonly state: 'open' | 'resolved' | 'all'
  readonly after?: Place | undefined
  readonly limit: number
}

export async function listQuarantine(
  d1: D1Database,
  { provider, reason, state, after, limit }: QuarantineFilter,
): Promise<Page<Quarantined>> {
  const rows = await drizzle(d1)
    .select(listed)
    .from(quarantine)
    .where(
      and(
        provider === undefined ? undefined : eq(quarantine.provider, provider),
        reason === undefined ? undefined : eq(quarantine.reason, reason),
        state === 'open' ? isNull(quarantine.resolvedAt) : undefined,
        state === 'resolved' ? isNotNull(quarantine.resolvedAt) : undefined,
        after && sql`(${quarantine.receivedAt}, ${quarantine.id}) < (${after.at}, ${after.id})`,
      ),
    )
    .orderBy(desc(quarantine.receivedAt), desc(quarantine.id))
    .limit(limit + 1)
  return pageOf(rows, limit, placeOf)
}

export async function findQuarantined(d1: D1Database, id: string): Promise<QuarantinedRow | null> {
  const [row] = await drizzle(d1)
    .select({ ...listed, body: quarantine.body })
    .from(quarantine)
    .where(eq(quarantine.id, id))
  return row ?? null
}

/**
 * Open rows after a place, in the order in which their bodies first came: a walk that meets each row once, whatever is
 * resolved meanwhile.
 */
export const openAfter = (d1: D1Database, after: Place | null, limit: number): Promise<QuarantinedRow[]> =>
  drizzle(d1)
    .select({ ...listed, body: quarantine.body })
    .from(quarantine)
    .where(
      and(
        isNull(quarantine.resolvedAt),
        after ? sql`(${quarantine.receivedAt}, ${quarantine.id}) > (${after.at}, ${after.id})` : undefined,
      ),
    )
    .orderBy(asc(quarantine.receivedAt), asc(quarantine.id))
    .limit(limit)

/** A row's place in the order of arrival. */
export const placeOf = ({ receivedAt, id }: Pick<Quarantined, 'receivedAt' | 'id'>): Place => ({
  at: receivedAt,
  id,
})
