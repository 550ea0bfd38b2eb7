/**
 * What D1 has of the bodies in quarantine: everything but the bodies. Each row is written by the object that keeps the
 * body, and a newer revision replaces an older one.
 */
import { and, eq, isNull, lte, or, sql } from 'drizzle-orm'
import type { Issue } from '../issue.ts'
import { database } from './database.ts'
import { quarantine, quarantineSizes } from './schema.ts'
import { composer, prepared, run } from './statement.ts'
import { newerOnly } from './upsert.ts'

/** Version 0.1.0 refused the events of an entity that had too many of them: such rows can still be there. */
export const QUARANTINE_REASONS = [
  'invalid_json',
  'invalid_schema',
  'unsupported_type',
  'sandbox_key',
  'too_many_events',
] as const

export interface Rejection {
  readonly reason: Exclude<(typeof QUARANTINE_REASONS)[number], 'too_many_events'>
  /** What is wrong where; where nothing in the body is wrong, nothing. */
  readonly issues: readonly Issue[]
}

/** A row as an object of this version writes it. */
export interface KeptRow {
  readonly id: string
  readonly provider: string
  readonly reason: string
  /** JSON. */
  readonly issues: string
  readonly receivedAt: string
  readonly lastReceivedAt: string
  readonly attempts: number
  readonly resolvedAt: string | null
  readonly resolution: string | null
  readonly entityId: string | null
  /** JSON; null where the body names one entity or none. */
  readonly furtherEntityIds: string | null
  /** Without personal numbers. */
  readonly reference: string | null
  readonly bytes: number
  readonly revision: number
}

/** What the quarantine of one provider takes. */
export interface QuarantineSize {
  readonly bodies: number
  readonly bytes: number
}

/** A row's key, and the name of the object that keeps its body. The same body of the same provider has the same one. */
export const quarantineId = (provider: string, digest: string): string => `${provider}-${digest}`

/** The provider and the digest in a row's key; null where it is none. */
export function quarantineParts(id: string): { readonly provider: string; readonly digest: string } | null {
  const [, provider, digest] = /^([a-z0-9]+)-([0-9a-f]{32})$/.exec(id) ?? []
  return provider && digest ? { provider, digest } : null
}

/** Writes a body's row, if it is newer than what D1 has, and returns what the provider's quarantine takes with it. */
export async function writeKept(d1: D1Database, row: KeptRow): Promise<QuarantineSize> {
  const statements = [countNew({ ...row }), upsert({ ...row }), readSize({ provider: row.provider })]
  const results = await run<QuarantineSize>(d1, statements)
  return results.at(-1)?.results[0] ?? { bodies: 0, bytes: 0 }
}

/** Deletes a body's row, unless D1 has a newer one of the same body; returns whether there was one. */
export async function deleteKept(d1: D1Database, id: string, revision: number): Promise<boolean> {
  const db = database(d1)
  const old = and(eq(quarantine.id, id), or(isNull(quarantine.revision), lte(quarantine.revision, revision)))
  const gone = db
    .select({ provider: quarantine.provider, bytes: BYTES.as('bytes') })
    .from(quarantine)
    .where(old)
  const [, deleted] = await db.batch([
    db
      .update(quarantineSizes)
      .set({
        bodies: sql`max(${quarantineSizes.bodies} - 1, 0)`,
        bytes: sql`max(${quarantineSizes.bytes} - (SELECT bytes FROM ${gone}), 0)`,
      })
      .where(sql`${quarantineSizes.provider} = (SELECT provider FROM ${gone})`),
    db.delete(quarantine).where(old),
  ])
  return deleted.meta.changes > 0
}

/** Counts what is there, in case somebody has added or deleted rows by hand, or a restore has. */
export async function countQuarantine(d1: D1Database): Promise<void> {
  const db = database(d1)
  await db.batch([
    db.delete(quarantineSizes),
    db
      .insert(quarantineSizes)
      .select(sql`SELECT provider, count(*), total(${BYTES}) FROM ${quarantine} GROUP BY provider`),
  ])
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

/** Rows of version 0.1.0 have no size, but the body itself. */
const BYTES = sql<number>`coalesce(${quarantine.bytes}, length(${quarantine.body}))`

/** Before the row is written: only then can it be seen that it is new. */
const countNew = prepared(
  composer
    .insert(quarantineSizes)
    .select(
      sql`SELECT ${sql.placeholder('provider')}, 1, ${sql.placeholder('bytes')} WHERE NOT EXISTS (SELECT 1 FROM ${quarantine} WHERE ${quarantine.id} = ${sql.placeholder('id')})`,
    )
    .onConflictDoUpdate({
      target: quarantineSizes.provider,
      set: {
        bodies: sql`${quarantineSizes.bodies} + 1`,
        bytes: sql`${quarantineSizes.bytes} + excluded.bytes`,
      },
    }),
)

const placeholder = (name: keyof KeptRow) => sql.placeholder(name)

const upsert = prepared(
  composer
    .insert(quarantine)
    .values({
      id: placeholder('id'),
      provider: placeholder('provider'),
      reason: placeholder('reason'),
      issues: placeholder('issues'),
      // It stands in its object, and nowhere else.
      body: '',
      receivedAt: placeholder('receivedAt'),
      attempts: placeholder('attempts'),
      resolvedAt: placeholder('resolvedAt'),
      resolution: placeholder('resolution'),
      entityId: placeholder('entityId'),
      furtherEntityIds: placeholder('furtherEntityIds'),
      reference: placeholder('reference'),
      lastReceivedAt: placeholder('lastReceivedAt'),
      bytes: placeholder('bytes'),
      revision: placeholder('revision'),
      // Whatever has changed, there is a week again from the next warning on.
      warnedAt: null,
    })
    .onConflictDoUpdate(newerOnly(quarantine, [quarantine.id])),
)

const readSize = prepared(
  composer
    .select({ bodies: quarantineSizes.bodies, bytes: quarantineSizes.bytes })
    .from(quarantineSizes)
    .where(eq(quarantineSizes.provider, sql.placeholder('provider'))),
)
