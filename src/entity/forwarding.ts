/** Sends what an entity owes, one message after the other, and notes how each attempt ended. */
import { rootCause } from '../db/faults.ts'
import { endpointIn } from '../forward/at.ts'
import { type Attempt, post, recentOf } from '../forward/attempt.ts'
import type { Report } from '../forward/endpoint.ts'
import {
  configured,
  type Forward,
  failedOnce,
  held,
  isExhausted,
  type Message,
  settled,
  unconfigured,
} from '../forward/forward.ts'
import { mayGo } from '../forward/gate.ts'
import type { Waiting } from '../forward/list.ts'
import { messageId } from '../forward/message-id.ts'
import { type Configured, settingsOf } from '../forward/settings.ts'
import * as LIMITS from '../limits.ts'
import { type Line, log } from '../log.ts'

/** The object, as far as sending goes. */
export interface Sender {
  readonly env: Env
  /** The object's name. */
  readonly name: string
  /** What is owed now, and the revision that D1 has; null if the entity is not known. */
  read(): { readonly forward: Forward | null; readonly projected: number } | null
  /** Writes what is owed, by a function of its stored state at that moment. */
  write(change: (forward: Forward, compose: (forward: Forward) => Message) => Forward): void
}

/** When there is something to do next, in milliseconds since 1970; null if there is nothing. */
interface Next {
  readonly dueMs: number | null
  /** Whether all attempts were recorded: an unrecorded message may have been accepted, and must not be sent again at once. */
  readonly isNoted: boolean
}

/** Sends until nothing is due. Never throws. */
export async function sendDue(sender: Sender): Promise<Next> {
  try {
    return { dueMs: await sendAll(sender), isNoted: true }
  } catch (error) {
    // A fault of the disk or of the endpoint's object, not of the receiver, which may have accepted the message.
    const retryInMs = LIMITS.forwardBookkeepingMs
    log('error', {
      event: 'forward_not_noted',
      ...whose(sender.name),
      error: rootCause(error),
      retryInMs,
    })
    return { dueMs: Date.now() + retryInMs, isNoted: false }
  }
}

async function sendAll(sender: Sender): Promise<number | null> {
  for (;;) {
    const known = sender.read()
    const forward = known?.forward
    if (!known || forward?.stands !== 'owed' || !forward.message) return null
    const { message, dueAtMs } = forward
    const settings = settingsOf(sender.env)
    if (settings.kind === 'none') return stop(sender, forward)
    if (forward.unconfiguredSince !== null) {
      sender.write((now) => configured(now, Date.now()))
      continue
    }
    if (dueAtMs === null) return null
    // The first attempt waits for D1, so that a receiver that reads D1 finds the change there; a held message waits longer.
    const isShown = forward.attempts === 0 && known.projected >= message.revision
    if (dueAtMs > Date.now() + (isShown ? LIMITS.forwardProjectionMs : 0)) return dueAtMs
    await attempt(sender, settings, forward, message)
  }
}

/** The endpoint was removed from the configuration: what is owed is kept for some days. Returns when to look again. */
function stop(sender: Sender, { sequence, unconfiguredSince, dueAtMs }: Forward): number | null {
  if (unconfiguredSince !== null && dueAtMs !== null && dueAtMs > Date.now()) return dueAtMs
  sender.write((now) => unconfigured(now, Date.now()))
  const left = sender.read()?.forward
  if (left?.stands === 'owed') return left.dueAtMs
  warn(sender.name, { event: 'forward_dropped', sequence })
  return null
}

async function attempt(
  sender: Sender,
  settings: Configured,
  forward: Forward,
  message: Message,
): Promise<void> {
  const { env, name } = sender
  const isAsked = forward.isListed || settings.kind !== 'ready'
  const permit = await mayGo(env, waitingOf(name, forward, 'held'), isAsked)
  if (settings.kind !== 'ready' || permit !== 'free') {
    sender.write((now) => held(now, Date.now(), Math.random()))
    warn(name, { event: 'forward_held', why: settings.kind === 'invalid' ? settings.reason : permit })
    return
  }
  const id = await messageId(name, message.sequence)
  const made = await post(settings, id, message.body, forward.isResent)
  note(sender, message, made)
  await tell(sender, forward, message, made)
}

/** Records how an attempt ended, unless something else has happened to the message meanwhile. */
function note(sender: Sender, { sequence }: Message, { judged }: Attempt): void {
  const nowMs = Date.now()
  sender.write((now, compose) =>
    judged.kind === 'failed'
      ? failedOnce(now, sequence, judged.failure, judged.retryAfterMs, nowMs, Math.random())
      : settled(
          now,
          sequence,
          judged.kind,
          judged.kind === 'refused' ? judged.failure : null,
          compose,
          nowMs,
        ),
  )
}

/** Reports to the endpoint's object and the log, unless all is well. */
async function tell(sender: Sender, before: Forward, message: Message, made: Attempt): Promise<void> {
  const { name, env } = sender
  const { judged } = made
  const failure = judged.kind === 'acknowledged' ? null : judged.failure
  const pauses = judged.kind !== 'refused' && judged.pauses
  if (failure === null && !pauses && !before.isListed) return
  const after = sender.read()?.forward ?? before
  const stands = judged.kind === 'refused' ? 'refused' : isExhausted(after) ? 'exhausted' : 'failing'
  const attempts = before.attempts + 1
  const waiting = { ...waitingOf(name, before, stands), sequence: message.sequence, attempts, failure }
  const report: Report = { waiting, attempt: recentOf(made, name), failure, pauses }
  if (failure) {
    const { at: _, excerpt: __, name: ___, ...line } = report.attempt
    warn(name, { event: 'forward_failed', stands, sequence: message.sequence, attempts, ...line })
  }
  await endpointIn(env.ENDPOINT).report(report)
}

const waitingOf = (name: string, forward: Forward, stands: Waiting['stands']): Waiting => ({
  name,
  since: forward.owedSince ?? new Date().toISOString(),
  sequence: forward.message?.sequence ?? forward.sequence,
  attempts: forward.attempts,
  failure: forward.failure,
  stands,
})

const warn = (name: string, line: Line): void => log('warn', { ...line, ...whose(name) })

function whose(name: string): { readonly provider: string; readonly entity: string } {
  const [provider = '', ...id] = name.split(':')
  return { provider, entity: id.join(':') }
}
