/** One object from the inside: its disk, its alarm, and which D1 it sees. */
import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { expect, vi } from 'vitest'
import type { Outcome } from '../../src/entity/acceptance.ts'
import { readErasure } from '../../src/entity/erasure.ts'
import { withKeys } from '../../src/entity/keys.ts'
import { type Log, type LogEntry, readLog } from '../../src/entity/log.ts'
import { nameOf } from '../../src/entity/name.ts'
import { type EntryColumns, tablesOf } from '../../src/entity/table.ts'
import { type Entity, Projector } from '../../src/index.ts'
import type { Head } from '../../src/lifecycle/fold.ts'
import { digest } from '../../src/providers/digest.ts'
import type { Event } from '../../src/providers/event.ts'
import { providerNamed } from '../../src/providers/index.ts'
import { until } from './patience.ts'
import type { ProviderName } from './sender.ts'

export type Stub = DurableObjectStub<Entity>

/** A stored event, column by column, with the values that the row does not repeat. */
export type LogRow = EntryColumns & { fingerprint: string; rules_version: string; body: string }

/** The state of all events in the newest row, with its head put together. */
export interface StateRow {
  /** How many events are stored. */
  readonly last_seq: number
  readonly revision: number
  /** The revision that D1 was known to have when the newest row was written. */
  readonly projected: number
  readonly refused: number
  readonly first_received_at: string
  readonly last_received_at: string
  readonly head: Head | null
}

export interface Disk {
  /** In the order of arrival. */
  readonly log: readonly LogRow[]
  /** The same as the object reads them. */
  readonly entries: readonly LogEntry[]
  /** Null before the first event. */
  readonly state: StateRow | null
  /** When personal data was last erased. */
  readonly erasedAt: string | null
  /** When the alarm is due, in milliseconds; null when none is set. */
  readonly alarm: number | null
}

export const objectOf = (provider: ProviderName, id: string | number): Stub =>
  env.ENTITIES.getByName(`${provider}:${id}`)

/** Does something inside an object, in its own context. */
export const inside = <R>(
  stub: Stub,
  action: (entity: Entity, storage: DurableObjectStorage) => R | Promise<R>,
): Promise<R> =>
  // Its environment lacks what only tests have, so the type of the instance is not inferred.
  runInDurableObject(stub, (instance, { storage }) => action(instance as Entity, storage))

/** Everything that an object keeps. */
export const diskOf = (stub: Stub): Promise<Disk> =>
  inside(stub, async (_, storage) => {
    const alarm = await storage.getAlarm()
    // An object that never stored an event has no table either.
    if (!tablesOf(storage.sql).has('log')) return { log: [], entries: [], state: null, erasedAt: null, alarm }
    const { state, entries } = readLog(storage.sql, null)
    const read = [...entries.values()].sort((a, b) => a.seq - b.seq)
    return {
      log: storage.sql
        .exec<LogRow>('SELECT *, rules AS rules_version FROM log ORDER BY seq')
        .toArray()
        // The values that a row does not repeat, as the object reads them.
        .map((row, index) => ({ ...row, ...told(read[index]) })),
      entries: read,
      state: state && {
        last_seq: read.length,
        revision: state.revision,
        projected: state.projected,
        refused: state.refused,
        first_received_at: state.firstReceivedAt,
        last_received_at: state.lastReceivedAt,
        head: state.head,
      },
      erasedAt: readErasure(storage.sql)?.at ?? null,
      alarm,
    }
  })

const told = (entry: LogEntry | undefined) =>
  entry && {
    fingerprint: entry.fingerprint,
    facts: JSON.stringify(entry.facts),
    reason: entry.reason.kind === 'written' ? entry.reason.sentence : JSON.stringify(entry.reason),
  }

interface Memory {
  readonly log: Log | null
  readonly projecting: { readonly isUnderWay: boolean }
}

/** The revision that D1 is known to have, as far as the object's memory has it. */
export const projectedOf = (stub: Stub): Promise<number | undefined> =>
  inside(stub, (entity) => (entity as unknown as Memory).log?.state?.projected)

