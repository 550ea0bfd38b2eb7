/** A quarantined body that nobody needs is closed with a reason, or deleted. */
import { quarantineParts } from '../db/quarantine.ts'
import { findQuarantined } from '../db/quarantine-list.ts'
import { reopenOlder } from '../db/quarantine-older.ts'
import { maskNumbers } from '../privacy/personal.ts'
import { deleteBodies, keptBody } from '../quarantine/deletion.ts'
import { resolve } from './kept.ts'

/** The beginning of a dismissed row's resolution. */
export const DISMISSED = 'dismissed: '

/** `closed` if the row was resolved before, `missing` if there is none. */
export async function dismiss(
  env: Env,
  id: string,
  reason: string,
): Promise<'dismissed' | 'closed' | 'missing'> {
  const row = await findQuarantined(env.DB, id)
  if (!row) return 'missing'
  // D1 is for people to query, and people write personal numbers into reasons.
  const resolution = `${DISMISSED}${maskNumbers(reason).toWellFormed()}`
  return (await resolve(env, row, resolution)) ? 'dismissed' : 'closed'
}

/** Reopens a dismissed body; a judged one stays as it is. `closed`: it was not dismissed. */
export async function reopen(env: Env, id: string): Promise<'reopened' | 'closed' | 'missing'> {
  const row = await findQuarantined(env.DB, id)
  if (!row) return 'missing'
  if (!row.resolution?.startsWith(DISMISSED)) return 'closed'
  const isReopened =
    row.body === '' ? await keptBody(env.QUARANTINE, id).reopen() : await reopenOlder(env.DB, id)
  return isReopened ? 'reopened' : 'closed'
}

/** Deletes a body and its row permanently; false if there is none. */
export async function deleteQuarantined(env: Env, id: string): Promise<boolean> {
  if (!quarantineParts(id)) return false
  const { deleted, failed } = await deleteBodies(env.QUARANTINE, [id])
  if (failed > 0) throw new Error('The object of the body could not be reached')
  return deleted > 0
}
