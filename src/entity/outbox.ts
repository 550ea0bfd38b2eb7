/** The log is the outbox: changes after the revision that D1 has are still to be sent. */
import type { Looked } from '../db/findings.ts'
import type { Transition } from '../db/projection.ts'
import type { EntityId } from '../id.ts'
import { noticeTexts, reasonText } from '../language/en.ts'
import type { Head } from '../lifecycle/fold.ts'
import type { LifeCycle } from '../lifecycle/life-cycle.ts'
import { gravestOf, nameGiven, unsettled } from '../lifecycle/notice.ts'
import * as LIMITS from '../limits.ts'
import { providerNamed } from '../providers/index.ts'
import type { EntityView } from '../providers/provider.ts'
import { bodyOrErased, type Erasure, readErasure } from './erasure.ts'
import { changesAfter, type EntityState, type Log, type LogEntry, readBody } from './log.ts'
import { shown } from './shown.ts'

/** One entity's changes since D1's revision. */
export interface Pending {
  readonly provider: string
  readonly entityId: EntityId
  /** The revision that D1 has. */
  readonly from: number
  /** The revision that D1 has after these changes. */
  readonly revision: number
  /** With the digests of their bodies, by which the same bodies are found in quarantine, if they failed before. */
  readonly transitions: readonly (Transition & { readonly bodyDigest: string })[]
  /** Null as long as no event is effective: then the entity has a history and no status. */
  readonly entity: EntityView | null
  /** An erasure that D1 does not have yet. */
  readonly erasure: Erasure | null
  readonly looked: Looked
}

/** What D1 lacks, or null if it has everything. */
export function pending(sql: SqlStorage, log: Log, provider: string, entityId: EntityId): Pending | null {
  const { state } = log
  if (!state || state.projected >= state.revision) return null
  const { head, refused, revision, forward, firstReceivedAt, lastReceivedAt } = state
  const entries = changesAfter(log, state.projected)
  const erasure = log.hasErasure ? readErasure(sql) : null
  const cycle = providerNamed(provider).lifeCycle
  return {
    provider,
    entityId,
    from: state.projected,
    revision,
    transitions: entries.map((entry) => ({ ...shown(inWords(cycle, entry)), provider, entityId })),
    entity: head && {
      entityId,
      head,
      refused,
      revision,
      sequence: forward?.sequence ?? null,
      firstReceivedAt,
      lastReceivedAt,
      erasedAt: erasure?.at ?? null,
      body: bodyOrErased(readBody(sql, log, head.fingerprint)),
    },
    erasure: erasure && erasure.revision > state.projected ? erasure : null,
    looked: lookedAt(cycle, log, entries, provider, entityId),
  }
}

function lookedAt(
  cycle: LifeCycle,
  log: Log,
  entries: readonly LogEntry[],
  provider: string,
  entityId: string,
): Looked {
  const { state } = log
  return state && canNeedAttention(cycle, entries, state) && isTurn(cycle, log, entries)
    ? { provider, entityId, orderKey: orderKeyOf(cycle, entries, state.head), hasMovedOn: false }
    : { provider, entityId, orderKey: null, hasMovedOn: true }
}

/**
 * Whether changes can cause or end a finding. Usually they are a single event that moved the entity on, without notices, and
 * neither to an end nor away from one: then D1 is not asked.
 */
const canNeedAttention = (
  cycle: LifeCycle,
  entries: readonly LogEntry[],
  { head, refused }: EntityState,
): boolean =>
  entries.length > 1 ||
  refused > 0 ||
  (head !== null && head.gaps > 0) ||
  concernsEnd(cycle, entries, head) ||
  entries.some(({ notices, verdict, effective }) => notices.length > 0 || verdict !== 'applied' || !effective)

/**
 * Checking an entity reads all of its events. An entity with very many events is checked only now and then, when money
 * moves, and every night with all others.
 */
const isTurn = (cycle: LifeCycle, { state, entries: all }: Log, entries: readonly LogEntry[]): boolean =>
  all.size <= LIMITS.lookedEvents ||
  turnOf(state?.revision) !== turnOf(state?.projected) ||
  entries.some((entry) => {
    const from = fromOf(entry)
    return from !== null && (cycle.rests(entry.status) || cycle.rests(from))
  })

const turnOf = (revision = 0): number => Math.floor(revision / LIMITS.lookedEvents)

/** Whether money came in or went back, a certificate was issued, an order was closed, or the entity left such a status. */
const concernsEnd = (cycle: LifeCycle, entries: readonly LogEntry[], head: Head | null): boolean =>
  (head !== null && cycle.rests(head.status)) ||
  entries.some((entry) => {
    const from = fromOf(entry)
    return cycle.rests(entry.status) || (from !== null && cycle.rests(from))
  })

/** The status that an event found; null if it found none, or if its reason does not say it. */
const fromOf = ({ reason }: LogEntry): string | null => ('from' in reason ? reason.from : null)

/** For a payment: its key, because findings of its orders may depend on it. */
function orderKeyOf(cycle: LifeCycle, entries: readonly LogEntry[], head: Head | null): string | null {
  const key = head?.facts.saleKey
  return typeof key === 'string' && concernsEnd(cycle, entries, head) ? key : null
}

/** D1 is for people: it has sentences, and the kind of the gravest notice for queries. */
const inWords = (cycle: LifeCycle, { reason, notices, ...entry }: LogEntry) => ({
  ...entry,
  reason: reasonText(cycle, reason),
  notice: noticeTexts(cycle, unsettled(notices)).join(' ') || null,
  noticeKind: gravestOf(notices),
  statusName: nameGiven(notices) ?? null,
})
