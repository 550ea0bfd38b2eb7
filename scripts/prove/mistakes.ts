/**
 * The classic mistakes, each made on purpose and on top of the real object: the proof is worth something only while it
 * finds every one of them. Never deployed.
 */
import { backoffMs, faultOf } from '../../src/db/faults.ts'
import { accept, type Outcome } from '../../src/entity/acceptance.ts'
import { Entity } from '../../src/entity/entity.ts'
import { acknowledge, type LogEntry, readLog, writeState } from '../../src/entity/log.ts'
import { nameParts } from '../../src/entity/name.ts'
import { type Pending, pending } from '../../src/entity/outbox.ts'
import { send } from '../../src/entity/sending.ts'
import { comparable } from '../../src/lifecycle/history.ts'
import * as LIMITS from '../../src/limits.ts'
import type { Event } from '../../src/providers/event.ts'
import type { EntityClass } from './entity.ts'
import { around } from './instance.ts'
import { UNLABELLED } from './keys.ts'

export interface Mistake {
  readonly name: string
  /** What somebody writes who makes it. */
  readonly what: string
  readonly entity: EntityClass
  /** How the keys are configured, where that is the mistake. */
  readonly keys?: string
}

/** Whatever comes is the status now. */
class LastWriteWins extends Entity {
  override apply(event: Event): Outcome {
    const outcome = super.apply(event)
    const { storage } = this.ctx
    const { log } = this
    return storage.transactionSync(() => {
      const state = log?.state
      if (!log || !state || outcome.kind !== 'judged') return outcome
      const { status, fingerprint, facts } = event
      const since = event.occurredAt ?? new Date().toISOString()
      const head = { status, since, knownStatus: status, gaps: 0, facts, fingerprint }
      writeState(storage.sql, log, { ...state, head, revision: state.revision + 1 })
      void storage.setAlarm(Date.now() + LIMITS.projectionDelayMs)
      return { ...outcome, head: { status, since, revision: state.revision + 1 } }
    })
  }
}

/** What is newest by `Date` is the status now, whatever it is; without a date, what came last. */
class NewestDateWins extends Entity {
  override apply(event: Event): Outcome {
    const { storage } = this.ctx
    const stored = readLog(storage.sql, null)
    const before = stored.state?.head
    const outcome = super.apply(event)
    const { log } = this
    const state = log?.state
    if (stored.entries.has(event.fingerprint) || !log || !state || outcome.kind !== 'judged') return outcome
    const since = event.occurredAt ?? new Date().toISOString()
    const newer = !before?.since || new Date(since) >= new Date(before.since)
    const { status, fingerprint, facts } = event
    const head = newer
      ? { status, since, knownStatus: status, gaps: state.head?.gaps ?? 0, facts, fingerprint }
      : (before ?? null)
    storage.transactionSync(() => writeState(storage.sql, log, { ...state, head }))
    return outcome
  }
}

/** `new Date(date)` holds milliseconds, and so does what is compared and stored. */
class MillisecondTime extends Entity {
  override apply(event: Event): Outcome {
    if (event.occurredAt === null) return super.apply(event)
    const occurredAt = new Date(event.occurredAt).toISOString()
    const fingerprint = JSON.stringify([event.previousStatus, event.status, comparable(occurredAt)])
    return super.apply({ ...event, occurredAt, fingerprint })
  }
}

const STRETCH = 1_000
const FROM_MS = Date.UTC(2026, 0, 1)
const TO_MS = Date.UTC(2001, 0, 1)

/**
 * The clock alone orders a history, although two servers told it. Played by stretching all time so far that no two
 * events stand within a second of each other, where the chain is asked.
 */
class ClockWithoutChain extends Entity {
  override apply(event: Event): Outcome {
    const { occurredAt, previousStatus, status } = event
    if (occurredAt === null) return super.apply(event)
    const micros = Number(comparable(occurredAt).slice(20, 26))
    const sinceMs = Date.parse(`${occurredAt.slice(0, 19)}Z`) - FROM_MS
    const stretched = new Date(TO_MS + sinceMs * STRETCH + micros).toISOString()
    const fingerprint = JSON.stringify([previousStatus, status, comparable(stretched)])
    return super.apply({ ...event, occurredAt: stretched, fingerprint })
  }
}

/** Answers with 2xx and keeps nothing, as if it were known. */
function asKnown(sql: SqlStorage, of: LogEntry['verdict'], receivedAt: string): Outcome {
  const { state } = readLog(sql, null)
  const head = state?.head
    ? { status: state.head.status, since: state.head.since, revision: state.revision }
    : null
  return {
    kind: 'judged',
    verdict: 'duplicate',
    reason: { kind: 'duplicate', of, receivedAt },
    warnings: [],
    head,
  }
}

/** What is known once is known forever, whatever the payment has been since. */
class DedupeForEver extends Entity {
  override apply(event: Event): Outcome {
    const { sql } = this.ctx.storage
    const known = readLog(sql, null).entries.get(event.fingerprint)
    return known ? asKnown(sql, known.verdict, known.receivedAt) : super.apply(event)
  }
}

