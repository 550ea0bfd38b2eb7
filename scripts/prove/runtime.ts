/** Stands in for `cloudflare:workers`, so that the real object runs in Node. */
export class DurableObject<E> {
  protected readonly ctx: DurableObjectState
  protected readonly env: E

  constructor(ctx: DurableObjectState, env: E) {
    this.ctx = ctx
    this.env = env
  }
}
