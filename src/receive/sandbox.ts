/**
 * A sender's sandbox and its production may give two payments the same number, so their events must never meet in one
 * entity. A receiver that has any key without a label is production's; there, a body with a sandbox key is kept apart.
 */
import { type ConfiguredKey, configuredKeys } from '../access/configured.ts'
import { fingerprint, type UsedKey, usedKey } from '../access/keys.ts'
import { PROVIDERS } from '../providers/index.ts'
import type { Provider } from '../providers/provider.ts'

// A secret that was never set is undefined, whatever the generated type says.
export const keysOf = (env: Env, { keysVariable }: Provider): readonly ConfiguredKey[] =>
  configuredKeys(env[keysVariable] as string | undefined)

/** A key that is too short to be accepted still says whether this is production. */
const isProduction = (env: Env): boolean =>
  PROVIDERS.some((provider) => keysOf(env, provider).some(({ isSandbox }) => !isSandbox))

/** Whether any of a provider's keys is the sandbox's. */
export const hasSandbox = (env: Env, provider: Provider): boolean =>
  keysOf(env, provider).some(({ isSandbox }) => isSandbox)

/** The sandbox's key among presented ones, even if it is not accepted: it takes rights away and gives none. */
export async function sandboxKey(
  presented: readonly string[],
  provider: Provider,
  env: Env,
): Promise<UsedKey | null> {
  if (!hasSandbox(env, provider)) return null
  const used = await usedKey(
    presented,
    keysOf(env, provider).map(({ text, isSandbox }) => (isSandbox ? text : '')),
  )
  return used && { ...used, label: 'sandbox' }
}

/** Whether a body with a sandbox key is kept apart here, and not judged. */
export const isApart = (env: Env, key: UsedKey | null): boolean => key !== null && isProduction(env)

/**
 * The same for a body that was kept with the fingerprint of a sandbox key. It may be judged after its key has lost the
 * label, because then the label was a mistake, or if the receiver is now the sandbox's own.
 */
export async function isHeldApart(
  env: Env,
  provider: Provider,
  keptKey: string | undefined,
): Promise<boolean> {
  if (keptKey === undefined || !isProduction(env)) return false
  const keys = await Promise.all(
    keysOf(env, provider).map(async ({ text, isSandbox }) => ({ isSandbox, print: await fingerprint(text) })),
  )
  const same = keys.filter(({ print }) => print === keptKey)
  return same.length === 0 || same.some(({ isSandbox }) => isSandbox)
}
