/** One call of the sender's API: a time limit, a bounded answer, no redirects, and its key in one header. */
import { bytesOf } from '../bytes.ts'
import * as LIMITS from '../limits.ts'
import { type Failed, type Failure, failure } from './failure.ts'

export interface Call {
  readonly method: 'GET' | 'POST'
  /** The path after the URL of the API. */
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  /** Maximum bytes of the answer. */
  readonly bytes: number
}

export type Answer =
  | { readonly kind: 'answer'; readonly value: unknown }
  | (Failed & {
      /** How long the sender asks to wait, in milliseconds; null if it does not. */
      readonly retryAfterMs: number | null
    })

/** @param nowMs for a Retry-After that is a date */
export async function callApi(base: URL, key: string, call: Call, nowMs: number): Promise<Answer> {
  const url = new URL(call.path, base)
  for (const [name, value] of Object.entries(call.query)) url.searchParams.set(name, value)
  try {
    const response = await fetch(url, {
      method: call.method,
      headers: { 'X-API-KEY': key, Accept: 'application/json' },
      redirect: 'manual',
      signal: AbortSignal.timeout(LIMITS.askTimeoutMs),
    })
    return await answerOf(response, call.bytes, nowMs)
  } catch (error) {
    // The platform's error may contain the URL; its kind is enough.
    const isTimeout = error instanceof Error && /Timeout|Abort/.test(error.name)
    return passing(failure(isTimeout ? 'timeout' : 'unreachable'))
  }
}

async function answerOf(response: Response, limit: number, nowMs: number): Promise<Answer> {
  const { status, headers } = response
  const retryAfterMs = retryAfter(headers.get('Retry-After'), nowMs)
  if (status === 200) {
    const bytes = await bytesOf(response, limit)
    if (!bytes) return lasting(failure('too_large'))
    try {
      return { kind: 'answer', value: JSON.parse(new TextDecoder().decode(bytes)) as unknown }
    } catch {
      // A proxy's page, or an answer that was cut: a later call may succeed.
      return passing(failure('not_json'))
    }
  }
  await response.body?.cancel()
  if (status >= 300 && status < 400) return lasting(failure('redirected', String(status)))
  if (status === 429) return passing(failure('rate_limited'), retryAfterMs)
  if (status === 401 || status === 403) return lasting(failure('key_refused', String(status)))
  const told = failure('http', String(status))
  return status >= 500 || status === 408 ? passing(told, retryAfterMs) : lasting(told)
}

const passing = (told: Failure, retryAfterMs: number | null = null): Answer => ({
  kind: 'failed',
  failure: told,
  isPassing: true,
  retryAfterMs,
})

const lasting = (told: Failure): Answer => ({
  kind: 'failed',
  failure: told,
  isPassing: false,
  retryAfterMs: null,
})

/** Seconds or a date, within the longest pause; null for anything else. */
function retryAfter(text: string | null, nowMs: number): number | null {
  if (text === null) return null
  const ms = /^\d{1,9}$/.test(text.trim()) ? Number(text) * 1000 : Date.parse(text) - nowMs
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), LIMITS.askPauseCapMs)
}
