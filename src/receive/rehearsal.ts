/**
 * A test of a delivery's way, by a body of ours: its key, its reading, its keys of numbers and its object are those of any
 * other. The object undoes it before it answers, so no figure ever has it.
 */
import { acceptedKeys } from '../access/accepted.ts'
import type { PathKey } from '../access/path.ts'
import { rootCause } from '../db/faults.ts'
import { withKeys } from '../entity/keys.ts'
import { objectNamed } from '../object.ts'
import { digest } from '../providers/digest.ts'
import type { Provider } from '../providers/provider.ts'
import type { AuthenticBody } from './credential.ts'
import type { Result } from './result.ts'

/** The verdict; and no sender's id of anything. */
const TEST = 'test'

export async function rehearse(provider: Provider, body: AuthenticBody, env: Env): Promise<Result> {
  const reading = body.kind === 'one' ? provider.read(body.value, await digest(body.value)) : null
  if (reading?.kind !== 'event') return { kind: 'invalid_schema', issues: [] }
  try {
    const event = await withKeys(env.VAULT, reading.event, reading.joins)
    await objectNamed(env.ENTITIES, `${provider.name}:${TEST}`).rehearse(event)
  } catch (error) {
    return { kind: 'unavailable', error: rootCause(error) }
  }
  return { kind: TEST }
}

/**
 * The first key that opens, as a sender has it that can be given nothing but a URL. In no header: of one that is not ASCII the
 * runtime writes the whole text to the log.
 */
export const testKey = (env: Env, provider: Provider): PathKey => ({
  text: acceptedKeys(env, provider.keysVariable).find((key) => key !== '') ?? '',
  isHidden: true,
})
