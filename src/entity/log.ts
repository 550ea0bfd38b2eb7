/**
 * What an object keeps on disk: the log of its events, which is the truth, and one row with their fold.
 * Synchronous SQL and nothing else: whatever is called in one `transactionSync` happens as one.
 */
import type { Head } from '../lifecycle/fold.ts'
import type { Facts } from '../lifecycle/history.ts'
import type { Notice } from '../lifecycle/notice.ts'
import type { Reason } from '../lifecycle/reason.ts'
import type { Standing, StoredEvent, Verdict } from '../lifecycle/verdict.ts'

/** An event as it is stored, except for its body, which can be large and is read by itself. */
export interface LogEntry extends StoredEvent {
  /** Arrival number, from 1. Once an entity has as many events as it may have, that of the event whose place it took. */
  readonly seq: number
  /** The entity's revision at which this entry last changed. */
  readonly revision: number
  readonly verdict: Exclude<Verdict, 'duplicate'>
  readonly reason: Reason
  /** What a person should look at, although the event was judged; mostly nothing. */
  readonly notices: readonly Notice[]
  /** Of the body: by it a body that once failed is known in quarantine. */
  readonly bodyDigest: string
  /** The version of the life cycle that gave the verdict. */
  readonly rulesVersion: string
}

/** The one row that an object keeps beside its log. */
export interface EntityState extends Standing {
  /** The highest arrival number: how many entries there are. */
  readonly lastSeq: number
  /** Moves with every change of the log. */
  readonly revision: number
  /** The revision that D1 has. Lower than `revision` means that there is something to send. */
  readonly projected: number
  /** Projections that failed since the last one that did not. */
  readonly failures: number
  /** When an event last set the alarm, in milliseconds since 1970. */
  readonly armedAtMs: number
  readonly firstReceivedAt: string
  readonly lastReceivedAt: string
}

/**
 * The fingerprint is the key of a table without row ids: an event costs one written row, and the look-up of a
 * duplicate none. A second index would cost each event a further row.
 */
export function createTables(sql: SqlStorage): void {
  sql.exec(`
    CREATE TABLE IF NOT EXISTS log (
      fingerprint TEXT PRIMARY KEY NOT NULL,
      seq INTEGER NOT NULL,
      revision INTEGER NOT NULL,
      verdict TEXT NOT NULL,
      effective INTEGER NOT NULL,
      status TEXT NOT NULL,
      previous_status TEXT,
      occurred_at TEXT,
      received_at TEXT NOT NULL,
      reason TEXT NOT NULL,
      notice TEXT,
      rules_version TEXT NOT NULL,
      facts TEXT NOT NULL,
      body_digest TEXT NOT NULL,
      body TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS state (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      last_seq INTEGER NOT NULL,
      revision INTEGER NOT NULL,
      projected INTEGER NOT NULL,
      failures INTEGER NOT NULL,
      armed_at_ms INTEGER NOT NULL,
      refused INTEGER NOT NULL,
      last_position TEXT NOT NULL,
      first_received_at TEXT NOT NULL,
      last_received_at TEXT NOT NULL,
      head TEXT
    ) STRICT`)
}

const ENTRY_COLUMNS = `fingerprint, seq, revision, verdict, effective, status, previous_status, occurred_at,
  received_at, reason, notice, rules_version, facts, body_digest`

type EntryRow = {
  fingerprint: string
  seq: number
  revision: number
  verdict: LogEntry['verdict']
  effective: number
  status: string
  previous_status: string | null
  occurred_at: string | null
  received_at: string
  reason: string
  notice: string | null
  rules_version: string
  facts: string
  body_digest: string
}

const entryOf = (row: EntryRow): LogEntry => ({
  fingerprint: row.fingerprint,
  seq: row.seq,
  revision: row.revision,
  verdict: row.verdict,
  effective: row.effective === 1,
  status: row.status,
  previousStatus: row.previous_status,
  occurredAt: row.occurred_at,
  receivedAt: row.received_at,
  reason: stored<Reason>(row.reason, { kind: 'written', sentence: row.reason }),
  notices: row.notice === null ? [] : stored(row.notice, [{ kind: 'notice', sentence: row.notice }]),
  rulesVersion: row.rules_version,
  facts: JSON.parse(row.facts) as Facts,
  bodyDigest: row.body_digest,
})

/** What a text is the JSON of; else it is a sentence of version 0.1.0, which ends with a full stop as no JSON does. */
function stored<Data>(text: string, sentence: Data): Data {
  try {
    return JSON.parse(text) as Data
  } catch {
    return sentence
  }
}

/** What became of a stored event when it came; null where it never did. */
export function findVerdict(
  sql: SqlStorage,
  fingerprint: string,
): { readonly verdict: LogEntry['verdict']; readonly receivedAt: string } | null {
  const [row] = sql
    .exec<Pick<EntryRow, 'verdict' | 'received_at'>>(
      'SELECT verdict, received_at FROM log WHERE fingerprint = ?',
      fingerprint,
    )
    .toArray()
  return row ? { verdict: row.verdict, receivedAt: row.received_at } : null
}

/** When the last event with such a body came; null where none did. */
export function lastReceivedWith(sql: SqlStorage, bodyDigest: string): string | null {
  return sql
    .exec<{ at: string | null }>('SELECT max(received_at) AS at FROM log WHERE body_digest = ?', bodyDigest)
    .one().at
}

