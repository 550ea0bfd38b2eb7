/** The changes that one entity sends to D1, cut into pieces that are always small enough for D1. Pure. */
import type { Looked } from '../db/findings.ts'
import { type Transition, transitionRow } from '../db/projection.ts'
import * as LIMITS from '../limits.ts'

/** A part that D1 takes as a whole or not at all. Rows are JSON. */
export interface Piece {
  readonly provider: string
  readonly transitions: readonly string[]
  /** The keys that the events' bodies would have in quarantine: this piece closes those rows, if they exist. */
  readonly judged: readonly string[]
  /** The entity's own row, in its last piece; null as long as no event is effective. */
  readonly row: string | null
  /** The entity whose findings to refresh, in its last piece. */
  readonly looked: Looked | null
  /** The bytes of all rows. */
  readonly bytes: number
}

/** The changes that one entity sends to D1. */
export interface Changes {
  readonly provider: string
  /** In the order of their revisions. */
  readonly transitions: readonly (Transition & { readonly judged: string })[]
  readonly row: object | null
  readonly looked: Looked | null
  /** The entity's revision. */
  readonly revision: number
}

/** At least one piece; `has` is the revision up to which D1 has everything after the piece, null if that does not change. */
export function piecesOf({ provider, transitions, row, looked, revision }: Changes): readonly {
  readonly piece: Piece
  readonly has: number | null
}[] {
  // SQLite's JSON does not accept half a character, which a text that was cut can have at its end.
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
    // A late event can change a thousand rows with one revision: D1 has the revision only with the last of them.
    return { piece, has: next.revision === rows.at(-1)?.revision ? null : next.revision - 1 }
  })
}

const encoder = new TextEncoder()

const bytesOf = (text: string): number => encoder.encode(text).byteLength

/** Cuts rows into pieces of the largest size; each has at least one row if there are any. */
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
