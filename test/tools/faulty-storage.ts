/** An object's real disk that fails at a chosen write. */

/** A part of the SQL, or the alarm. */
export type Write = 'INSERT INTO log' | 'UPDATE log' | 'INTO erasure' | 'setAlarm'

/**
 * From now on the write throws: before it happens, or after it happened.
 * @returns a function that repairs the disk
 */
export function breakStorage(
  storage: DurableObjectStorage,
  write: Write,
  when: 'before' | 'after',
): () => void {
  const fails = <T>(happen: () => T): T => {
    if (when === 'after') happen()
    throw new Error('The disk failed')
  }
  const exec = storage.sql.exec.bind(storage.sql)
  const setAlarm = storage.setAlarm.bind(storage)
  if (write === 'setAlarm') {
    Object.assign(storage, { setAlarm: (time: number) => fails(() => setAlarm(time)) })
  } else {
    Object.assign(storage.sql, {
      exec: (query: string, ...bindings: SqlStorageValue[]) =>
        query.includes(write) ? fails(() => exec(query, ...bindings)) : exec(query, ...bindings),
    })
  }
  return () => {
    Reflect.deleteProperty(storage.sql, 'exec')
    Reflect.deleteProperty(storage, 'setAlarm')
  }
}
