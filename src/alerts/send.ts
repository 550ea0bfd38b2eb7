/** Sends a message to every configured destination. Waits a bounded time, follows no redirect, and never throws. */
import { rootCause } from '../db/faults.ts'
import { signed } from '../forward/signature.ts'
import * as LIMITS from '../limits.ts'
import { type Message, postTo } from './hosts.ts'
import type { Settings } from './settings.ts'

export interface Sent {
  readonly by: 'webhook' | 'email'
  readonly isTaken: boolean
  /** The status of the answer, or why there was none. Never a URL, which is a secret. */
  readonly answer: string
}

/** @param id stays the same when a message is sent again */
export async function send(
  { webhook, email }: Settings,
  id: string,
  message: Message,
  nowMs: number,
): Promise<readonly Sent[]> {
  const sending: Promise<Sent>[] = []
  if (webhook) {
    const { url, host, secret } = webhook
    const to = postTo(url, host, message, new Date(nowMs).toISOString())
    const headers = { 'content-type': 'application/json', 'user-agent': 'Catraca' }
    sending.push(
      outcome('webhook', async () =>
        post(to.url, to.body, {
          ...headers,
          ...(to.isSigned && secret && (await signed([secret], id, to.body, nowMs))),
        }),
      ),
    )
  }
  if (email) {
    const { binding, from, to } = email
    const { text } = message
    const subject = `Catraca: ${text
      .split('\n', 2)
      .join(' ')
      .replace(/^Catraca:? /, '')}`.slice(0, 200)
    sending.push(outcome('email', () => binding.send({ from, to, subject, text }).then(() => 'taken')))
  }
  return Promise.all(sending)
}

/** Throws if the answer is not a success. */
async function post(url: string, body: string, headers: Readonly<Record<string, string>>): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    body,
    headers,
    redirect: 'manual',
    signal: AbortSignal.timeout(LIMITS.alertTimeoutMs),
  })
  await response.body?.cancel()
  if (!response.ok) throw new Error(String(response.status))
  return String(response.status)
}

async function outcome(by: Sent['by'], sending: () => Promise<string>): Promise<Sent> {
  try {
    return { by, isTaken: true, answer: await sending() }
  } catch (error) {
    // Runtimes quote the URL in some messages.
    const answer = rootCause(error)
      .replaceAll(/https?:\/\/\S+/g, '***')
      .slice(0, 200)
    return { by, isTaken: false, answer }
  }
}

/**
 * Tells the external monitor that the scheduled run works, or what went wrong. The monitor notices on its own when nothing
 * comes.
 */
export async function beat(url: URL, failure: string): Promise<void> {
  const to = new URL(url)
  if (failure !== '') to.pathname = `${to.pathname.replace(/\/$/, '')}/fail`
  await outcome('webhook', () => post(to.href, failure, {}))
}
