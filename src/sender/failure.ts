/** Why an answer of the sender was not trusted, or none came. As data: src/language and the pages turn it into sentences. */

export const FAILURES = [
  /** No connection, or a broken one. */
  'unreachable',
  'timeout',
  /** A redirect, which is not followed, because the key must not be sent to another address. */
  'redirected',
  'too_large',
  'not_json',
  /** HTTP 429. */
  'rate_limited',
  /** HTTP 401 or 403: the key is wrong, or may not read. */
  'key_refused',
  /** Another HTTP status. */
  'http',
  /** `HasError`: the sender refuses, mostly because it does not know the transaction. */
  'refused',
  /** Not the envelope that the sender documents. */
  'other_shape',
  'other_transaction',
  /** `Status` is missing or not a status of the life cycle. */
  'unknown_status',
  /** `SAFE2PAY_API_URL` is not a URL that a key may be sent to. */
  'no_address',
] as const

export interface Failure {
  readonly kind: (typeof FAILURES)[number]
  /** The sender's own words or code, without keys and personal numbers; null if there are none. */
  readonly detail: string | null
}

export interface Failed {
  readonly kind: 'failed'
  readonly failure: Failure
  /** Set if the same call may succeed later. */
  readonly isPassing?: boolean
}

export const failure = (kind: Failure['kind'], detail: string | null = null): Failure => ({ kind, detail })

/** The text for D1 and logs. */
export const failureText = ({ kind, detail }: Failure): string =>
  detail === null ? kind : `${kind}: ${detail}`
