/**
 * The form in which an object stores, version 2: one table, one row per event by its arrival, and what the events come
 * to in the newest row. A column is NULL where it would say what the row says already.
 */
import type { Head } from '../lifecycle/fold.ts'
import { type Facts, position } from '../lifecycle/history.ts'
import type { Reason } from '../lifecycle/reason.ts'
import type { EntityState, LogEntry } from './log.ts'

/** Stands in every row. An object with a higher one was written by newer code, and is not to be touched. */
export const STORAGE_VERSION = 2

/**
 * The table is called as in version 0.1.0, so that 0.1.0, rolled back to, fails on it and begins no second history
 * beside this one. No index: what is known already is looked up in memory.
 */
export function createTable(sql: SqlStorage): void {
  sql.exec(`
    CREATE TABLE log (
      arrival INTEGER PRIMARY KEY,
      version INTEGER NOT NULL,
      seq INTEGER NOT NULL,
      fingerprint TEXT,
      revision INTEGER NOT NULL,
      verdict TEXT NOT NULL,
      effective INTEGER NOT NULL,
      status TEXT NOT NULL,
      previous_status TEXT,
      occurred_at TEXT,
      received_at TEXT NOT NULL,
      reason TEXT NOT NULL,
      notice TEXT,
      rules TEXT NOT NULL,
      facts TEXT NOT NULL,
      body_digest TEXT NOT NULL,
      name TEXT,
      entity_revision INTEGER,
      projected INTEGER NOT NULL,
      refused INTEGER NOT NULL,
      last_position TEXT,
      first_received_at TEXT,
      last_received_at TEXT,
      head TEXT,
      body TEXT NOT NULL
    ) STRICT`)
}

