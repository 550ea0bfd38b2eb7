/** Replays a quarantined body: it takes the same path as a delivery, without a sender. */

import { readCursor, writeCursor } from '../db/cursor.ts'
import { quarantineParts } from '../db/quarantine.ts'
import { findQuarantined, openAfter, placeOf, type QuarantinedRow } from '../db/quarantine-list.ts'
import { reasonText } from '../language/en.ts'
import * as LIMITS from '../limits.ts'
import { providerNamed } from '../providers/index.ts'
import { keptBody } from '../quarantine/deletion.ts'
import { type Handled, handle } from '../receive/handling.ts'
import { isHeldApart } from '../receive/sandbox.ts'
import { rejectionOf } from '../receive/unusable.ts'
import { resolve } from './kept.ts'

export interface Replayed {
  readonly id: string
  /** Whether it was judged now; an already resolved row stays as it was. */
  readonly resolved: boolean
  readonly verdict: string | null
  /** One sentence for a person. */
  readonly reason: string
  readonly errors: readonly { readonly path: string; readonly message: string }[]
}

/** Replays one body and closes its row if it is judged; null if there is no such row. */
export async function replay(env: Env, id: string): Promise<Replayed | null> {
  const row = await findQuarantined(env.DB, id)
  return row && replayRow(env, row)
}

export interface ReplayedMany {
  readonly replayed: number
  readonly resolved: number
  readonly verdicts: Readonly<Record<string, number>>
  /** Where the next batch begins; null if every open row has been tried. */
  readonly nextCursor: string | null
}

/**
 * Replays open bodies in the order in which they first arrived, because without a time in the body the last judged event
 * decides the status. One bounded batch after a cursor; start with an empty cursor.
 */
export async function replayOpen(
  env: Env,
  cursor: string,
  of: Parameters<typeof openAfter>[3] = {},
): Promise<ReplayedMany> {
  const rows = await openAfter(env.DB, readCursor(cursor), LIMITS.replaysPerBatch, of)
  const verdicts: Record<string, number> = {}
  let resolved = 0
  for (const row of rows) {
    const { verdict, resolved: done } = await replayRow(env, row)
    if (verdict) verdicts[verdict] = (verdicts[verdict] ?? 0) + 1
    if (done) resolved += 1
  }
  const last = rows.at(-1)
  const nextCursor = last && rows.length === LIMITS.replaysPerBatch ? writeCursor(placeOf(last)) : null
  return { replayed: rows.length, resolved, verdicts, nextCursor }
}

async function replayRow(env: Env, row: QuarantinedRow): Promise<Replayed> {
  const provider = providerNamed(row.provider)
  const kept = await contentOf(env, row)
  if (await isHeldApart(env, provider, kept?.sandboxKey))
    return { id: row.id, resolved: false, ...HELD_APART }
  const value = kept && parse(kept.body)
  const handled =
    kept && value !== undefined ? await handle(provider, value, kept.digest, env, row.receivedAt) : null
  const resolved = handled?.kind === 'judged' && (await resolve(env, row, 'judged'))
  return { id: row.id, resolved, ...account(row.provider, handled) }
}

const HELD_APART = {
  verdict: null,
  reason:
    'It came with a key that is labelled sandbox, and this receiver is production: it is not judged here.',
  errors: [],
} as const

/** The body, and the digest of the body as it arrived: for a row of version 0.1.0 that is its key. */
async function contentOf(
  env: Env,
  { id, body }: QuarantinedRow,
): Promise<{ readonly body: string; readonly digest: string; readonly sandboxKey?: string } | null> {
  const parts = quarantineParts(id)
  if (body === '' || !parts) return keptBody(env.QUARANTINE, id).read()
  return { body, digest: parts.digest }
}

function account(provider: string, handled: Handled | null): Pick<Replayed, 'verdict' | 'reason' | 'errors'> {
  if (!handled) return { verdict: null, reason: 'It is still not JSON.', errors: [] }
  switch (handled.kind) {
    case 'judged':
      return {
        verdict: handled.outcome.verdict,
        reason: reasonText(providerNamed(provider).lifeCycle, handled.outcome.reason),
        errors: [],
      }
    case 'unavailable':
      return { verdict: null, reason: 'Its object cannot store it now. Try again.', errors: [] }
    default:
      return { verdict: null, reason: 'It still cannot be judged.', errors: rejectionOf(handled).issues }
  }
}

function parse(body: string): unknown {
  try {
    const value: unknown = JSON.parse(body)
    // A body that was refused as nested too deeply would overflow the stack of a function that walks through it.
    return isShallow(value) ? value : undefined
  } catch {
    // Still not JSON: the caller says so.
    return undefined
  }
}

/** Whether a value has no more levels than a delivery may have. */
function isShallow(value: unknown): boolean {
  let level: readonly unknown[] = [value]
  for (let depth = 0; depth <= LIMITS.jsonDepth; depth += 1) {
    level = level.flatMap((each) => (each !== null && typeof each === 'object' ? Object.values(each) : []))
    if (level.length === 0) return true
  }
  return false
}
