/** Decodes base64 inside a spelling, such as the user and password of Basic. */
import { BACKSLASH, readAs, type Spelling } from './spelling.ts'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** The six bits of each character plus 1; 0 for a character that is not base64. */
const VALUES = Uint8Array.from({ length: 128 }, (_, unit) => {
  const character = String.fromCharCode(unit)
  return ALPHABET.indexOf(character === '-' ? '+' : character === '_' ? '/' : character) + 1
})

/** Characters that do not end a run: the backslash that JSON puts before a slash, and the line breaks of mail. */
const isSkipped = (unit: number): boolean =>
  unit === BACKSLASH || unit === 0x0a || unit === 0x0d || unit === 0

/** Ends a run, as the end of a text does. */
const SPACE = 0x20

/**
 * The bytes of every run of base64 that is long enough to hold `bytes` of them. It is unknown where a token begins in a run,
 * so each run is read from its first, second, third and fourth character.
 */
export function* packedIn(text: Spelling, bytes: number): Generator<Spelling> {
  let run: number[] = []
  for (let at = 0; at <= text.units.length; at += 1) {
    const unit = text.units[at] ?? SPACE
    if (VALUES[unit]) run.push(at)
    else if (!isSkipped(unit)) {
      for (let first = 0; first < 4 && (run.length - first) * 6 >= bytes * 8; first += 1) {
        yield unpacked(text, run, first)
      }
      run = []
    }
  }
}

/** @param run the places of its characters */
function unpacked(text: Spelling, run: readonly number[], first: number): Spelling {
  const placeOf = (byte: number): number => first + (((byte * 4) / 3) | 0)
  const bits = (place: number): number => (VALUES[text.units[run[place] ?? 0] ?? 0] ?? 0) - 1
  const bytes = new Uint16Array(((run.length - first) * 6) >> 3)
  for (let byte = 0; byte < bytes.length; byte += 1) {
    const two = (bits(placeOf(byte)) << 6) | bits(placeOf(byte) + 1)
    bytes[byte] = (two >> (4 - ((byte * 2) % 6))) & 0xff
  }
  return readAs(
    text,
    bytes,
    (byte) => run[placeOf(byte)],
    (byte) => run[placeOf(byte) + 1],
  )
}
