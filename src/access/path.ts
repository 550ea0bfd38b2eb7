/** The key at the end of a URL, for a sender that can be given nothing but a URL. */
import { looksRandom } from './looks-random.ts'

export interface PathKey {
  readonly text: string
  /** Whether the runtime hides it wherever it logs the URL. Where it does not, the key opens nothing. */
  readonly isHidden: boolean
}

/** Judged as it was sent, for so the runtime sees it; decoded here, because the router would take an encoded slash for a slash. */
export function keyInPath(url: string): PathKey {
  const segment = new URL(url).pathname.split('/').at(-1) ?? ''
  return { text: decoded(segment), isHidden: looksRandom(segment) }
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    // Not an encoding of anything, so no key of ours.
    return segment
  }
}
