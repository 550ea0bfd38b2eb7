/**
 * When a message to the user's own system is sent: it waits for D1, so that a receiver that reads D1 finds the change there,
 * but only until it is due, whatever D1 does.
 */
import type { Forward } from '../forward/forward.ts'
import * as LIMITS from '../limits.ts'
import type { Alarm } from './alarm.ts'
import { type Sender, sendDue } from './forwarding.ts'

/** The parts of the object that messages need. */
export interface Owing {
  readonly alarm: Alarm
  /** What is owed. */
  forward(): Forward | null
  /** How messages are sent. */
  sender(): Sender
}

export interface Messages {
  /** Whether the alarm waits for an answer of the user's own system. */
  readonly isUnderWay: boolean
  /** Sends what is owed and due. */
  send(): Promise<void>
  /** The same during a projection; ends with it. */
  sendBeside(projection: Promise<void>): Promise<void>
}

export function messagesOf({ alarm, forward, sender }: Owing): Messages {
  let isUnderWay = false
  /** Nothing is sent before this time, because the result of the last attempt could not be recorded. */
  let notBeforeMs = 0

  async function send(): Promise<void> {
    if (!forward() || isUnderWay) return
    if (notBeforeMs > Date.now()) return alarm.setBy(notBeforeMs)
    const from = sender()
    isUnderWay = true
    const next = await sendDue(from)
    isUnderWay = false
    notBeforeMs = next.isNoted ? 0 : (next.dueMs ?? 0)
    if (next.dueMs !== null) await alarm.setBy(next.dueMs)
  }

  async function sendBeside(projection: Promise<void>): Promise<void> {
    let isProjecting = forward() !== null
    const ended = projection.finally(() => {
      isProjecting = false
    })
    while (isProjecting) {
      const dueMs = forward()?.dueAtMs ?? Number.POSITIVE_INFINITY
      const waitMs = Math.max(dueMs, notBeforeMs) - Date.now()
      let timer: ReturnType<typeof setTimeout> | null = null
      const due = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, Math.min(Math.max(waitMs, 0), LIMITS.forwardProjectionMs))
      })
      await Promise.race([ended, due])
      if (timer !== null) clearTimeout(timer)
      if (isProjecting) await send()
    }
    await ended
  }

  return {
    get isUnderWay() {
      return isUnderWay
    },
    send,
    sendBeside,
  }
}
