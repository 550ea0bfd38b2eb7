/** The secrets that sign what is forwarded: `whsec_` and the base64 of 24 to 64 bytes, newest first. Pure. */
import * as LIMITS from '../limits.ts'

export type Secret = Uint8Array

const FORM = /^whsec_((?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)$/

/** The bytes of one secret; null if the text is not a secret. */
export function secretIn(text: string): Secret | null {
  const [, base64 = ''] = FORM.exec(text) ?? []
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  return bytes.length >= LIMITS.secretBytesLeast && bytes.length <= LIMITS.secretBytesMost ? bytes : null
}

/** All secrets of a set; null if there are none, too many, or one that is not valid. */
export function secretsIn(set: string | undefined): readonly Secret[] | null {
  const texts = (set ?? '')
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '')
  const secrets = texts.map(secretIn)
  const isWhole = secrets.length > 0 && secrets.length <= LIMITS.signingSecrets
  return isWhole && secrets.every((secret) => secret !== null) ? secrets : null
}
