/** Behind this file no key exists any more: not in what is stored, logged, answered or sent on. */
import { hideValues, labelled } from './labelled.ts'

const SECRET_KEY = /^secret_?key$/i
const SECRET_VALUE = labelled('secret_?key')
const REDACTED = '[key]'

/** Shorter keys are replaced only where they are a whole text: anywhere else they would tear words apart. */
const EMBEDDED_KEY_CHARACTERS = 6

/**
 * A JSON value without its `SecretKey` properties and without any of `keys` in its texts, names and numbers.
 * A `SecretKey` that is no text becomes `false`: its type breaks the schema, its value is nobody's business.
 */
export function withoutKeys(value: unknown, keys: readonly string[]): unknown {
  if (typeof value === 'string') return redact(value, keys)
  if (typeof value === 'number') return keys.includes(String(value)) ? REDACTED : value
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map((item) => withoutKeys(item, keys))
  // fromEntries defines properties, where an assignment to `__proto__` would set a prototype.
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]) => {
      if (!SECRET_KEY.test(name)) return [[redact(name, keys), withoutKeys(item, keys)]]
      return typeof item === 'string' || item === null ? [] : [[name, false]]
    }),
  )
}

/** The same for text that is no JSON, in which a key can stand in as many ways as there are escapes. */
export function textWithoutKeys(text: string, keys: readonly string[]): string {
  if (keys.includes(text)) return REDACTED
  let redacted = hideValues(oneByteWide(text), SECRET_VALUE, REDACTED)
  for (const key of longestFirst(keys)) {
    if (key.length >= EMBEDDED_KEY_CHARACTERS) redacted = redacted.replace(spellings(key), REDACTED)
  }
  return redacted.toWellFormed()
}

/** UTF-16 read as bytes has a zero beside every letter, behind which neither a key nor a personal number would be seen. */
function oneByteWide(text: string): string {
  const narrow = text.replaceAll('\0', '')
  return narrow.length < text.length * 0.75 ? narrow : text
}

/** Every character of a key as it is, escaped as in JSON, percent-encoded, or as the bytes of its UTF-8 read one by one. */
function spellings(key: string): RegExp {
  const characters = [...key].map((character) => {
    const bytes = [...new TextEncoder().encode(character)]
    const escaped = [...character]
      .flatMap((each) => each.split(''))
      .map((unit) => `\\\\u${hex(unit.charCodeAt(0), 4)}`)
    const percent = bytes.map((byte) => `%${hex(byte, 2)}`)
    const latin1 = bytes.map((byte) => `\\x${hex(byte, 2)}`)
    return `(?:\\\\?${RegExp.escape(character)}|${escaped.join('')}|${percent.join('')}|${latin1.join('')})`
  })
  return new RegExp(characters.join(''), 'gi')
}

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0')

const longestFirst = (keys: readonly string[]): readonly string[] =>
  [...keys].sort((a, b) => b.length - a.length)

function redact(text: string, keys: readonly string[]): string {
  if (keys.includes(text)) return REDACTED
  // A body within a body: its text may name a key that is none of ours.
  let redacted = /secret_?key/i.test(text) ? hideValues(text, SECRET_VALUE, REDACTED) : text
  for (const key of longestFirst(keys)) {
    if (key.length < EMBEDDED_KEY_CHARACTERS) continue
    redacted = redacted.replaceAll(key, REDACTED).replaceAll(encodeURIComponent(key), REDACTED)
  }
  // A lone surrogate is no text to SQLite, and would come back as another one.
  return redacted.toWellFormed()
}
