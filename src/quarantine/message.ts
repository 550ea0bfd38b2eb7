/**
 * What the object of a kept body has on disk: one row. Synchronous SQL and nothing else: whatever is called in one
 * `transactionSync` happens as one.
 */
import type { KeptRow } from '../db/quarantine.ts'

export interface NamedEntity {
  /** Of its object. */
  readonly name: string
  readonly id: string
}

/** A body that comes to be kept. Crosses from the Worker to the object. */
export interface Message extends Pick<KeptRow, 'provider' | 'reason' | 'issues' | 'reference' | 'attempts'> {
  /** JSON or what should have been, without keys. Holds personal data: it stays in the object. */
  readonly body: string
  /** Of the body without keys: the identity of its event, should it be judged one day. */
  readonly digest: string
  /** The entity that it says it is about; null where it names none. */
  readonly entity: NamedEntity | null
  /** Others that it names or may mean. */
  readonly otherEntities: readonly NamedEntity[]
  /** UTC text, milliseconds. */
  readonly receivedAt: string
  /** The fingerprint of the key, where it came with one of the sandbox. */
  readonly sandboxKey?: string
}

/** The row. */
export interface Kept extends Message {
  /** The object's own name: one that was reached by its id is not told it. */
  readonly name: string
  readonly lastReceivedAt: string
  readonly resolvedAt: string | null
  readonly resolution: string | null
  /** Whether it is deleted, and D1 may still have its row. */
  readonly isDeleted: boolean
  /**
   * The time of the last change in milliseconds, or one more than the revision before: so a body that was deleted and
   * comes again is newer than whatever D1 was sent of it.
   */
  readonly revision: number
  /** The revision that D1 has. Lower than `revision` means that there is something to send. */
  readonly projected: number
  /** Projections that failed since the last one that did not. */
  readonly failures: number
  /** When the alarm is due that a failure set, in milliseconds. */
  readonly retryAtMs: number
}

/** The one row as it stands, and JSON for what has parts. */
type Stored = { message: string; body: string; revision: number; projected: number }

const hasTable = (sql: SqlStorage): boolean =>
  sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'kept'").toArray().length > 0

/** Null where nothing is kept. */
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
