/**
 * The storage format of an object, version 2: one table, one row per event in the order of arrival, and the state of all
 * events in the newest row. Row in, row out: `row.ts` and `standing.ts` describe the content.
 */
/** In every row. An object with a higher version was written by newer code, and must not be touched. */
export const STORAGE_VERSION = 2

/**
 * The table has the same name as in version 0.1.0, so that after a rollback 0.1.0 fails on it and begins no second history.
 * No index, because known events are looked up in memory.
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
      forward TEXT,
      body TEXT NOT NULL
    ) STRICT`)
}

/** Deletes what was owed when each event arrived. */
export function eraseOwed(sql: SqlStorage): void {
  sql.exec('UPDATE log SET forward = NULL WHERE forward IS NOT NULL')
}

/** By name, the SQL that created each of the object's tables. An object that was only asked has none, and costs nothing. */
export const tablesOf = (sql: SqlStorage): ReadonlyMap<string, string> =>
  new Map(
    sql
      .exec<{ name: string; sql: string }>("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
      .toArray()
      .map((table) => [table.name, table.sql]),
  )

/**
 * Version 0.1.0 had no `arrival`. Its table `state` proves nothing: after a rollback 0.1.0 creates one when it gets a
 * duplicate.
 */
export const isOfFirstVersion = (tables: ReadonlyMap<string, string>): boolean =>
  tables.get('log')?.includes('arrival') === false

/** The columns of the event in its row. */
export type EntryColumns = {
  arrival: number
  version: number
  seq: number
  fingerprint: string | null
  revision: number
  verdict: string
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

/** The columns of all events in a row; only those of the newest row count. */
export type StandingColumns = {
  entity_revision: number | null
  projected: number
  refused: number
  last_position: string | null
  first_received_at: string | null
  last_received_at: string | null
  head: string | null
  forward: string | null
}

/** Without the body, which can be large. */
export type Row = EntryColumns & StandingColumns & { name: string | null }

const COLUMNS = `arrival, version, seq, fingerprint, revision, verdict, effective, status, previous_status,
  occurred_at, received_at, reason, notice, rules, facts, body_digest, name, entity_revision, projected, refused,
  last_position, first_received_at, last_received_at, head, forward`

/** All rows in the order of arrival. */
export function selectRows(sql: SqlStorage): readonly Row[] {
  const rows = sql.exec<Row>(`SELECT ${COLUMNS} FROM log ORDER BY arrival`).toArray()
  const version = rows.at(-1)?.version ?? STORAGE_VERSION
  if (version !== STORAGE_VERSION) throw new Error(`The object's storage has version ${version}`)
  return rows
}

export function insertRow(sql: SqlStorage, row: Row & { body: string }): void {
  const names = Object.keys(row)
  sql.exec(`INSERT INTO log (${names.join()}) VALUES (${names.map(() => '?').join()})`, ...Object.values(row))
}

export function updateRow(
  sql: SqlStorage,
  { arrival }: Pick<Row, 'arrival'>,
  columns: Readonly<Record<string, string | number | null>>,
): void {
  const settings = Object.keys(columns).map((column) => `${column} = ?`)
  sql.exec(`UPDATE log SET ${settings.join()} WHERE arrival = ?`, ...Object.values(columns), arrival)
}
