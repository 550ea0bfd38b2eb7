/**
 * The object of one order or one transaction. It takes one event at a time, and its alarm brings D1 up to date.
 */
import { DurableObject } from 'cloudflare:workers'
import { faultOf, rootCause } from '../db/faults.ts'
import { type Forward, type Message, released, resent } from '../forward/forward.ts'
import { messageOf } from '../forward/message.ts'
import { isConfigured, publicUrlOf } from '../forward/settings.ts'
import * as LIMITS from '../limits.ts'
import { log } from '../log.ts'
import type { Answer } from '../projector/projector.ts'
import type { Event } from '../providers/event.ts'
import { providerNamed } from '../providers/index.ts'
import type { Provider } from '../providers/provider.ts'
import { accept, type Outcome } from './acceptance.ts'
import { alarmIn } from './alarm.ts'
import { type Erased, erase, readErasure } from './erasure.ts'
import type { Sender } from './forwarding.ts'
import { addKeys, lackingKeys } from './keys.ts'
import {
  acknowledge,
  entriesOf,
  type Log,
  lastReceivedWith,
  readLog,
  writeForward,
  writeName,
  writeState,
} from './log.ts'
import { nameOf, nameParts } from './name.ts'
import { pending } from './outbox.ts'
import { messagesOf } from './owed.ts'
import { type Forwarding, withOwed } from './owing.ts'
import { projectingOf } from './projecting.ts'
import { type Refolded, refold } from './refold.ts'
import { type Stand, standIn } from './stand.ts'
import { readStory, type Story } from './story.ts'

/** What has happened to an entity, for a body in quarantine that names it. */
export interface Fate {
  /** Bodies that had arrived by this time are erased with the entity; UTC text, null if it was never erased. */
  readonly erasedUntil: string | null
  /** When an event with exactly this body arrived and was judged; UTC text, null if none did. */
  readonly judgedAt: string | null
}

/** Undoes a transaction on purpose. */
const UNDONE = new Error('Undone')

