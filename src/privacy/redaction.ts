/** After this file there are no keys: not in anything that is stored, logged, answered or forwarded. */
import { add, type Findings } from './automaton.ts'
import { labelled, valuesIn } from './labelled.ts'
import { searchFor } from './search.ts'

const NAME = 'secretkey'
const SPELLED = [...NAME].join('_{0,3}')
const SECRET_VALUE = labelled(SPELLED)
/** Tested first, because almost no text contains the name, and this test is much faster. */
const SECRET_NAME = new RegExp(SPELLED, 'i')
const REDACTED = '[key]'

/**
 * A JSON value without its `SecretKey` properties and without any of `keys` in its texts, names and numbers. A `SecretKey`
 * that is not text becomes `false`: the type breaks the schema, and the value stays secret.
 */
export const withoutKeys = (value: unknown, keys: readonly string[]): unknown =>
  redactValue(value, redaction(keys))

/** The same for text that is not JSON. */
export function textWithoutKeys(text: string, keys: readonly string[]): string {
  const redact = redaction(keys)
  const redacted = redact(text)
  const narrow = oneByteWide(redacted)
  return narrow === redacted ? redacted : redact(narrow)
}

type Redact = (text: string) => string

function redactValue(value: unknown, redact: Redact): unknown {
  if (typeof value === 'string') return redact(value)
  if (typeof value === 'number') {
    const redacted = redact(String(value))
    return redacted === String(value) ? value : redacted
  }
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map((item) => redactValue(item, redact))
  const kept: [name: string, item: unknown][] = []
  for (const [name, item] of Object.entries(value)) {
    if (!isSecretKey(name)) kept.push([redact(name), redactValue(item, redact)])
    else if (typeof item !== 'string' && item !== null) kept.push([name, false])
  }
  // fromEntries defines properties, where an assignment to `__proto__` would set a prototype.
  return Object.fromEntries(kept)
}

/** `SecretKey` in any case, with underscores anywhere. */
export const isSecretKey = (name: string): boolean =>
  (name.length === NAME.length || name.includes('_')) && name.replaceAll('_', '').toLowerCase() === NAME

/** The values of every `SecretKey` in a text that is not JSON, as they are written, one by one. */
export function* secretKeysIn(text: string): Generator<string> {
  const narrow = oneByteWide(text)
  for (const { start, end } of valuesIn(narrow, SECRET_VALUE)) yield narrow.slice(start, end)
}

function redaction(keys: readonly string[]): Redact {
  const search = searchFor(keys)
  return (text) => {
    const findings: Findings = new Map()
    // A body within a body: its text may contain a `SecretKey` that is not one of our keys.
    if (text.length > NAME.length && SECRET_NAME.test(text)) {
      for (const { start, end } of valuesIn(text, SECRET_VALUE)) add(findings, start, end)
    }
    search(text, findings)
    // SQLite does not accept a lone surrogate as text, and would return another one.
    return (findings.size > 0 ? cut(text, findings) : text).toWellFormed()
  }
}

/** The text with a mark instead of each finding; one mark for findings that overlap. */
function cut(text: string, findings: Findings): string {
  let kept = ''
  let from = 0
  for (const [start, end] of [...findings].sort(([a], [b]) => a - b)) {
    if (start >= from) kept += text.slice(from, start) + REDACTED
    from = Math.max(from, end)
  }
  return kept + text.slice(from)
}

/** UTF-16 that was read as bytes has a zero beside every letter, which would hide names and personal numbers. */
function oneByteWide(text: string): string {
  const narrow = text.replaceAll('\0', '')
  return narrow.length < text.length * 0.75 ? narrow : text
}
