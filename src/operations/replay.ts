/** A quarantined body sent through the same way as a delivery, without a sender. */

import { quarantineParts } from '../db/quarantine.ts'
import { findQuarantined, openAfter, type Quarantined, resolve } from '../db/quarantine-list.ts'
import { reasonText } from '../language/en.ts'
import { LIMITS } from '../limits.ts'
import { providerNamed } from '../providers/index.ts'
import { type Handled, handle } from '../receive/handling.ts'

export interface Replayed {
  readonly id: string
  /** Whether it was judged now; a row that was resolved before stays as it was. */
  readonly resolved: boolean
  readonly verdict: string | null
  /** One sentence for a person. */
  readonly reason: string
  readonly errors: readonly { readonly path: string; readonly message: string }[]
}

/** Replays one body and closes its row when it is judged; null where there is no such row. */
export async function replay(env: Env, id: string): Promise<Replayed | null> {
  const row = await findQuarantined(env.DB, id)
  return row && replayRow(env, row)
}

export interface ReplayedMany {
  readonly replayed: number
  readonly resolved: number
  readonly verdicts: Readonly<Record<string, number>>
  /** Where the next batch begins; null when every open row has been tried. */
  readonly nextCursor: string | null
}

/** Replays open bodies, one bounded batch after a key; start with an empty key. */
export async function replayOpen(env: Env, after: string): Promise<ReplayedMany> {
  const rows = await openAfter(env.DB, after, LIMITS.replaysPerBatch)
  const verdicts: Record<string, number> = {}
  let resolved = 0
  for (const row of rows) {
    const { verdict, resolved: done } = await replayRow(env, row)
    if (verdict) verdicts[verdict] = (verdicts[verdict] ?? 0) + 1
    if (done) resolved += 1
  }
  const last = rows.at(-1)
  const nextCursor = last && rows.length === LIMITS.replaysPerBatch ? last.id : null
  return { replayed: rows.length, resolved, verdicts, nextCursor }
}

async function replayRow(env: Env, row: Quarantined): Promise<Replayed> {
  const parts = quarantineParts(row.id)
  const value = parse(row.body)
  const handled =
    parts && value !== undefined ? await handle(providerNamed(row.provider), value, parts.digest, env) : null
  const resolved =
    handled?.kind === 'judged' && (await resolve(env.DB, row.id, 'judged', new Date().toISOString()))
  return { id: row.id, resolved, ...account(row.provider, handled) }
}

function account(provider: string, handled: Handled | null): Pick<Replayed, 'verdict' | 'reason' | 'errors'> {
  switch (handled?.kind) {
    case 'judged':
      return {
        verdict: handled.outcome.verdict,
        reason: reasonText(providerNamed(provider).lifeCycle, handled.outcome.reason),
        errors: [],
      }
    case 'rejected':
      return { verdict: null, reason: 'It still cannot be judged.', errors: handled.issues }
    case 'unavailable':
      return { verdict: null, reason: 'Its object cannot store it now. Try again.', errors: [] }
    case undefined:
      return { verdict: null, reason: 'It is still not JSON.', errors: [] }
  }
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body) as unknown
  } catch {
    // What was no JSON when it came is none now: the caller says so.
    return undefined
  }
}
