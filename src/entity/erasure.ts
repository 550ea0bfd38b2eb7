/**
 * What an object forgets of people, and that it did. The log stays as long as it is, with its fingerprints, statuses,
 * times and verdicts, so that a late duplicate is still one and a late regression is still refused.
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
  /** Bodies in quarantine that name the entity are erased if they had come by then; UTC text. */
  readonly until: string
  /** The entity's revision with which D1 is told. */
  readonly revision: number
}

/** What one erasure found. */
export interface Erased {
  readonly at: string
  /** Events whose body was still there. */
  readonly bodies: number
  /** Names, identifiers and other texts of the events, each counted where it stood. */
  readonly names: number
}

/** Takes the place of an erased body: JSON, so that anyone who reads bodies need not know. */
export const ERASED_BODY = 'null'

/** What a body says of its entity, also one that is gone. */
export const bodyOrErased = (body: string): string => (body === DROPPED_BODY ? ERASED_BODY : body)

/**
 * Erases, or returns null when nothing is stored of the entity or its life has not ended. Asked again it erases what
 * came since, and tells D1 again, which may have been restored from a time before.
 * @param endedBefore UTC text: only if its life rests and its last event came before; null for whatever it is
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

/** Of the message that is kept, also where it is under way: what it says of people is worth more than its bytes. */
function eraseForward(sql: SqlStorage, log: Log, provider: string, head: Head | null): void {
  const forward = log.state?.forward
  if (!forward) return
  const message = forward.message && erasedMessage(forward.message, { provider, head })
  eraseOwed(sql)
  writeForward(sql, log, { ...forward, message })
}

/** The last erasure, or null where there was none. */
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
    // The key of a number says nothing that the number does not say.
    names += lost.filter((name) => !keys.has(name)).length
    erased.set(entry.fingerprint, { facts: after, body: ERASED_BODY })
  }
  rewrite(sql, log, erased)
  // What an older row tells of all events can name a person of whom its own event says nothing.
  sql.exec(
    "UPDATE log SET head = NULL WHERE head ->> '$.facts' IS NOT NULL AND arrival < (SELECT max(arrival) FROM log)",
  )
  return { bodies, names }
}

/**
 * A table of its own, made when it is first needed: an object of any older version takes it as it is, and one of which
 * nothing is erased does not pay for it.
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
