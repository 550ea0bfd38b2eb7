/**
 * What an object keeps: the log of its events, which is the truth, and what they come to, in the newest row. Read once
 * in an instance's life, and from then on written to disk and to memory together. Synchronous, so that whatever is
 * called in one `transactionSync` happens as one; after anything that throws, memory is to be read again.
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
  /** The key of its row; grows with each arrival. */
  readonly arrival: number
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

/** What the events of an entity come to. */
export interface EntityState extends Standing {
  /** Moves with every change of the log. */
  readonly revision: number
  /**
   * The revision that D1 is known to have. On disk, what was known when the newest row was written: D1 can have more,
   * and what it is sent again writes nothing there.
   */
  readonly projected: number
  readonly firstReceivedAt: string
  readonly lastReceivedAt: string
  /** What is owed to the user's own system; null where nothing ever was. */
  readonly forward: Forward | null
}

/** An object's log in memory. */
export interface Log {
  hasTable: boolean
  /** Whether anything of it was ever erased: each projection would ask the disk otherwise. */
  hasErasure: boolean
  /** The object's name, once it is stored. */
  name: string | null
  /** By fingerprint, in the order of arrival. */
  readonly entries: Map<string, LogEntry>
  /** Null before the first event. */
  state: EntityState | null
  /** The body that came last, until D1 has what it said; null where it is large, or D1 has. */
  lastBody: { readonly fingerprint: string; readonly body: string } | null
}

/**
 * Reads what is stored, and brings it into this version's form where an older one wrote it.
 * @param name the object's, as far as it knows it
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

/** When the last event with such a body came, UTC text; null where none did. */
export const lastReceivedWith = (log: Log, bodyDigest: string): string | null =>
  entriesOf(log).findLast((entry) => entry.bodyDigest === bodyDigest)?.receivedAt ?? null

/** Entries that changed after a revision, in the order of their changes. */
export const changesAfter = (log: Log, revision: number): LogEntry[] =>
  entriesOf(log)
    .filter((entry) => entry.revision > revision)
    .sort((a, b) => a.revision - b.revision || a.seq - b.seq)

/** Takes the place of a body that was dropped: no body of a sender is a text. */
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

/** The one row that an event writes: itself, and what all events now come to. */
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

/** Writes what all events come to; whatever changes an entry's facts does it before. */
export function writeState(sql: SqlStorage, log: Log, state: EntityState): void {
  const newest = entriesOf(log).at(-1)
  if (!newest) throw new Error('Nothing is stored')
  updateRow(sql, newest, standingColumns(newest, state))
  log.state = state
}

/** The object learns its name, for anyone who reaches it by its id. */
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

/** Writes what is owed where no event is written with it: one row, the newest. */
export function writeForward(sql: SqlStorage, log: Log, forward: Forward): void {
  if (log.state) writeState(sql, log, { ...log.state, forward })
}

/** Records that the history now counts an event otherwise. Its verdict stays. */
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

/** What takes the place of what an event said. */
export interface Rewritten {
  readonly facts: Facts
  /** Left out, the stored body stays, and what all events came to when this one was the newest. */
  readonly body?: string
}

/**
 * Writes what events say from now on, by fingerprint, and forgets one of them. A row tells its facts by what differs
 * from the row before, so that the row after a changed one is written too.
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

/** The name goes with it where it stood there: the next row has it then. */
function forget(sql: SqlStorage, log: Log, { arrival, fingerprint }: LogEntry): void {
  const [gone] = sql
    .exec<{ name: string | null }>('SELECT name FROM log WHERE arrival = ?', arrival)
    .toArray()
  sql.exec('DELETE FROM log WHERE arrival = ?', arrival)
  log.entries.delete(fingerprint)
  if (gone?.name !== null) log.name = null
}

/** D1 has everything from one revision to another, unless somebody had it sent again from the start meanwhile. */
export function acknowledge(log: Log, from: number, to: number): void {
  if (log.state?.projected === from) log.state = { ...log.state, projected: to }
  if (log.state?.projected === log.state?.revision) log.lastBody = null
}
