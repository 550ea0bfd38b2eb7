/**
 * Sends D1 what it lacks until it is complete, including events that arrive meanwhile; one projection at a time. The alarm
 * retries failures for as long as D1 is unavailable.
 */
import { backoffMs, type Fault, faultOf, rootCause, waitMs } from '../db/faults.ts'
import { type Line, log } from '../log.ts'
import type { Answer } from '../projector/projector.ts'
import type { Alarm } from './alarm.ts'
import type { Pending } from './outbox.ts'
import { failuresBefore } from './retries.ts'
import { send } from './sending.ts'

/** The parts of the object that projecting needs. */
export interface Projected {
  env(): Env
  /** The object's id, hexadecimal. */
  readonly id: string
  readonly alarm: Alarm
  /** `provider:id`; null if nothing says it. */
  name(): string | null
  /** When its last event arrived, UTC text; null if none did. */
  lastReceivedAt(): string | null
  /** What D1 lacks; null if it has everything. */
  pending(): Pending | null
  /** Records that D1 has everything from one revision to another. */
  acknowledge(from: number, to: number): void
}

/** Why D1 lacks something; null if it lacks nothing. */
type Left = Exclude<Answer, { kind: 'taken' }> | null

export interface Projecting {
  /** Whether the alarm is running: it looks once more before it ends, so that no other alarm is needed. */
  readonly isUnderWay: boolean
  /** Nothing is tried before this time, in milliseconds since 1970. */
  readonly notBeforeMs: number
  /**
   * Never throws. A call during a projection joins it.
   * @param isOfEarlierLife whether an earlier life of the object set the alarm for it
   */
  run(isOfEarlierLife: boolean): Promise<void>
  /** Throws if something that it needs cannot be reached. */
  sendAll(asked?: 'asked'): Promise<Left>
  /** The log line of a failure. */
  line(failure: { readonly fault: Fault; readonly error: string }): Line
  /** Allows the next try at once. */
  waitNoLonger(): void
}

export function projectingOf(object: Projected): Projecting {
  const { alarm } = object
  let isUnderWay = false
  let running: Promise<void> | null = null
  /** Failures since the last success, as far as this life knows. */
  let failures = 0
  let notBeforeMs = 0

  async function runOnce(isOfEarlierLife: boolean): Promise<void> {
    isUnderWay = true
    try {
      const lastReceivedAt = object.lastReceivedAt()
      if (isOfEarlierLife && failures === 0 && lastReceivedAt)
        failures = failuresBefore(Date.now() - Date.parse(lastReceivedAt))
      const left = await sendAll()
      if (left?.kind === 'later') await wait(left)
      if (left?.kind === 'refused') await retry(left)
    } catch (error) {
      await retry({ fault: faultOf(error), error: rootCause(error) })
    } finally {
      isUnderWay = false
    }
  }

  async function sendAll(asked?: 'asked'): Promise<Left> {
    for (;;) {
      const changes = object.pending()
      if (!changes) return null
      let { from } = changes
      const answer = await send(object.env(), object.id, changes, asked ?? failures, (revision) => {
        object.acknowledge(from, revision)
        from = revision
      })
      if (answer.kind !== 'taken') return answer
      failures = 0
    }
  }

  /** Waits while D1 is unavailable, which the projector has already logged. */
  async function wait({
    failures: all,
    ...pause
  }: Extract<Answer, { readonly kind: 'later' }>): Promise<void> {
    failures = all
    await setAlarmIn(waitMs(pause, Math.random(), Date.now()))
  }

  async function retry(failure: { readonly fault: Fault; readonly error: string }): Promise<void> {
    failures += 1
    const retryInMs = backoffMs(failure.fault, failures, Math.random(), Date.now())
    log('error', { ...line(failure), retryInMs })
    await setAlarmIn(retryInMs)
  }

  /** If even this fails, the next event sets the alarm. */
  async function setAlarmIn(ms: number): Promise<void> {
    notBeforeMs = Date.now() + ms
    try {
      await alarm.setBy(notBeforeMs)
    } catch (error) {
      alarm.forget()
      log('error', { ...line({ fault: faultOf(error), error: rootCause(error) }), retryInMs: null })
    }
  }

  function line({ fault, error }: { readonly fault: Fault; readonly error: string }): Line {
    const [provider, entity] = object.name()?.split(':') ?? [null, null]
    return { event: 'projection_failed', provider, entity, fault, error, failures }
  }

  return {
    get isUnderWay() {
      return isUnderWay
    },
    get notBeforeMs() {
      return notBeforeMs
    },
    run: (isOfEarlierLife) => {
      running ??= runOnce(isOfEarlierLife).finally(() => {
        running = null
      })
      return running
    },
    sendAll,
    line,
    waitNoLonger: () => {
      notBeforeMs = 0
    },
  }
}
