/** Logs, once per isolate, which of the configured keys are not accepted, and why, because no answer says so. */
import { type KeysVariable, refusedKeys } from '../access/accepted.ts'
import { PROVIDERS } from '../providers/index.ts'
import { writeLine } from './line.ts'

const SECRETS: readonly KeysVariable[] = [...PROVIDERS.map(({ keysVariable }) => keysVariable), 'ADMIN_KEYS']

/** The secrets that were reported: they do not change within the life of an isolate. */
let said: readonly (string | undefined)[] = []

export async function reportRefusedKeys(env: Env, url: string): Promise<void> {
  if (SECRETS.every((secret, place) => said[place] === env[secret])) return
  said = SECRETS.map((secret) => env[secret])
  const keys = refusedKeys(env, SECRETS)
  if (keys.length > 0) await writeLine('error', { event: 'keys_refused', keys }, url)
}
