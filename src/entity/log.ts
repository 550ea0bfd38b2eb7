/**
 * What an object keeps: the log of its events, which is the source of truth, and the state that follows from them, in the
 * newest row. Read once in an instance's life; after that, disk and memory are written together. Synchronous, so that all
 * calls inside one `transactionSync` are atomic. After anything that throws, memory must be read again.
 */
import type { Forward } from '../forward/forward.ts'
import type { Facts } from '../lifecycle/history.ts'
import type { Notice } from '../lifecycle/notice.ts'
import type { Reason } from '../lifecycle/reason.ts'
import type { Standing, StoredEvent, Verdict } from '../lifecycle/verdict.ts'
import * as LIMITS from '../limits.ts'
import { entriesIn, entryColumns, factsColumn, noticeColumn } from './row.ts'
import { standingColumns, standingIn } from './standing.ts'
import { createTable, insertRow, isOfFirstVersion, selectRows, tablesOf, updateRow } from './table.ts'
import { upgrade } from './upgrade.ts'

/** An event as it is stored, except for its body, which can be large and is read on its own. */
export interface LogEntry extends StoredEvent {
  /** The key of its row, which grows with each arrival. */
  readonly arrival: number
  /** Arrival number, from 1. In a full entity, the number of the event that it replaced. */
  readonly seq: number
  /** The entity's revision at which this entry last changed. */
  readonly revision: number
  readonly verdict: Exclude<Verdict, 'duplicate'>
  readonly reason: Reason
  /** What a person should look at although the event was judged; mostly empty. */
  readonly notices: readonly Notice[]
  /** The digest of the body, by which the same body is found in quarantine, if it failed before. */
  readonly bodyDigest: string
  /** The version of the life cycle that gave the verdict. */
  readonly rulesVersion: string
}

/** The state that follows from the events of an entity. */
export interface EntityState extends Standing {
  /** Moves with every change of the log. */
  readonly revision: number
  /**
   * The revision that D1 is known to have. On disk, the one that was known when the newest row was written: D1 can have
   * more, and sending a row again writes nothing there.
   */
  readonly projected: number
  readonly firstReceivedAt: string
  readonly lastReceivedAt: string
  /** What is owed to the user's own system; null if nothing ever was. */
  readonly forward: Forward | null
}

/** An object's log in memory. */
export interface Log {
  hasTable: boolean
  /** Whether anything of it was ever erased. Kept in memory, because otherwise each projection would ask the disk. */
  hasErasure: boolean
  /** The object's name, once it is stored. */
  name: string | null
  /** By fingerprint, in the order of arrival. */
  readonly entries: Map<string, LogEntry>
  /** Null before the first event. */
  state: EntityState | null
  /** The body that arrived last, until D1 has its event; null if it is large, or D1 has it. */
  lastBody: { readonly fingerprint: string; readonly body: string } | null
}

/**
 * Reads what is stored, and converts it to this version's form if an older one wrote it.
 * @param name the object's name, if it knows it
 */
export function readLog(sql: SqlStorage, name: string | null): Log {
  const tables = tablesOf(sql)
  if (isOfFirstVersion(tables)) upgrade(sql, name)
  const log: Log = {
    hasTable: tables.has('log'),
    hasErasure: tables.has('erasure'),
    name: null,
    entries: new Map(),
    state: null,
    lastBody: null,
  }
  if (!log.hasTable) return log
  const rows = selectRows(sql)
  for (const entry of entriesIn(rows)) log.entries.set(entry.fingerprint, entry)
  log.name = rows.find(({ name: stored }) => stored !== null)?.name ?? null
  const [row, newest] = [rows.at(-1), entriesOf(log).at(-1)]
  if (row && newest) log.state = standingIn(row, newest)
  return log
}

/** All entries in the order of their arrival. */
export const entriesOf = ({ entries }: Log): LogEntry[] => [...entries.values()]

/** When the last event with this body arrived, UTC text; null if none did. */
export const lastReceivedWith = (log: Log, bodyDigest: string): string | null =>
  entriesOf(log).findLast((entry) => entry.bodyDigest === bodyDigest)?.receivedAt ?? null

/** Entries that changed after a revision, in the order of their changes. */
export const changesAfter = (log: Log, revision: number): LogEntry[] =>
  entriesOf(log)
    .filter((entry) => entry.revision > revision)
    .sort((a, b) => a.revision - b.revision || a.seq - b.seq)

/** Replaces a body that was dropped: no sender's body is a JSON text. */
export const DROPPED_BODY = '"dropped"'

/** The body of a stored event, as JSON. */
export function readBody(sql: SqlStorage, log: Log, fingerprint: string): string {
  const entry = log.entries.get(fingerprint)
  if (!entry) return DROPPED_BODY
  if (log.lastBody?.fingerprint === fingerprint) return log.lastBody.body
  const [row] = sql.exec<{ body: string }>('SELECT body FROM log WHERE arrival = ?', entry.arrival).toArray()
  return row?.body ?? DROPPED_BODY
}

