/** One attempt to send one message. Waits a bounded time, follows no redirect, and reads only the beginning of the answer. */
import { rootCause } from '../db/faults.ts'
import * as LIMITS from '../limits.ts'
import { excerptOf, type Judged, judgeAnswer } from './answer.ts'
import type { Recent } from './health.ts'
import type { Ready } from './settings.ts'
import { signed } from './signature.ts'

export interface Attempt {
  readonly judged: Judged
  /** The status of the answer; null if there was none. */
  readonly code: number | null
  /** UTC text. */
  readonly at: string
  readonly tookMs: number
  /** The beginning of the answer, masked; empty if the message was acknowledged. */
  readonly excerpt: string
}

/** @param isResent whether an operator asked for it, so that the receiver can tell it from a second attempt */
export async function post(
  { url, binding, secrets }: Ready,
  id: string,
  body: string,
  isResent: boolean,
): Promise<Attempt> {
  const startedMs = Date.now()
  const signal = AbortSignal.timeout(LIMITS.forwardTimeoutMs)
  const request = new Request(url, {
    method: 'POST',
    body,
    redirect: 'manual',
    signal,
    headers: {
      'content-type': 'application/json',
      'user-agent': USER_AGENT,
      // An answer in gzip can be a thousand times as long as its compressed bytes.
      'accept-encoding': 'identity',
      ...(await signed(secrets, id, body, startedMs)),
      ...(isResent && { 'catraca-resend': '1' }),
    },
  })
  try {
    const response = await (binding ? binding.fetch(request) : fetch(request))
    const { status: code, headers, ok } = response
    const text = ok ? '' : await beginningOf(response)
    if (ok) await response.body?.cancel()
    return {
      ...ended(startedMs),
      judged: judgeAnswer({ code, headers, text }, Date.now()),
      code,
      excerpt: excerptOf(text),
    }
  } catch (error) {
    const failure = signal.aborted
      ? ({ kind: 'timeout' } as const)
      : ({ kind: 'unreachable', error: excerptOf(rootCause(error)) } as const)
    const judged = { kind: 'failed', failure, retryAfterMs: null, pauses: false } as const
    return { ...ended(startedMs), judged, code: null, excerpt: '' }
  }
}

const ended = (startedMs: number): Pick<Attempt, 'at' | 'tookMs'> => ({
  at: new Date(startedMs).toISOString(),
  tookMs: Date.now() - startedMs,
})

/** An attempt as it is shown to people. @param name of the entity's object; null for a test */
export const recentOf = ({ judged, ...attempt }: Attempt, name: string | null): Recent => ({
  ...attempt,
  name,
  failure: judged.kind === 'acknowledged' ? null : judged.failure,
})

export const VERSION = '0.2.0'
const USER_AGENT = `Catraca/${VERSION}`

/** The beginning of an answer, up to the limit; does not wait for the rest. */
async function beginningOf(response: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  try {
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk.subarray(0, LIMITS.forwardAnswerBytes), { stream: true })
      if (text.length >= LIMITS.forwardAnswerBytes) break
    }
  } catch {
    // Cut off: the status is enough to decide, and the text is only for people.
  }
  return text
}
