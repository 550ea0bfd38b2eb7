/**
 * Converts an event to its row and back. A value that the row, or the row before it, already has is not stored twice: an
 * order's events repeat its numbers and its people, and this way more of them fit into a page of the disk.
 */
import { type Facts, fingerprintOf } from '../lifecycle/history.ts'
import type { Reason } from '../lifecycle/reason.ts'
import { after, type Difference, difference } from './difference.ts'
import type { LogEntry } from './log.ts'
import { type EntryColumns, type Row, STORAGE_VERSION } from './table.ts'

/**
 * Stored instead of a fingerprint that follows from statuses and time; NULL is stored instead of one that is the body's
 * digest.
 */
const BY_CHANGE = ''

/** The events of all rows, in the order of arrival. */
export function entriesIn(rows: readonly Row[]): readonly LogEntry[] {
  let facts: Facts = {}
  return rows.map((row) => {
    facts = after(facts, JSON.parse(row.facts) as Difference)
    return entryOf(row, facts)
  })
}

const entryOf = (row: Row, facts: Facts): LogEntry => ({
  arrival: row.arrival,
  fingerprint: fingerprintIn(row),
  seq: row.seq,
  revision: row.revision,
  verdict: row.verdict as LogEntry['verdict'],
  effective: row.effective === 1,
  status: row.status,
  previousStatus: row.previous_status,
  occurredAt: row.occurred_at,
  receivedAt: row.received_at,
  reason: reasonIn(row),
  notices: row.notice === null ? [] : parsed(row.notice, [{ kind: 'notice', sentence: row.notice }]),
  rulesVersion: row.rules,
  facts,
  bodyDigest: row.body_digest,
})

/** @param before the facts of the event that arrived before it */
export const entryColumns = (entry: LogEntry, before: Facts): EntryColumns => ({
  arrival: entry.arrival,
  version: STORAGE_VERSION,
  seq: entry.seq,
  fingerprint: fingerprintColumn(entry),
  revision: entry.revision,
  verdict: entry.verdict,
  effective: entry.effective ? 1 : 0,
  status: entry.status,
  previous_status: entry.previousStatus,
  occurred_at: entry.occurredAt,
  received_at: entry.receivedAt,
  reason: reasonColumn(entry),
  notice: noticeColumn(entry),
  rules: entry.rulesVersion,
  facts: factsColumn(entry.facts, before),
  body_digest: entry.bodyDigest,
})

export const factsColumn = (facts: Facts, before: Facts): string => JSON.stringify(difference(before, facts))

const byChange = (row: Pick<Row, 'previous_status' | 'status' | 'occurred_at'>): string | null =>
  row.occurred_at && fingerprintOf(row.previous_status, row.status, row.occurred_at)

const fingerprintIn = (row: Row): string =>
  (row.fingerprint === BY_CHANGE ? byChange(row) : row.fingerprint) ?? row.body_digest

function fingerprintColumn({ fingerprint, bodyDigest, ...entry }: LogEntry): string | null {
  if (fingerprint === bodyDigest) return null
  const { status, previousStatus: previous_status, occurredAt: occurred_at } = entry
  return fingerprint === byChange({ status, previous_status, occurred_at }) ? BY_CHANGE : fingerprint
}

/** In a reason, 0 means the event's status and 1 its previous one, because no reason has numbers. */
function reasonColumn({ reason, status, previousStatus }: LogEntry): string {
  if (reason.kind === 'written') return reason.sentence
  return JSON.stringify(reason, (_, value: unknown) =>
    value === status ? 0 : value !== null && value === previousStatus ? 1 : value,
  )
}

const reasonIn = ({ reason, status, previous_status }: Row): Reason =>
  parsed<Reason>(reason, { kind: 'written', sentence: reason }, (_, value: unknown) =>
    value === 0 ? status : value === 1 ? previous_status : value,
  )

export function noticeColumn({ notices }: LogEntry): string | null {
  const [first] = notices
  if (!first) return null
  return first.kind === 'notice' ? first.sentence : JSON.stringify(notices)
}

/** The value of a JSON text; any other text is a sentence of version 0.1.0, which ends with a full stop as no JSON does. */
function parsed<Data>(
  text: string,
  sentence: Data,
  reviver?: (name: string, value: unknown) => unknown,
): Data {
  try {
    return JSON.parse(text, reviver) as Data
  } catch {
    return sentence
  }
}
