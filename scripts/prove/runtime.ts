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

Object.assign(ReadableStreamBYOBReader.prototype, {
  async readAtLeast(this: ReadableStreamBYOBReader, least: number, { buffer, byteLength }: Uint8Array) {
    let bytes = new Uint8Array(buffer, 0, 0)
    for (;;) {
      const total = bytes.byteLength
      const { done, value } = await this.read(new Uint8Array(bytes.buffer, total, byteLength - total))
      bytes = new Uint8Array(value?.buffer ?? new ArrayBuffer(), 0, total + (value?.byteLength ?? 0))
      if (done || bytes.byteLength >= least) return { done: done && total === 0, value: bytes }
    }
  },
})
