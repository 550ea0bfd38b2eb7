/**
 * Reads the fields that a sender declares out of a body, whatever harmless thing is odd about them: another case of a
 * name, a number as text, text as a number, an empty list for nothing. What is no such thing at all is left out, and
 * its place is noted. Pure; each field is looked at a bounded number of times.
 */

/** An object of a body. Names count whatever their case; text is trimmed, and empty text is nothing. */
export interface Declared {
  /** Text of at most so many characters; what is longer is cut there, and noted. */
  text(name: string, characters: number): string | null
  /** A decimal number, also as text in the notation of programs or of Brazil. */
  number(name: string): number | null
  /** A whole number from 0 on that JavaScript holds exactly, also as its digits. */
  integer(name: string): number | null
  /** The object itself; null if there is none, or another thing. */
  object(name: string): Declared | null
  /** Whether the field holds a text or a number where it may also hold an object. */
  isScalar(name: string): boolean
  /** Whether there is anything in the field. */
  has(name: string): boolean
}

export interface Body {
  /** Null if the body is no object. */
  readonly fields: Declared | null
  /** By place, such as `PaymentMethod.Name`, in the order in which they were read: what was left out, and what was cut. */
  readonly ignored: ReadonlyMap<string, 'other_form' | 'cut'>
}

/** @param value parsed JSON */
export function declared(value: unknown): Body {
  const ignored = new Map<string, 'other_form' | 'cut'>()
  const object = objectIn(value)
  return { fields: object && fieldsOf(object, '', (path, why) => ignored.set(path, why)), ignored }
}

type Note = (path: string, why: 'other_form' | 'cut') => unknown
type Json = Readonly<Record<string, unknown>>

function fieldsOf(object: Json, place: string, note: Note): Declared {
  const find = finder(object)
  const at = (name: string): string => (place === '' ? name : `${place}.${name}`)
  /** What `read` makes of a field; noted where the field holds something and nothing comes of it. */
  const field = <Value>(name: string, read: (value: unknown) => Value | null): Value | null => {
    const value = find(name)
    if (isNothing(value)) return null
    const made = read(value)
    if (made === null) note(at(name), 'other_form')
    return made
  }
  return {
    text: (name, characters) => {
      const text = field(name, textIn)
      if (text === null || text.length <= characters) return text
      note(at(name), 'cut')
      // Not in the middle of a character of two halves.
      return text.slice(0, characters).replace(/[\uD800-\uDBFF]$/, '')
    },
    number: (name) => field(name, numberIn),
    integer: (name) => field(name, integerIn),
    object: (name) => field(name, (value) => nested(objectIn(value), at(name), note)),
    isScalar: (name) => {
      const value = find(name)
      return typeof value === 'number' || (typeof value === 'string' && !isNothing(value))
    },
    has: (name) => !isNothing(find(name)),
  }
}

const nested = (object: Json | null, place: string, note: Note): Declared | null =>
  object && fieldsOf(object, place, note)

/** A field by its name, or by its name in another case: a serializer's setting changes the case of all of them. */
function finder(object: Json): (name: string) => unknown {
  const entries = Object.entries(object)
  return (name) => {
    if (Object.hasOwn(object, name)) return object[name]
    const lower = name.toLowerCase()
    // Only saves time: by their length, as few names have the same. Of several in different cases the last one counts.
    return entries.findLast(([each]) => each.length === lower.length && each.toLowerCase() === lower)?.[1]
  }
}

/** What stands for nothing: absent, null, empty text, an empty list or an empty object. */
function isNothing(value: unknown): boolean {
  if (value === undefined || value === null) return true
  if (typeof value === 'string') return value.trim() === ''
  return typeof value === 'object' && Object.keys(value).length === 0
}

function objectIn(value: unknown): Json | null {
  if (typeof value !== 'object') return null
  if (!Array.isArray(value)) return value as Json | null
  // A list of one where the thing itself is declared.
  const [only, ...others]: readonly unknown[] = value
  return others.length === 0 && !Array.isArray(only) ? objectIn(only) : null
}

/** The items of a list; null if it is not one. .NET writes one with references as `{"$id": "1", "$values": […]}`. */
export function itemsIn(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value
  if (value === null || typeof value !== 'object') return null
  return '$values' in value && Array.isArray(value.$values) ? value.$values : null
}

function textIn(value: unknown): string | null {
  if (typeof value === 'string') return value.trim()
  return (typeof value === 'number' && isExact(value)) || typeof value === 'boolean' ? String(value) : null
}

/** Whether JavaScript has kept every digit of a number; one of twenty digits reads back as another one. */
export const isExact = (value: number): boolean => Math.abs(value) <= Number.MAX_SAFE_INTEGER

/** Not `81.000`, which is a thousand times as much in Brazil: taken for an id, it would be another payment's. */
function integerIn(value: unknown): number | null {
  const number =
    typeof value === 'string' && /^(?![1-9]\d{0,2}\.0{3}$)\d{1,16}(?:\.0{1,9})?$/.test(value.trim())
      ? Number(value)
      : value
  // For the types: only a number is a safe integer.
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : null
}

export function numberIn(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  return typeof value === 'string' ? decimalIn(value) : null
}

/** As programs write it, with a point and perhaps an exponent. */
const PROGRAM = /^[+-]?\d{1,17}(?:\.\d{1,17})?(?:[eE][+-]?\d{1,2})?$/
/** As people write it: groups of three and two signs, of which the last one is before the cents. */
const BRAZILIAN = /^[+-]?\d{1,3}(?:\.\d{3}){0,5}(?:,\d{1,17})?$|^[+-]?\d{1,17},\d{1,17}$/
const ENGLISH = /^[+-]?\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,17})?$/
/** A thousand, or a number with three digits behind its point: nobody can tell. */
const AMBIGUOUS = /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/

/** The number in a text; null if it is not one, or where it could be two. */
function decimalIn(text: string): number | null {
  const bare = text.trim().replace(/(-?) {0,2}(?:R\$)?\s{0,2}/, '$1')
  // In reais a point is no decimal sign, and nobody writes a tenth of a cent.
  if (AMBIGUOUS.test(bare) && (!text.includes('R$') || bare.includes(','))) return null
  if (PROGRAM.test(bare) && !AMBIGUOUS.test(bare)) return Number(bare)
  if (BRAZILIAN.test(bare)) return Number(bare.replaceAll('.', '').replace(',', '.'))
  return ENGLISH.test(bare) ? Number(bare.replaceAll(',', '')) : null
}
