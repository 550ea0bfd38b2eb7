/**
 * A kept body is named by a keyed digest of what it says: the same body comes to the same object, and anyone who has no
 * access to the vault can neither compute a name nor test by one what a body held.
 */
import { quarantineId } from '../db/quarantine.ts'
import { keyedDigest } from '../vault/keyed-digest.ts'

/**
 * @param digest of the body without keys, by which an entity knows it too: so it can close the row of a body that it
 * has judged, and a row of version 0.1.0, which had the digest itself for its key, finds its object
 */
export const keptId = async (vault: Env['VAULT'], provider: string, digest: string): Promise<string> =>
  quarantineId(provider, await keyedDigest(vault, 'quarantine', digest))
