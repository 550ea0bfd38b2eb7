/** Stands in for `cloudflare:workers` and what else of that runtime Node lacks, so that the real object runs in Node. */
import { timingSafeEqual } from 'node:crypto'

Object.assign(crypto.subtle, { timingSafeEqual })

export class DurableObject<E> {
  protected readonly ctx: DurableObjectState
  protected readonly env: E

  constructor(ctx: DurableObjectState, env: E) {
    this.ctx = ctx
    this.env = env
  }
}
