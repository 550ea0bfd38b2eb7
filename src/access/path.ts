/** The path of a webhook, read in this one place: the provider that it names, and the key at its end. Pure. */
import { looksRandom } from './looks-random.ts'

/** The key at the end of a URL, for a sender that can be given nothing but a URL. */
export interface PathKey {
  readonly text: string
  /** Whether the runtime hides it wherever it logs the URL. If it does not, the key is not accepted. */
  readonly isHidden: boolean
}

export interface WebhookPath {
  /** In lower case; null if the path has no place for one, or continues after the key. */
  readonly provider: string | null
  readonly key: PathKey | undefined
}

/**
 * What a URL under `/webhooks` says; null for every other. Some senders join URLs with a slash too many, add one at the end
 * or change the case: it is still the same address. The case of the key matters.
 */
export function webhookPath(url: string): WebhookPath | null {
  const segments = pathOf(url)
    .split('/')
    .filter((segment) => segment !== '')
  const [room = '', provider = '', key, ...further] = segments
  if (decoded(room).toLowerCase() !== 'webhooks') return null
  if (provider === '' || further.length > 0) return { provider: null, key: undefined }
  return { provider: decoded(provider).toLowerCase(), key: key === undefined ? undefined : keyOf(key) }
}

/** Of such a URL the path is what it is: there is nothing in it to decode or to resolve. */
const PLAIN = /^https?:\/\/[^/?#@\\]+(\/[\w/-]*)$/

const pathOf = (url: string): string => PLAIN.exec(url)?.[1] ?? new URL(url).pathname

/**
 * Judged as it was sent, because that is what the runtime sees. Decoded only here, because an encoded slash is part of the
 * key.
 */
const keyOf = (segment: string): PathKey => ({ text: decoded(segment), isHidden: looksRandom(segment) })

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    // Not a valid encoding, so it is not a name or a key of ours.
    return segment
  }
}
