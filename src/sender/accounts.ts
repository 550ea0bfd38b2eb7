/**
 * The accounts at Safe2Pay that the receiver may ask: the keys of its API in `SAFE2PAY_API_KEY`, comma-separated, each with
 * an optional label, `loja:KEY`. A key is sent in a request's header and nowhere else.
 */
import * as LIMITS from '../limits.ts'

/** The secret is optional, so neither wrangler.toml nor the generated type has it. */
export type Secret = { readonly SAFE2PAY_API_KEY?: string | undefined }

export interface Account {
  /** Its place in the secret, from 1. */
  readonly position: number
  readonly label: string | null
  readonly key: string
}

const LABELLED = /^([a-z][\w-]{0,31})\s*:\s*(.+)$/i

/** A text that cannot be a header's value would throw an error that quotes the key. */
const IS_KEY = /^[\x21-\x7e]+$/

/** Empty if asking is off. Sandbox keys are left out, because a sandbox has other transactions under the same numbers. */
export const accountsIn = ({ SAFE2PAY_API_KEY: secret }: Secret): readonly Account[] =>
  (secret ?? '')
    .split(',')
    .flatMap((written, place) => {
      const text = written.trim()
      const [, label = null, key = text] = LABELLED.exec(text) ?? []
      const counts = IS_KEY.test(key) && !/sandbox/i.test(label ?? '')
      return counts ? [{ position: place + 1, label, key }] : []
    })
    .slice(0, LIMITS.apiKeys)

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/

/** The URL of the API; null if it is not valid, or would send a key over the network in clear text. */
export function apiAddress(text: string | undefined): URL | null {
  const url = URL.parse(text ?? '')
  if (!url) return null
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname))
  return isSafe && url.username === '' && url.password === '' ? url : null
}
