/**
 * The one row that the object of a kept body has on disk. Only synchronous SQL, so that all calls inside one
 * `transactionSync` are atomic.
 */
import type { KeptRow } from '../db/quarantine.ts'

export interface NamedEntity {
  /** The name of its object. */
  readonly name: string
  readonly id: string
}

/** A body to keep, as the Worker sends it to the object. */
export interface Message extends Pick<KeptRow, 'provider' | 'reason' | 'issues' | 'reference' | 'attempts'> {
  /** JSON, or text that should have been JSON, without keys. It has personal data, so it stays in the object. */
  readonly body: string
  /** The digest of the body without keys: the identity of its event, if it is ever judged. */
  readonly digest: string
  /** The entity that it names; null if it names none. */
  readonly entity: NamedEntity | null
  /** Other entities that it names or may mean. */
  readonly otherEntities: readonly NamedEntity[]
  /** UTC text, milliseconds. */
  readonly receivedAt: string
  /** The fingerprint of the key, if it arrived with a sandbox key. */
  readonly sandboxKey?: string
}

/** The row on disk. */
export interface Kept extends Message {
  /** The object's own name, because an object that is reached by its id does not learn it. */
  readonly name: string
  readonly lastReceivedAt: string
  readonly resolvedAt: string | null
  readonly resolution: string | null
  /** Whether it is deleted while D1 may still have its row. */
  readonly isDeleted: boolean
  /**
   * The time of the last change in milliseconds, or one more than the revision before. So a body that was deleted and
   * arrives again is newer than anything that D1 has of it.
   */
  readonly revision: number
  /** The revision that D1 has. If lower than `revision`, there is something to send. */
  readonly projected: number
  /** Failed projections since the last successful one. */
  readonly failures: number
  /** When the alarm that a failure set is due, in milliseconds. */
  readonly retryAtMs: number
}

/** The row as it is stored, with JSON for values with parts. */
type Stored = { message: string; body: string; revision: number; projected: number }

const hasTable = (sql: SqlStorage): boolean =>
  sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'kept'").toArray().length > 0

/** Null if nothing is kept. */
export function readKept(sql: SqlStorage): Kept | null {
  const [row] = hasTable(sql)
    ? sql.exec<Stored>('SELECT message, body, revision, projected FROM kept').toArray()
    : []
  if (!row) return null
  const { message, body, revision, projected } = row
  return {
    ...(JSON.parse(message) as Omit<Kept, 'body' | 'revision' | 'projected'>),
    body,
    revision,
    projected,
  }
}

export function writeKept(sql: SqlStorage, { body, revision, projected, ...message }: Kept): void {
  sql.exec(`
    CREATE TABLE IF NOT EXISTS kept (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      revision INTEGER NOT NULL,
      projected INTEGER NOT NULL,
      message TEXT NOT NULL,
      body TEXT NOT NULL
    ) STRICT`)
  sql.exec(
    'INSERT OR REPLACE INTO kept (id, revision, projected, message, body) VALUES (1, ?, ?, ?, ?)',
    revision,
    projected,
    JSON.stringify(message),
    body,
  )
}
