/** The log is the outbox: what changed after the revision that D1 has is still to be sent. */
import type { Transition } from '../db/projection.ts'
import type { EntityView } from '../providers/provider.ts'
import { type Erasure, readErasure } from './erasure.ts'
import { hasTables, readBody, readLog, readState } from './log.ts'

/** One entity's changes since D1's revision. */
export interface Pending {
  /** The revision that D1 has. */
  readonly from: number
  /** The revision that D1 has once it took these changes. */
  readonly revision: number
  readonly transitions: readonly Transition[]
  /** The digests of their bodies, which may be in quarantine, should they have failed before. */
  readonly judged: readonly string[]
  /** Null while nothing is effective: then the entity has a history and no status. */
  readonly entity: EntityView | null
  /** An erasure that D1 has not been told of. */
  readonly erasure: Erasure | null
}

/** What D1 lacks, or null when it has everything. */
export function pending(sql: SqlStorage, provider: string, entityId: string): Pending | null {
  const state = hasTables(sql) ? readState(sql) : null
  if (!state || state.projected >= state.revision) return null
  const { head, refused, revision, firstReceivedAt, lastReceivedAt } = state
  const entries = readLog(sql, state.projected)
  const erasure = readErasure(sql)
  return {
    from: state.projected,
    revision,
    transitions: entries.map((entry) => ({ ...entry, provider, entityId })),
    judged: entries.map(({ bodyDigest }) => bodyDigest),
    entity: head && {
      entityId,
      head,
      refused,
      revision,
      firstReceivedAt,
      lastReceivedAt,
      erasedAt: erasure?.at ?? null,
      body: readBody(sql, head.fingerprint),
    },
    erasure: erasure && erasure.revision > state.projected ? erasure : null,
  }
}
