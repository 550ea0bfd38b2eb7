/**
 * The list of waiting entities: those whose message was not acknowledged, or was not sent because of the endpoint.
 * Synchronous SQL.
 */
import type { Failure } from './answer.ts'

/** How an entity waits. */
export interface Waiting {
  /** The name of its object, `amplia:…`. */
  readonly name: string
  /** UTC text: since when something is owed. */
  readonly since: string
  /** The last change in its message. */
  readonly sequence: number
  readonly attempts: number
  readonly failure: Failure | null
  readonly stands: 'held' | 'failing' | 'exhausted' | 'refused'
}

type Row = {
  name: string
  since: string
  sequence: number
  attempts: number
  failure: string | null
  stands: Waiting['stands']
}

const COLUMNS = 'name, since, sequence, attempts, failure, stands'

/** Without row ids, so that a change writes one row. */
export function createList(sql: SqlStorage): void {
  sql.exec(`
    CREATE TABLE IF NOT EXISTS waiting (
      name TEXT PRIMARY KEY NOT NULL,
      since TEXT NOT NULL,
      sequence INTEGER NOT NULL,
      attempts INTEGER NOT NULL,
      failure TEXT,
      stands TEXT NOT NULL
    ) STRICT, WITHOUT ROWID`)
  // The longest waiting entity is asked for every half minute, and all entities may be waiting.
  sql.exec('CREATE INDEX IF NOT EXISTS waiting_by_time ON waiting (since)')
}

/** An entity's row of the list; null if it is not on it. */
export const waitingNamed = (sql: SqlStorage, name: string): Waiting | null => {
  const [row] = sql.exec<Row>(`SELECT ${COLUMNS} FROM waiting WHERE name = ?`, name).toArray()
  return row ? waitingOf(row) : null
}

/** One more attempt changes no index, and so writes one row. */
export function putWaiting(sql: SqlStorage, before: Waiting | null, waiting: Waiting): void {
  const { name, since, sequence, attempts, failure, stands } = waiting
  if (before && before.since !== since) dropWaiting(sql, name)
  sql.exec(
    `INSERT INTO waiting (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
      sequence = excluded.sequence, attempts = excluded.attempts, failure = excluded.failure, stands = excluded.stands`,
    name,
    since,
    sequence,
    attempts,
    failure && JSON.stringify(failure),
    stands,
  )
}

/** Removes an entity whose message was acknowledged. */
export function dropWaiting(sql: SqlStorage, name: string): void {
  sql.exec('DELETE FROM waiting WHERE name = ?', name)
}

const waitingOf = ({ failure, ...row }: Row): Waiting => ({
  ...row,
  failure: failure === null ? null : (JSON.parse(failure) as Failure),
})

/** Entities after a name, in the order of their names or, if asked for, of how long they have waited. */
export const readWaiting = (
  sql: SqlStorage,
  after: string,
  limit: number,
  order: 'name' | 'since' = 'name',
): readonly Waiting[] =>
  sql
    .exec<Row>(
      // The + keeps SQLite from using the index of names, with which it would read and sort all rows.
      `SELECT ${COLUMNS} FROM waiting WHERE ${order === 'name' ? '' : '+'}name > ? ORDER BY ${order} LIMIT ?`,
      after,
      limit,
    )
    .toArray()
    .map(waitingOf)

/** Entities whose message was given up or refused; by now some may have sent a newer one. */
export const readUndelivered = (sql: SqlStorage, limit: number): readonly Waiting[] =>
  sql
    .exec<Row>(
      `SELECT ${COLUMNS} FROM waiting WHERE stands IN ('exhausted', 'refused') ORDER BY since LIMIT ?`,
      limit,
    )
    .toArray()
    .map(waitingOf)

/** How many entities wait, by how they wait. */
export type Counts = Readonly<Record<Waiting['stands'], number>>

export const countWaiting = (sql: SqlStorage): Counts =>
  sql
    .exec<Record<Waiting['stands'], number>>(
      `SELECT count(*) FILTER (WHERE stands = 'held') AS held, count(*) FILTER (WHERE stands = 'failing') AS failing,
        count(*) FILTER (WHERE stands = 'exhausted') AS exhausted, count(*) FILTER (WHERE stands = 'refused') AS refused
      FROM waiting`,
    )
    .one()
