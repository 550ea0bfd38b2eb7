/**
 * Sign-ins as the vault keeps them. It has only keyed digests of the cookie's id and of the key that opened it, so the table
 * cannot be used to make a cookie or to test a guess of a key.
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

/** Adds one. Deletes those that have ended and, if there are too many, those that would end first. */
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
