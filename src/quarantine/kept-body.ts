/**
 * The object of one authentic body that could not become an event. It keeps the body, and its alarm writes everything else
 * to D1. So nothing authentic is lost while D1 is unavailable, and no body is in the tables that people query.
 */
import { DurableObject } from 'cloudflare:workers'
import { DAY_MS } from '../days.ts'
import { backoffMs, faultOf, rootCause } from '../db/faults.ts'
import { deleteKept, type QuarantineSize, writeKept as writeRow } from '../db/quarantine.ts'
import * as LIMITS from '../limits.ts'
import { type Line, log } from '../log.ts'
import { objectNamed } from '../object.ts'
import { deleted, keptAgain, reopened, resolved, rowOf } from './change.ts'
import { type Deleted, deleteBodies, sum } from './deletion.ts'
import { type Kept, type Message, readKept, writeKept } from './message.ts'
import { makeRoom } from './room.ts'

const CHECK_MS = LIMITS.quarantineCheckDays * DAY_MS

/** What a projection did: for a kept body, or for the row of a deleted one; nothing if D1 is unavailable. */
interface Projected {
  readonly kept?: Kept
  readonly size?: QuarantineSize
  readonly hadRow?: boolean
}

/** What a rebuild wrote to D1; `waiting` if D1 is unavailable: the object tries again on its own. */
export interface RebuiltBody {
  readonly kind: 'empty' | 'body' | 'waiting'
}

export class KeptBody extends DurableObject<Env> {
  /** The projections, one after the other, because of two at a time the older one could reach D1 after the newer one. */
  #projecting: Promise<unknown> = Promise.resolve()

  /**
   * Keeps a body, or counts it again if it is already kept; a resolved one is open again.
   * @param name the object's own name, because an object that was first reached by its id never learns it
   */
  keep(message: Message, name: string): void {
    const { storage } = this.ctx
    storage.transactionSync(() => {
      const nowMs = Date.now()
      const stored = readKept(storage.sql)
      writeKept(storage.sql, keptAgain(stored, message, name, nowMs))
      // D1 is unavailable, and an alarm will try again: a sender that repeats itself must not make it try sooner.
      const isWaiting =
        stored && stored.failures > 0 && stored.retryAtMs > nowMs - LIMITS.projectionRetryCapMs
      if (!isWaiting) this.#arm(LIMITS.projectionDelayMs)
    })
  }

  /** The kept body, with personal data; null if there is none. */
  read(): Pick<Message, 'body' | 'digest' | 'receivedAt' | 'sandboxKey'> | null {
    const kept = readKept(this.ctx.storage.sql)
    if (!kept || kept.isDeleted) return null
    const { body, digest, receivedAt, sandboxKey } = kept
    return { body, digest, receivedAt, ...(sandboxKey !== undefined && { sandboxKey }) }
  }

