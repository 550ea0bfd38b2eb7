/**
 * The object of one order or one transaction. It takes one event at a time, and its alarm brings D1 up to date.
 */
import { DurableObject } from 'cloudflare:workers'
import { backoffMs, faultOf, rootCause } from '../db/faults.ts'
import { project } from '../db/projection.ts'
import { LIMITS } from '../limits.ts'
import type { Event } from '../providers/event.ts'
import { providerNamed } from '../providers/index.ts'
import { eraseKept } from '../quarantine/erasure.ts'
import { keptId } from '../quarantine/id.ts'
import { accept, type Outcome } from './acceptance.ts'
import { type Erased, erase, readErasure } from './erasure.ts'
import { addKeys, lackingKeys } from './keys.ts'
import {
  acknowledge,
  countFailure,
  createTables,
  forgetProjection,
  hasTables,
  lastReceivedWith,
} from './log.ts'
import { nameParts } from './name.ts'
import { pending } from './outbox.ts'
import { type Refolded, refold } from './refold.ts'
import { readStory, type Story } from './story.ts'

/** What has become of an entity, for a body in quarantine that names it. */
export interface Fate {
  /** Bodies that had come by then are erased with the entity; UTC text, null where nothing ever was. */
  readonly erasedUntil: string | null
  /** When an event with the very same body came that was judged; UTC text, null where none did. */
  readonly judgedAt: string | null
}

export class Entity extends DurableObject<Env> {
  /** Whether the tables are there for certain: known once a transaction that made them is through. */
  #hasTables = false

  /**
   * Judges an event and stores it with its verdict. Synchronous, so that no other event comes between;
   * the answer leaves the object only when everything is on disk.
   * @param firstReceivedAt UTC text: when the body first came, where it comes out of quarantine
   */
  apply(event: Event, firstReceivedAt?: string): Outcome {
    const { storage } = this.ctx
    const now = new Date().toISOString()
    const receivedAt = firstReceivedAt && firstReceivedAt < now ? firstReceivedAt : now
    const outcome = storage.transactionSync(() => {
      if (!this.#hasTables) createTables(storage.sql)
      return accept(storage.sql, event, receivedAt, () => this.#arm(), now)
    })
    this.#hasTables = true
    return outcome
  }

  /** The entity's head and history, with personal data; `asOf` is UTC text. Null when nothing is known of it. */
  story(asOf: string | null): Story | null {
    return readStory(this.ctx.storage.sql, this.#lifeCycle(), asOf)
  }

  /** Judges the log again by today's table. Null when nothing is known of the entity. */
  refold(): Refolded | null {
    const { storage } = this.ctx
    return storage.transactionSync(() => refold(storage.sql, this.#lifeCycle(), () => this.#arm()))
  }

  /**
   * Erases what is stored of people, here and then in D1. Null when nothing is known of the entity, or where it shall
   * have ended before a time, UTC text, and has not.
   */
  erase(endedBefore: string | null): Erased | null {
    const { storage, id } = this.ctx
    const provider = providerNamed(nameParts(id).provider)
    const at = new Date().toISOString()
    return storage.transactionSync(() => erase(storage.sql, provider, endedBefore, at, () => this.#arm()))
  }

  /** What a body in quarantine that names this entity has to know of it. Changes nothing. */
  fate(bodyDigest: string): Fate {
    const { sql } = this.ctx.storage
    if (!hasTables(sql)) return { erasedUntil: null, judgedAt: null }
    return { erasedUntil: readErasure(sql)?.until ?? null, judgedAt: lastReceivedWith(sql, bodyDigest) }
  }

  /** Has everything sent to D1 again, which may have lost it. False when nothing is known of the entity. */
  reproject(): boolean {
    const { storage } = this.ctx
    return storage.transactionSync(() => {
      if (!hasTables(storage.sql)) return false
      forgetProjection(storage.sql)
      this.#arm()
      return true
    })
  }

  /** Gives events of version 0.1.0 the keys of their numbers. Nothing happens where all events have them. */
  async completeKeys(): Promise<void> {
    const { storage, id } = this.ctx
    const provider = providerNamed(nameParts(id).provider)
    const keys = await lackingKeys(storage.sql, provider, this.env.VAULT)
    storage.transactionSync(() => addKeys(storage.sql, provider, keys, () => this.#arm()))
  }

  /**
   * Sends what D1 lacks until it lacks nothing, also what arrives meanwhile. Never throws, because the platform gives
   * an alarm up after six throws; it sets the next alarm itself for as long as D1 is away.
   */
  override async alarm(): Promise<void> {
    const { provider, entityId } = nameParts(this.ctx.id)
    const { storage } = this.ctx
    try {
      for (;;) {
        const changes = pending(storage.sql, provider, entityId)
        if (!changes) return
        const { entity, erasure, ...sent } = changes
        if (erasure) await eraseKept(this.env, providerNamed(provider), entityId, erasure.until)
        const row = entity ? providerNamed(provider).project(entity) : []
        const transitions = await Promise.all(
          sent.transitions.map(async ({ bodyDigest, ...each }) => ({
            ...each,
            judged: await keptId(this.env.VAULT, provider, bodyDigest),
          })),
        )
        let { from } = changes
        await project(this.env.DB, { ...sent, transitions, row }, (revision) => {
          acknowledge(storage.sql, from, revision)
          from = revision
        })
      }
    } catch (error) {
      const fault = faultOf(error)
      const failures = countFailure(storage.sql)
      const retryInMs = backoffMs(fault, failures, Math.random())
      await storage.setAlarm(Date.now() + retryInMs)
      console.error(
        JSON.stringify({
          event: 'projection_failed',
          provider,
          entity: entityId,
          fault,
          error: rootCause(error),
          failures,
          retryInMs,
        }),
      )
    }
  }

  #arm(): void {
    void this.ctx.storage.setAlarm(Date.now() + LIMITS.projectionDelayMs)
  }

  #lifeCycle() {
    return providerNamed(nameParts(this.ctx.id).provider).lifeCycle
  }
}
