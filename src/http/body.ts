/** The body of a request, up to a limit that is counted in bytes as they arrive: Content-Length can lie. */
import { LIMITS } from '../limits.ts'

export type Body =
  | { readonly kind: 'json'; readonly value: unknown; readonly text: string; readonly bytes: number }
  | {
      readonly kind: 'invalid'
      readonly reason: 'invalid_json' | 'invalid_schema'
      readonly detail: string
      readonly text: string
      readonly bytes: number
    }
  | { readonly kind: 'too_large' }
  | { readonly kind: 'unsupported_encoding' }

/** Reads a body and parses it as JSON. */
export async function readJson(request: Request): Promise<Body> {
  const encoding = request.headers.get('Content-Encoding')?.trim().toLowerCase() ?? 'identity'
  if (encoding !== 'identity' && encoding !== 'gzip') return { kind: 'unsupported_encoding' }
  const arrived = await collect(request.body, false)
  if (!arrived) return { kind: 'too_large' }
  const bytes = arrived.byteLength
  if (encoding === 'identity') return parse(arrived, bytes)

  try {
    // A few kilobytes can unpack to gigabytes.
    const unpacked = await collect(
      new Blob([arrived]).stream().pipeThrough(new DecompressionStream('gzip')),
      true,
    )
    return unpacked ? parse(unpacked, bytes) : { kind: 'too_large' }
  } catch (error) {
    const detail = `The body is not gzip as its Content-Encoding says: ${String(error)}`
    return { kind: 'invalid', reason: 'invalid_json', detail, text: latin1(arrived), bytes }
  }
}

/**
 * Reads what a sender still has to say and forgets it. A connection that is answered while its sender is writing is
 * reset, and then the sender sees a broken connection where it should see what is wrong.
 */
export async function drain(request: Request): Promise<void> {
  if (request.body && !request.bodyUsed) await request.body.pipeTo(new WritableStream())
}

/** All bytes of a stream, or null where there are too many; `cancel` leaves the others unread. */
async function collect(
  stream: ReadableStream<Uint8Array> | null,
  cancel: boolean,
): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = []
  let total = 0
  for await (const chunk of stream ?? []) {
    total += chunk.byteLength
    if (total <= LIMITS.bodyBytes) chunks.push(chunk)
    else if (cancel) return null
  }
  if (total > LIMITS.bodyBytes) return null
  const whole = new Uint8Array(total)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.byteLength
  }
  return whole
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
    return { kind: 'json', value, text, bytes }
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

/** Every byte as one character, so that nothing of a body in another encoding is lost. */
const latin1 = (content: Uint8Array): string =>
  Array.from(content, (byte) => String.fromCharCode(byte)).join('')
