/** Authentic bodies that no event could be made of are kept here, each once, with how often it came. */
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { digest } from '../providers/digest.ts'
import type { Issue } from '../providers/event.ts'
import { faultOf } from './faults.ts'
import { quarantine } from './schema.ts'

export type QuarantineReason = 'invalid_json' | 'invalid_schema' | 'unsupported_type' | 'too_many_events'

export interface Rejected {
  readonly provider: string
  readonly reason: QuarantineReason
  readonly issues: readonly Issue[]
  /** Without keys and, because people query this table, without personal numbers. */
  readonly body: string
}

/**
 * Keeps a body and returns its id. Rejects when D1 cannot take it: then the sender must send it again.
 * The same body of the same provider has the same id; when it fails again after it was resolved, it is open again.
 */
export async function keep(d1: D1Database, rejected: Rejected, receivedAt: string): Promise<string> {
  const id = (await digest([rejected.provider, rejected.body])).slice(0, 32)
  const insert = () =>
    drizzle(d1)
      .insert(quarantine)
      .values({ ...rejected, id, issues: JSON.stringify(rejected.issues), receivedAt, attempts: 1 })
      .onConflictDoUpdate({
        target: quarantine.id,
        set: {
          reason: sql`excluded.reason`,
          issues: sql`excluded.issues`,
          attempts: sql`${quarantine.attempts} + 1`,
          resolvedAt: null,
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
