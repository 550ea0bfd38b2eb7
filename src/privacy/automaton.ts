/**
 * All keys as one automaton (Shift-And): each unit of a text moves every bit of it once. So the work depends on the length
 * of the text and the total length of the keys, never on their content.
 */
import { BACKSLASH, type Spelling } from './spelling.ts'

/** Shorter keys are found only if they are a whole text: inside a text they would tear words apart. */
const EMBEDDED_KEY_UNITS = 6

/** JSON may put a backslash before any character, and UTF-16 has a zero beside most of them: neither counts. */
const LEFT_OUT = new Set([0, BACKSLASH])

/**
 * Maps units that count as the same to one: capitals and small letters; plus and space, because of forms; line breaks and
 * tabs, and the letters that JSON writes for them.
 */
function folded(unit: number): number {
  if (unit >= 0x41 && unit <= 0x5a) return unit | 0x20
  if (unit === 0x2b) return 0x20
  const letter = unit >= 0x08 && unit <= 0x0d ? 'btnvfr'.charCodeAt(unit - 0x08) : 0
  return letter || unit
}

/** The places of a text to remove: where each begins, and where it ends. */
export type Findings = Map<number, number>

/** Adds a place; of two with the same beginning, keeps the longer one. */
export const add = (findings: Findings, start: number, end: number): void => {
  findings.set(start, Math.max(findings.get(start) ?? 0, end))
}

interface Pattern {
  /** The number of its units that count. */
  readonly length: number
  /** Whether JSON may put a backslash before it, and whether it ends with one. */
  readonly isOpened: boolean
  readonly isClosed: boolean
  /** The place of its last unit in the automaton. */
  readonly word: number
  readonly bit: number
}

export interface Automaton {
  readonly words: number
  readonly patterns: readonly Pattern[]
  /** Units of the shortest key, and of the shortest that may be found within a text. */
  readonly shortest: number
  readonly shortestEmbedded: number
  /** The row of `masks` for a unit; 0 for a unit that is in no key. */
  rowOf(unit: number): number
  readonly masks: Uint32Array
  readonly firsts: Uint32Array
  readonly lasts: Uint32Array
}

/** The automaton of these keys. */
export function build(texts: readonly string[]): Automaton {
  const keys = texts.map((text) => ({ text, units: unitsOf(text) })).filter(({ units }) => units.length > 0)
  const words = Math.ceil(keys.reduce((total, { units }) => total + units.length, 0) / 32)
  const rows = new Map<number, number>()
  for (const unit of keys.flatMap(({ units }) => units)) if (!rows.has(unit)) rows.set(unit, rows.size + 1)
  const masks = new Uint32Array((rows.size + 1) * words)
  const firsts = new Uint32Array(words)
  const lasts = new Uint32Array(words)
  const set = (bits: Uint32Array, offset: number, place: number): void => {
    bits[offset + (place >>> 5)] = (bits[offset + (place >>> 5)] ?? 0) | (1 << (place & 31))
  }
  let place = 0
  const patterns = keys.map(({ text, units }): Pattern => {
    set(firsts, 0, place)
    for (const unit of units) {
      set(masks, (rows.get(unit) ?? 0) * words, place)
      place += 1
    }
    set(lasts, 0, place - 1)
    return {
      length: units.length,
      isOpened: /^[^A-Za-z0-9]/.test(text),
      isClosed: text.endsWith('\\'),
      word: (place - 1) >>> 5,
      bit: 1 << ((place - 1) & 31),
    }
  })
  // Units below 256 by index, because nearly all units are letters, digits and punctuation.
  const narrow = Uint16Array.from({ length: 256 }, (_, unit) => rows.get(folded(unit)) ?? 0)
  const lengths = patterns.map(({ length }) => length)
  return {
    words,
    patterns,
    shortest: Math.min(...lengths),
    shortestEmbedded: Math.min(...lengths.filter((length) => length >= EMBEDDED_KEY_UNITS)),
    rowOf: (unit) => narrow[unit] ?? rows.get(unit) ?? 0,
    masks,
    firsts,
    lasts,
  }
}

const unitsOf = (text: string): readonly number[] =>
  text
    .split('')
    .map((character) => character.charCodeAt(0))
    .filter((unit) => !LEFT_OUT.has(unit))
    .map(folded)

/** Adds the places of all patterns in a spelling. */
export function match(automaton: Automaton, spelling: Spelling, findings: Findings): void {
  const { words, masks, firsts, lasts } = automaton
  const { units } = spelling
  const state = new Uint32Array(words)
  const hits: { readonly pattern: Pattern; readonly last: number }[] = []
  let count = 0
  for (let at = 0; at < units.length; at += 1) {
    const unit = units[at] ?? 0
    if (LEFT_OUT.has(unit)) continue
    const row = automaton.rowOf(unit) * words
    let carry = 0
    let ended = 0
    for (let word = 0; word < words; word += 1) {
      const before = state[word] ?? 0
      const after = ((before << 1) | carry | (firsts[word] ?? 0)) & (masks[row + word] ?? 0)
      carry = before >>> 31
      state[word] = after
      ended |= after & (lasts[word] ?? 0)
    }
    if (ended !== 0) {
      for (const pattern of automaton.patterns) {
        if (((state[pattern.word] ?? 0) & pattern.bit) !== 0) hits.push({ pattern, last: at })
      }
    }
    count += 1
  }
  for (const { pattern, last } of hits) {
    if (pattern.length < EMBEDDED_KEY_UNITS && pattern.length < count) continue
    let from = last
    for (let before = pattern.length - 1; before > 0; ) {
      from -= 1
      if (!LEFT_OUT.has(units[from] ?? 0)) before -= 1
    }
    let to = last
    while (pattern.isOpened && units[from - 1] === BACKSLASH) from -= 1
    while (units[to + 1] === 0 || (pattern.isClosed && units[to + 1] === BACKSLASH)) to += 1
    add(findings, spelling.start(from), spelling.end(to))
  }
}
