/** Moves bodies that version 0.1.0 put into D1 to objects, a bounded number every night. */
import { deleteKept, quarantineParts, type Rejection } from '../db/quarantine.ts'
import { type OlderRow, withBody } from '../db/quarantine-older.ts'
import * as LIMITS from '../limits.ts'
import { PROVIDERS } from '../providers/index.ts'
import type { Provider } from '../providers/provider.ts'
import { attributeOlder } from '../quarantine/erasure.ts'
import { keepBody } from '../receive/keeping.ts'

/** Moves open bodies; resolved ones expire where they are. Returns how many moved; null if there are none. */
export async function moveOlder(env: Env): Promise<{ readonly moved: number } | null> {
  let moved = 0
  for (const provider of PROVIDERS) {
    await attributeOlder(env.DB, provider)
    const rows = await withBody(env.DB, provider.name, '', LIMITS.quarantineMoves)
    for (const row of rows) {
      await move(env, provider, row)
      moved += 1
    }
  }
  return moved > 0 ? { moved } : null
}

/** Moving twice only changes the count of attempts: the row is deleted after its body is on disk elsewhere. */
async function move(env: Env, provider: Provider, row: OlderRow): Promise<void> {
  const { id, reason, issues, body, receivedAt, attempts } = row
  await keepBody(
    env,
    provider,
    // Safe, because we wrote them ourselves.
    { reason, issues: JSON.parse(issues) } as Rejection,
    { text: body },
    quarantineParts(id)?.digest ?? id,
    { receivedAt, attempts },
  )
  await deleteKept(env.DB, id, 0)
}
