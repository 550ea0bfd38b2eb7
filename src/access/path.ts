/** The path of a webhook, read in this one place: the provider that it names, and the key at its end. Pure. */
import { looksRandom } from './looks-random.ts'

/** The key at the end of a URL, for a sender that can be given nothing but a URL. */
export interface PathKey {
  readonly text: string
  /** Whether the runtime hides it wherever it logs the URL. Where it does not, the key opens nothing. */
  readonly isHidden: boolean
}

export interface WebhookPath {
  /** In lower case; null where the path has no room for one, or goes on behind the key. */
  readonly provider: string | null
  readonly key: PathKey | undefined
}

/**
 * What a URL under `/webhooks` says; null for every other. Senders join URLs with a slash too many, add one at the end
 * or change their case: none of that makes it another address. The case of the key counts.
 */
export function webhookPath(url: string): WebhookPath | null {
  const segments = new URL(url).pathname.split('/').filter((segment) => segment !== '')
  const [room = '', provider = '', key, ...further] = segments
  if (decoded(room).toLowerCase() !== 'webhooks') return null
  if (provider === '' || further.length > 0) return { provider: null, key: undefined }
  return { provider: decoded(provider).toLowerCase(), key: key === undefined ? undefined : keyOf(key) }
}

/** Judged as it was sent, for so the runtime sees it; decoded here, because an encoded slash is part of the key. */
const keyOf = (segment: string): PathKey => ({ text: decoded(segment), isHidden: looksRandom(segment) })

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    // Not an encoding of anything, so no name and no key of ours.
    return segment
  }
}
