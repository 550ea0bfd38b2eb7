/** A cursor names the last row of a page by its place in the order; an offset would skip or repeat rows as new ones come. */
import * as LIMITS from '../limits.ts'

export interface Place {
  /** UTC text. */
  readonly at: string
  readonly id: string
}

/** One page of a list, newest first. */
export interface Page<Row> {
  readonly items: readonly Row[]
  /** Null on the last page. */
  readonly nextCursor: string | null
}

export const writeCursor = ({ at, id }: Place): string =>
  btoa(`${at} ${id}`).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

/** Null if the text is not a cursor of ours. */
export function readCursor(text: string): Place | null {
  if (text.length > LIMITS.cursorCharacters) return null
  try {
    const [at, id] = atob(text.replaceAll('-', '+').replaceAll('_', '/')).split(' ')
    return at !== undefined && id ? { at, id } : null
  } catch {
    // Not base64, so it is made up.
    return null
  }
}

/** Cuts rows, of which one more than `limit` were asked for, to a page. */
export function pageOf<Row>(rows: readonly Row[], limit: number, place: (row: Row) => Place): Page<Row> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, nextCursor: last && rows.length > limit ? writeCursor(place(last)) : null }
}
