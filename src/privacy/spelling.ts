/**
 * A text decoded from JSON, URLs, forms, HTML and byte-wise UTF-8, each unit with its place in the original. Always one
 * pass: a unit closes at most one escape, and every escape makes the text shorter.
 */

import * as LIMITS from '../limits.ts'
import { codePointOf } from './html.ts'

/** UTF-16 units, and where in the original text each of them begins and ends: asked only of what is found. */
export interface Spelling {
  readonly units: Uint16Array
  start(at: number): number
  end(at: number): number
}

/** The text unchanged. */
export function asWritten(text: string): Spelling {
  const units = new Uint16Array(text.length)
  for (let at = 0; at < text.length; at += 1) units[at] = text.charCodeAt(at)
  return { units, start: (at) => at, end: (at) => at + 1 }
}

/** Other units for those of a spelling. @param first, last which of them each unit stands for */
export const readAs = (
  { start, end }: Spelling,
  units: Uint16Array,
  first: (at: number) => number | undefined,
  last: (at: number) => number | undefined,
): Spelling => ({ units, start: (at) => start(first(at) ?? 0), end: (at) => end(last(at) ?? 0) })

/** The spelling with two bytes for each unit, from the byte `first` on, as in UTF-16. */
export function pairsOf(text: Spelling, first: number, high: number): Spelling {
  const bytes = text.units.subarray(first)
  const pairs = Uint16Array.from(
    { length: bytes.length >> 1 },
    (_, pair) => ((bytes[pair * 2 + high] ?? 0) << 8) | ((bytes[pair * 2 + 1 - high] ?? 0) & 0xff),
  )
  const at = (pair: number): number => first + pair * 2
  return readAs(text, pairs, at, (pair) => at(pair) + 1)
}

/** Units, and between which places of the spelling before each of them stands. */
interface Resolving {
  readonly units: Uint16Array
  readonly starts: Uint32Array
  readonly ends: Uint32Array
  length: number
}

function push(into: Resolving, unit: number, start: number, end: number): void {
  into.units[into.length] = unit
  into.starts[into.length] = start
  into.ends[into.length] = end
  into.length += 1
}

/**
 * The spelling with its escapes resolved: `once`, as a parser does, or `fully`, until none is left, so that it does not
 * matter how often and in which order a text was escaped. Without escapes, the spelling itself.
 */
export function resolved(text: Spelling, how: 'once' | 'fully'): Spelling {
  const { units } = text
  if (!units.some(isOfEscape)) return text
  const out: Resolving = {
    units: new Uint16Array(units.length),
    starts: new Uint32Array(units.length),
    ends: new Uint32Array(units.length),
    length: 0,
  }
  // Units before this place have been resolved and are not part of a further escape.
  let floor = 0
  for (let at = 0; at < units.length; at += 1) {
    push(out, units[at] ?? 0, at, at)
    while (resolveEnd(out, floor)) {
      if (how === 'once') {
        floor = out.length
        break
      }
    }
  }
  // Every escape makes the text shorter.
  if (out.length === units.length) return text
  return readAs(
    text,
    out.units.subarray(0, out.length),
    (at) => out.starts[at],
    (at) => out.ends[at],
  )
}

/** Resolves the escape that the last unit closes; false if it closes none. */
function resolveEnd(out: Resolving, floor: number): boolean {
  const last = unitFromEnd(out, 1)
  if (last === SEMICOLON) return resolveEntity(out, floor)
  if (isContinued(last)) return resolveUtf8(out)
  if (digitOf(last) < 0) return false
  const before = (count: number): number => unitFromEnd(out, count, floor)
  if (before(3) === PERCENT) return resolveDigits(out, 3, 2)
  if (before(3) === LOWER_X && before(4) === BACKSLASH) return resolveDigits(out, 4, 2)
  if (before(5) !== LOWER_U) return false
  const opening = before(6)
  return (opening === BACKSLASH || opening === PERCENT) && resolveDigits(out, 6, 4)
}

/** Each escape has one of these; most texts have none. */
const isOfEscape = (unit: number): boolean =>
  unit === PERCENT || unit === AMPERSAND || unit === BACKSLASH || isContinued(unit)

/** A byte of UTF-8 that is not the first of its character: 80 to BF. */
const isContinued = (unit: number): boolean => unit >> 6 === 2

const PERCENT = 0x25
const AMPERSAND = 0x26
const SEMICOLON = 0x3b
export const BACKSLASH = 0x5c
const LOWER_U = 0x75
const LOWER_X = 0x78

/** 0 before the place `floor`. */
const unitFromEnd = ({ units, length }: Resolving, count: number, floor = 0): number =>
  length - count < floor ? 0 : (units[length - count] ?? 0)

/** `%2b` and `\x2b`, `\u002b` and `%u002b`: the last `digits` of the last `count` units. */
function resolveDigits(out: Resolving, count: number, digits: 2 | 4): boolean {
  let value = 0
  for (let place = digits; place > 0; place -= 1) {
    const digit = digitOf(unitFromEnd(out, place))
    if (digit < 0) return false
    value = value * 16 + digit
  }
  return replaceEnd(out, count, value)
}

/** The value of a hexadecimal digit; -1 if it is not one. */
function digitOf(unit: number): number {
  if (unit >= 0x30 && unit <= 0x39) return unit - 0x30
  const letter = unit | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1
}

/** The bytes of a character, read one by one: from percent-encoding, or as Latin-1. */
function resolveUtf8(out: Resolving): boolean {
  let bits = 0
  for (let count = 1; count <= 4; count += 1) {
    const byte = unitFromEnd(out, count)
    if (isContinued(byte)) {
      bits += (byte & 0x3f) * 64 ** (count - 1)
      continue
    }
    const expected = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4
    if (count !== expected || byte < 0xc2 || byte > 0xf4) return false
    const codePoint = bits + (byte & (0xff >> (expected + 1))) * 64 ** (expected - 1)
    return codePoint <= 0x10ffff && replaceEnd(out, expected, codePoint)
  }
  return false
}

function resolveEntity(out: Resolving, floor: number): boolean {
  let name = ''
  for (let count = 2; count <= LIMITS.htmlEntityCharacters + 2; count += 1) {
    const unit = unitFromEnd(out, count, floor)
    if (unit === AMPERSAND) {
      const codePoint = codePointOf(name)
      return codePoint !== undefined && replaceEnd(out, count, codePoint)
    }
    name = String.fromCharCode(unit) + name
  }
  return false
}

/** Replaces the last units by a character. */
function replaceEnd(out: Resolving, count: number, codePoint: number): true {
  const length = out.length - count
  const start = out.starts[length] ?? 0
  const end = out.ends[out.length - 1] ?? 0
  out.length = length
  for (const unit of String.fromCodePoint(codePoint).split('')) push(out, unit.charCodeAt(0), start, end)
  return true
}
