/**
 * Erases the personal data in an object, and records that. The log keeps all its events, with their fingerprints, statuses,
 * times and verdicts, so that a late duplicate is still recognized and a late regression is still refused.
 */
import { erased as erasedMessage } from '../forward/message.ts'
import type { Head } from '../lifecycle/fold.ts'
import { impersonal } from '../privacy/impersonal.ts'
import type { Provider } from '../providers/provider.ts'
import {
  DROPPED_BODY,
  type EntityState,
  entriesOf,
  type Log,
  type Rewritten,
  rewrite,
  writeForward,
  writeState,
} from './log.ts'
import { readBase, writeBase } from './room.ts'
import { eraseOwed } from './table.ts'

/** The last erasure of an entity. */
export interface Erasure {
  /** UTC text, milliseconds. */
  readonly at: string
  /** Bodies in quarantine that name the entity are erased if they had arrived by this time; UTC text. */
  readonly until: string
  /** The entity's revision with which it is sent to D1. */
  readonly revision: number
}

/** What one erasure found. */
export interface Erased {
  readonly at: string
  /** Events whose body was still there. */
  readonly bodies: number
  /** Names, identifiers and other texts of the events, each counted in every event that had it. */
  readonly names: number
}

/** Replaces an erased body: JSON, so that code that reads bodies needs no special case. */
export const ERASED_BODY = 'null'

/** The body to read; a dropped one reads as an erased one. */
export const bodyOrErased = (body: string): string => (body === DROPPED_BODY ? ERASED_BODY : body)

/**
 * Erases, or returns null if nothing is stored of the entity or its life has not ended. When called again, it erases the
 * data of later arrivals, and sends the erasure to D1 again, which may have been restored to an earlier time.
 * @param endedBefore UTC text: only if its life has ended and its last event arrived before this time; null for no condition
 * @param at UTC text, milliseconds
 */
export function erase(
  sql: SqlStorage,
  log: Log,
  provider: Provider,
  endedBefore: string | null,
  at: string,
  arm: () => void,
): Erased | null {
  const { state } = log
  if (!state || (endedBefore !== null && !hasEnded(provider, state, endedBefore))) return null
  const erased = eraseEvents(sql, log, provider)
  const { head } = state
  const base = readBase(sql)
  if (base) {
    const facts = impersonal(provider.impersonal, base.head.facts)
    writeBase(sql, { ...base, head: { ...base.head, facts } })
  }
  const revision = state.revision + 1
  const left = head && { ...head, facts: impersonal(provider.impersonal, head.facts) }
  writeState(sql, log, { ...state, head: left, revision })
  eraseForward(sql, log, provider.name, left)
  writeErasure(sql, { at, until: endedBefore ?? at, revision })
  log.hasErasure = true
  arm()
  return { at, ...erased }
}

/** Erases in the stored message too, even if it is under way: personal data matters more than identical bytes. */
function eraseForward(sql: SqlStorage, log: Log, provider: string, head: Head | null): void {
  const forward = log.state?.forward
  if (!forward) return
  const message = forward.message && erasedMessage(forward.message, { provider, head })
  eraseOwed(sql)
  writeForward(sql, log, { ...forward, message })
}

/** The last erasure, or null if there was none. */
export function readErasure(sql: SqlStorage): Erasure | null {
  if (sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'erasure'").toArray().length === 0) return null
  const [row] = sql
    .exec<{ at: string; until: string; revision: number }>('SELECT at, until, revision FROM erasure')
    .toArray()
  return row ?? null
}

const hasEnded = ({ lifeCycle }: Provider, { head, lastReceivedAt }: EntityState, before: string): boolean =>
  head !== null && lifeCycle.rests(head.status) && lastReceivedAt < before

function eraseEvents(
  sql: SqlStorage,
  log: Log,
  provider: Provider,
): { readonly bodies: number; readonly names: number } {
  let bodies = 0
  let names = 0
  const keys = new Set(provider.impersonal.numbers.map(([, key]) => key))
  const bodied = new Set(
    sql
      .exec<{ arrival: number }>(
        'SELECT arrival FROM log WHERE body NOT IN (?, ?)',
        ERASED_BODY,
        DROPPED_BODY,
      )
      .toArray()
      .map(({ arrival }) => arrival),
  )
  const erased = new Map<string, Rewritten>()
  for (const entry of entriesOf(log)) {
    const hasBody = bodied.has(entry.arrival)
    const after = impersonal(provider.impersonal, entry.facts)
    const lost = Object.keys(after).filter((name) => entry.facts[name] !== after[name])
    if (!hasBody && lost.length === 0) continue
    bodies += hasBody ? 1 : 0
    // The key of a number is not counted, because it says nothing more than the number.
    names += lost.filter((name) => !keys.has(name)).length
    erased.set(entry.fingerprint, { facts: after, body: ERASED_BODY })
  }
  rewrite(sql, log, erased)
  // The state of all events in an older row can name a person that its own event does not name.
  sql.exec(
    "UPDATE log SET head = NULL WHERE head ->> '$.facts' IS NOT NULL AND arrival < (SELECT max(arrival) FROM log)",
  )
  return { bodies, names }
}

/**
 * In its own table, created when it is first needed: this works in an object of any older version, and an object without an
 * erasure does not pay for it.
 */
function writeErasure(sql: SqlStorage, { at, until, revision }: Erasure): void {
  sql.exec(`
    CREATE TABLE IF NOT EXISTS erasure (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      at TEXT NOT NULL,
      until TEXT NOT NULL,
      revision INTEGER NOT NULL
    ) STRICT`)
  sql.exec(
    'INSERT OR REPLACE INTO erasure (id, at, until, revision) VALUES (1, ?, ?, ?)',
    at,
    until,
    revision,
  )
}
