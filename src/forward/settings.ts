/** The configuration of forwarding: where messages are sent, and which secrets sign them. */
import { type Secret, secretsIn } from './secrets.ts'
import { judgeTarget, type RefusedTarget } from './target.ts'

/** All are optional, so the generated type does not have them. */
type Optional = {
  readonly FORWARD_URL?: string | undefined
  /** `whsec_…`, newest first, comma-separated. */
  readonly FORWARD_SECRETS?: string | undefined
  /** A service binding to a Worker of the same account, which a fetch by address does not reach. */
  readonly FORWARD?: Pick<Fetcher, 'fetch'> | undefined
  readonly PUBLIC_URL?: string | undefined
  readonly LOCAL?: string | undefined
}

/** Why nothing is sent although forwarding is configured. What is owed stays owed. */
export type Misconfigured = RefusedTarget | 'invalid_secrets'

export interface Ready {
  readonly kind: 'ready'
  readonly url: string
  /** Shown to people instead of the address, because its path could be a secret. */
  readonly host: string
  readonly secrets: readonly Secret[]
  /** The service binding; null if the address is fetched. */
  readonly binding: Pick<Fetcher, 'fetch'> | null
}

export type Configured = Ready | { readonly kind: 'invalid'; readonly reason: Misconfigured }

export type Settings = Configured | { readonly kind: 'none' }

/** Whether changes are forwarded at all. Checked for each event. */
export const isConfigured = (env: Env & Optional): boolean =>
  (env.FORWARD_URL ?? '').trim() !== '' || env.FORWARD !== undefined

/** The address used for a Worker that is reached by its binding, if none is configured: only its path matters. */
const BOUND_URL = 'https://forward.example/'

export function settingsOf(env: Env & Optional): Settings {
  const { FORWARD: binding = null, FORWARD_SECRETS: set } = env
  const address = env.FORWARD_URL?.trim() ?? ''
  if (address === '' && binding === null) return { kind: 'none' }
  const target = judgeTarget(address === '' ? BOUND_URL : address, publicHost(env), env.LOCAL === 'true')
  if (target.kind === 'refused') return { kind: 'invalid', reason: target.reason }
  const secrets = secretsIn(set)
  if (!secrets) return { kind: 'invalid', reason: 'invalid_secrets' }
  return { kind: 'ready', url: target.url, host: target.host, secrets, binding }
}

/** This receiver's own URL, for the links in messages; null if it is not configured. */
export function publicUrlOf(env: Env & Optional): string | null {
  const url = env.PUBLIC_URL?.trim() ?? ''
  return URL.canParse(url) ? new URL(url).origin : null
}

const publicHost = (env: Env & Optional): string | null => publicUrlOf(env)?.replace(/^.*\//, '') ?? null
