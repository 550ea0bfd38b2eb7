/** Who may deliver: anyone who presents one of the provider's keys, in any of the places where senders can put one. */
import { hex } from '../hex.ts'
import * as LIMITS from '../limits.ts'

/**
 * Every key that a request presents outside its body, up to the limit of one request. A header that is sent twice arrives as
 * one with a comma in it, and no key has a comma.
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

/** Which of the configured keys a request presented, described so that nobody learns the key from it. */
export interface UsedKey {
  /** Its place in the secret, from 1. */
  readonly position: number
  /**
   * The first 8 hexadecimal digits of its SHA-256: 32 bits tell a handful of keys apart, and one random key in 2^32 has the
   * same. They could only help to find a key that can be guessed anyway.
   */
  readonly fingerprint: string
  /** Whose key it is, where it has a label. */
  readonly label?: 'sandbox'
}

/**
 * The configured key that is among the presented ones, or null. Every pair is compared, at one length, so that the time
 * taken reveals neither which key was close nor how long it is.
 */
export async function usedKey(
  presented: readonly string[],
  configured: readonly string[],
): Promise<UsedKey | null> {
  const { keys, theirs } = comparable(configured)
  const matches = keys.map(() => 0)
  for (const key of presented) {
    const padded = key === '' ? null : pad(key, theirs)
    if (!padded) continue
    for (const [place, ours] of keys.entries()) {
      matches[place] = (matches[place] ?? 0) + (crypto.subtle.timingSafeEqual(padded, ours) ? 1 : 0)
    }
  }
  const place = matches.findIndex((count) => count > 0)
  const used = configured[place]
  return used === undefined ? null : { position: place + 1, fingerprint: await fingerprint(used) }
}

/** Keys padded to one length in bytes for the comparison. */
interface Comparable {
  readonly keys: readonly Uint8Array[]
  /** Where the presented keys are padded, one after the other. */
  readonly theirs: Uint8Array
}

const encoder = new TextEncoder()

/** Keys are padded to a multiple of this many bytes, which reveals nothing else about the longest one. */
const STEP_BYTES = 256

/** Only for configured keys, which every request is compared with. Never for presented keys: anybody could fill the memory. */
const known = new Map<string, Comparable>()
const fingerprints = new Map<string, string>()

function comparable(configured: readonly string[]): Comparable {
  const name = configured.join()
  const kept = known.get(name)
  if (kept) return kept
  const longest = Math.max(0, ...configured.map((key) => encoder.encode(key).byteLength))
  const width = (Math.floor(longest / STEP_BYTES) + 1) * STEP_BYTES
  const made = {
    keys: configured.flatMap((key) => pad(key, new Uint8Array(width)) ?? []),
    theirs: new Uint8Array(width),
  }
  known.set(name, made)
  return made
}

/** A key padded with a byte that UTF-8 never has; null if it is longer, because then it is not a configured key. */
const pad = (key: string, bytes: Uint8Array): Uint8Array | null =>
  encoder.encodeInto(key, bytes.fill(0xff)).read === key.length ? bytes : null

/** The fingerprint of a configured key. */
export async function fingerprint(key: string): Promise<string> {
  const kept = fingerprints.get(key)
  if (kept !== undefined) return kept
  const made = hex(new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(key)), 0, 4))
  fingerprints.set(key, made)
  return made
}

/** The parts of `Authorization` that can be a key: all of it, the text after a scheme, the user or the password of Basic. */
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
    // Not base64, so it holds no key: the same as presenting none.
    return []
  }
}
