/** What a provider's folder makes of an authentic body: an event, or a clear account of why it is not one. */
import type { EntityId } from '../id.ts'
import type { Issue } from '../issue.ts'
import type { Facts } from '../lifecycle/history.ts'
import type { Notice } from '../lifecycle/notice.ts'

/** One status change of one entity, in the receiver's own words. Crosses from the Worker to the object. */
export interface Event {
  readonly provider: string
  readonly entityId: EntityId
  /** The provider's status name, or its code as text. */
  readonly status: string
  /** What the sender calls a status that the table lacks, where it is a code. Stored in the event's notice. */
  readonly statusName?: string
  readonly previousStatus: string | null
  /** UTC text as precise as the sender's; null if the body has no usable time of the transition. */
  readonly occurredAt: string | null
  /** Equal for deliveries of the same event, and for nothing else. */
  readonly fingerprint: string
  readonly facts: Facts
  /** What a person should know about the reading. */
  readonly notices: readonly Notice[]
  /** The digest of the body: under it a body that once failed is in quarantine. */
  readonly bodyDigest: string
  /** The whole body as JSON, without keys. Holds personal data: it stays in the object. */
  readonly body: string
}

/**
 * By fact: the numbers, as the sender wrote them, whose keys the event shall have among its facts. Never stored: they
 * may be a person's. What is left out keeps what was said before, as with every fact.
 */
export type Joins = Readonly<Record<string, string | null>>

export type Reading =
  | {
      readonly kind: 'event'
      readonly event: Event
      readonly joins?: Joins
    }
  | { readonly kind: 'unsupported_type'; readonly type: string }
  | { readonly kind: 'invalid_schema'; readonly issues: readonly Issue[] }
