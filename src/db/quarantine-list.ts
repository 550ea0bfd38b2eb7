/** The quarantine as people and programs work through it: newest first, one by one, until it is empty. */
import { and, asc, desc, eq, gt, isNotNull, isNull, lt, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { type Page, type Place, pageOf } from './cursor.ts'
import { quarantine } from './schema.ts'

export type Quarantined = typeof quarantine.$inferSelect

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
    .select()
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
  return pageOf(rows, limit, (row) => ({ at: row.receivedAt, id: row.id }))
}

export async function findQuarantined(d1: D1Database, id: string): Promise<Quarantined | null> {
  const [row] = await drizzle(d1).select().from(quarantine).where(eq(quarantine.id, id))
  return row ?? null
}

/** Open rows after a key, in the order of their keys: a walk that meets each row once, whatever is resolved meanwhile. */
export const openAfter = (d1: D1Database, id: string, limit: number): Promise<Quarantined[]> =>
  drizzle(d1)
    .select()
    .from(quarantine)
    .where(and(isNull(quarantine.resolvedAt), gt(quarantine.id, id)))
    .orderBy(asc(quarantine.id))
    .limit(limit)

/** Closes an open row and says how; false when there is none, or none open. */
export async function resolve(d1: D1Database, id: string, resolution: string, at: string): Promise<boolean> {
  const { meta } = await drizzle(d1)
    .update(quarantine)
    .set({ resolvedAt: at, resolution })
    .where(and(eq(quarantine.id, id), isNull(quarantine.resolvedAt)))
  return meta.changes > 0
}

/** Deletes rows that were resolved before a time, `limit` at the most; returns how many. */
export async function deleteResolved(d1: D1Database, before: string, limit: number): Promise<number> {
  const old = drizzle(d1)
    .select({ id: quarantine.id })
    .from(quarantine)
    .where(lt(quarantine.resolvedAt, before))
    .limit(limit)
  const { meta } = await drizzle(d1).delete(quarantine).where(sql`${quarantine.id} IN ${old}`)
  return meta.changes
}
