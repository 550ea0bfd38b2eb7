/** The story of an entity: the head and the whole history, as they are or as they were known at a time. Reads only. */
import type { EntityId } from '../id.ts'
import { isEffective, type Placed } from '../lifecycle/fold.ts'
import { comparable, isRead } from '../lifecycle/history.ts'
import { recount } from '../lifecycle/recount.ts'
import * as LIMITS from '../limits.ts'
import type { Provider } from '../providers/provider.ts'
import { bodyOrErased, ERASED_BODY, readErasure } from './erasure.ts'
import { DROPPED_BODY, entriesOf, type Log, type LogEntry, readBody } from './log.ts'
import { readBase } from './room.ts'

export interface StoryEvent
  extends Omit<LogEntry, 'arrival' | 'facts' | 'fingerprint' | 'bodyDigest' | 'revision'>,
    Omit<Placed<LogEntry>, 'event'> {
  /** JSON without keys, with personal data; null if it is erased or dropped, or the bodies before it are too large together. */
  readonly body: string | null
  readonly isErased: boolean
  /** The agent who serves the order, if the event says so. */
  readonly agent: string | null
  /** Whether its sender sent it, or answered it when asked. */
  readonly origin: 'received' | 'read'
}

export interface Story {
  /** Null as long as no event is effective. */
  readonly head: { readonly status: string; readonly since: string | null; readonly revision: number } | null
  readonly gaps: number
  readonly refused: number
  /** Null if nothing was known yet. */
  readonly firstReceivedAt: string | null
  readonly lastReceivedAt: string | null
  /** When personal data was last erased; null if it never was. */
  readonly erasedAt: string | null
  /** The row of the read model, as D1 has it or soon will; null as long as no event is effective. */
  readonly row: object | null
  /** In the order of the history, which is the order of arrival only if the body has no time. */
  readonly events: readonly StoryEvent[]
}

/**
 * The story of an entity, or null if it is not known.
 * @param asOf UTC text: only what had been received by then
 */
export function readStory(
  sql: SqlStorage,
  log: Log,
  provider: Provider,
  entityId: EntityId,
  asOf: string | null,
): Story | null {
  const { state } = log
  if (!state) return null
  const until = asOf && comparable(asOf)
  const isKnown = ({ receivedAt }: { readonly receivedAt: string }): boolean =>
    until === null || comparable(receivedAt) <= until
  const known = entriesOf(log).filter(isKnown)
  const base = readBase(sql)
  const { history, head, refused } = recount(
    provider.lifeCycle,
    known,
    base && isKnown(base) ? base.head : null,
  )
  const revision = known.length < log.entries.size ? known.length : state.revision
  const erasedAt = readErasure(sql)?.at ?? null
  const { firstReceivedAt } = state
  const lastReceivedAt = known.at(-1)?.receivedAt ?? null
  let bytes = 0
  return {
    head: head && { status: head.status, since: head.since, revision },
    gaps: head?.gaps ?? 0,
    refused,
    firstReceivedAt: isKnown({ receivedAt: firstReceivedAt }) ? firstReceivedAt : null,
    lastReceivedAt,
    erasedAt,
    row:
      head &&
      provider.row({
        entityId,
        head,
        refused,
        revision,
        sequence: state.forward?.sequence ?? null,
        firstReceivedAt,
        lastReceivedAt: lastReceivedAt ?? state.lastReceivedAt,
        erasedAt,
        body: bodyOrErased(readBody(sql, log, head.fingerprint)),
      }),
    events: history.map(({ event: entry, ...place }) => {
      const body = bytes < LIMITS.storyBytes ? readBody(sql, log, entry.fingerprint) : null
      bytes += body?.length ?? 0
      const { arrival: _, facts, fingerprint: __, bodyDigest: ___, revision: ____, ...event } = entry
      const agent = facts.confirmationAgentName ?? facts.validationAgentName
      const isErased = body === ERASED_BODY
      return {
        ...event,
        ...place,
        effective: isEffective(place.relation),
        body: isErased || body === DROPPED_BODY ? null : body,
        isErased,
        agent: typeof agent === 'string' ? agent : null,
        origin: isRead(entry) ? 'read' : 'received',
      }
    }),
  }
}
