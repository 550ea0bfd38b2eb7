/**
 * A kept body is named by a keyed digest of its content: the same body goes to the same object, and without access to the
 * vault nobody can compute a name, or use a name to test a guess of a body.
 */
import { quarantineId } from '../db/quarantine.ts'
import { keyedDigest } from '../vault/keyed-digest.ts'

/**
 * @param digest of the body without keys. An entity knows it too, so it can close the row of a body that it has judged. A
 * row of version 0.1.0 has the digest itself as its key, so its object can be found.
 */
export const keptId = async (vault: Env['VAULT'], provider: string, digest: string): Promise<string> =>
  quarantineId(provider, await keyedDigest(vault, 'quarantine', digest))
