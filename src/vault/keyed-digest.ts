/**
 * A keyed digest identifies a text without revealing it: equal texts have equal digests, and without the vault's key nobody
 * can test a guess.
 */

import { hex } from '../hex.ts'
import { vaultIn } from './stub.ts'

/** The purpose of a digest. A digest for one purpose says nothing about the same text under another. */
export type Purpose = 'quarantine' | 'sale' | 'session' | 'admin_key'

/** The first 16 bytes of an HMAC: 128 bits are enough to distinguish all texts that will ever come. */
const DIGEST_BYTES = 16

const encoder = new TextEncoder()

/** Only the finished key is kept between requests, because a promise of another request could wait forever. */
let cached: CryptoKey | undefined

/**
 * HMAC-SHA256 under the vault's key, 32 hexadecimal digits.
 * @throws if the vault cannot be reached, and the key is not in memory yet
 */
export async function keyedDigest(vault: Env['VAULT'], purpose: Purpose, text: string): Promise<string> {
  cached ??= await digestKey(vault)
  // A purpose contains no zero, so no two pairs of purpose and text give the same bytes.
  const bytes = encoder.encode(`${purpose}\0${text}`)
  return hex(new Uint8Array(await crypto.subtle.sign('HMAC', cached, bytes), 0, DIGEST_BYTES))
}

async function digestKey(vault: Env['VAULT']): Promise<CryptoKey> {
  const bytes = await vaultIn(vault).digestKey()
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
}