  /**
   * Closes an open body and records how; false if none is open. D1 is up to date when the answer comes, unless it is
   * unavailable.
   */
  async resolve(resolution: string): Promise<boolean> {
    const isChanged = this.#change((kept) =>
      kept.resolvedAt === null ? resolved(kept, resolution, Date.now()) : null,
    )
    if (isChanged) await this.#project()
    return isChanged
  }

  /** Reopens a closed body; false if none is closed. */
  async reopen(): Promise<boolean> {
    const isChanged = this.#change((kept) => (kept.resolvedAt === null ? null : reopened(kept, Date.now())))
    if (isChanged) await this.#project()
    return isChanged
  }

  /**
   * Deletes the body at once, and its row as soon as D1 accepts it; `others` likewise. An empty object may still have a row:
   * of version 0.1.0, or brought back by a restore of D1.
   * @param others names of further bodies: an object may make a thousand calls of its own
   * @param name the object's own name, as for `keep`
   */
  async discard(others: readonly string[] = [], name: string = this.ctx.id.name ?? ''): Promise<Deleted> {
    const { storage } = this.ctx
    const wasKept = storage.transactionSync(() => {
      const kept = readKept(storage.sql)
      if (kept?.isDeleted) return false
      writeKept(storage.sql, deleted(kept, name, Date.now()))
      this.#arm(LIMITS.projectionDelayMs)
      return kept !== null
    })
    const [{ hadRow }, ...further] = await Promise.all([
      this.#project(),
      ...others.map((name) => deleteBodies(this.env.QUARANTINE, [name])),
    ])
    return further.reduce(sum, { deleted: wasKept || hadRow ? 1 : 0, failed: 0 })
  }

  /** Writes its row to D1 again, which may have lost it. */
  async rebuild(): Promise<RebuiltBody> {
    if (!readKept(this.ctx.storage.sql)) return { kind: 'empty' }
    await this.#project()
    const kept = readKept(this.ctx.storage.sql)
    if (!kept) return { kind: 'empty' }
    return { kind: kept.failures === 0 && kept.projected === kept.revision ? 'body' : 'waiting' }
  }

  /**
   * Brings D1 up to date, and checks in some days whether it still is. Never throws, because the platform gives up an alarm
   * after six throws; it sets the next alarm itself for as long as D1 is unavailable.
   */
  override async alarm(): Promise<void> {
    const { kept, size } = await this.#project()
    if (!kept || !size) return
    try {
      // After the projection, because two objects that push each other out must not wait for each other's projection.
      await makeRoom(this.env, kept.provider, size, kept.name)
    } catch (error) {
      this.#tryAgain(error)
    }
  }

  #project(): Promise<Projected> {
    const done = this.#projecting.then(() => this.#bringUpToDate())
    this.#projecting = done
    return done
  }

  async #bringUpToDate(): Promise<Projected> {
    const { storage } = this.ctx
    try {
      for (;;) {
        const kept = readKept(storage.sql)
        if (!kept) return {}
        if (kept.isDeleted) {
          const hadRow = await deleteKept(this.env.DB, kept.name, kept.revision)
          if (!this.#has(kept)) continue
          await storage.deleteAll()
          return { hadRow }
        }
        const size = await writeRow(this.env.DB, rowOf(kept))
        if (await this.#ends(kept)) continue
        if (this.#acknowledge(kept)) return { kept, size }
      }
    } catch (error) {
      this.#tryAgain(error)
      return {}
    }
  }

  /**
   * Deletes or closes the kept body if its entity was erased, or has judged the same body, since it arrived; returns whether
   * it did. The entity is asked after D1 has the row, because whatever happens to the entity later finds the row there.
   */
  async #ends(kept: Kept): Promise<boolean> {
    const change = (changed: (kept: Kept) => Kept) =>
      this.#change((now) => (now.revision === kept.revision ? changed(now) : null))
    for (const { name } of [...(kept.entity ? [kept.entity] : []), ...kept.otherEntities]) {
      const entity = objectNamed(this.env.ENTITIES, name)
      const { erasedUntil, judgedAt } = await entity.fate(kept.digest)
      if (erasedUntil !== null && kept.lastReceivedAt <= erasedUntil)
        return change((now) => deleted(now, now.name, Date.now()))
      // The body that production has judged was another one, even if equal: this one came from the sandbox.
      if (kept.reason === 'sandbox_key') continue
      if (kept.resolvedAt === null && judgedAt !== null && kept.lastReceivedAt <= judgedAt)
        return change((now) => resolved(now, 'judged', Date.now()))
    }
    return false
  }

  /** Changes the kept body; false if there is none, or nothing changes. */
  #change(change: (kept: Kept) => Kept | null): boolean {
    const { storage } = this.ctx
    return storage.transactionSync(() => {
      const kept = readKept(storage.sql)
      const changed = kept && !kept.isDeleted ? change(kept) : null
      if (!changed) return false
      writeKept(storage.sql, changed)
      this.#arm(LIMITS.projectionDelayMs)
      return true
    })
  }

  /** Records that D1 has this revision; false if there is a newer one by now. */
  #acknowledge(kept: Kept): boolean {
    const { storage } = this.ctx
    return storage.transactionSync(() => {
      if (!this.#has(kept)) return false
      if (kept.projected !== kept.revision || kept.failures > 0)
        writeKept(storage.sql, { ...kept, projected: kept.revision, failures: 0 })
      this.#arm(CHECK_MS)
      return true
    })
  }

  /** Logs the failure and sets the next alarm. If even that fails, the next request for the body does it. */
  #tryAgain(error: unknown): void {
    const { storage, id } = this.ctx
    const fault = faultOf(error)
    const line: Line = { event: 'projection_failed', fault, error: rootCause(error) }
    try {
      const kept = readKept(storage.sql)
      if (!kept) return
      const { provider, name } = kept
      const failures = kept.failures + 1
      const retryInMs = backoffMs(fault, failures, Math.random(), Date.now())
      storage.transactionSync(() => {
        writeKept(storage.sql, { ...kept, failures, retryAtMs: Date.now() + retryInMs })
        this.#arm(retryInMs)
      })
      log('error', { ...line, provider, quarantine: name, failures, retryInMs })
    } catch (unarmed) {
      const quarantine = id.name ?? null
      log('error', { ...line, quarantine, error: rootCause(unarmed), retryInMs: null })
    }
  }

  #has({ revision }: Kept): boolean {
    return readKept(this.ctx.storage.sql)?.revision === revision
  }

  #arm(inMs: number): void {
    void this.ctx.storage.setAlarm(Date.now() + inMs)
  }
}
