/** What one entity has for D1, cut into pieces, each small enough for D1 whatever is in it. Pure. */
import type { Looked } from '../db/findings.ts'
import { type Transition, transitionRow } from '../db/projection.ts'
import * as LIMITS from '../limits.ts'

/** What D1 takes as a whole or not at all. Rows are JSON. */
export interface Piece {
  readonly provider: string
  readonly transitions: readonly string[]
  /** The keys that the bodies have in quarantine, should they be there: those rows are closed with this piece. */
  readonly judged: readonly string[]
  /** The entity's own row, in its last piece; null while nothing is effective, and so nothing is known. */
  readonly row: string | null
  /** The entity, in its last piece. */
  readonly looked: Looked | null
  /** Of all rows. */
  readonly bytes: number
}

/** What one entity has for D1. */
export interface Changes {
  readonly provider: string
  /** In the order of their revisions. */
  readonly transitions: readonly (Transition & { readonly judged: string })[]
  readonly row: object | null
  readonly looked: Looked | null
  /** The entity's revision. */
  readonly revision: number
}

/** At least one piece; `has` is the revision up to which D1 has everything once it took the piece, null where that is no news. */
export function piecesOf({ provider, transitions, row, looked, revision }: Changes): readonly {
  readonly piece: Piece
  readonly has: number | null
}[] {
  // Half a character, such as a text that was cut in two has at its end, is none in JSON of SQLite.
  const own =
    row && JSON.stringify(row, (_, value) => (typeof value === 'string' ? value.toWellFormed() : value))
  const ownBytes = own ? bytesOf(own) : 0
  const pieces = cut(
    transitions.map((each) => {
      const json = transitionRow(each)
      return { revision: each.revision, judged: each.judged, json, bytes: bytesOf(json) + 1 }
    }),
  )
  return pieces.map((rows, place) => {
    const next = pieces[place + 1]?.[0]
    const piece = {
      provider,
      transitions: rows.map(({ json }) => json),
      judged: rows.map(({ judged }) => judged),
      row: next ? null : own,
      looked: next ? null : looked,
      bytes: rows.reduce((sum, { bytes }) => sum + bytes, next ? 0 : ownBytes),
    }
    if (!next) return { piece, has: revision }
    // A late event can change a thousand rows with one revision: D1 has it when it has the last of them.
    return { piece, has: next.revision === rows.at(-1)?.revision ? null : next.revision - 1 }
  })
}

const encoder = new TextEncoder()

const bytesOf = (text: string): number => encoder.encode(text).byteLength

/** Pieces of as many rows as one takes; in each at least one row where there are any. */
function cut<Row extends { readonly bytes: number }>(rows: readonly Row[]): readonly (readonly Row[])[] {
  const pieces: Row[][] = []
  let piece: Row[] = []
  let bytes = 0
  for (const row of rows) {
    const isFull = piece.length === LIMITS.projectionRows || bytes + row.bytes > LIMITS.projectionBytes
    if (isFull && piece.length > 0) {
      pieces.push(piece)
      piece = []
      bytes = 0
    }
    piece.push(row)
    bytes += row.bytes
  }
  return [...pieces, piece]
}
