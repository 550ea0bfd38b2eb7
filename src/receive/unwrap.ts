/**
 * Unwraps an event: removes byte order marks and zeros at the end, and opens JSON inside a JSON text and lists. Pure. Each
 * step makes the text shorter, and there are few steps.
 */
import type { Issue } from '../issue.ts'
import * as LIMITS from '../limits.ts'

export type Content =
  /** An event, or a value that its provider will refuse. */
  | { readonly kind: 'one'; readonly value: unknown }
  /** Values in the order of the list; some may not be events. */
  | { readonly kind: 'several'; readonly values: readonly unknown[] }
  | { readonly kind: 'invalid_schema'; readonly issues: readonly Issue[] }

/** Reads a text as JSON and unwraps it; null if it is not JSON. */
export function unwrapped(text: string): Content | null {
  const outer = parsed(text)
  if (outer === null) return null
  if (outer.isTooDeep) return refused(`The body is nested deeper than ${LIMITS.jsonDepth} levels.`)
  const { value, texts } = opened(outer.value, LIMITS.jsonTexts)
  if (!Array.isArray(value)) return { kind: 'one', value }
  const [only, ...others]: readonly unknown[] = value
  if (others.length === 0) {
    const inner = opened(only, texts).value
    // A list in a list, or a list of values that cannot be events: no provider accepts it.
    return { kind: 'one', value: isObject(inner) ? inner : value }
  }
  // Before any of them is opened, so that too many cause no work.
  if (!value.some((item) => isObject(item) || typeof item === 'string')) return { kind: 'one', value }
  if (value.length > LIMITS.eventsPerBody)
    return refused(`The body holds more than ${LIMITS.eventsPerBody} events.`)
  const values = value.map((item: unknown) => opened(item, texts).value)
  return values.some(isObject) ? { kind: 'several', values } : { kind: 'one', value }
}

const refused = (message: string): Content => ({ kind: 'invalid_schema', issues: [{ path: '', message }] })

/** The value of a JSON text inside JSON, and how many texts may still be opened in it; any other value is unchanged. */
function opened(value: unknown, texts: number): { readonly value: unknown; readonly texts: number } {
  if (typeof value !== 'string' || texts === 0) return { value, texts }
  const inner = parsed(value)
  if (inner === null || inner.isTooDeep) return { value, texts }
  const innermost = opened(inner.value, texts - 1)
  // "5" and "null" are ordinary texts, not wrapped JSON.
  return typeof innermost.value === 'object' && innermost.value !== null ? innermost : { value, texts }
}

const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function parsed(text: string): { readonly value: unknown; readonly isTooDeep: boolean } | null {
  const json = bare(text)
  try {
    const value: unknown = JSON.parse(json)
    return { value, isTooDeep: depth(json) > LIMITS.jsonDepth }
  } catch {
    // The parser's own message is not used, because it quotes the body, and so perhaps a key.
    return null
  }
}

const BYTE_ORDER_MARK = 0xfeff
const isSpace = (code: number): boolean => code === 0x20 || (code >= 0x09 && code <= 0x0d)

/** The text without byte order marks before it, and without zeros at its end as in a C string. */
function bare(text: string): string {
  let from = 0
  let to = text.length
  const isMark = (at: number): boolean =>
    text.charCodeAt(at) === BYTE_ORDER_MARK || isSpace(text.charCodeAt(at))
  while (from < to && isMark(from)) from += 1
  while (to > from && (text.charCodeAt(to - 1) === 0 || isMark(to - 1))) to -= 1
  return text.slice(from, to)
}

const [QUOTE, BACKSLASH] = [0x22, 0x5c]

/**
 * Levels of valid JSON, counted in its text: a recursive function would overflow on exactly the bodies that it should
 * refuse.
 */
function depth(json: string): number {
  let level = 0
  let deepest = 0
  let isText = false
  for (let at = 0; at < json.length; at += 1) {
    const unit = json.charCodeAt(at)
    if (unit === QUOTE) isText = !isText
    else if (isText) at += unit === BACKSLASH ? 1 : 0
    else if (unit === 0x7b || unit === 0x5b) deepest = Math.max(deepest, ++level)
    else if (unit === 0x7d || unit === 0x5d) level -= 1
  }
  return deepest
}
