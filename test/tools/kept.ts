/** The objects that keep quarantined bodies, from the inside. */
import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import type { KeptBody } from '../../src/index.ts'
import { type Kept, readKept } from '../../src/quarantine/message.ts'
import { reached } from './reached.ts'

export type KeptStub = DurableObjectStub<KeptBody>

export const keptObject = (id: string): KeptStub => env.QUARANTINE.getByName(id)

/** Does something inside an object, in its own context. */
export const insideKept = <R>(
  stub: KeptStub,
  action: (kept: KeptBody, storage: DurableObjectStorage) => R | Promise<R>,
): Promise<R> => runInDurableObject(stub, (instance, { storage }) => action(instance as KeptBody, storage))

/** What an object has on disk, including a deleted body that D1 does not know yet; null if it has nothing. */
export const keptOn = (stub: KeptStub): Promise<Kept | null> =>
  insideKept(stub, (_, storage) => readKept(storage.sql))

/** Gives an object another D1, for as long as it stays in memory. */
export const connectKept = (stub: KeptStub, d1: D1Database): Promise<void> =>
  insideKept(stub, (kept) => {
    Object.assign(kept, { env: { ...env, DB: d1 } })
  })

/** Every object of the quarantine that was ever reached. */
export const keptObjects = (): readonly KeptStub[] =>
  reached(env.QUARANTINE).map((id) => env.QUARANTINE.get(id))

/** Objects that cannot keep a body. */
export const unableToKeep = {
  QUARANTINE: { getByName: () => ({ keep: () => Promise.reject(new Error('The object failed')) }) },
} as unknown as Pick<Env, 'QUARANTINE'>

const TOGETHER = 20

/** After this many tries it can never succeed. */
const TRIES = 100

/** Runs the alarms of all objects until D1 has what they have. */
export async function settleQuarantine(): Promise<void> {
  const stubs = keptObjects()
  // Some at a time: one by one it takes long, and all at once more than the runtime likes.
  for (let at = 0; at < stubs.length; at += TOGETHER)
    await Promise.all(stubs.slice(at, at + TOGETHER).map(settleKept))
}

const clean = new Set<string>()

/** The same, without objects that had nothing to send when they were last seen: a file may keep hundreds of bodies. */
export async function settleNewlyKept(): Promise<void> {
  for (const stub of keptObjects()) {
    if (clean.has(String(stub.id))) continue
    await settleKept(stub)
    clean.add(String(stub.id))
  }
}

/** The same for one. */
export const settleKept = (stub: KeptStub): Promise<void> => runAlarms(stub, isDirty)

/** Runs an object's alarm while it holds what D1 lacks. Throws if it cannot send it. */
export async function runAlarms<Stub extends DurableObjectStub>(
  stub: Stub,
  isDirty: (stub: Stub) => Promise<boolean>,
): Promise<void> {
  for (let tries = 0; await isDirty(stub); tries += 1) {
    if (tries === TRIES) throw new Error(`Object ${stub.id} still holds what D1 lacks after ${TRIES} alarms`)
    // None scheduled while there is something to send: the runtime is running it itself at this moment.
    if (!(await runDurableObjectAlarm(stub))) await scheduler.wait(20)
  }
}

async function isDirty(stub: KeptStub): Promise<boolean> {
  const kept = await keptOn(stub)
  return kept !== null && (kept.isDeleted || kept.projected < kept.revision)
}

/** Deletes every body, even if D1 does not know it, one by one as an operator would. */
export async function emptyObjects(): Promise<void> {
  for (const stub of keptObjects()) await stub.discard()
  await forgetRows()
}

/** The same, if D1 lists every body: a file may have kept hundreds by then. */
export async function emptyQuarantine(): Promise<void> {
  await settleNewlyKept()
  const { results } = await env.DB.prepare('SELECT id FROM quarantine').all<{ id: string }>()
  for (const { id } of results) {
    const stub = keptObject(id)
    await stub.discard()
    // The same body can arrive again.
    clean.delete(String(stub.id))
  }
  await forgetRows()
}

async function forgetRows(): Promise<void> {
  await env.DB.exec('DELETE FROM quarantine')
  await env.DB.exec('DELETE FROM quarantine_sizes')
}
