/** The floor: what any Worker pays that keeps an event in an object of its own. One row, one alarm, no questions asked. */
import { DurableObject } from 'cloudflare:workers'

interface Bindings {
  readonly OBJECTS: DurableObjectNamespace<Floor>
}

export class Floor extends DurableObject<Bindings> {
  constructor(ctx: DurableObjectState, env: Bindings) {
    super(ctx, env)
    ctx.storage.sql.exec('CREATE TABLE IF NOT EXISTS log (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT')
  }

  append(body: string): void {
    const { storage } = this.ctx
    storage.transactionSync(() => {
      storage.sql.exec('INSERT INTO log (body) VALUES (?)', body)
      void storage.setAlarm(Date.now() + 200)
    })
  }

  override alarm(): void {
    // Nothing to do: what an alarm does is no part of the floor.
  }
}

export default {
  async fetch(request: Request, env: Bindings): Promise<Response> {
    const text = await request.text()
    const { IdTransaction } = JSON.parse(text) as { IdTransaction: number }
    await env.OBJECTS.getByName(`safe2pay:${IdTransaction}`).append(text)
    return Response.json({ ok: true })
  },
}
