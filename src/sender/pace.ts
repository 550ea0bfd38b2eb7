/**
 * When the sender's API may be called next. One object for the whole receiver, named `safe2pay`: anyone who wants to call it
 * takes a turn here first. On disk, so that neither an eviction nor a deploy lets two calls come too close.
 */
import { DurableObject } from 'cloudflare:workers'
import * as LIMITS from '../limits.ts'

const NEXT = 'next_ms'

export class Pace extends DurableObject<Env> {
  /** Takes the next turn. Returns the milliseconds until then; null where too many wait, and then takes none. */
  take(nowMs: number): number | null {
    const atMs = Math.max(nowMs, this.#nextMs(nowMs))
    if (atMs - nowMs > LIMITS.askQueueMs) return null
    this.ctx.storage.kv.put(NEXT, atMs + LIMITS.askSpacingMs)
    return atMs - nowMs
  }

  /** Lets nobody call before a time, because the sender asked for that. */
  pause(nowMs: number, forMs: number): void {
    const untilMs = nowMs + Math.min(forMs, LIMITS.askPauseCapMs)
    if (untilMs > this.#nextMs(nowMs)) this.ctx.storage.kv.put(NEXT, untilMs)
  }

  /** A turn beyond the longest pause is none: somebody's clock was wrong. */
  #nextMs(nowMs: number): number {
    const nextMs = this.ctx.storage.kv.get<number>(NEXT) ?? 0
    return nextMs - nowMs > LIMITS.askPauseCapMs + LIMITS.askQueueMs ? 0 : nextMs
  }
}
