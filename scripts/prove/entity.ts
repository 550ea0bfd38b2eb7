/**
 * One object as the platform runs it: it can be evicted at any moment, its answers can be lost, its alarm fires at
 * least once, and what it committed stays.
 */
import type { Outcome } from '../../src/entity/acceptance.ts'
import { deliver } from '../../src/entity/delivery.ts'
import { readLog } from '../../src/entity/log.ts'
import type { Event } from '../../src/providers/event.ts'
import type { D1 } from './d1.ts'
import type { Repair, RpcFailure } from './history.ts'
import { around, runObject } from './instance.ts'
import type { ObjectStorage } from './sqlite.ts'
import { Violation } from './violation.ts'

/** src/entity/entity.ts, or one of the mistakes. */
export type EntityClass = new (
  ctx: DurableObjectState,
  env: Env,
) => {
  apply(event: Event): Outcome | Promise<Outcome>
  alarm(): Promise<void>
  refold(): unknown
  reproject(): unknown
  erase(endedBefore: string | null): unknown
}

export interface RunningEntity {
  readonly disk: ObjectStorage
  readonly d1: D1Database
  /**
   * Through the Worker's side of the call, retries included. `mayReturn`: words that are known can be those of a new event.
   * `through`: the object took it, answered or not. `isNews`: as an event of its own.
   */
  send(
    event: Event,
    failures: readonly RpcFailure[],
    mayReturn?: boolean,
  ): Promise<{
    readonly outcome: Awaited<ReturnType<typeof deliver>>
    readonly through: boolean
    readonly isNews: boolean
  }>
  /** The object, as the Worker's edge calls it; `heard` is called with each event that it took. */
  objects(heard: (event: Event, outcome: Outcome) => void): Env['ENTITIES']
  /** Throws where a call has done what it must not. */
  assertSound(): void
  /** Fires the alarm; `meanwhile` runs while the batch is on its way. */
  fireAlarm(meanwhile: () => Promise<void>, dies: 'before' | 'after' | null): Promise<void>
  evict(): void
  /** What an operator can have the object do. */
  repair(what: Repair): void
}

/** @param watched whether each call is held against what a duplicate may do */
export function runEntity(entityClass: EntityClass, name: string, d1: D1, watched: boolean): RunningEntity {
  const running = runObject(name, (ctx) => new entityClass(ctx, around(d1.binding)))
  const { disk, evict } = running
  // Kept, because the Worker's side takes whatever a call throws for a failure of the platform.
  let broken: Violation | null = null
  /** How many events were stored when a step back in known words was last noted. */
  let notedAt = -1

  const call = async (
    event: Event,
    failure: RpcFailure | undefined,
    got: { through: boolean; isNews: boolean },
    mayReturn: boolean,
  ): Promise<Outcome> => {
    const lost = () =>
      Object.assign(new Error('Network connection lost.'), { retryable: failure?.retryable, remote: false })
    if (failure?.when === 'before') throw lost()
    const known = isStored(disk, event.fingerprint)
    const changesBefore = disk.changes()
    const alarmBefore = disk.alarmAt()
    const working = running.instance().apply(structuredClone(event))
    if (!(working instanceof Promise) && working.verdict !== 'duplicate') got.isNews = true
    if (failure?.when === 'during') {
      evict()
      got.through ||= !(working instanceof Promise)
      if (working instanceof Promise) await working.catch(() => undefined)
      throw lost()
    }
    // Before anything else can happen: what this call alone has done.
    if (watched && !(working instanceof Promise) && working.kind === 'judged') {
      const isDuplicate = working.verdict === 'duplicate'
      if (known !== isDuplicate && !(known && mayReturn)) {
        broken ??= new Violation(
          'a duplicate is answered as one',
          `${working.verdict}, stored before: ${known}`,
        )
      }
      const isNoted = working.warnings.some((warning) => warning.kind === 'step_back' && warning.again)
      const rows = disk.rows('SELECT 1 FROM log').length
      if (isNoted && rows === notedAt)
        broken ??= new Violation('a step back in known words is shown once', `${rows}`)
      if (isNoted) notedAt = rows
      if (isDuplicate && !isNoted && (disk.changes() !== changesBefore || disk.alarmAt() !== alarmBefore)) {
        broken ??= new Violation('a duplicate writes nothing', `${disk.changes() - changesBefore} rows`)
      }
    }
    const outcome = await working
    got.through = true
    if (failure) throw lost()
    return outcome
  }

  return {
    disk,
    d1: d1.binding,
    evict,
    repair: (what) => {
      if (what !== 'erase') running.instance()[what]()
      else if (
        running.instance().erase(null) &&
        disk.rows("SELECT 1 FROM log WHERE body <> 'null'").length > 0
      )
        throw new Violation('an erasure leaves no body', 'one is left')
    },
    async send(event, failures, mayReturn = false) {
      const left = [...failures]
      const got = { through: false, isNews: false }
      const stub = { apply: (sent: Event) => call(sent, left.shift(), got, mayReturn) }
      const outcome = await deliver({ getByName: () => stub } as unknown as Env['ENTITIES'], event)
      if (broken) throw broken
      return { outcome, ...got }
    },
    objects(heard) {
      const apply = async (event: Event): Promise<Outcome> => {
        const outcome = await call(event, undefined, { through: false, isNews: false }, false)
        heard(event, outcome)
        return outcome
      }
      return { getByName: () => ({ apply }) } as unknown as Env['ENTITIES']
    },
    assertSound() {
      if (broken) throw broken
    },
    async fireAlarm(meanwhile, dies) {
      const mine = running.instance()
      disk.setAlarm(null)
      let batches = 0
      let die: () => void = () => undefined
      const died = new Promise<'died'>((resolve) => {
        die = () => resolve('died')
      })
      d1.setWitness(async (moment) => {
        if (moment === 'before') batches += 1
        if (batches > 1) return
        if (moment === 'before') await meanwhile()
        if (moment !== dies) return
        die()
        await new Promise(() => undefined)
      })
      try {
        if ((await Promise.race([mine.alarm(), died])) === 'died') evict()
      } catch (error) {
        if (running.isAlive(mine)) throw new Violation('the alarm never throws', String(error))
      } finally {
        // The platform fires an alarm again that ended with its object.
        if (!running.isAlive(mine)) disk.setAlarm(Date.now())
        d1.setWitness(null)
      }
    },
  }
}

const isStored = (disk: ObjectStorage, fingerprint: string): boolean =>
  readLog(disk.sql, null).entries.has(fingerprint)
