/** A quarantined body that nobody needs is closed with the reason why. */
import { findQuarantined, resolve } from '../db/quarantine-list.ts'
import { maskNumbers } from '../privacy/personal.ts'

/** What a dismissed row's resolution begins with. */
export const DISMISSED = 'dismissed: '

/** `closed` where the row was resolved before, `missing` where there is none. */
export async function dismiss(
  env: Env,
  id: string,
  reason: string,
): Promise<'dismissed' | 'closed' | 'missing'> {
  if (!(await findQuarantined(env.DB, id))) return 'missing'
  // D1 is for people to query, and people write personal numbers into reasons.
  const resolution = `${DISMISSED}${maskNumbers(reason).toWellFormed()}`
  return (await resolve(env.DB, id, resolution, new Date().toISOString())) ? 'dismissed' : 'closed'
}