/** Changes an object's disk behind its back; its memory is read from disk again. */
export const rewrite = (stub: Stub, change: (sql: SqlStorage) => void): Promise<void> =>
  inside(stub, (entity, { sql }) => {
    change(sql)
    Object.assign(entity, { log: null })
  })

/** An object has something for D1 while an alarm is set or at work. */
export async function isDirty(stub: Stub): Promise<boolean> {
  // For a moment neither is true, when the alarm is due and has not begun; then D1 may not have everything.
  for (let looks = 0; looks < 100; looks += 1) {
    const { isBusy, knows } = await inside(stub, async (entity, storage) => {
      const { log, projecting } = entity as unknown as Memory
      return {
        isBusy: projecting.isUnderWay || (await storage.getAlarm()) !== null,
        knows: !log?.state || log.state.projected === log.state.revision,
      }
    })
    if (isBusy) return true
    if (knows) return false
    await scheduler.wait(10)
  }
  return false
}

/** The one row, of an entity that has had an event. */
export async function stateOf(stub: Stub): Promise<StateRow> {
  const { state } = await diskOf(stub)
  if (!state) throw new Error('Nothing was stored')
  return state
}

/** Gives an object another D1, through its own projector that lives as long as the object stays in memory. */
export const connect = (stub: Stub, d1: D1Database): Promise<void> =>
  inside(stub, (entity) => {
    const own = entity as unknown as { readonly ctx: DurableObjectState; readonly env: typeof env }
    const projector = new Projector(own.ctx, { ...own.env, DB: d1 })
    Object.assign(entity, { env: { ...own.env, DB: d1, PROJECTOR: { getByName: () => projector } } })
  })

const realNow = Date.now
const running = new Set<{ readonly ms: number }>()

/** Runs the alarm now, as if now were the time when it is due. Throws what its handler throws. */
export async function runAlarm(stub: Stub): Promise<void> {
  const dueMs = await inside(stub, (_, storage) => storage.getAlarm())
  const ahead = { ms: Math.max((dueMs ?? 0) - realNow(), 0) }
  running.add(ahead)
  // Several may run at once: the clock is as far ahead as any of them needs.
  vi.spyOn(Date, 'now').mockImplementation(() => realNow() + Math.max(0, ...[...running].map(({ ms }) => ms)))
  try {
    if (await runDurableObjectAlarm(stub)) return
  } finally {
    running.delete(ahead)
    if (running.size === 0) vi.mocked(Date.now).mockRestore()
  }
  // Not scheduled: either there is nothing to do, or the runtime is running it at this moment.
  await until(async () => expect(await isSending(stub)).toBe(false))
}

const isSending = (stub: Stub): Promise<boolean> =>
  inside(stub, (entity) => (entity as unknown as Memory).projecting.isUnderWay)

/** Runs the alarm until D1 has everything. */
export async function drain(stub: Stub): Promise<void> {
  for (let runs = 0; runs < 20; runs += 1) {
    if (!(await isDirty(stub))) return
    await runAlarm(stub)
  }
  throw new Error('The object cannot get rid of what D1 lacks')
}

/** Waits until the runtime itself has run the alarm, and D1 has everything. */
export const untilClean = (stub: Stub): Promise<void> =>
  until(async () => expect(await isDirty(stub)).toBe(false))

/** The event that a body is read as. */
export async function eventOf(provider: ProviderName, body: unknown): Promise<Event> {
  const reading = providerNamed(provider).read(body, await digest(body))
  if (reading.kind !== 'event') throw new Error(`Not an event: ${JSON.stringify(reading)}`)
  return withKeys(env.VAULT, reading.event, reading.joins)
}

/**
 * Hands an event to its object as the Worker does, without HTTP: many requests to the Worker of one test file grow slow,
 * because the test pool imports the Worker's module again for each. Throws if the event was not judged.
 */
export async function apply(
  provider: ProviderName,
  body: unknown,
): Promise<Extract<Outcome, { kind: 'judged' }>> {
  const event = await eventOf(provider, body)
  const outcome: Outcome = await env.ENTITIES.getByName(nameOf(event)).apply(event)
  if (outcome.kind !== 'judged') throw new Error(`Not judged: ${outcome.kind}`)
  return outcome
}
