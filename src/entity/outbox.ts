/** The log is the outbox: what changed after the revision that D1 has is still to be sent. */
import type { Transition } from '../db/projection.ts'
import { noticeTexts, reasonText } from '../language/en.ts'
import type { LifeCycle } from '../lifecycle/life-cycle.ts'
import { gravestOf } from '../lifecycle/notice.ts'
import { providerNamed } from '../providers/index.ts'
import type { EntityView } from '../providers/provider.ts'
import { ERASED_BODY, type Erasure, readErasure } from './erasure.ts'
import { changesAfter, DROPPED_BODY, type Log, type LogEntry, readBody } from './log.ts'
import { shown } from './shown.ts'

/** One entity's changes since D1's revision. */
export interface Pending {
  /** The revision that D1 has. */
  readonly from: number
  /** The revision that D1 has once it took these changes. */
  readonly revision: number
  /** With the digests of their bodies, by which a body that once failed is known in quarantine. */
  readonly transitions: readonly (Omit<Transition, 'judged'> & { readonly bodyDigest: string })[]
  /** Null while nothing is effective: then the entity has a history and no status. */
  readonly entity: EntityView | null
  /** An erasure that D1 has not been told of. */
  readonly erasure: Erasure | null
}

/** What D1 lacks, or null when it has everything. */
export function pending(sql: SqlStorage, log: Log, provider: string, entityId: string): Pending | null {
  const { state } = log
  if (!state || state.projected >= state.revision) return null
  const { head, refused, revision, firstReceivedAt, lastReceivedAt } = state
  const entries = changesAfter(log, state.projected)
  const body = head && readBody(sql, log, head.fingerprint)
  const erasure = readErasure(sql)
  const cycle = providerNamed(provider).lifeCycle
  return {
    from: state.projected,
    revision,
    transitions: entries.map((entry) => ({ ...shown(inWords(cycle, entry)), provider, entityId })),
    entity: head && {
      entityId,
      head,
      refused,
      revision,
      firstReceivedAt,
      lastReceivedAt,
      erasedAt: erasure?.at ?? null,
      body: body === null || body === DROPPED_BODY ? ERASED_BODY : body,
    },
    erasure: erasure && erasure.revision > state.projected ? erasure : null,
  }
}

/** D1 is for people: it has sentences, and the kind of the gravest notice to ask by. */
const inWords = (cycle: LifeCycle, { reason, notices, ...entry }: LogEntry) => ({
  ...entry,
  reason: reasonText(cycle, reason),
  notice: noticeTexts(cycle, notices).join(' ') || null,
  noticeKind: gravestOf(notices),
})
