/**
 * Writes the changes of many entities to D1 in one batch, because D1 runs one query at a time; the one place that knows when
 * D1 is unavailable. It stores nothing: an entity keeps its changes until it learns that D1 has them.
 */
import { DurableObject } from 'cloudflare:workers'
import { type Fault, faultOf, type Pause, pauseAfter, rootCause } from '../db/faults.ts'
import { refreshedOrders } from '../db/findings.ts'
import { run } from '../db/statement.ts'
import * as LIMITS from '../limits.ts'
import { log } from '../log.ts'
import { fitting, statementsOf } from './batch.ts'
import type { Piece } from './piece.ts'

/** The result for a piece. */
export type Answer =
  | { readonly kind: 'taken' }
  /** D1 is unavailable, or too much is waiting: send it again, but not before the given time. */
  | ({ readonly kind: 'later'; readonly failures: number } & Pause)
  /** D1 accepts others, but not this one. */
  | { readonly kind: 'refused'; readonly fault: Fault; readonly error: string }

interface Waiting {
  readonly piece: Piece
  /** How often it was sent without success. */
  readonly failures: number
  readonly answer: (answer: Answer) => void
}

export class Projector extends DurableObject<Env> {
  #waiting: Waiting[] = []
  #waitingBytes = 0
  #isSending = false
  /** When the last batch began, in milliseconds. */
  #sentAtMs = 0
  /** The answer for all pieces while D1 is unavailable; null once it answers. */
  #away: Extract<Answer, { kind: 'later' }> | null = null

  /**
   * Answers when D1 has the piece, or why it does not. Sending a piece again writes no row.
   * @param tries how often the piece was sent without success; `asked` if somebody waits for it, who may know that D1 is
   * back
   */
  take(piece: Piece, tries: number | 'asked'): Promise<Answer> | Answer {
    if (tries !== 'asked' && this.#away && Date.now() < this.#away.untilMs) return this.#away
    const failures = tries === 'asked' ? 0 : tries
    if (this.#waitingBytes + piece.bytes > LIMITS.projectorBytes)
      return { kind: 'later', failures, ...pauseAfter('transient', 1, Date.now()) }
    this.#waitingBytes += piece.bytes
    const taken = new Promise<Answer>((answer) => {
      this.#waiting.push({ piece, failures, answer })
    })
    // A piece that arrives during a batch is in the next one.
    if (!this.#isSending) void this.#sendAll()
    return taken
  }

  /** Never throws. */
  async #sendAll(): Promise<void> {
    this.#isSending = true
    while (this.#waiting.length > 0) {
      const waitMs = this.#sentAtMs + LIMITS.batchIntervalMs - Date.now()
      const isFull = fitting(this.#waiting) < this.#waiting.length
      // A clock can be set back.
      if (waitMs > 0 && !isFull) await passed(Math.min(waitMs, LIMITS.batchIntervalMs))
      const batch = this.#waiting.splice(0, fitting(this.#waiting))
      this.#waitingBytes -= batch.reduce((bytes, { piece }) => bytes + piece.bytes, 0)
      this.#sentAtMs = Date.now()
      await this.#send(batch)
    }
    this.#isSending = false
  }

  /** Sends a batch. A batch that D1 refuses is halved again and again, until the wrong piece is alone. */
  async #send(batch: readonly Waiting[]): Promise<void> {
    const parts = [batch]
    let refusals = 0
    let hasTaken = false
    for (let part = parts.shift(); part; part = parts.shift()) {
      const error = await this.#failureOf(part)
      if (error === null) {
        hasTaken = true
        this.#away = null
        answerAll(part, { kind: 'taken' })
        continue
      }
      const fault = faultOf(error)
      const isAlone = part.length === 1
      if (fault === 'other' && isAlone) refusals += 1
      // If D1 refuses one after the other, the fault is not theirs: a migration may be missing.
      const isRefused = fault === 'other' && (hasTaken || refusals < 2) && refusals < LIMITS.batchRefusals
      if (!isRefused) return this.#leave(fault, error, [...part, ...parts.flat(), ...this.#waiting.splice(0)])
      if (isAlone) answerAll(part, { kind: 'refused', fault, error: rootCause(error) })
      else parts.unshift(part.slice(0, part.length >> 1), part.slice(part.length >> 1))
    }
  }

  /** Null when D1 has taken them all. */
  async #failureOf(part: readonly Waiting[]): Promise<unknown> {
    const { DB } = this.env
    const pieces = part.map(({ piece }) => piece)
    const send = async () => {
      const results = await run<{ order_ids?: string }>(DB, statementsOf(pieces, new Date().toISOString()))
      const orders = refreshedOrders(results.at(-1)?.results ?? [])
      if (orders.length > 0) await run(DB, orders)
    }
    let timer: ReturnType<typeof setTimeout> | null = null
    const silence = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('D1 exceeded timeout')), LIMITS.batchTimeoutMs)
    })
    try {
      await Promise.race([send(), silence])
      return null
    } catch (error) {
      return error
    } finally {
      if (timer !== null) clearTimeout(timer)
    }
  }

  /** D1 is unavailable: no batch is sent before the given time. */
  #leave(fault: Fault, error: unknown, left: readonly Waiting[]): void {
    this.#waitingBytes = 0
    const failures = 1 + left.reduce((most, each) => Math.max(most, each.failures), this.#away?.failures ?? 0)
    const pause = pauseAfter(fault, failures, Date.now())
    this.#away = { kind: 'later', failures, ...pause }
    answerAll(left, this.#away)
    const { name: projector } = this.ctx.id
    const retryInMs = pause.untilMs - Date.now()
    log('error', {
      event: 'projection_failed',
      projector,
      fault,
      error: rootCause(error),
      failures,
      retryInMs,
      entities: left.length,
    })
  }
}

const answerAll = (waiting: readonly Waiting[], answer: Answer): void => {
  for (const each of waiting) each.answer(answer)
}

const passed = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
