/**
 * A test delivery with a body of ours: key, reading, keys of numbers and object are the same as for any other. The object
 * undoes it before it answers, so that it is in no figure.
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

/** The verdict, and also an id that no sender uses. */
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
 * The first accepted key, presented as by a sender that can be given nothing but a URL. Not in a header, because the runtime
 * logs the whole text of a header that is not ASCII.
 */
export const testKey = (env: Env, provider: Provider): PathKey => ({
  text: acceptedKeys(env, provider.keysVariable).find((key) => key !== '') ?? '',
  isHidden: true,
})