/** A body with any field in another form than the documented one is not an event: refused, and never sent again. */
class StrictSchema extends Entity {
  override apply(event: Event): Outcome {
    if (!ODD.test(event.body)) return super.apply(event)
    return asKnown(this.ctx.storage.sql, 'applied', new Date().toISOString())
  }
}

const ODD = /"OrderStatusTransitionModel"|"transactionStatus"/

/** Asks first whether the event is known, and stores it later, when another delivery has passed the same question. */
class CheckThenAct extends Entity {
  #writes = 0

  // @ts-expect-error a promise where the object promises none: this is the mistake
  override async apply(event: Event): Promise<Outcome> {
    const { sql } = this.ctx.storage
    const isKnown = () => readLog(sql, null).entries.has(event.fingerprint)
    if (isKnown()) return super.apply(event)
    await Promise.resolve()
    const taken = isKnown()
    this.#writes += 1
    // The key that would have saved it is the transaction's; without one there is none.
    const fingerprint = taken ? `${event.fingerprint}#${this.#writes}` : event.fingerprint
    return super.apply({ ...event, fingerprint })
  }
}

/** The read model first, so that it is never behind; then the log. */
class D1BeforeObject extends Entity {
  // @ts-expect-error a promise where the object promises none: this is the mistake
  override async apply(event: Event): Promise<Outcome> {
    const { storage } = this.ctx
    const receivedAt = new Date().toISOString()
    await this.#showFirst(event, receivedAt)
    this.log = readLog(storage.sql, null)
    const { log } = this
    return storage.transactionSync(() =>
      accept(storage.sql, log, event, receivedAt, null, () => void storage.setAlarm(Date.now())),
    )
  }

  async #showFirst(event: Event, receivedAt: string): Promise<void> {
    const { storage } = this.ctx
    const { provider, entityId } = nameParts(this.ctx.id.name ?? null)
    let changes: ReturnType<typeof pending> = null
    const undo = new Error('undone')
    try {
      storage.transactionSync(() => {
        const log = readLog(storage.sql, null)
        accept(storage.sql, log, event, receivedAt, null, () => undefined)
        changes = pending(storage.sql, log, provider, entityId)
        throw undo
      })
    } catch (error) {
      if (error !== undo) throw error
    }
    await sendAtOnce(this.env, changes)
  }
}

/** Writes down that D1 has it before D1 has it, so that nothing is sent twice. */
class WatermarkFirst extends Entity {
  #failed = 0

  override async alarm(): Promise<void> {
    const { provider, entityId } = nameParts(this.ctx.id.name ?? null)
    const { storage } = this.ctx
    try {
      for (;;) {
        this.log ??= readLog(storage.sql, null)
        const changes = pending(storage.sql, this.log, provider, entityId)
        if (!changes) return
        acknowledge(this.log, changes.from, changes.revision)
        if (this.log.state) writeState(storage.sql, this.log, this.log.state)
        await sendAtOnce(this.env, changes)
      }
    } catch (error) {
      this.#failed += 1
      await storage.setAlarm(Date.now() + backoffMs(faultOf(error), this.#failed, Math.random(), Date.now()))
    }
  }
}

/** Whatever is written last stands, also when it was sent first. */
class NoGuard extends Entity {
  constructor(ctx: DurableObjectState, env: Env) {
    const prepare = (query: string) =>
      env.DB.prepare(query.replace(/ where excluded\."?revision"? > .*$/is, ''))
    const DB = { prepare, batch: env.DB.batch } as unknown as D1Database
    super(ctx, around(DB))
  }
}

async function sendAtOnce(env: Env, changes: Pending | null): Promise<void> {
  if (!changes) return
  const answer = await send(env, '0', changes, 0, () => undefined)
  if (answer.kind !== 'taken') throw new Error('D1 did not take it')
}

export const MISTAKES: readonly Mistake[] = [
  {
    name: 'last write wins',
    what: 'each delivery sets the status',
    entity: LastWriteWins,
  },
  {
    name: 'newest date wins',
    what: '`if (new Date(date) >= row.date)`, without a life cycle',
    entity: NewestDateWins,
  },
  {
    name: 'timestamps cut to a millisecond',
    what: 'the provider’s time goes through `Date`',
    entity: MillisecondTime,
  },
  {
    name: 'clock without the chain',
    what: 'order by the date alone, whichever server’s clock it is',
    entity: ClockWithoutChain,
  },
  {
    name: 'strict schema',
    what: 'a body with any odd field is refused',
    entity: StrictSchema,
  },
  {
    name: 'known forever',
    what: 'a body that was seen once is a duplicate, always',
    entity: DedupeForEver,
  },
  {
    name: 'one list of keys',
    what: 'the sandbox’s key opens as production’s does',
    entity: Entity,
    keys: UNLABELLED,
  },
  {
    name: 'duplicate check outside the transaction',
    what: 'look it up, await, insert',
    entity: CheckThenAct as unknown as EntityClass,
  },
  {
    name: 'D1 before the object',
    what: 'write the read model, then the log',
    entity: D1BeforeObject as unknown as EntityClass,
  },
  {
    name: 'watermark moved before the batch',
    what: 'mark as sent, then send',
    entity: WatermarkFirst,
  },
  {
    name: 'upsert without a guard',
    what: '`ON CONFLICT DO UPDATE`, whichever revision comes last',
    entity: NoGuard,
  },
]
