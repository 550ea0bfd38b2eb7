/** Authentic bodies that no event could be made of are kept here, each once, with how often it came. */
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Issue } from '../issue.ts'
import { faultOf } from './faults.ts'
import { quarantine } from './schema.ts'
import { composer, prepared } from './statement.ts'

/** Version 0.1.0 refused the events of an entity that had too many of them: such rows can still be there. */
export const QUARANTINE_REASONS = [
  'invalid_json',
  'invalid_schema',
  'unsupported_type',
  'too_many_events',
] as const

export interface Rejection {
  readonly reason: Exclude<(typeof QUARANTINE_REASONS)[number], 'too_many_events'>
  /** What is wrong where; where nothing in the body is wrong, nothing. */
  readonly issues: readonly Issue[]
}

/** A row's key: the same body of the same provider has the same one. The digest is of the body as it came. */
export const quarantineId = (provider: string, digest: string): string => `${provider}-${digest}`

/** The provider and the digest in a row's key; null where it is none. */
export function quarantineParts(id: string): { readonly provider: string; readonly digest: string } | null {
  const [, provider, digest] = /^([a-z0-9]+)-([0-9a-f]{32})$/.exec(id) ?? []
  return provider && digest ? { provider, digest } : null
}

/**
 * Keeps a body. Rejects when D1 cannot take it: then the sender must send it again.
 * When a body fails again after it was resolved, it is open again.
 * @param body without keys and, because people query this table, without personal numbers
 */
export async function keep(
  d1: D1Database,
  provider: string,
  digest: string,
  { reason, issues }: Rejection,
  body: string,
  receivedAt: string,
): Promise<string> {
  const id = quarantineId(provider, digest)
  const insert = () =>
    drizzle(d1)
      .insert(quarantine)
      .values({ id, provider, reason, issues: JSON.stringify(issues), body, receivedAt, attempts: 1 })
      .onConflictDoUpdate({
        target: quarantine.id,
        set: {
          reason: sql`excluded.reason`,
          issues: sql`excluded.issues`,
          attempts: sql`${quarantine.attempts} + 1`,
          resolvedAt: null,
          resolution: null,
        },
      })
  try {
    await insert()
  } catch (error) {
    if (faultOf(error) !== 'transient') throw error
    await insert()
  }
  return id
}

/** The statement that closes the rows of bodies that have been judged since; writes 0 rows where there are none. */
export const resolveJudged = prepared(
  composer
    .update(quarantine)
    .set({ resolvedAt: sql`${sql.placeholder('projectedAt')}`, resolution: 'judged' })
    .where(
      sql`${quarantine.id} IN (SELECT value FROM json_each(${sql.placeholder('ids')})) AND ${quarantine.resolvedAt} IS NULL`,
    ),
)
