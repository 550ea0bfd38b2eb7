/** The compression and the character encoding of a body, from its headers or its first bytes. Pure. */

/** Codings that senders name although nothing is packed. */
const PLAIN = new Set(['identity', 'none', '7bit', '8bit', 'binary'])

/** How the body is packed; null if it is packed in a way that is not supported. */
export function packingOf(headers: Headers): 'identity' | 'gzip' | null {
  const packings = codingsOf(headers).filter((coding) => !PLAIN.has(coding) && decoderOf(coding) === null)
  if (packings.length === 0) return 'identity'
  const [only, ...others] = packings
  return others.length === 0 && (only === 'gzip' || only === 'x-gzip') ? 'gzip' : null
}

/**
 * The possible encodings of an unpacked body: that of its byte order mark or, without one, the charset of its headers; then
 * UTF-8, because a charset can be named by mistake.
 */
export function decodersOf(content: Uint8Array, headers: Headers): readonly TextDecoder[] {
  const named = decoderOf(markedBy(content)) ?? namedBy(headers)
  return named && named.encoding !== UTF_8.encoding ? [named, UTF_8] : [UTF_8]
}

/** The text of bytes; null if they are not valid in the encoding. */
export function textOf(content: Uint8Array, decoder: TextDecoder): string | null {
  try {
    return decoder.decode(content)
  } catch {
    return null
  }
}

const STRICT = { fatal: true, ignoreBOM: false }
/** Made once, because making it takes longer than decoding a body. */
const UTF_8 = new TextDecoder('utf-8', STRICT)

/** Some frameworks put the charset into Content-Encoding: that is ignored as a packing. */
const codingsOf = (headers: Headers): readonly string[] =>
  (headers.get('Content-Encoding') ?? '')
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '')

function namedBy(headers: Headers): TextDecoder | null {
  const [, label = ''] =
    /;\s{0,8}charset\s{0,8}=\s{0,8}["']?([^\s"';,]{1,40})/i.exec(headers.get('Content-Type') ?? '') ?? []
  const named = [label, ...codingsOf(headers)].map(decoderOf)
  return named.find((decoder) => decoder !== null) ?? null
}

function markedBy([first, second, third]: Uint8Array): string {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  return first === 0xff && second === 0xfe ? 'utf-16le' : ''
}

function decoderOf(label: string): TextDecoder | null {
  if (label === '') return null
  if (label.toLowerCase() === UTF_8.encoding) return UTF_8
  try {
    return new TextDecoder(label, STRICT)
  } catch {
    // Not the name of an encoding.
    return null
  }
}
