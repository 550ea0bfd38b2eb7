/** The body of a webhook: an event, several events, a ping, or the reason why it cannot be read. */
import { bytesOf } from '../bytes.ts'
import * as LIMITS from '../limits.ts'
import type { Problem } from '../problem.ts'
import { decodersOf, packingOf, textOf } from './encoding.ts'
import { gunzip } from './gunzip.ts'
import { isFormPing } from './ping.ts'
import type { Unusable } from './unusable.ts'
import { unwrapped } from './unwrap.ts'

/** What a body says. */
export type Content =
  | { readonly kind: 'one'; readonly value: unknown }
  | { readonly kind: 'several'; readonly values: readonly unknown[] }
  | { readonly kind: 'ping'; readonly text: string }
  /** No event can be read from it; the text is the part that can be kept. */
  | (Extract<Unusable, { readonly kind: 'invalid_json' | 'invalid_schema' }> & { readonly text: string })

export type Body =
  | (Content & { readonly bytes: number })
  | Extract<Problem, { readonly kind: 'body_too_large' | 'body_interrupted' | 'unsupported_encoding' }>

const TOO_LARGE = { kind: 'body_too_large', limitBytes: LIMITS.bodyBytes } as const

/** Reads a body. Call it only for a sender that is worth listening to, because it may unpack. */
export async function readBody(request: Request): Promise<Body> {
  const packing = packingOf(request.headers)
  if (!packing) return { kind: 'unsupported_encoding' }
  let arrived: Uint8Array<ArrayBuffer> | null
  try {
    arrived = await bytesOf(request, LIMITS.bodyBytes)
  } catch {
    // The sender hung up. It gets no answer, but the log must have its line.
    return { kind: 'body_interrupted' }
  }
  if (!arrived) return TOO_LARGE
  const bytes = arrived.byteLength
  // Gzip is recognized by its first two bytes, whatever the header says, because no text begins like this.
  const isGzip = arrived[0] === 0x1f && arrived[1] === 0x8b
  if (!isGzip) {
    const content = packing === 'gzip' && bytes > 0 ? notGzip(bytes) : contentOf(arrived, request.headers)
    return { ...content, bytes }
  }
  try {
    const unpacked = await gunzip(arrived, LIMITS.bodyBytes)
    return unpacked ? { ...contentOf(unpacked, request.headers), bytes } : TOO_LARGE
  } catch {
    return { ...notGzip(bytes), bytes }
  }
}

function contentOf(bytes: Uint8Array, headers: Headers): Content {
  let text: string | null = null
  for (const decoder of decodersOf(bytes, headers)) {
    text = textOf(bytes, decoder)
    const content = text === null ? null : contentOfText(text)
    if (content) return content
  }
  // As UTF-8, the last decoder, whatever charset was named, because a key could be hidden in a text that is decoded wrongly.
  return text === null
    ? notJson('The body is not UTF-8.', latin1(bytes))
    : notJson('The body is not JSON.', text)
}

/** Null if the text is not JSON. */
function contentOfText(text: string): Content | null {
  if (text.trim() === '' || isFormPing(text)) return { kind: 'ping', text }
  const content = unwrapped(text)
  return content?.kind === 'invalid_schema' ? { ...content, text } : content
}

const notJson = (detail: string, text: string): Content => ({ kind: 'invalid_json', detail, text })

/** Bytes that are not text are not kept, because a key or a personal number could be hidden in them. */
const unreadable = (bytes: number): string => `(${bytes} bytes that are no text)`

const notGzip = (bytes: number): Content =>
  notJson('The body is not gzip, or broken gzip.', unreadable(bytes))

/** Every byte as one character, so that a text in another encoding is not lost. */
function latin1(content: Uint8Array): string {
  const text = Array.from(content, (byte) => String.fromCharCode(byte)).join('')
  return CONTROL.test(text) ? unreadable(content.byteLength) : text
}

/** Control characters that no text has. Without zeros, because UTF-16 is full of them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\x01-\x08\x0e-\x1f]/
