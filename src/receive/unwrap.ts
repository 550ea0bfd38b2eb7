/**
 * Takes an event out of what stands around it: byte order marks, zeros at the end, a text of JSON around JSON, a list.
 * Pure. Each step makes the text shorter, and there are few steps.
 */
import type { Issue } from '../issue.ts'
import * as LIMITS from '../limits.ts'

export type Content =
  /** An event, or what is none for its provider to say so. */
  | { readonly kind: 'one'; readonly value: unknown }
  /** Events in the order of the list; among them may be what is none. */
  | { readonly kind: 'several'; readonly values: readonly unknown[] }
  | { readonly kind: 'invalid_schema'; readonly issues: readonly Issue[] }

/** Reads a text as JSON and unwraps it; null where it is not JSON. */
export function unwrapped(text: string): Content | null {
  const outer = parsed(text)
  if (outer === null) return null
  if (outer.isTooDeep) return refused(`The body is nested deeper than ${LIMITS.jsonDepth} levels.`)
  const { value, texts } = opened(outer.value, LIMITS.jsonTexts)
  if (!Array.isArray(value)) return { kind: 'one', value }
  const [only, ...others]: readonly unknown[] = value
  if (others.length === 0) {
    const inner = opened(only, texts).value
    // A list in a list, or of nothing that an event can be: no provider takes it.
    return { kind: 'one', value: isObject(inner) ? inner : value }
  }
  // Before any of them is opened: what is too many is no work.
  if (!value.some((item) => isObject(item) || typeof item === 'string')) return { kind: 'one', value }
  if (value.length > LIMITS.eventsPerBody)
    return refused(`The body holds more than ${LIMITS.eventsPerBody} events.`)
  const values = value.map((item: unknown) => opened(item, texts).value)
  return values.some(isObject) ? { kind: 'several', values } : { kind: 'one', value }
}

const refused = (message: string): Content => ({ kind: 'invalid_schema', issues: [{ path: '', message }] })

/** What a text of JSON in JSON holds, and how many texts may still be opened in it; all else stays as it is. */
function opened(value: unknown, texts: number): { readonly value: unknown; readonly texts: number } {
  if (typeof value !== 'string' || texts === 0) return { value, texts }
  const inner = parsed(value)
  if (inner === null || inner.isTooDeep) return { value, texts }
  const innermost = opened(inner.value, texts - 1)
  // "5" and "null" are texts that somebody wrote.
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
    // The parser's own message quotes the body, and so perhaps a key.
    return null
  }
}

const BYTE_ORDER_MARK = 0xfeff
const isSpace = (code: number): boolean => code === 0x20 || (code >= 0x09 && code <= 0x0d)

/** Without the marks that were put before it, and the zeros that ended it as a string of C. */
function bare(text: string): string {
  let from = 0
  let to = text.length
  const isMark = (at: number): boolean =>
    text.charCodeAt(at) === BYTE_ORDER_MARK || isSpace(text.charCodeAt(at))
  while (from < to && isMark(from)) from += 1
  while (to > from && (text.charCodeAt(to - 1) === 0 || isMark(to - 1))) to -= 1
  return text.slice(from, to)
}

/** Levels of valid JSON, read off its text: a function that recursed would overflow on what it is there to refuse. */
function depth(json: string): number {
  let level = 0
  let deepest = 0
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (token === '{' || token === '[') deepest = Math.max(deepest, ++level)
    else if (token === '}' || token === ']') level -= 1
  }
  return deepest
}
