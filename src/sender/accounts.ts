/**
 * The accounts at Safe2Pay that the receiver may ask: the keys of its API in `SAFE2PAY_API_KEY`, comma-separated, each
 * perhaps behind a label, `loja:KEY`. A key goes into a request's header and nowhere else.
 */
import * as LIMITS from '../limits.ts'

/** The secret is optional, so wrangler.toml does not have it, nor the generated type. */
export type Secret = { readonly SAFE2PAY_API_KEY?: string | undefined }

export interface Account {
  /** Its place in the secret, from 1. */
  readonly position: number
  readonly label: string | null
  readonly key: string
}

const LABELLED = /^([a-z][\w-]{0,31})\s*:\s*(.+)$/i

/** What is no header's value would throw, with the key in the error. */
const IS_KEY = /^[\x21-\x7e]+$/

/** Empty where asking is off. A sandbox has other transactions under the same numbers: its keys never count. */
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

/** The address of the API; null where a key would go over the network in clear text, or nowhere. */
export function apiAddress(text: string | undefined): URL | null {
  const url = URL.parse(text ?? '')
  if (!url) return null
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname))
  return isSafe && url.username === '' && url.password === '' ? url : null
}
