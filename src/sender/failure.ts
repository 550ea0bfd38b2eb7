/** Why an answer of the sender was not believed, or none came. Data: src/language and the pages make the sentences. */

export const FAILURES = [
  /** No connection, or one that broke. */
  'unreachable',
  'timeout',
  /** Another address was named: the key goes to no other. */
  'redirected',
  'too_large',
  'not_json',
  /** HTTP 429. */
  'rate_limited',
  /** HTTP 401 or 403: the key is wrong, or may not read. */
  'key_refused',
  /** Another status of HTTP. */
  'http',
  /** `HasError`: the sender says that it cannot answer; mostly that it does not know the transaction. */
  'refused',
  /** Not the envelope that the sender documents. */
  'other_shape',
  'other_transaction',
  /** `Status` is missing or no status that the life cycle knows. */
  'unknown_status',
  /** `SAFE2PAY_API_URL` is no address that a key may go to. */
  'no_address',
] as const

export interface Failure {
  readonly kind: (typeof FAILURES)[number]
  /** The sender's own words or code, without keys and personal numbers; null where there are none. */
  readonly detail: string | null
}

export interface Failed {
  readonly kind: 'failed'
  readonly failure: Failure
  /** Set where the same call may succeed in a while. */
  readonly isPassing?: boolean
}

export const failure = (kind: Failure['kind'], detail: string | null = null): Failure => ({ kind, detail })

/** As it is in D1 and in logs. */
export const failureText = ({ kind, detail }: Failure): string =>
  detail === null ? kind : `${kind}: ${detail}`
