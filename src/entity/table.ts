/**
 * The form in which an object stores, version 2: one table, one row per event by its arrival, and what the events come
 * to in the newest row. Row in, row out: what stands in one is told in `row.ts` and `standing.ts`.
 */
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
      forward TEXT,
      body TEXT NOT NULL
    ) STRICT`)
}

/** Forgets what was owed when each event came. */
export function eraseOwed(sql: SqlStorage): void {
  sql.exec('UPDATE log SET forward = NULL WHERE forward IS NOT NULL')
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

/** What stands of the event in its row. */
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

/** What stands of all events in a row; it counts in the newest one only. */
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
