/** Reads the feed: page by page, in the order of D1's commits, from a reader's position. */
import type { EntityId } from '../id.ts'
import * as LIMITS from '../limits.ts'
import { readCursor, writeCursor } from './cursor.ts'
import type { Order, Transaction } from './entities.ts'

/** An entity as it is now. */
export type Change = { readonly id: EntityId } & (
  | ({ readonly provider: 'amplia' } & Order)
  | ({ readonly provider: 'safe2pay' } & Transaction)
)

/** A reader's position: after an entity of a batch. */
interface Place {
  readonly position: number
  readonly place: number
}

/** Null if the text is not a cursor of the feed. */
export function readPlace(cursor: string): Place | null {
  const { at = '', id = '' } = readCursor(cursor) ?? {}
  return /^\d{1,16}$/.test(at) && /^(-1|\d{1,4})$/.test(id)
    ? { position: Number(at), place: Number(id) }
    : null
}

/**
 * The latest state of each entity that changed after a place, in the order of its last change; where to continue, and
 * whether that is the end.
 */
export async function readChanges(
  d1: D1Database,
  after: Place | null,
  limit: number,
): Promise<{ readonly changes: readonly Change[]; readonly nextCursor: string; readonly isEnd: boolean }> {
  let place = after ?? { position: 0, place: -1 }
  let found: readonly Found[] = []
  let isEnd = false
  for (let step = 0; step < LIMITS.feedSteps && found.length === 0; step += 1) {
    // One transaction: otherwise a row could be written between the two statements, and would never be seen.
    const [some, end] = await d1.batch<Found>([
      d1.prepare(FOUND).bind(place.position, place.place, limit),
      d1.prepare(END).bind(place.position),
    ])
    found = some?.results ?? []
    const last = found.at(-1)
    const [further] = end?.results ?? []
    isEnd = !further && found.length < limit
    if (last) place = last
    // Nothing current in all these rows: continue after them. Otherwise it is the end of the feed.
    else if (further) place = { position: further.position + 1, place: -1 }
    else break
  }
  return {
    changes: found.map(({ provider, id, state }) => Object.assign({ provider, id }, ...JSON.parse(state))),
    nextCursor: writeCursor({ at: String(place.position), id: String(place.place) }),
    isEnd,
  }
}

interface Found extends Place {
  readonly provider: string
  readonly id: EntityId
  /** JSON, in parts. */
  readonly state: string
}

const END = `SELECT position FROM changes WHERE position >= ?1 ORDER BY position LIMIT 1 OFFSET ${LIMITS.feedRows - 1}`
const FOUND = `SELECT * FROM feed WHERE position >= ?1 AND (position, place) > (?1, ?2)
AND position <= coalesce((${END}), 9e15) ORDER BY position, place LIMIT ?3`
