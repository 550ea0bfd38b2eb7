/** The body of a webhook as JSON, or why it is none. */
import { bytesOf } from '../bytes.ts'
import { LIMITS } from '../limits.ts'
import { gunzip } from './gunzip.ts'

export type Body =
  | { readonly kind: 'json'; readonly value: unknown; readonly bytes: number }
  | {
      readonly kind: 'invalid'
      readonly reason: 'invalid_json' | 'invalid_schema'
      readonly detail: string
      readonly text: string
      readonly bytes: number
    }
  | { readonly kind: 'too_large' }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'unsupported_encoding' }

/** Reads a body and parses it as JSON. To be called for a sender that there is a reason to listen to: it may unpack. */
export async function readJson(request: Request): Promise<Body> {
  const encoding = request.headers.get('Content-Encoding')?.trim().toLowerCase() || 'identity'
  if (encoding !== 'identity' && encoding !== 'gzip') return { kind: 'unsupported_encoding' }
  let arrived: Uint8Array<ArrayBuffer> | null
  try {
    arrived = await bytesOf(request, LIMITS.bodyBytes)
  } catch {
    // The sender hung up. It hears no answer, but the log shall have its line.
    return { kind: 'interrupted' }
  }
  if (!arrived) return { kind: 'too_large' }
  const bytes = arrived.byteLength
  // By its first two bytes, whatever the header says: no JSON begins like this.
  const isGzip = arrived[0] === 0x1f && arrived[1] === 0x8b
  if (!isGzip) return encoding === 'gzip' && bytes > 0 ? notGzip(bytes) : parse(arrived, bytes)
  try {
    const unpacked = await gunzip(arrived, LIMITS.bodyBytes)
    return unpacked ? parse(unpacked, bytes) : { kind: 'too_large' }
  } catch {
    return notGzip(bytes)
  }
}

function parse(content: Uint8Array, bytes: number): Body {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(content)
  } catch {
    return {
      kind: 'invalid',
      reason: 'invalid_json',
      detail: 'The body is not UTF-8.',
      text: latin1(content),
      bytes,
    }
  }
  if (text.trim() === '')
    return { kind: 'invalid', reason: 'invalid_json', detail: 'The body is empty.', text, bytes }
  try {
    const value: unknown = JSON.parse(text)
    if (depth(text) > LIMITS.jsonDepth) {
      const detail = `The body is nested deeper than ${LIMITS.jsonDepth} levels.`
      return { kind: 'invalid', reason: 'invalid_schema', detail, text, bytes }
    }
    return { kind: 'json', value, bytes }
  } catch {
    // The parser's own message quotes the body, and so perhaps a key.
    return { kind: 'invalid', reason: 'invalid_json', detail: 'The body is not JSON.', text, bytes }
  }
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

/** What is no text is not kept: a key or a personal number could be packed in it, out of sight. */
const unreadable = (bytes: number): string => `(${bytes} bytes that are no text)`

const notGzip = (bytes: number): Body => ({
  kind: 'invalid',
  reason: 'invalid_json',
  detail: 'The body is not gzip, or broken gzip.',
  text: unreadable(bytes),
  bytes,
})

/** Every byte as one character, so that nothing of a text in another encoding is lost. */
function latin1(content: Uint8Array): string {
  const text = Array.from(content, (byte) => String.fromCharCode(byte)).join('')
  return CONTROL.test(text) ? unreadable(content.byteLength) : text
}

/** Control characters that no text has; zeros are left out, because UTF-16 is full of them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\x01-\x08\x0e-\x1f]/
