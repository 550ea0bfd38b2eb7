/**
 * What D1 has of the bodies in quarantine: everything but the bodies. Each row is written by the object that keeps the
 * body, and a newer revision replaces an older one.
 */
import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { Issue } from '../issue.ts'
import { quarantine, quarantineSizes } from './schema.ts'
import { into, listed, ofRows, ROWS, run, written } from './statement.ts'
import { newerOnly } from './upsert.ts'

/** `too_many_events` is from version 0.1.0, which refused events of an entity that had too many; such rows may still exist. */
export const QUARANTINE_REASONS = [
  'invalid_json',
  'invalid_schema',
  'unsupported_type',
  'sandbox_key',
  'too_many_events',
] as const

export interface Rejection {
  readonly reason: Exclude<(typeof QUARANTINE_REASONS)[number], 'too_many_events'>
  /** What is wrong and where; empty if nothing in the body is wrong. */
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
  /** JSON; null if the body names at most one entity. */
  readonly furtherEntityIds: string | null
  /** Without personal numbers. */
  readonly reference: string | null
  readonly bytes: number
  readonly revision: number
}

/** The size of the quarantine of one provider. */
export interface QuarantineSize {
  readonly bodies: number
  readonly bytes: number
}

/**
 * A row's key, which is also the name of the object that keeps its body. The same body of the same provider has the same
 * key.
 */
export const quarantineId = (provider: string, digest: string): string => `${provider}-${digest}`

/** The provider and the digest in a row's key; null if it is not a key. */
export function quarantineParts(id: string): { readonly provider: string; readonly digest: string } | null {
  const [, provider, digest] = /^([a-z0-9]+)-([0-9a-f]{32})$/.exec(id) ?? []
  return provider && digest ? { provider, digest } : null
}

/** Writes a body's row, if it is newer than D1's, and returns the size of the provider's quarantine with it. */
export async function writeKept(d1: D1Database, row: KeptRow): Promise<QuarantineSize> {
  const readSize = sql`SELECT bodies, bytes FROM quarantine_sizes WHERE provider = ${row.provider}`
  const results = await run<QuarantineSize>(d1, [countNew(row), upsert(row), readSize].map(written))
  return results.at(-1)?.results[0] ?? { bodies: 0, bytes: 0 }
}

/** Deletes a body's row, unless D1 has a newer one of the same body; returns whether it deleted one. */
export async function deleteKept(d1: D1Database, id: string, revision: number): Promise<boolean> {
  const old = sql`FROM quarantine WHERE id = ${id} AND (revision IS NULL OR revision <= ${revision})`
  const [, deleted] = await run(
    d1,
    [
      sql`UPDATE quarantine_sizes SET bodies = max(bodies - 1, 0), bytes = max(bytes - (SELECT ${BYTES} ${old}), 0)
        WHERE provider = (SELECT provider ${old})`,
      sql`DELETE ${old}`,
    ].map(written),
  )
  return (deleted?.meta.changes ?? 0) > 0
}

/** Counts the rows again, because somebody may have added or deleted rows by hand, or a restore has. */
export async function countQuarantine(d1: D1Database): Promise<void> {
  await run(
    d1,
    [
      sql`DELETE FROM quarantine_sizes`,
      sql`${into(quarantineSizes)} SELECT provider, count(*), total(${BYTES}) FROM ${quarantine} GROUP BY provider`,
    ].map(written),
  )
}

/** The statement that closes the rows of bodies, by `id`, that have been judged by `at`; writes 0 rows if there are none. */
export const resolveJudged = ofRows(
  ['id', 'at'],
  (value) => sql`
    UPDATE ${quarantine} SET resolved_at = ${value('at')}, resolution = 'judged' FROM ${ROWS}
    WHERE ${quarantine.id} = ${value('id')} AND resolved_at IS NULL`,
)

/** Rows of version 0.1.0 have the body itself instead of its size. */
const BYTES = sql`coalesce(${quarantine.bytes}, length(${quarantine.body}))`

/** Runs before the row is written, because only then can it see that the row is new. */
const countNew = ({ id, provider, bytes }: KeptRow): SQL => sql`
  ${into(quarantineSizes)} SELECT ${provider}, 1, ${bytes}
  WHERE NOT EXISTS (SELECT 1 FROM quarantine WHERE id = ${id})
  ON CONFLICT DO UPDATE SET bodies = bodies + 1, bytes = bytes + excluded.bytes`

/** The body is in its object, and nowhere else. After any change there is a week again before the next warning. */
const upsert = (row: KeptRow): SQL => {
  const values: Readonly<Record<string, unknown>> = { ...row, body: '', warnedAt: null }
  return sql`${into(quarantine)} VALUES (${listed(
    Object.keys(getTableColumns(quarantine)).map((name) => sql`${values[name]}`),
  )}) ${newerOnly(quarantine, [quarantine.id])}`
}
