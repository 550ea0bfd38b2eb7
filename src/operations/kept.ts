/** One body in quarantine: its row from D1, and the body from its object. */
import { findQuarantined, type QuarantinedRow } from '../db/quarantine-list.ts'
import { resolveOlder } from '../db/quarantine-older.ts'
import { maskBrokenJson, maskJson } from '../privacy/personal.ts'
import { keptBody } from '../quarantine/deletion.ts'

/** The body of a row, with personal data; null if it no longer exists, as after a restore of D1. */
export async function bodyOf(env: Env, row: QuarantinedRow): Promise<string | null> {
  if (row.body !== '') return row.body
  return (await keptBody(env.QUARANTINE, row.id).read())?.body ?? null
}

/** A row with its body as a person may see it; null if there is no such row. */
export async function findKept(
  env: Env,
  id: string,
): Promise<(Omit<QuarantinedRow, 'body'> & { readonly body: string | null }) | null> {
  const row = await findQuarantined(env.DB, id)
  if (!row) return null
  const body = await bodyOf(env, row)
  return { ...row, body: body === null ? null : masked(body) }
}

/** Closes an open body and records how; false if there is none, or it is closed. */
export async function resolve(
  env: Env,
  { id, body, resolvedAt }: QuarantinedRow,
  resolution: string,
): Promise<boolean> {
  if (resolvedAt !== null) return false
  const isResolved = body === '' && (await keptBody(env.QUARANTINE, id).resolve(resolution))
  // A row of version 0.1.0, or one whose object no longer has the body.
  return isResolved || resolveOlder(env.DB, id, resolution, new Date().toISOString())
}

function masked(body: string): string {
  try {
    return JSON.stringify(maskJson(JSON.parse(body)))
  } catch {
    // Quarantine also keeps bodies that are not JSON, and JSON that is nested too deeply to walk through.
    return maskBrokenJson(body)
  }
}
