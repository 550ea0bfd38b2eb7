/** One object from the inside: its disk, its alarm, and which D1 it sees. */
import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import type { Outcome } from '../../src/entity/acceptance.ts'
import { readErasure } from '../../src/entity/erasure.ts'
import { withKeys } from '../../src/entity/keys.ts'
import { nameOf } from '../../src/entity/name.ts'
import type { Entity } from '../../src/index.ts'
import type { Head } from '../../src/lifecycle/fold.ts'
import { digest } from '../../src/providers/digest.ts'
import type { Event } from '../../src/providers/event.ts'
import { providerNamed } from '../../src/providers/index.ts'
import type { ProviderName } from './sender.ts'

export type Stub = DurableObjectStub<Entity>

/** A stored event, column by column. */
export type LogRow = {
  fingerprint: string
  seq: number
  revision: number
  verdict: string
  effective: number
  status: string
  previous_status: string | null
  occurred_at: string | null
  received_at: string
  reason: string
  notice: string | null
  rules_version: string
  facts: string
  body: string
}

/** The one row beside the log, its head parsed. */
export interface StateRow {
  readonly last_seq: number
  readonly revision: number
  readonly projected: number
  readonly failures: number
  readonly refused: number
  readonly first_received_at: string
  readonly last_received_at: string
  readonly head: Head | null
}

type StoredState = Omit<StateRow, 'head'> & { head: string | null } & Record<string, SqlStorageValue>

export interface Disk {
  /** In the order of arrival. */
  readonly log: readonly LogRow[]
  /** Null before the first event. */
  readonly state: StateRow | null
  /** When what is stored of people was last erased. */
  readonly erasedAt: string | null
  /** When the alarm is due, in milliseconds; null when none is set. */
  readonly alarm: number | null
}

export const objectOf = (provider: ProviderName, id: string | number): Stub =>
  env.ENTITIES.getByName(nameOf({ provider, entityId: String(id) }))

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
    const tables = storage.sql.exec("SELECT name FROM sqlite_master WHERE name IN ('log', 'state')").toArray()
    // An object that never stored an event has no tables either.
    if (tables.length === 0) return { log: [], state: null, erasedAt: null, alarm }
    const [state] = storage.sql.exec<StoredState>('SELECT * FROM state').toArray()
    const head = state && state.head !== null ? (JSON.parse(state.head) as Head) : null
    return {
      log: storage.sql.exec<LogRow>('SELECT * FROM log ORDER BY seq').toArray(),
      state: state ? { ...state, head } : null,
      erasedAt: readErasure(storage.sql)?.at ?? null,
      alarm,
    }
  })

/** The one row, of an entity that has had an event. */
export async function stateOf(stub: Stub): Promise<StateRow> {
  const { state } = await diskOf(stub)
  if (!state) throw new Error('Nothing was stored')
  return state
}

/** Gives an object another D1, for as long as it stays in memory. */
export const connect = (stub: Stub, d1: D1Database): Promise<void> =>
  inside(stub, (entity) => {
    Object.assign(entity, { env: { ...env, DB: d1 } })
  })

/** Runs the alarm now instead of when it is due. Throws what its handler throws. */
export async function runAlarm(stub: Stub): Promise<void> {
  if (await runDurableObjectAlarm(stub)) return
  // Not scheduled: either there is nothing to do, or the runtime is running it at this moment.
  for (let waits = 0; waits < 200; waits += 1) {
    const { state, alarm } = await diskOf(stub)
    if (alarm !== null || !state || state.projected === state.revision) return
    await scheduler.wait(10)
  }
  throw new Error('The object holds what D1 lacks, and no alarm is set')
}

/** Runs the alarm until D1 has everything. */
export async function drain(stub: Stub): Promise<void> {
  for (let runs = 0; runs < 20; runs += 1) {
    const { projected, revision } = await stateOf(stub)
    if (projected === revision) return
    await runAlarm(stub)
  }
  throw new Error('The object cannot get rid of what D1 lacks')
}

/** Waits until the runtime itself has run the alarm, and D1 has everything. */
export async function untilClean(stub: Stub): Promise<void> {
  for (let waits = 0; waits < 600; waits += 1) {
    const { state, alarm } = await diskOf(stub)
    if (state && state.projected === state.revision && alarm === null) return
    await scheduler.wait(15)
  }
  throw new Error('The runtime did not run the alarm, or D1 did not take what it sent')
}

/** The event that a body is read as. */
export async function eventOf(provider: ProviderName, body: unknown): Promise<Event> {
  const reading = providerNamed(provider).read(body, await digest(body))
  if (reading.kind !== 'event') throw new Error(`Not an event: ${JSON.stringify(reading)}`)
  return withKeys(env.VAULT, reading.event, reading.joins)
}

/**
 * Hands an event to its object as the Worker does, without HTTP: many requests to the Worker of one test file grow
 * slow, because the test pool imports the Worker's module anew for each. Throws when the event was not judged.
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
