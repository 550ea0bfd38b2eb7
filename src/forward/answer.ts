/** What an answer of the user's own system means for a message. Only a 2xx acknowledges it. Pure. */
import * as LIMITS from '../limits.ts'
import { maskProse } from '../privacy/personal.ts'
import { retryAfterMs } from './schedule.ts'

/** Why an attempt failed, as data: the pages turn it into sentences. */
export type Failure =
  | { readonly kind: 'status'; readonly code: number }
  /** A redirect is not followed; `host` is where it pointed, if that can be read. */
  | { readonly kind: 'redirect'; readonly code: number; readonly host: string | null }
  /** Cloudflare's error 1042: a Worker cannot fetch another Worker of the same account on workers.dev. */
  | { readonly kind: 'same_account'; readonly code: number }
  | { readonly kind: 'timeout' }
  /** No answer: the name, the connection or TLS failed. */
  | { readonly kind: 'unreachable'; readonly error: string }

export interface Answer {
  readonly code: number
  readonly headers: Pick<Headers, 'get'>
  /** The beginning of its body. */
  readonly text: string
}

export type Judged =
  | { readonly kind: 'acknowledged'; readonly pauses: boolean }
  /** The receiver does not want this message; the next one is sent. */
  | { readonly kind: 'refused'; readonly failure: Failure }
  | {
      readonly kind: 'failed'
      readonly failure: Failure
      readonly retryAfterMs: number | null
      /** The receiver wants no messages at all for now. Nothing is dropped. */
      readonly pauses: boolean
    }

export function judgeAnswer(answer: Answer, nowMs: number): Judged {
  const { code, headers } = answer
  const wish = headers.get('webhook-delivery')?.trim().toLowerCase() ?? ''
  const pauses = wish === 'disable'
  if (code >= 200 && code < 300) return { kind: 'acknowledged', pauses }
  const failure = failureOf(answer)
  if (wish === 'abort-message') return { kind: 'refused', failure }
  return {
    kind: 'failed',
    failure,
    retryAfterMs: retryAfterMs(headers.get('retry-after'), nowMs),
    pauses: pauses || code === 410,
  }
}

function failureOf({ code, headers, text }: Answer): Failure {
  if (code >= 300 && code < 400) return { kind: 'redirect', code, host: hostOf(headers.get('location')) }
  // Cloudflare sends this error with 404 or 403, or as text.
  if (/^\s*error code: 1042\b/i.test(text)) return { kind: 'same_account', code }
  return { kind: 'status', code }
}

const hostOf = (location: string | null): string | null =>
  location !== null && URL.canParse(location) ? new URL(location).host : null

/** Answers that are about the receiver and not about the message: these open the breaker. */
const OF_THE_ENDPOINT = new Set([408, 425, 429])

/** Whether a failure is the endpoint's; any other 4xx is about this message alone. */
export const isOfEndpoint = (failure: Failure): boolean =>
  failure.kind !== 'status' || failure.code < 400 || failure.code >= 500 || OF_THE_ENDPOINT.has(failure.code)

/** The beginning of an answer that may be kept: without personal numbers, secrets and control characters. */
export const excerptOf = (text: string): string =>
  maskProse(
    text
      .replace(/(whsec_|v1,)[A-Za-z0-9+/=]+/g, '$1***')
      .replace(/[\p{C}\s]+/gu, ' ')
      .trim()
      // Masking needs the text around a number.
      .slice(0, 4 * LIMITS.forwardExcerptCharacters),
  )
    .slice(0, LIMITS.forwardExcerptCharacters)
    .replace(/[\ud800-\udbff]$/, '')
