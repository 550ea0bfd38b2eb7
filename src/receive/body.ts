/** The body of a webhook: an event, several of them, a ping, or why it is none of these. */
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
  /** No event can be read from it; its text is as much of it as can be kept. */
  | (Extract<Unusable, { readonly kind: 'invalid_json' | 'invalid_schema' }> & { readonly text: string })

export type Body =
  | (Content & { readonly bytes: number })
  | Extract<Problem, { readonly kind: 'body_too_large' | 'body_interrupted' | 'unsupported_encoding' }>

const TOO_LARGE = { kind: 'body_too_large', limitBytes: LIMITS.bodyBytes } as const

/** Reads a body. To be called for a sender that there is a reason to listen to: it may unpack. */
export async function readBody(request: Request): Promise<Body> {
  const packing = packingOf(request.headers)
  if (!packing) return { kind: 'unsupported_encoding' }
  let arrived: Uint8Array<ArrayBuffer> | null
  try {
    arrived = await bytesOf(request, LIMITS.bodyBytes)
  } catch {
    // The sender hung up. It hears no answer, but the log shall have its line.
    return { kind: 'body_interrupted' }
  }
  if (!arrived) return TOO_LARGE
  const bytes = arrived.byteLength
  // By its first two bytes, whatever the header says: no text begins like this.
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
  // As UTF-8, the last of them, whatever charset was named: read in a wrong one, a key in it would be out of sight.
  return text === null
    ? notJson('The body is not UTF-8.', latin1(bytes))
    : notJson('The body is not JSON.', text)
}

/** Null where the text is not JSON. */
function contentOfText(text: string): Content | null {
  if (text.trim() === '' || isFormPing(text)) return { kind: 'ping', text }
  const content = unwrapped(text)
  return content?.kind === 'invalid_schema' ? { ...content, text } : content
}

const notJson = (detail: string, text: string): Content => ({ kind: 'invalid_json', detail, text })

/** What is not text is not kept: a key or a personal number could be packed in it, out of sight. */
const unreadable = (bytes: number): string => `(${bytes} bytes that are no text)`

const notGzip = (bytes: number): Content =>
  notJson('The body is not gzip, or broken gzip.', unreadable(bytes))

/** Every byte as one character, so that nothing of a text in another encoding is lost. */
function latin1(content: Uint8Array): string {
  const text = Array.from(content, (byte) => String.fromCharCode(byte)).join('')
  return CONTROL.test(text) ? unreadable(content.byteLength) : text
}

/** Control characters that no text has; zeros are left out, because UTF-16 is full of them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\x01-\x08\x0e-\x1f]/
