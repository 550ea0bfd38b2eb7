/**
 * What one entity keeps has a bound, however many events it is sent: past it, each takes the place of one that the
 * history can do without, and large bodies go, the oldest first.
 */
import { over } from '../lifecycle/facts.ts'
import { type Head, step } from '../lifecycle/fold.ts'
import { leastNeeded } from '../lifecycle/forgetting.ts'
import type { Facts } from '../lifecycle/history.ts'
import type { LifeCycle } from '../lifecycle/life-cycle.ts'
import { LIMITS } from '../limits.ts'
import { DROPPED_BODY, type EntityState, readPlaces } from './log.ts'

/** Where the history begins, once its first events are forgotten. */
export interface Base {
  readonly head: Head
  /** When the newest of them had come; UTC text. */
  readonly receivedAt: string
}

/**
 * Forgets one event, so that another can take its number. In D1 too, then: the row has that number for a key, and the
 * newer revision replaces it, also where a batch with the old one comes late.
 */
export function makeRoom(
  sql: SqlStorage,
  cycle: LifeCycle,
  state: EntityState,
): { readonly state: EntityState; readonly seq: number } {
  const base = readBase(sql)
  const { event, heir } = leastNeeded(
    cycle,
    base?.head ?? null,
    readPlaces(sql),
    state.head?.fingerprint,
    LIMITS.movesPerEntity,
  )
  const facts = readFacts(sql, event.fingerprint)
  if (heir === 'base') {
    const { head } = step(cycle, base?.head ?? null, { ...event, facts })
    const receivedAt = base && base.receivedAt > event.receivedAt ? base.receivedAt : event.receivedAt
    if (head) writeBase(sql, { head, receivedAt })
  } else if (heir) {
    writeFacts(sql, heir.fingerprint, over(readFacts(sql, heir.fingerprint), { facts }))
  }
  sql.exec('DELETE FROM log WHERE fingerprint = ?', event.fingerprint)
  return { state: { ...state, refused: state.refused - (event.effective ? 0 : 1) }, seq: event.seq }
}

/**
 * Drops the oldest large bodies above what one entity may have of them. Asked after a large one was stored.
 * @param latest the latest effective event, whose body the read model shows
 */
export function dropLargeBodies(sql: SqlStorage, latest: string | undefined): void {
  const large = sql
    .exec<{ fingerprint: string; bytes: number }>(
      `SELECT fingerprint, octet_length(body) AS bytes FROM log WHERE octet_length(body) > ?
        ORDER BY received_at DESC, seq DESC`,
      LIMITS.largeBodyBytes,
    )
    .toArray()
  let total = 0
  for (const { fingerprint, bytes } of large) {
    total += bytes
    if (total > LIMITS.largeBodiesBytes && fingerprint !== latest)
      sql.exec('UPDATE log SET body = ? WHERE fingerprint = ?', DROPPED_BODY, fingerprint)
  }
}

/** Null while nothing of the history's beginning is forgotten. */
export function readBase(sql: SqlStorage): Base | null {
  if (sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'base'").toArray().length === 0) return null
  const [row] = sql
    .exec<{ head: string; received_at: string }>('SELECT head, received_at FROM base')
    .toArray()
  return row ? { head: JSON.parse(row.head) as Head, receivedAt: row.received_at } : null
}

/** A table of its own, made when it is first needed: an object of any older version takes it as it is. */
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

function readFacts(sql: SqlStorage, fingerprint: string): Facts {
  const { facts } = sql
    .exec<{ facts: string }>('SELECT facts FROM log WHERE fingerprint = ?', fingerprint)
    .one()
  return JSON.parse(facts) as Facts
}

function writeFacts(sql: SqlStorage, fingerprint: string, facts: Facts): void {
  sql.exec('UPDATE log SET facts = ? WHERE fingerprint = ?', JSON.stringify(facts), fingerprint)
}
