/**
 * Sign-ins as the vault keeps them. Of the id in the cookie and of the key that opened it, it has keyed digests: the
 * table gives nobody a cookie, and tests no guess of a key.
 */
import * as LIMITS from '../limits.ts'

export function createSessions(sql: SqlStorage): void {
  sql.exec(`
    CREATE TABLE IF NOT EXISTS sessions (
      digest TEXT PRIMARY KEY NOT NULL,
      key_digest TEXT NOT NULL,
      ends_at_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
  `)
}

/** Keeps one more. Those that have ended go, and of too many those that would end first. */
export function insertSession(sql: SqlStorage, digest: string, keyDigest: string, nowMs: number): void {
  sql.exec('DELETE FROM sessions WHERE ends_at_ms <= ?', nowMs)
  sql.exec(
    'DELETE FROM sessions WHERE digest NOT IN (SELECT digest FROM sessions ORDER BY ends_at_ms DESC LIMIT ?)',
    LIMITS.sessions - 1,
  )
  const endsAtMs = nowMs + LIMITS.sessionSeconds * 1000
  sql.exec('INSERT INTO sessions VALUES (?, ?, ?)', digest, keyDigest, endsAtMs)
}

/** The digest of the key that opened a session which has not ended. */
export function readSessionKey(sql: SqlStorage, digest: string, nowMs: number): string | null {
  const query = 'SELECT key_digest FROM sessions WHERE digest = ? AND ends_at_ms > ?'
  const [row] = sql.exec<{ key_digest: string }>(query, digest, nowMs).toArray()
  return row?.key_digest ?? null
}

export function deleteSession(sql: SqlStorage, digest: string): void {
  sql.exec('DELETE FROM sessions WHERE digest = ?', digest)
}
