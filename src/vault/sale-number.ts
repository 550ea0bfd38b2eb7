/**
 * When two numbers are the same: a sale number, a Reference, and a number that somebody searches for. White space and
 * invisible characters around it, upper and lower case, and the Unicode form do not count. Everything else does: `S-1002`
 * and `S1002` are two sales. Pure.
 */

/** White space, control characters, soft hyphens, zero-width and direction marks, a byte order mark. */
const INVISIBLE = /^[\p{White_Space}\p{Cc}\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]$/u

/**
 * Marks of a text that is no longer known: a star for a masked number of a person, `[key]` for a key, U+FFFD for invalid
 * bytes.
 */
const HIDDEN = /\*|\[key\]|\ufffd/

/** A text that is equal for two spellings of one number, and for nothing else; null for a text that is empty or masked. */
export function sameNumber(text: string): string | null {
  if (HIDDEN.test(text.toWellFormed())) return null
  // Lower case first, because a small letter and its accent can be one character where the capital has no such character.
  return trimmed(text.toLowerCase().normalize('NFC')) || null
}

/** Not with a regular expression, which would try every run of white space inside a long text up to its end. */
function trimmed(text: string): string {
  const characters = [...text]
  const isVisible = (character: string): boolean => !INVISIBLE.test(character)
  return characters.slice(characters.findIndex(isVisible), characters.findLastIndex(isVisible) + 1).join('')
}
