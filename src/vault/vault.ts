/**
 * The secrets that a deployment makes itself: the random key of its digests, and who is signed in. One object for all, named
 * `vault`. The key is only in its storage and never in D1, so nobody who reads D1 can test a guessed number against a
 * digest.
 */
import { DurableObject } from 'cloudflare:workers'
import { createSessions, deleteSession, insertSession, readSessionKey } from './sessions.ts'

const DIGEST_KEY = 'digest_key'
const DIGEST_KEY_BYTES = 32

export class Vault extends DurableObject<Env> {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    createSessions(ctx.storage.sql)
  }

  /**
   * The key of every digest, made when it is first needed and kept forever: it survives a change of all configured keys. The
   * answer leaves the object only after the key is on disk.
   */
  digestKey(): Uint8Array {
    const { kv } = this.ctx.storage
    const kept = kv.get<Uint8Array>(DIGEST_KEY)
    if (kept) return kept
    const made = crypto.getRandomValues(new Uint8Array(DIGEST_KEY_BYTES))
    kv.put(DIGEST_KEY, made)
    return made
  }

  /** Signs an operator in until an end by the vault's own clock. */
  openSession(digest: string, keyDigest: string): void {
    const { storage } = this.ctx
    storage.transactionSync(() => insertSession(storage.sql, digest, keyDigest, Date.now()))
  }

  /** The digest of the key that opened a session; null if there is none, or it has ended. */
  sessionKey(digest: string): string | null {
    return readSessionKey(this.ctx.storage.sql, digest, Date.now())
  }

  closeSession(digest: string): void {
    deleteSession(this.ctx.storage.sql, digest)
  }
}
