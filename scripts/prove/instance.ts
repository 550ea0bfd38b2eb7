/**
 * A Durable Object as the platform runs it: its disk stays, and an instance can be gone at any moment with all that it was
 * about to do.
 */
import { Projector } from '../../src/projector/projector.ts'
import { type ObjectStorage, objectStorage } from './sqlite.ts'

export interface Running<Instance> {
  readonly disk: ObjectStorage
  instance(): Instance
  /** The instance is gone; the next one begins with what is on the disk. */
  evict(): void
  isAlive(of: Instance): boolean
}

export function runObject<Instance extends object>(
  name: string,
  make: (ctx: DurableObjectState) => Instance,
): Running<Instance> {
  const disk = objectStorage()
  const begin = (): { instance: Instance; end(): void } => {
    let isAlive = true
    const guarded =
      <A extends unknown[], R>(method: (...values: A) => R) =>
      (...values: A): R => {
        if (!isAlive) throw new Error('The object is gone')
        return method(...values)
      }
    const { sql, storage } = disk
    const instance = make({
      id: { name, toString: () => '0' },
      storage: {
        sql: { exec: guarded(sql.exec) },
        kv: { get: guarded(storage.kv.get), put: guarded(storage.kv.put) },
        transactionSync: guarded(storage.transactionSync),
        setAlarm: guarded(storage.setAlarm),
        getAlarm: guarded(storage.getAlarm),
        deleteAlarm: guarded(storage.deleteAlarm),
      },
      waitUntil: () => undefined,
      blockConcurrencyWhile: <T>(closure: () => Promise<T>): Promise<T> => closure(),
    } as unknown as DurableObjectState)
    return {
      instance,
      end: () => {
        isAlive = false
      },
    }
  }
  let current = begin()
  return {
    disk,
    instance: () => current.instance,
    evict() {
      current.end()
      current = begin()
    },
    isAlive: (of) => of === current.instance,
  }
}

/** What an object finds around it; its vault has one key, because what a digest is does not matter here. */
export const around = (DB: D1Database, more: object = {}): Env =>
  ({
    DB,
    VAULT: { getByName: () => ({ digestKey: async () => new Uint8Array(32) }) },
    // One for each call: what a projector knows may be gone at any moment.
    PROJECTOR: {
      getByName: () => new Projector({ id: {} } as unknown as DurableObjectState, { DB } as unknown as Env),
    },
    ...more,
  }) as unknown as Env
