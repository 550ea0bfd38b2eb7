/**
 * An object of version 0.1.0 has its log by fingerprint and one row with its fold. The first access converts it to today's
 * form, in the transaction of the caller, so that it is never half converted.
 */
import type { Head } from '../lifecycle/fold.ts'
import type { Facts } from '../lifecycle/history.ts'
import { PROVIDERS } from '../providers/index.ts'
import { nameOf } from './name.ts'
import { entriesIn, factsColumn } from './row.ts'
import { standingColumns } from './standing.ts'
import { createTable, STORAGE_VERSION, selectRows, updateRow } from './table.ts'

type StateRow = {
  revision: number
  projected: number
  refused: number
  last_position: string
  first_received_at: string
  last_received_at: string
  head: string | null
}

/** @param name the object's name, if it knows it */
export function upgrade(sql: SqlStorage, name: string | null): void {
  const state = sql.exec<StateRow>('SELECT * FROM state').one()
  sql.exec('DROP TABLE state')
  sql.exec('ALTER TABLE log RENAME TO log_1')
  createTable(sql)
  // In a full entity of version 0.1.0, only the time gave the order of arrival.
  sql.exec(
    `INSERT INTO log (version, seq, fingerprint, revision, verdict, effective, status, previous_status, occurred_at,
        received_at, reason, notice, rules, facts, body_digest, projected, refused, body)
      SELECT ?, seq, nullif(fingerprint, body_digest), revision, verdict, effective, status, previous_status,
        occurred_at, received_at, reason, notice, rules_version, facts, body_digest, 0, 0, body
      FROM log_1 ORDER BY received_at, seq`,
    STORAGE_VERSION,
  )
  sql.exec('DROP TABLE log_1')
  tellDifferences(sql)
  const newest = entriesIn(selectRows(sql)).at(-1)
  if (!newest) throw new Error('The object has a state and no event')
  const standing = standingColumns(newest, {
    revision: state.revision,
    projected: state.projected,
    refused: state.refused,
    lastPosition: state.last_position,
    firstReceivedAt: state.first_received_at,
    lastReceivedAt: state.last_received_at,
    head: state.head === null ? null : (JSON.parse(state.head) as Head),
    forward: null,
  })
  updateRow(sql, newest, { ...standing, name: name ?? nameIn(sql) })
}

/** Each row of version 0.1.0 had its facts in full; this stores the differences. */
function tellDifferences(sql: SqlStorage): void {
  let before: Facts = {}
  for (const row of selectRows(sql)) {
    const facts = JSON.parse(row.facts) as Facts
    updateRow(sql, row, { facts: factsColumn(facts, before) })
    before = facts
  }
}

/** The name in the stored bodies, for an object that was reached by its id; null if they have none, as after an erasure. */
function nameIn(sql: SqlStorage): string | null {
  const bodies = sql.exec<{ body: string; digest: string }>(
    'SELECT body, body_digest AS digest FROM log ORDER BY arrival DESC',
  )
  for (const { body, digest } of bodies) {
    for (const provider of PROVIDERS) {
      const reading = provider.read(JSON.parse(body), digest)
      if (reading.kind === 'event') return nameOf(reading.event)
    }
  }
  return null
}