/** The key of the next row. */
export const nextArrival = (log: Log): number => (entriesOf(log).at(-1)?.arrival ?? 0) + 1

/** Writes the one row of an event: the event itself, and the new state of all events. */
export function append(
  sql: SqlStorage,
  log: Log,
  entry: LogEntry,
  body: string,
  state: EntityState,
  name: string,
): void {
  if (!log.hasTable) createTable(sql)
  insertRow(sql, {
    ...entryColumns(entry, entriesOf(log).at(-1)?.facts ?? {}),
    name: log.name === null ? name : null,
    ...standingColumns(entry, state),
    body,
  })
  log.hasTable = true
  log.name ??= name
  log.entries.set(entry.fingerprint, entry)
  log.state = state
  log.lastBody = body.length > LIMITS.largeBodyBytes ? null : { fingerprint: entry.fingerprint, body }
}

/** Writes the state of all events; call it after any change of an entry's facts. */
export function writeState(sql: SqlStorage, log: Log, state: EntityState): void {
  const newest = entriesOf(log).at(-1)
  if (!newest) throw new Error('Nothing is stored')
  updateRow(sql, newest, standingColumns(newest, state))
  log.state = state
}

/** Stores the object's name, for callers that reach it by its id. */
export function writeName(sql: SqlStorage, log: Log, name: string): void {
  const newest = entriesOf(log).at(-1)
  if (!newest) throw new Error('Nothing is stored')
  updateRow(sql, newest, { name })
  log.name = name
}

/** Writes what a person should look at by now into the newest row, which is a change of the entity. */
export function noteOnNewest(sql: SqlStorage, log: Log, newest: LogEntry, before: EntityState): void {
  const state = { ...before, revision: before.revision + 1 }
  const entry = { ...newest, revision: state.revision }
  updateRow(sql, entry, {
    notice: noticeColumn(entry),
    revision: entry.revision,
    ...standingColumns(entry, state),
  })
  log.entries.set(entry.fingerprint, entry)
  log.state = state
}

/** Writes what a person should look at in an event. */
export function setNotices(sql: SqlStorage, log: Log, entry: LogEntry): void {
  updateRow(sql, entry, { notice: noticeColumn(entry), revision: entry.revision })
  log.entries.set(entry.fingerprint, entry)
}

/** Writes what is owed where no event is written with it: one row, the newest. */
export function writeForward(sql: SqlStorage, log: Log, forward: Forward): void {
  if (log.state) writeState(sql, log, { ...log.state, forward })
}

/** Records that the history now counts an event, or no longer does. Its verdict stays. */
export function setEffective(
  sql: SqlStorage,
  log: Log,
  fingerprint: string,
  effective: boolean,
  revision: number,
): void {
  const entry = log.entries.get(fingerprint)
  if (!entry) return
  updateRow(sql, entry, { effective: effective ? 1 : 0, revision })
  log.entries.set(fingerprint, { ...entry, effective, revision })
}

/** The new content of an event. */
export interface Rewritten {
  readonly facts: Facts
  /** If left out, the stored body stays, and so does the state of all events from when this event was the newest. */
  readonly body?: string
}

/**
 * Writes the new content of events, by fingerprint, and deletes one of them. A row stores its facts as the difference from
 * the row before, so the row after a changed one is written too.
 */
export function rewrite(
  sql: SqlStorage,
  log: Log,
  events: ReadonlyMap<string, Rewritten>,
  forgotten?: LogEntry,
): void {
  log.lastBody = null
  let before: Facts = {}
  let isBeforeChanged = false
  for (const entry of entriesOf(log)) {
    if (entry.fingerprint === forgotten?.fingerprint) {
      forget(sql, log, entry)
      isBeforeChanged = true
      continue
    }
    const changed = events.get(entry.fingerprint)
    const { facts, body }: Rewritten = changed ?? { facts: entry.facts }
    if (changed || isBeforeChanged) {
      updateRow(sql, entry, {
        facts: factsColumn(facts, before),
        ...(body !== undefined && { body, head: null }),
      })
    }
    if (changed) log.entries.set(entry.fingerprint, { ...entry, facts })
    isBeforeChanged = changed !== undefined
    before = facts
  }
}

/** If the row had the object's name, the next row gets it. */
function forget(sql: SqlStorage, log: Log, { arrival, fingerprint }: LogEntry): void {
  const [gone] = sql
    .exec<{ name: string | null }>('SELECT name FROM log WHERE arrival = ?', arrival)
    .toArray()
  sql.exec('DELETE FROM log WHERE arrival = ?', arrival)
  log.entries.delete(fingerprint)
  if (gone?.name !== null) log.name = null
}

/** Records that D1 has everything from one revision to another, unless everything was scheduled to be sent again meanwhile. */
export function acknowledge(log: Log, from: number, to: number): void {
  if (log.state?.projected === from) log.state = { ...log.state, projected: to }
  if (log.state?.projected === log.state?.revision) log.lastBody = null
}
