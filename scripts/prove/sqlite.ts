/**
 * An object's storage over Node's own SQLite: as much of Cloudflare's interface as the object uses, with its rules
 * (a throw undoes rows and alarm together; what is not committed is gone with the object).
 */
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'

export interface ObjectStorage {
  readonly sql: SqlStorage
  readonly storage: DurableObjectStorage
  /** When the alarm is due, or null. */
  alarmAt(): number | null
  /** Whether the object ever set one: only then can it fire once more. */
  wasArmed(): boolean
  setAlarm(at: number | null): void
  /** Rows that the object wrote or deleted so far. */
  changes(): number
  /** None while the object has made no table. */
  rows<Row>(query: string): readonly Row[]
  close(): void
}

/** A disk of its own for one object. */
export function objectStorage(): ObjectStorage {
  const database = new DatabaseSync(':memory:')
  const statements = new Map<string, StatementSync>()
  const prepare = (query: string): StatementSync => {
    const known = statements.get(query)
    if (known) return known
    const statement = database.prepare(query)
    statements.set(query, statement)
    return statement
  }
  let alarm: number | null = null
  let armed = false

  const exec = (query: string, ...bindings: SQLInputValue[]) => {
    if (bindings.length === 0 && /^\s*(create|drop|delete)/i.test(query)) {
      database.exec(query)
      return cursor([])
    }
    return cursor(prepare(query).all(...bindings))
  }
  const transactionSync = <T>(closure: () => T): T => {
    const alarmBefore = alarm
    database.exec('BEGIN')
    try {
      const result = closure()
      database.exec('COMMIT')
      return result
    } catch (error) {
      database.exec('ROLLBACK')
      alarm = alarmBefore
      throw error
    }
  }
  const kv = new Map<string, unknown>()
  const storage = {
    sql: { exec },
    kv: { get: (key: string) => kv.get(key), put: (key: string, value: unknown) => void kv.set(key, value) },
    transactionSync,
    setAlarm: (at: number | Date): Promise<void> => {
      alarm = Number(at)
      armed = true
      return Promise.resolve()
    },
    getAlarm: (): Promise<number | null> => Promise.resolve(alarm),
    deleteAlarm: (): Promise<void> => {
      alarm = null
      return Promise.resolve()
    },
  }
  return {
    sql: storage.sql as unknown as SqlStorage,
    storage: storage as unknown as DurableObjectStorage,
    alarmAt: () => alarm,
    wasArmed: () => armed,
    setAlarm: (at) => {
      alarm = at
    },
    changes: () => Number(prepare('SELECT total_changes() AS n').get()?.n ?? 0),
    rows: <Row>(query: string) =>
      prepare('SELECT 1 FROM sqlite_master LIMIT 1').get()
        ? (prepare(query).all() as unknown[] as readonly Row[])
        : [],
    close: () => database.close(),
  }
}

function cursor(rows: readonly object[]) {
  return {
    toArray: () => rows.map((row) => ({ ...row })),
    one: () => {
      const [row, ...others] = rows
      if (!row || others.length > 0) throw new Error(`Expected one row, not ${rows.length}`)
      return { ...row }
    },
    [Symbol.iterator]: () => rows[Symbol.iterator](),
  }
}
