/**
 * An entity keeps a bounded number of events, however many it is sent: after that, each new one replaces one that the
 * history can do without, and large bodies are dropped, the oldest first.
 */
import { over } from '../lifecycle/facts.ts'
import { type Head, step } from '../lifecycle/fold.ts'
import { leastNeeded } from '../lifecycle/forgetting.ts'
import type { Facts } from '../lifecycle/history.ts'
import type { LifeCycle } from '../lifecycle/life-cycle.ts'
import * as LIMITS from '../limits.ts'
import {
  DROPPED_BODY,
  type EntityState,
  entriesOf,
  type Log,
  type LogEntry,
  type Rewritten,
  rewrite,
} from './log.ts'
import { updateRow } from './table.ts'

/** The beginning of the history, after its first events were forgotten. */
export interface Base {
  readonly head: Head
  /** When the newest of them had arrived; UTC text. */
  readonly receivedAt: string
}

/**
 * Forgets one event, so that another can take its number. This also works in D1: the row has that number as its key, and the
 * newer revision replaces it, even if a batch with the old one arrives late.
 */
export function makeRoom(
  sql: SqlStorage,
  log: Log,
  cycle: LifeCycle,
  state: EntityState,
): { readonly state: EntityState; readonly seq: number } {
  const base = readBase(sql)
  const { event, heir } = leastNeeded(
    cycle,
    base?.head ?? null,
    // The choice depends on places in the history only: without facts, which a fold would put together again for each event.
    entriesOf(log).map((entry) => ({ ...entry, facts: {} })),
    state.head?.fingerprint,
    LIMITS.movesPerEntity,
  )
  const facts = factsOf(log, event)
  const kept = new Map<string, Rewritten>()
  if (heir === 'base') {
    const { head } = step(cycle, base?.head ?? null, { ...event, facts })
    const receivedAt = base && base.receivedAt > event.receivedAt ? base.receivedAt : event.receivedAt
    if (head) writeBase(sql, { head, receivedAt })
  } else if (heir) {
    kept.set(heir.fingerprint, { facts: over(factsOf(log, heir), { facts }) })
  }
  rewrite(sql, log, kept, event)
  return { state: { ...state, refused: state.refused - (event.effective ? 0 : 1) }, seq: event.seq }
}

const factsOf = (log: Log, { fingerprint }: LogEntry): Facts => log.entries.get(fingerprint)?.facts ?? {}

/**
 * Drops the oldest large bodies above the limit of one entity. Called after a large one was stored.
 * @param latest the latest effective event, whose body the read model shows
 */
export function dropLargeBodies(sql: SqlStorage, log: Log, latest: string | undefined): void {
  const large = sql
    .exec<{ arrival: number; bytes: number }>(
      `SELECT arrival, octet_length(body) AS bytes FROM log WHERE octet_length(body) > ? ORDER BY arrival DESC`,
      LIMITS.largeBodyBytes,
    )
    .toArray()
  const shown = latest === undefined ? undefined : log.entries.get(latest)?.arrival
  let total = 0
  for (const { arrival, bytes } of large) {
    total += bytes
    if (total > LIMITS.largeBodiesBytes && arrival !== shown)
      updateRow(sql, { arrival }, { body: DROPPED_BODY })
  }
}

/** Null as long as nothing from the beginning of the history is forgotten. */
export function readBase(sql: SqlStorage): Base | null {
  if (sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'base'").toArray().length === 0) return null
  const [row] = sql
    .exec<{ head: string; received_at: string }>('SELECT head, received_at FROM base')
    .toArray()
  return row ? { head: JSON.parse(row.head) as Head, receivedAt: row.received_at } : null
}

/** In its own table, created when it is first needed: this works in an object of any older version. */
export function writeBase(sql: SqlStorage, { head, receivedAt }: Base): void {
  sql.exec(`
    CREATE TABLE IF NOT EXISTS base (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      head TEXT NOT NULL,
      received_at TEXT NOT NULL
    ) STRICT`)
  sql.exec(
    'INSERT OR REPLACE INTO base (id, head, received_at) VALUES (1, ?, ?)',
    JSON.stringify(head),
    receivedAt,
  )
}
