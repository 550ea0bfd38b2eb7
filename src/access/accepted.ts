/** Which of the configured keys are accepted. Outside local use, short and published keys never are, however they got there. */
import * as LIMITS from '../limits.ts'
import { keysIn } from './configured.ts'
import { labelled } from './label.ts'

/**
 * What `npm start` hands to the runtime on this machine. It is in no file, so that nothing can deploy it along with the
 * rest: not in wrangler.toml, and not in .dev.vars.example, which Cloudflare's deploy button turns into secrets. Nothing in
 * a request counts, because a client chooses its Host and its headers.
 */
type Local = { readonly LOCAL?: string | undefined }

export type KeysVariable = keyof Env & `${string}_KEYS`

/** Why a configured key is not accepted. */
export type Refusal = 'published' | 'too_short' | 'too_many'

/** A configured key that is not accepted, by its place, from 1: its text is still a secret. */
export interface RefusedKey {
  readonly secret: string
  readonly position: number
  readonly reason: Refusal
}

/**
 * Keys that this repository publishes for trying things out: those of .dev.vars.example, and `…_LOCAL_KEY` of the other
 * documents. `SECRET_KEY` is what Safe2Pay's own documents print.
 */
export const isPublished = (key: string): boolean => /^(SECRET_KEY|\w+_LOCAL_KEY)$/i.test(key)

/** Why a key is not accepted where strangers can try it; null if it is accepted. */
export function refusalOf(key: string, position: number): Refusal | null {
  if (position > LIMITS.keysPerSet) return 'too_many'
  if (isPublished(key)) return 'published'
  return key.length < LIMITS.keyCharactersLeast ? 'too_short' : null
}

/** On this machine the documented keys must work, although they are short. */
const judge = (key: string, position: number, isLocal: boolean): Refusal | null => {
  const refusal = refusalOf(key, position)
  return isLocal && refusal !== 'too_many' ? null : refusal
}

/** Whether this is a receiver of `npm start`. */
export const isLocal = (env: Env & Local): boolean => env.LOCAL === 'true'

/** The keys of a secret as they are presented: without the labels of operators. */
const written = (env: Env, secret: KeysVariable): readonly string[] => {
  // A secret that was never set is absent, whatever the generated type says.
  const keys = keysIn(env[secret] as string | undefined)
  return secret === 'ADMIN_KEYS' ? keys.map((each) => labelled(each).key) : keys
}

/**
 * The accepted keys of a secret. One that is not accepted becomes an empty text, which no presented key is, so that the
 * others keep their places.
 */
export function acceptedKeys(env: Env & Local, secret: KeysVariable): readonly string[] {
  const keys = written(env, secret)
  const accepted = keys.map((key, place) => (judge(key, place + 1, isLocal(env)) === null ? key : ''))
  return accepted.some((key) => key !== '') ? accepted.slice(0, LIMITS.keysPerSet) : []
}

/** The configured keys that are not accepted; of those beyond the limit only the first. */
export function refusedKeys(env: Env & Local, secrets: readonly KeysVariable[]): readonly RefusedKey[] {
  return secrets.flatMap((secret) =>
    written(env, secret)
      .slice(0, LIMITS.keysPerSet + 1)
      .flatMap((key, place) => {
        const reason = judge(key, place + 1, isLocal(env))
        return reason === null ? [] : [{ secret, position: place + 1, reason }]
      }),
  )
}
