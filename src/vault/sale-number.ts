/**
 * When two numbers are the same: a sale number and a Reference, and what somebody searches for. White space and
 * invisible characters around it, the case of its letters and their Unicode form do not count. Everything else does:
 * `S-1002` and `S1002` are two sales. Pure.
 */

/** White space, control characters, soft hyphens, zero-width and direction marks, a byte order mark. */
const INVISIBLE = /^[\p{White_Space}\p{Cc}\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]$/u

/**
 * A star is what a mask leaves of a person's number, `[key]` what is left of a key, U+FFFD what is left of a character
 * that was none: what stood there is not known.
 */
const HIDDEN = /\*|\[key\]|\ufffd/

/** What is equal for two spellings of one number, and for nothing else; null for a text that names nothing. */
export function sameNumber(text: string): string | null {
  if (HIDDEN.test(text.toWellFormed())) return null
  // In lower case first: a small letter and its accent can be one character where the capital has none.
  return trimmed(text.toLowerCase().normalize('NFC')) || null
}

/** Not by a regular expression, which would try every run of white space inside a long text up to its end. */
function trimmed(text: string): string {
  const characters = [...text]
  const isVisible = (character: string): boolean => !INVISIBLE.test(character)
  return characters.slice(characters.findIndex(isVisible), characters.findLastIndex(isVisible) + 1).join('')
}
