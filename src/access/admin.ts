/** Who acts: whoever presents a key of ADMIN_KEYS, or is let in by Cloudflare Access. Told so that nobody learns a key. */
import { acceptedKeys } from './accepted.ts'
import { type UsedKey, usedKey } from './keys.ts'

export type Operator =
  | ({ readonly kind: 'key' } & UsedKey)
  | {
      readonly kind: 'access'
      /** The `sub` of the person at Access, an id; of a service token its client id; null where the token has none. */
      readonly subject: string | null
    }

export const adminKeys = (env: Env): readonly string[] => acceptedKeys(env, 'ADMIN_KEYS')

/** The operator whose key this is; null where it is nobody's. */
export async function operatorWith(key: string, env: Env): Promise<Operator | null> {
  const used = await usedKey([key], adminKeys(env))
  return used && { kind: 'key', ...used }
}
