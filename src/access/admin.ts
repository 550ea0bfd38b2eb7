/**
 * Who acts: an operator with a key of ADMIN_KEYS, or one that Cloudflare Access accepts. Described without giving away a
 * key.
 */
import { acceptedKeys } from './accepted.ts'
import { keysIn } from './configured.ts'
import { type UsedKey, usedKey } from './keys.ts'
import { labelled, type Role } from './label.ts'

export type Operator = {
  /** The label of the key, or the e-mail address at Access; null if there is none. */
  readonly name: string | null
  readonly role: Role
} & (
  | ({ readonly kind: 'key' } & UsedKey)
  | {
      readonly kind: 'access'
      /** The `sub` of the person at Access, an id; for a service token its client id; null if the token has none. */
      readonly subject: string | null
    }
)

export const adminKeys = (env: Env): readonly string[] => acceptedKeys(env, 'ADMIN_KEYS')

/** The operator who has this key; null if nobody has it. */
export async function operatorWith(key: string, env: Env): Promise<Operator | null> {
  const used = await usedKey([key], adminKeys(env))
  if (!used) return null
  const { name, role } = labelled(keysIn(env.ADMIN_KEYS)[used.position - 1] ?? '')
  return { kind: 'key', ...used, name, role }
}

/** What people call an operator: in lists and beside decisions. */
export const operatorName = (operator: Operator): string =>
  operator.name ??
  (operator.kind === 'key' ? `key ${operator.position}` : (operator.subject ?? 'Cloudflare Access'))
