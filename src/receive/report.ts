/** Says in the log, once per isolate, which of the configured keys open nothing, and why: nobody is told so at the door. */
import { type KeysVariable, refusedKeys } from '../access/accepted.ts'
import { PROVIDERS } from '../providers/index.ts'
import { writeLine } from './line.ts'

const SECRETS: readonly KeysVariable[] = [...PROVIDERS.map(({ keysVariable }) => keysVariable), 'ADMIN_KEYS']

/** What was said last: secrets do not change within the life of an isolate. */
let said = '[]'

export async function reportRefusedKeys(env: Env, url: string): Promise<void> {
  const keys = refusedKeys(env, SECRETS)
  const saying = JSON.stringify(keys)
  if (saying === said) return
  said = saying
  if (keys.length > 0) await writeLine('error', { event: 'keys_refused', keys }, url)
}
