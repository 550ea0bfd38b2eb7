/**
 * A text as the search for personal data reads it, with the places in the original text: digits of any script become 0 to 9,
 * invisible characters are removed, escapes of JSON, URLs and HTML are resolved. Pure.
 */

import { codePointOf } from './html.ts'

export interface Folded {
  /** One UTF-16 unit at each place. */
  readonly text: string
  /** Where the character of each place begins and ends in the original. */
  from(place: number): number
  to(place: number): number
}

/**
 * Tested on single characters. Zero-width characters, soft hyphens, fillers, and combining marks such as those of keycap
 * digits.
 */
const UNSEEN = /[\p{Cf}\p{Default_Ignorable_Code_Point}\p{M}]/u
const DIGIT = /\p{Nd}/u
const DASH = /[\p{Pd}\u2212]/u
const LETTER = /\p{L}/u
const ESCAPE = /\\{1,8}u([0-9a-f]{4})|\\{1,8}x([0-9a-f]{2})|%([0-9a-f]{2})|&(#?\w{1,9});|\\{1,8}[nrt]/iy

/** What an escape begins with. */
const ESCAPING = /[\\%&]/

/** Printable ASCII that cannot contain an escape. */
const PLAIN = /^[\x20-\x24\x27-\x5b\x5d-\x7e]*$/

/** A text as it is written, and with its escapes resolved once and twice: what looks like an escape may be a number. */
export function foldings(text: string): readonly Folded[] {
  // Unchanged, as most texts are.
  if (PLAIN.test(text)) return [{ text, from: (place) => place, to: (place) => place + 1 }]
  const written = fold(text, false)
  if (!ESCAPING.test(text)) return [written]
  const once = fold(text, true)
  const { text: twice, from, to } = fold(once.text, true)
  return [
    written,
    once,
    { text: twice, from: (place) => once.from(from(place)), to: (place) => once.to(to(place) - 1) },
  ]
}

/** Reads a text from its beginning to its end, once. */
function fold(text: string, resolves: boolean): Folded {
  let folded = ''
  const from: number[] = []
  const to: number[] = []
  // Cached, because a text has few different characters, and classifying one is slow.
  const known = new Map<string, string>()
  for (let at = 0; at < text.length; ) {
    const escaped = resolves ? escapeAt(text, at) : null
    const character = escaped?.character ?? String.fromCodePoint(text.codePointAt(at) ?? 0)
    const end = at + (escaped?.length ?? character.length)
    let units = known.get(character)
    if (units === undefined) {
      units = unitsOf(character)
      known.set(character, units)
    }
    for (const unit of units) {
      folded += unit
      from.push(at)
      to.push(end)
    }
    at = end
  }
  return { text: folded, from: (place) => from[place] ?? 0, to: (place) => to[place] ?? 0 }
}

function escapeAt(text: string, at: number): { readonly character: string; readonly length: number } | null {
  if (!ESCAPING.test(text.charAt(at))) return null
  ESCAPE.lastIndex = at
  const [whole, json, byte, percent, entity = ''] = ESCAPE.exec(text) ?? []
  if (whole === undefined) return null
  const sixteen = json ?? byte ?? percent
  // `\n` and the like are white space; a byte beyond ASCII is part of some character that is not a digit.
  const code = sixteen ? Number.parseInt(sixteen, 16) : (codePointOf(entity) ?? 0x20)
  const isCharacter = code <= (byte || percent ? 0x7f : 0x10ffff)
  return { character: isCharacter ? String.fromCodePoint(code) : ' ', length: whole.length }
}

/** The plain form of a character: full-width and circled digits and letters are compatible with plain ones. */
function unitsOf(character: string): string {
  let units = ''
  for (const each of character.normalize('NFKC')) {
    if (DIGIT.test(each)) units += digitOf(each)
    else if (DASH.test(each)) units += '-'
    else if (!UNSEEN.test(each)) units += each.length === 1 ? each : LETTER.test(each) ? 'x' : ' '
  }
  return units
}

/** Every script has its ten digits in a row, starting at zero; one script has two rows. */
function digitOf(digit: string): number {
  const code = digit.codePointAt(0) ?? 0
  let first = code
  while (DIGIT.test(String.fromCodePoint(first - 1))) first -= 1
  return (code - first) % 10
}
