/**
 * When the sender's API may be called next. One object for the whole receiver, named `safe2pay`: every caller takes a turn
 * here first. Stored on disk, so that two calls are never too close, even after an eviction or a deploy.
 */
import { DurableObject } from 'cloudflare:workers'
import * as LIMITS from '../limits.ts'

const NEXT = 'next_ms'

export class Pace extends DurableObject<Env> {
  /** Takes the next turn. Returns the milliseconds until then; null, without taking a turn, if too many wait. */
  take(nowMs: number): number | null {
    const atMs = Math.max(nowMs, this.#nextMs(nowMs))
    if (atMs - nowMs > LIMITS.askQueueMs) return null
    this.ctx.storage.kv.put(NEXT, atMs + LIMITS.askSpacingMs)
    return atMs - nowMs
  }

  /** Allows no call before a time, because the sender asked for that. */
  pause(nowMs: number, forMs: number): void {
    const untilMs = nowMs + Math.min(forMs, LIMITS.askPauseCapMs)
    if (untilMs > this.#nextMs(nowMs)) this.ctx.storage.kv.put(NEXT, untilMs)
  }

  /** Ignores a turn beyond the longest pause, which only a wrong clock can have set. */
  #nextMs(nowMs: number): number {
    const nextMs = this.ctx.storage.kv.get<number>(NEXT) ?? 0
    return nextMs - nowMs > LIMITS.askPauseCapMs + LIMITS.askQueueMs ? 0 : nextMs
  }
}