/** By name, how each of the object's tables was made. An object that somebody only asked for has none, and costs nothing. */
export const tablesOf = (sql: SqlStorage): ReadonlyMap<string, string> =>
  new Map(
    sql
      .exec<{ name: string; sql: string }>("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
      .toArray()
      .map((table) => [table.name, table.sql]),
  )

/** Version 0.1.0 had no arrival. Its `state` is no sign: rolled back to, it makes one where it met a duplicate. */
export const isOfFirstVersion = (tables: ReadonlyMap<string, string>): boolean =>
  tables.get('log')?.includes('arrival') === false

type EntryColumns = {
  arrival: number
  version: number
  seq: number
  fingerprint: string | null
  revision: number
  verdict: LogEntry['verdict']
  effective: number
  status: string
  previous_status: string | null
  occurred_at: string | null
  received_at: string
  reason: string
  notice: string | null
  rules: string
  facts: string
  body_digest: string
}

type StandingColumns = {
  entity_revision: number | null
  projected: number
  refused: number
  last_position: string | null
  first_received_at: string | null
  last_received_at: string | null
  head: string | null
}

type Row = EntryColumns & StandingColumns & { name: string | null }

const COLUMNS = `arrival, version, seq, fingerprint, revision, verdict, effective, status, previous_status,
  occurred_at, received_at, reason, notice, rules, facts, body_digest, name, entity_revision, projected, refused,
  last_position, first_received_at, last_received_at, head`

/** A row, of which only the newest one's standing is to be asked. */
export interface StoredRow {
  readonly entry: LogEntry
  readonly name: string | null
  readonly standing: StandingColumns
}

/** All rows in the order of arrival, without their bodies. */
export function readRows(sql: SqlStorage): readonly StoredRow[] {
  const rows = sql.exec<Row>(`SELECT ${COLUMNS} FROM log ORDER BY arrival`).toArray()
  const version = rows.at(-1)?.version ?? STORAGE_VERSION
  if (version !== STORAGE_VERSION) throw new Error(`The object's storage has version ${version}`)
  return rows.map((row) => ({ entry: entryOf(row), name: row.name, standing: row }))
}

const entryOf = (row: EntryColumns): LogEntry => ({
  arrival: row.arrival,
  fingerprint: row.fingerprint ?? row.body_digest,
  seq: row.seq,
  revision: row.revision,
  verdict: row.verdict,
  effective: row.effective === 1,
  status: row.status,
  previousStatus: row.previous_status,
  occurredAt: row.occurred_at,
  receivedAt: row.received_at,
  reason: parsed<Reason>(row.reason, { kind: 'written', sentence: row.reason }),
  notices: row.notice === null ? [] : parsed(row.notice, [{ kind: 'notice', sentence: row.notice }]),
  rulesVersion: row.rules,
  facts: JSON.parse(row.facts) as Facts,
  bodyDigest: row.body_digest,
})

/** What a text is the JSON of; else it is a sentence of version 0.1.0, which ends with a full stop as no JSON does. */
function parsed<Data>(text: string, sentence: Data): Data {
  try {
    return JSON.parse(text) as Data
  } catch {
    return sentence
  }
}

/** What stands of an event in its row, but for its body. */
const entryColumns = (entry: LogEntry): EntryColumns => ({
  arrival: entry.arrival,
  version: STORAGE_VERSION,
  seq: entry.seq,
  fingerprint: entry.fingerprint === entry.bodyDigest ? null : entry.fingerprint,
  revision: entry.revision,
  verdict: entry.verdict,
  effective: entry.effective ? 1 : 0,
  status: entry.status,
  previous_status: entry.previousStatus,
  occurred_at: entry.occurredAt,
  received_at: entry.receivedAt,
  reason: entry.reason.kind === 'written' ? entry.reason.sentence : JSON.stringify(entry.reason),
  notice: noticeOf(entry),
  rules: entry.rulesVersion,
  facts: factsColumn(entry.facts),
  body_digest: entry.bodyDigest,
})

export const factsColumn = (facts: Facts): string => JSON.stringify(facts)

function noticeOf({ notices }: LogEntry): string | null {
  const [first] = notices
  if (!first) return null
  return first.kind === 'notice' ? first.sentence : JSON.stringify(notices)
}

/** What the events come to, as it stands in the row of the newest of them. */
const standingColumns = (newest: LogEntry, state: EntityState): StandingColumns => ({
  entity_revision: unless(state.revision, newest.revision),
  projected: state.projected,
  refused: state.refused,
  last_position: unless(state.lastPosition, position(newest)),
  first_received_at: unless(state.firstReceivedAt, newest.receivedAt),
  last_received_at: unless(state.lastReceivedAt, newest.receivedAt),
  head: state.head && JSON.stringify(lessThan(state.head, headOf(newest))),
})

const unless = <Value>(value: Value, own: Value): Value | null => (value === own ? null : value)

/** The state by the newest of these rows; null where there is none. */
export function stateOf(rows: readonly StoredRow[]): EntityState | null {
  const newest = rows.at(-1)
  if (!newest) return null
  const { entry, standing } = newest
  return {
    revision: standing.entity_revision ?? entry.revision,
    projected: standing.projected,
    refused: standing.refused,
    lastPosition: standing.last_position ?? position(entry),
    firstReceivedAt: standing.first_received_at ?? entry.receivedAt,
    lastReceivedAt: standing.last_received_at ?? entry.receivedAt,
    head: standing.head === null ? null : moreThan(JSON.parse(standing.head) as StoredHead, headOf(entry)),
  }
}

/** The head that an event alone would make. */
const headOf = (entry: LogEntry): Head => ({
  status: entry.status,
  since: entry.occurredAt ?? entry.receivedAt,
  knownStatus: entry.status,
  gaps: 0,
  facts: entry.facts,
  fingerprint: entry.fingerprint,
})

/** A head, without what its event says; `others` are facts that the event did not say, or says otherwise. */
type StoredHead = Partial<Head> & { readonly others?: Facts }

function lessThan(head: Head, own: Head): StoredHead {
  const { facts, ...rest } = head
  const differing = Object.entries(rest).filter(([name, value]) => value !== own[name as keyof Head])
  const others = Object.entries(facts).filter(([name, value]) => value !== own.facts[name])
  const isOver = Object.keys(own.facts).every((name) => name in facts)
  return {
    ...Object.fromEntries(differing),
    ...(isOver ? others.length > 0 && { others: Object.fromEntries(others) } : { facts }),
  }
}

const moreThan = ({ others, ...head }: StoredHead, own: Head): Head => ({
  ...own,
  facts: { ...own.facts, ...others },
  ...head,
})

export function insertRow(
  sql: SqlStorage,
  entry: LogEntry,
  body: string,
  state: EntityState,
  name: string | null,
): void {
  const columns = { ...entryColumns(entry), name, ...standingColumns(entry, state), body }
  const names = Object.keys(columns)
  sql.exec(
    `INSERT INTO log (${names.join()}) VALUES (${names.map(() => '?').join()})`,
    ...Object.values(columns),
  )
}

/** Writes what all events come to into the newest row: whatever changes a row's facts does it before. */
export function writeStanding(sql: SqlStorage, newest: LogEntry, state: EntityState): void {
  updateRow(sql, newest, standingColumns(newest, state))
}

export function updateRow(
  sql: SqlStorage,
  { arrival }: Pick<LogEntry, 'arrival'>,
  columns: Readonly<Record<string, string | number | null>>,
): void {
  const settings = Object.keys(columns).map((column) => `${column} = ?`)
  sql.exec(`UPDATE log SET ${settings.join()} WHERE arrival = ?`, ...Object.values(columns), arrival)
}