/** All entries in the order of their arrival. By time, because a number is given anew with its place. */
export function readLog(sql: SqlStorage): LogEntry[] {
  return sql
    .exec<EntryRow>(`SELECT ${ENTRY_COLUMNS} FROM log ORDER BY received_at, seq`)
    .toArray()
    .map(entryOf)
}

/** Entries that changed after a revision, in the order of their changes. */
export function readChanges(sql: SqlStorage, afterRevision: number): LogEntry[] {
  return sql
    .exec<EntryRow>(
      `SELECT ${ENTRY_COLUMNS} FROM log WHERE revision > ? ORDER BY revision, seq`,
      afterRevision,
    )
    .toArray()
    .map(entryOf)
}

/** All entries in the order of their arrival, with nothing but what gives each its place in the history. */
export function readPlaces(sql: SqlStorage): (StoredEvent & Pick<LogEntry, 'seq'>)[] {
  return sql
    .exec<
      Pick<
        EntryRow,
        'fingerprint' | 'seq' | 'effective' | 'status' | 'previous_status' | 'occurred_at' | 'received_at'
      >
    >(
      `SELECT fingerprint, seq, effective, status, previous_status, occurred_at, received_at FROM log
        ORDER BY received_at, seq`,
    )
    .toArray()
    .map(({ fingerprint, seq, effective, status, previous_status, occurred_at, received_at }) => ({
      fingerprint,
      seq,
      effective: effective === 1,
      status,
      previousStatus: previous_status,
      occurredAt: occurred_at,
      receivedAt: received_at,
      facts: {},
    }))
}

/** Stands in place of a body that was dropped: no body of a sender is a text. */
export const DROPPED_BODY = '"dropped"'

/** The body of a stored event, as JSON. */
export function readBody(sql: SqlStorage, fingerprint: string): string {
  const [row] = sql
    .exec<{ body: string }>('SELECT body FROM log WHERE fingerprint = ?', fingerprint)
    .toArray()
  return row?.body ?? DROPPED_BODY
}

export function appendEntry(sql: SqlStorage, entry: LogEntry, body: string): void {
  sql.exec(
    `INSERT INTO log (${ENTRY_COLUMNS}, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    entry.fingerprint,
    entry.seq,
    entry.revision,
    entry.verdict,
    entry.effective ? 1 : 0,
    entry.status,
    entry.previousStatus,
    entry.occurredAt,
    entry.receivedAt,
    JSON.stringify(entry.reason),
    entry.notices.length > 0 ? JSON.stringify(entry.notices) : null,
    entry.rulesVersion,
    JSON.stringify(entry.facts),
    entry.bodyDigest,
    body,
  )
}

/** Records that the history now counts an event otherwise. Its verdict stays. */
export function setEffective(
  sql: SqlStorage,
  fingerprint: string,
  effective: boolean,
  revision: number,
): void {
  sql.exec(
    'UPDATE log SET effective = ?, revision = ? WHERE fingerprint = ?',
    effective ? 1 : 0,
    revision,
    fingerprint,
  )
}

type StateRow = {
  last_seq: number
  revision: number
  projected: number
  failures: number
  armed_at_ms: number
  refused: number
  last_position: string
  first_received_at: string
  last_received_at: string
  head: string | null
}

/** Whether anything was ever stored. An object that somebody only asked for has no tables, and so costs nothing. */
export const hasTables = (sql: SqlStorage): boolean =>
  sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'state'").toArray().length > 0

/** Null before the first event. */
export function readState(sql: SqlStorage): EntityState | null {
  const [row] = sql
    .exec<StateRow>(
      `SELECT last_seq, revision, projected, failures, armed_at_ms, refused, last_position, first_received_at,
        last_received_at, head FROM state`,
    )
    .toArray()
  if (!row) return null
  return {
    lastSeq: row.last_seq,
    revision: row.revision,
    projected: row.projected,
    failures: row.failures,
    armedAtMs: row.armed_at_ms,
    refused: row.refused,
    lastPosition: row.last_position,
    firstReceivedAt: row.first_received_at,
    lastReceivedAt: row.last_received_at,
    head: row.head === null ? null : (JSON.parse(row.head) as Head),
  }
}

export function writeState(sql: SqlStorage, state: EntityState): void {
  sql.exec(
    `INSERT OR REPLACE INTO state (id, last_seq, revision, projected, failures, armed_at_ms, refused, last_position,
      first_received_at, last_received_at, head) VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    state.lastSeq,
    state.revision,
    state.projected,
    state.failures,
    state.armedAtMs,
    state.refused,
    state.lastPosition,
    state.firstReceivedAt,
    state.lastReceivedAt,
    state.head === null ? null : JSON.stringify(state.head),
  )
}

/** D1 has everything from one revision to another, unless somebody had it sent again from the start meanwhile. */
export function acknowledge(sql: SqlStorage, from: number, to: number): void {
  sql.exec('UPDATE state SET projected = ?, failures = 0 WHERE projected = ?', to, from)
}

/** D1 may have nothing of this entity any more: everything is to be sent again. */
export function forgetProjection(sql: SqlStorage): void {
  sql.exec('UPDATE state SET projected = 0')
}

/** One more projection failed; counted on disk, because the wait can outlive the object's memory. */
export function countFailure(sql: SqlStorage): number {
  return sql.exec<{ failures: number }>('UPDATE state SET failures = failures + 1 RETURNING failures').one()
    .failures
}
