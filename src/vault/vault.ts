/**
 * What a deployment must remember and nobody may read: the random key of its digests. One object for all, named
 * `vault`. Its storage is the only place where the key stands: D1 never has it, so whoever reads D1 cannot test a
 * guessed number against a digest.
 */
import { DurableObject } from 'cloudflare:workers'

const DIGEST_KEY = 'digest_key'
const DIGEST_KEY_BYTES = 32

export class Vault extends DurableObject<Env> {
  /**
   * The key of every digest, made when it is first asked for and kept for good: it survives a change of all configured
   * keys. The answer leaves the object only when the key is on disk.
   */
  digestKey(): Uint8Array {
    const { kv } = this.ctx.storage
    const kept = kv.get<Uint8Array>(DIGEST_KEY)
    if (kept) return kept
    const made = crypto.getRandomValues(new Uint8Array(DIGEST_KEY_BYTES))
    kv.put(DIGEST_KEY, made)
    return made
  }
}
