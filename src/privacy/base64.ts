/** Decodes base64 inside a spelling, such as the user and password of Basic. */
import { BACKSLASH, push, type Spelling, spelling } from './spelling.ts'

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
export function* packedIn({ units, starts, ends }: Spelling, bytes: number): Generator<Spelling> {
  let run = spelling()
  for (let at = 0; at <= units.length; at += 1) {
    const unit = units[at] ?? SPACE
    const value = VALUES[unit] ?? 0
    if (value > 0) push(run, value - 1, starts[at] ?? 0, ends[at] ?? 0)
    else if (!isSkipped(unit)) {
      for (let first = 0; first < 4 && (run.units.length - first) * 6 >= bytes * 8; first += 1) {
        yield unpacked(run, first)
      }
      run = spelling()
    }
  }
}

function unpacked({ units, starts, ends }: Spelling, first: number): Spelling {
  const out = spelling()
  for (let byte = 0; ; byte += 1) {
    const at = first + Math.floor((byte * 8) / 6)
    if (at + 1 >= units.length) return out
    const bits = ((units[at] ?? 0) << 6) | (units[at + 1] ?? 0)
    push(out, (bits >> (4 - ((byte * 2) % 6))) & 0xff, starts[at] ?? 0, ends[at + 1] ?? 0)
  }
}
