/**
 * The state of all events, as it is stored in the newest row. A column is NULL if it would repeat what the newest event says
 * itself.
 */
import type { Forward } from '../forward/forward.ts'
import type { Head } from '../lifecycle/fold.ts'
import { position } from '../lifecycle/history.ts'
import { after, type Difference, difference } from './difference.ts'
import type { EntityState, LogEntry } from './log.ts'
import type { Row, StandingColumns } from './table.ts'

export const standingColumns = (newest: LogEntry, state: EntityState): StandingColumns => ({
  entity_revision: unless(state.revision, newest.revision),
  projected: state.projected,
  refused: state.refused,
  last_position: unless(state.lastPosition, position(newest)),
  first_received_at: unless(state.firstReceivedAt, newest.receivedAt),
  last_received_at: unless(state.lastReceivedAt, newest.receivedAt),
  head: state.head && JSON.stringify(lessThan(state.head, headOf(newest))),
  forward: state.forward && JSON.stringify(state.forward),
})

const unless = <Value>(value: Value, own: Value): Value | null => (value === own ? null : value)

/** @param newest the event of the newest row */
export const standingIn = (row: Row, newest: LogEntry): EntityState => ({
  revision: row.entity_revision ?? newest.revision,
  projected: row.projected,
  refused: row.refused,
  lastPosition: row.last_position ?? position(newest),
  firstReceivedAt: row.first_received_at ?? newest.receivedAt,
  lastReceivedAt: row.last_received_at ?? newest.receivedAt,
  head: row.head === null ? null : moreThan(JSON.parse(row.head) as StoredHead, headOf(newest)),
  forward: row.forward === null ? null : (JSON.parse(row.forward) as Forward),
})

/** The head that an event alone would make. */
const headOf = (entry: LogEntry): Head => ({
  status: entry.status,
  since: entry.occurredAt ?? entry.receivedAt,
  knownStatus: entry.status,
  gaps: 0,
  facts: entry.facts,
  fingerprint: entry.fingerprint,
})

/** A head without the values of its event. */
type StoredHead = Partial<Omit<Head, 'facts'>> & { readonly facts?: Difference }

function lessThan({ facts, ...head }: Head, own: Head): StoredHead {
  const differing = Object.entries(head).filter(([name, value]) => value !== own[name as keyof Head])
  const others = difference(own.facts, facts)
  return { ...Object.fromEntries(differing), ...(Object.keys(others).length > 0 && { facts: others }) }
}

const moreThan = ({ facts = {}, ...head }: StoredHead, own: Head): Head => ({
  ...own,
  ...head,
  facts: after(own.facts, facts),
})
