/** One body of the quarantine: its row of D1, and the body from its object. */
import { findQuarantined, type QuarantinedRow } from '../db/quarantine-list.ts'
import { resolveOlder } from '../db/quarantine-older.ts'
import { maskBrokenJson, maskJson } from '../privacy/personal.ts'
import { keptBody } from '../quarantine/deletion.ts'

/** The body of a row, with personal data; null where it is gone, as after a restore of D1. */
export async function bodyOf(env: Env, row: QuarantinedRow): Promise<string | null> {
  if (row.body !== '') return row.body
  return (await keptBody(env.QUARANTINE, row.id).read())?.body ?? null
}

/** A row with its body as a person may see it; null where there is no such row. */
export async function findKept(
  env: Env,
  id: string,
): Promise<(Omit<QuarantinedRow, 'body'> & { readonly body: string | null }) | null> {
  const row = await findQuarantined(env.DB, id)
  if (!row) return null
  const body = await bodyOf(env, row)
  return { ...row, body: body === null ? null : masked(body) }
}

/** Closes an open body and says how; false where it is not one, or closed. */
export async function resolve(
  env: Env,
  { id, body, resolvedAt }: QuarantinedRow,
  resolution: string,
): Promise<boolean> {
  if (resolvedAt !== null) return false
  const isResolved = body === '' && (await keptBody(env.QUARANTINE, id).resolve(resolution))
  // A row of version 0.1.0, or one whose object is gone.
  return isResolved || resolveOlder(env.DB, id, resolution, new Date().toISOString())
}

function masked(body: string): string {
  try {
    return JSON.stringify(maskJson(JSON.parse(body)))
  } catch {
    // Quarantine keeps what is not JSON too, and JSON that is nested too deeply to walk through.
    return maskBrokenJson(body)
  }
}