/** What a rebuild wrote to D1. */
export type RebuiltEntity =
  | { readonly kind: 'empty' }
  /** Something is stored, but nothing says which entity it belongs to. */
  | { readonly kind: 'nameless' }
  /** D1, or something else that it needs, is unavailable: ask again. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'entity'; readonly events: number; readonly hasHead: boolean }

export class Entity extends DurableObject<Env> {
  /** Null until it is read, and after anything that threw: then memory may hold what the disk does not. */
  protected log: Log | null = null
  readonly #alarm = alarmIn(this.ctx.storage)
  protected readonly projecting = projectingOf({
    env: () => this.env,
    id: this.ctx.id.toString(),
    alarm: this.#alarm,
    name: () => this.#ownName(),
    lastReceivedAt: () => this.#look(({ state }) => state?.lastReceivedAt ?? null),
    pending: () =>
      this.#look((log, sql) => {
        const { provider, entityId } = this.#name(log)
        return pending(sql, log, provider, entityId)
      }),
    acknowledge: (from, to) => {
      if (this.log) acknowledge(this.log, from, to)
    },
  })
  protected readonly messages = messagesOf({
    alarm: this.#alarm,
    forward: () => this.#read().state?.forward ?? null,
    sender: () => this.#sender(),
  })

  /**
   * Judges an event and stores it with its verdict. Synchronous, so that no other event comes between;
   * the answer leaves the object only when everything is on disk.
   * @param firstReceivedAt UTC text: when the body first came, where it comes out of quarantine
   */
  apply(event: Event, firstReceivedAt?: string): Outcome {
    const now = new Date().toISOString()
    const receivedAt = firstReceivedAt && firstReceivedAt < now ? firstReceivedAt : now
    return this.#change((log, sql) =>
      accept(sql, log, event, receivedAt, this.#forwarding(event), () => this.#armOnce()),
    )
  }

  /** Judges an event and stores it, and then undoes that, so that nothing of it stays. */
  rehearse(event: Event): void {
    const now = new Date().toISOString()
    try {
      this.#change((log, sql) => {
        accept(sql, log, event, now, null, () => undefined)
        throw UNDONE
      })
    } catch (error) {
      if (error !== UNDONE) throw error
    }
  }

  /** The entity's current state, for asking its sender. Null if the entity is not known. */
  standing(): Stand | null {
    return this.#look(standIn)
  }

  /**
   * Judges the sender's answer as an event that happened now. Null, without storing anything, if the entity has changed
   * since: then it is unknown which of the two is newer.
   * @param revision of the entity when the sender was asked; 0 if the entity was not known
   */
  applyRead(event: Event, revision: number): Outcome | null {
    const now = new Date().toISOString()
    return this.#change((log, sql) =>
      (log.state?.revision ?? 0) === revision
        ? accept(sql, log, event, now, this.#forwarding(event), () => this.#armOnce())
        : null,
    )
  }

  /** The entity's head and history, with personal data; `asOf` is UTC text. Null if the entity is not known. */
  story(asOf: string | null): Story | null {
    return this.#look((log, sql, provider) => readStory(sql, log, provider, this.#name(log).entityId, asOf))
  }

  /** Judges the log again by today's table. Null if the entity is not known. */
  refold(): Refolded | null {
    return this.#changeKnown((log, sql, { lifeCycle }) =>
      refold(sql, log, lifeCycle, this.#forwarding(this.#name(log)), () => this.#arm()),
    )
  }

  /**
   * Erases personal data, here and then in D1. Null if the entity is not known, or if `endedBefore`, UTC text, is given and
   * it had not ended by then.
   */
  erase(endedBefore: string | null): Erased | null {
    const at = new Date().toISOString()
    return this.#changeKnown((log, sql, provider) =>
      erase(sql, log, provider, endedBefore, at, () => this.#arm()),
    )
  }

  /** What a body in quarantine that names this entity needs to know about it. Changes nothing. */
  fate(bodyDigest: string): Fate {
    return this.#change((log, sql) => ({
      erasedUntil: readErasure(sql)?.until ?? null,
      judgedAt: lastReceivedWith(log, bodyDigest),
    }))
  }

  /**
   * Sends everything to D1 again, which may have lost it. False if the entity is not known.
   * @param name the object's own name, which it may not know
   */
  reproject(name = this.ctx.id.name): boolean {
    return this.#change((log, sql) => {
      if (!log.state) return false
      if (name !== undefined && log.name === null) writeName(sql, log, name)
      writeState(sql, log, { ...log.state, projected: 0 })
      this.#arm()
      return true
    })
  }

  /**
   * Writes everything to D1 again, which may have lost it, before it answers. Writes nothing here, even if D1 does not
   * accept it: then the caller must ask again.
   */
  async rebuild(): Promise<RebuiltEntity> {
    const isNamed = this.#change((log) => log.state && (this.ctx.id.name ?? log.name) !== null)
    if (isNamed === null) return { kind: 'empty' }
    if (!isNamed) return { kind: 'nameless' }
    let answer: Answer | null
    try {
      await this.completeKeys()
      this.#change((log) => {
        if (log.state) log.state = { ...log.state, projected: 0 }
      })
      answer = await this.projecting.sendAll('asked')
    } catch (error) {
      answer = { kind: 'refused', fault: faultOf(error), error: rootCause(error) }
    }
    if (answer) {
      if (answer.kind === 'refused') log('error', { ...this.projecting.line(answer), retryInMs: null })
      return { kind: 'waiting' }
    }
    return this.#change(({ entries, state }) => ({
      kind: 'entity',
      events: entries.size,
      hasHead: state !== null && state.head !== null,
    }))
  }

  /** Sends now what is owed to the user's own system. False if nothing is owed. */
  releaseForward(): boolean {
    return this.#change((log) => {
      const forward = log.state?.forward
      if (!log.state || forward?.stands !== 'owed') return false
      // In memory only: if it is lost, the message is sent at its planned time.
      log.state = { ...log.state, forward: released(forward, Date.now()) }
      void this.#alarm.setBy(Date.now())
      return true
    })
  }

  /**
   * Sends the last message once more or, if there is none, a message with the current state. False if the entity is not
   * known, or nothing is configured.
   * @param inMs the delay in milliseconds, so that many entities do not send at the same time
   */
  resendForward(inMs = 0): boolean {
    return this.#change((log, sql) => {
      const forwarding = log.state && this.#forwarding(this.#name(log))
      if (!log.state || !forwarding) return false
      const entries = entriesOf(log)
      const state = log.state.forward
        ? log.state
        : withOwed(forwarding, { state: null, log: [] }, { state: log.state, log: entries }, null)
      if (!state.forward) return false
      const dueMs = Date.now() + inMs
      const compose = (owed: Forward) => this.#compose(log, owed)
      writeForward(sql, log, resent(state.forward, compose, dueMs))
      void this.#alarm.setBy(dueMs)
      return true
    })
  }

  /** Gives events of version 0.1.0 the keys of their numbers. Does nothing if all events have them. */
  async completeKeys(): Promise<void> {
    const log = this.#look((known) => known)
    if (!log) return
    const provider = this.#provider(log)
    const keys = await lackingKeys(this.ctx.storage.sql, log, provider, this.env.VAULT)
    this.#change((known, sql) => addKeys(sql, known, provider, keys, () => this.#arm()))
  }

  /**
   * Sends what D1 lacks until it is complete, including events that arrive meanwhile. Never throws, because the platform
   * gives up an alarm after six throws; it sets the next alarm itself for as long as D1 is unavailable. What D1 has is known
   * only in memory until the next event writes it down; sending a row again writes nothing in D1.
   */
  override async alarm(): Promise<void> {
    const dueMs = this.#alarm.forget()
    const { notBeforeMs } = this.projecting
    // An alarm that was set for a message does not start a projection early.
    const isEarly = dueMs !== null && dueMs < notBeforeMs
    const projection = isEarly ? this.#alarm.setBy(notBeforeMs) : this.projecting.run(dueMs === null)
    await this.messages.sendBeside(projection)
    await this.messages.send()
  }

  #sender(): Sender {
    return {
      env: this.env,
      name: nameOf(nameParts(this.#ownName())),
      read: () => this.#look(({ state }) => state),
      write: (change) => {
        this.#changeKnown((log, sql) => {
          const forward = log.state?.forward
          if (!forward) return
          const changed = change(forward, (owed) => this.#compose(log, owed))
          writeForward(sql, log, changed)
        })
      },
    }
  }

  #compose(log: Log, owed: Forward): Message {
    const { head = null, revision = 0 } = log.state ?? {}
    return messageOf({ ...this.#name(log), head, revision, publicUrl: publicUrlOf(this.env) }, owed)
  }

  /**
   * How changes are forwarded; null if they are not. If something is already owed, changes are still counted although
   * nothing is configured now.
   */
  #forwarding({ provider, entityId }: Pick<Forwarding, 'provider' | 'entityId'>): Forwarding | null {
    if (!isConfigured(this.env) && !this.log?.state?.forward) return null
    return { provider, entityId, publicUrl: publicUrlOf(this.env), nowMs: Date.now() }
  }

  /** The result of a call that only reads; null if the entity is not known. It writes nothing, so no transaction is opened. */
  #look<Result>(action: (log: Log, sql: SqlStorage, provider: Provider) => Result): Result | null {
    const log = this.#read()
    return log.state ? action(log, this.ctx.storage.sql, this.#provider(log)) : null
  }

  #read(): Log {
    return this.log ?? this.#change((known) => known)
  }

  /** The result of a call that writes; null if the entity is not known. */
  #changeKnown<Result>(action: (log: Log, sql: SqlStorage, provider: Provider) => Result): Result | null {
    return this.#change((log, sql) => (log.state ? action(log, sql, this.#provider(log)) : null))
  }

  /** Runs one call in a transaction: all of its changes or none. */
  #change<Result>(action: (log: Log, sql: SqlStorage) => Result): Result {
    const { storage, id } = this.ctx
    try {
      return storage.transactionSync(() => {
        this.log ??= readLog(storage.sql, id.name ?? null)
        return action(this.log, storage.sql)
      })
    } catch (error) {
      this.log = null
      this.#alarm.forget()
      throw error
    }
  }

  /** Makes sure that new events are sent to D1: a projection that is under way looks once more before it ends. */
  #armOnce(): void {
    const { isUnderWay, notBeforeMs } = this.projecting
    if (isUnderWay) return
    const soonMs = Date.now() + LIMITS.projectionDelayMs
    const dueMs = Math.max(soonMs, notBeforeMs)
    if (this.#alarm.isSetBy(dueMs)) return
    void this.#alarm.setAt(dueMs)
    if (this.messages.isUnderWay && dueMs === soonMs) this.#projectBeside()
  }

  /**
   * The platform runs no second alarm during the first, so while the alarm waits for a slow receiver, a timer starts the
   * projection.
   */
  #projectBeside(): void {
    const wait = new Promise((resolve) => setTimeout(resolve, LIMITS.projectionDelayMs))
    this.ctx.waitUntil(wait.then(() => this.projecting.run(false)))
  }

  #arm(): void {
    this.projecting.waitNoLonger()
    void this.#alarm.setAt(Date.now() + LIMITS.projectionDelayMs)
  }

  #ownName(): string | null {
    return this.ctx.id.name ?? this.log?.name ?? null
  }

  #provider(log: Log): Provider {
    return providerNamed(this.#name(log).provider)
  }

  /** An object that was first reached by its id never learns its name in this life, except from its disk. */
  #name(log: Log) {
    return nameParts(this.ctx.id.name ?? log.name)
  }
}
