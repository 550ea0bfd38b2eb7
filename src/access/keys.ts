/** Who may deliver: whoever presents one of the provider's keys, in any of the places where senders can put one. */
import * as LIMITS from '../limits.ts'
import { hex } from '../vault/hex.ts'

/**
 * Every key that a request presents outside its body, as far as one request may present. A header that comes twice
 * is one with a comma in it, and no key has a comma.
 */
export function presentedKeys(headers: Headers, urlKey: string | undefined): readonly string[] {
  const presented = [
    urlKey ?? '',
    ...listed(headers.get('X-Api-Key')),
    ...listed(headers.get('Authorization')).flatMap(credentialsIn),
  ]
  const keys = presented.map((key) => key.trim()).filter((key) => key !== '')
  return [...new Set(keys)].slice(0, LIMITS.presentedKeys)
}

const listed = (header: string | null): readonly string[] =>
  (header ?? '').split(',', LIMITS.presentedKeys).map((each) => each.trim())

/** Which of the configured keys a request presented, told so that nobody learns the key from it. */
export interface UsedKey {
  /** Its place in the secret, from 1. */
  readonly position: number
  /**
   * The first 8 hexadecimal digits of its SHA-256: 32 bits tell a handful of keys apart, and 2^-32 of all random keys
   * have the same. Only a key that can be guessed anyway could be found by them.
   */
  readonly fingerprint: string
  /** Whose key it is, where it has a label. */
  readonly label?: 'sandbox'
}

/**
 * The configured key that is among the presented ones, or null. Every pair is compared, and by digests of one length:
 * the time taken tells neither which key was near nor how long it is.
 */
export async function usedKey(
  presented: readonly string[],
  configured: readonly string[],
): Promise<UsedKey | null> {
  const theirs = await Promise.all(presented.filter((key) => key !== '').map(digestOf))
  const ours = await Promise.all(configured.map(knownDigest))
  const matches = ours.map(() => 0)
  for (const one of theirs) {
    for (const [place, other] of ours.entries()) {
      matches[place] = (matches[place] ?? 0) + (crypto.subtle.timingSafeEqual(one, other) ? 1 : 0)
    }
  }
  const place = matches.findIndex((count) => count > 0)
  const digest = ours[place]
  return digest ? { position: place + 1, fingerprint: fingerprintOf(digest) } : null
}

/** The fingerprint of a configured key. */
export const fingerprint = async (key: string): Promise<string> => fingerprintOf(await knownDigest(key))

const fingerprintOf = (digest: ArrayBuffer): string => hex(new Uint8Array(digest, 0, 4))

const digestOf = (key: string): Promise<ArrayBuffer> =>
  crypto.subtle.digest('SHA-256', new TextEncoder().encode(key))

/** Of configured keys, which every request meets again. Never of presented ones: anybody could fill the memory. */
const known = new Map<string, ArrayBuffer>()

async function knownDigest(key: string): Promise<ArrayBuffer> {
  const digest = known.get(key) ?? (await digestOf(key))
  known.set(key, digest)
  return digest
}

/** What of `Authorization` can be a key: all of it, what follows a scheme, the user or the password of Basic. */
function credentialsIn(authorization: string): readonly string[] {
  const [, scheme = '', credentials = ''] = /^(\S+)\s+(\S.*)$/s.exec(authorization) ?? []
  if (/^(bearer|apikey|token)$/i.test(scheme)) return [authorization, credentials]
  return /^basic$/i.test(scheme) ? userAndPassword(credentials) : [authorization]
}

function userAndPassword(credentials: string): readonly string[] {
  try {
    const bytes = Uint8Array.from(atob(credentials), (character) => character.charCodeAt(0))
    const [user = '', ...password] = new TextDecoder().decode(bytes).split(':')
    return [user, password.join(':')]
  } catch {
    // Not base64, so nothing is in it: the same as none presented.
    return []
  }
}
