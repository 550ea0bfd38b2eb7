/**
 * A text decoded from JSON, URLs, forms, HTML and byte-wise UTF-8, each unit with its place in the original. Always one
 * pass: a unit closes at most one escape, and every escape makes the text shorter.
 */

import * as LIMITS from '../limits.ts'
import { codePointOf } from './html.ts'

/** UTF-16 units, and where in the original text each of them begins and ends. */
export interface Spelling {
  readonly units: number[]
  readonly starts: number[]
  readonly ends: number[]
}

export const spelling = (): Spelling => ({ units: [], starts: [], ends: [] })

export function push({ units, starts, ends }: Spelling, unit: number, start: number, end: number): void {
  units.push(unit)
  starts.push(start)
  ends.push(end)
}

/** The text unchanged. */
export function asWritten(text: string): Spelling {
  const written = spelling()
  for (let at = 0; at < text.length; at += 1) push(written, text.charCodeAt(at), at, at + 1)
  return written
}

/** The spelling with two bytes for each unit, from the byte `first` on, as in UTF-16. */
export function pairsOf({ units, starts, ends }: Spelling, first: 0 | 1, high: 0 | 1): Spelling {
  const out = spelling()
  for (let at = first; at + 1 < units.length; at += 2) {
    const unit = ((units[at + high] ?? 0) << 8) | ((units[at + 1 - high] ?? 0) & 0xff)
    push(out, unit, starts[at] ?? 0, ends[at + 1] ?? 0)
  }
  return out
}

/**
 * The spelling with its escapes resolved: `once`, as a parser does, or `fully`, until none is left, so that it does not
 * matter how often and in which order a text was escaped. Without escapes, the spelling itself.
 */
export function resolved(text: Spelling, how: 'once' | 'fully'): Spelling {
  const { units, starts, ends } = text
  if (!units.some(isOfEscape)) return text
  const out = spelling()
  // Units before this place have been resolved and are not part of a further escape.
  let floor = 0
  for (let at = 0; at < units.length; at += 1) {
    push(out, units[at] ?? 0, starts[at] ?? 0, ends[at] ?? 0)
    while (resolveEnd(out, floor)) {
      if (how === 'once') {
        floor = out.units.length
        break
      }
    }
  }
  // Every escape makes the text shorter.
  return out.units.length < units.length ? out : text
}

/** Resolves the escape that the last unit closes; false if it closes none. */
function resolveEnd(out: Spelling, floor: number): boolean {
  const last = unitFromEnd(out, 1)
  if (last === SEMICOLON) return resolveEntity(out, floor)
  if (last >= 0x80 && last < 0xc0) return resolveUtf8(out)
  if (digitOf(last) < 0) return false
  const { length } = out.units
  const fits = (count: number): boolean => length - count >= floor
  if (fits(3) && unitFromEnd(out, 3) === PERCENT) return resolveDigits(out, 3, 2)
  if (fits(4) && unitFromEnd(out, 3) === LOWER_X && unitFromEnd(out, 4) === BACKSLASH) {
    return resolveDigits(out, 4, 2)
  }
  if (!fits(6) || unitFromEnd(out, 5) !== LOWER_U) return false
  const opening = unitFromEnd(out, 6)
  return (opening === BACKSLASH || opening === PERCENT) && resolveDigits(out, 6, 4)
}

/** Each escape has one of these; most texts have none. */
const isOfEscape = (unit: number): boolean =>
  unit === PERCENT || unit === AMPERSAND || unit === BACKSLASH || (unit >= 0x80 && unit < 0xc0)

const PERCENT = 0x25
const AMPERSAND = 0x26
const SEMICOLON = 0x3b
export const BACKSLASH = 0x5c
const LOWER_U = 0x75
const LOWER_X = 0x78

const unitFromEnd = ({ units }: Spelling, count: number): number => units.at(-count) ?? 0

/** `%2b` and `\x2b`, `\u002b` and `%u002b`: the last `digits` of the last `count` units. */
function resolveDigits(out: Spelling, count: number, digits: 2 | 4): boolean {
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
function resolveUtf8(out: Spelling): boolean {
  let bits = 0
  for (let count = 1; count <= 4 && count <= out.units.length; count += 1) {
    const byte = unitFromEnd(out, count)
    if (byte >= 0x80 && byte < 0xc0) {
      bits += (byte & 0x3f) * 64 ** (count - 1)
      continue
    }
    const expected = byte >= 0xc2 && byte < 0xe0 ? 2 : byte >= 0xe0 && byte < 0xf0 ? 3 : 4
    if (count !== expected || byte < 0xc2 || byte > 0xf4) return false
    const codePoint = bits + (byte & (0xff >> (expected + 1))) * 64 ** (expected - 1)
    return codePoint <= 0x10ffff && replaceEnd(out, expected, codePoint)
  }
  return false
}

function resolveEntity(out: Spelling, floor: number): boolean {
  let name = ''
  for (
    let count = 2;
    count <= LIMITS.htmlEntityCharacters + 2 && out.units.length - count >= floor;
    count += 1
  ) {
    const unit = unitFromEnd(out, count)
    if (unit === AMPERSAND) {
      const codePoint = codePointOf(name)
      return codePoint !== undefined && replaceEnd(out, count, codePoint)
    }
    name = String.fromCharCode(unit) + name
  }
  return false
}

/** Replaces the last units by a character. */
function replaceEnd(out: Spelling, count: number, codePoint: number): true {
  const length = out.units.length - count
  const start = out.starts[length] ?? 0
  const end = out.ends.at(-1) ?? 0
  for (const each of [out.units, out.starts, out.ends]) each.length = length
  if (codePoint > 0xffff) {
    push(out, 0xd800 + ((codePoint - 0x10000) >> 10), start, end)
    push(out, 0xdc00 + (codePoint & 0x3ff), start, end)
  } else push(out, codePoint, start, end)
  return true
}
