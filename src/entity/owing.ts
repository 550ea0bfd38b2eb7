/** What a change of an entity adds to what is owed to the user's own system. Pure. */
import { type Change, owe } from '../forward/forward.ts'
import { messageOf } from '../forward/message.ts'
import { attentionOf } from '../lifecycle/attention.ts'
import { SAID_BY } from '../lifecycle/facts.ts'
import type { Head } from '../lifecycle/fold.ts'
import { clockOf } from '../lifecycle/history.ts'
import type { LifeCycle } from '../lifecycle/life-cycle.ts'
import { providerNamed } from '../providers/index.ts'
import type { EntityState, LogEntry } from './log.ts'

/** How changes are forwarded. */
export interface Forwarding {
  readonly provider: string
  readonly entityId: string
  /** This receiver's own URL; null if it is not configured. */
  readonly publicUrl: string | null
  readonly nowMs: number
}

/**
 * The state with what is owed, if the head or the notices have changed.
 * @param cause the event that changed it; null if an operator did
 */
export function withOwed(
  { publicUrl, nowMs, ...named }: Forwarding,
  before: { readonly state: EntityState | null; readonly log: readonly LogEntry[] },
  after: { readonly state: EntityState; readonly log: readonly LogEntry[] },
  cause: LogEntry | null,
): EntityState {
  const cycle = providerNamed(named.provider).lifeCycle
  const { state } = after
  const [from, to] = [before.state?.head ?? null, state.head]
  const forward = before.state?.forward ?? null
  const attention = attentionOf(cycle, after.log)
  const told = forward?.attention ?? attentionOf(cycle, before.log)
  const isOfHead = shownOf(from) !== shownOf(to)
  if (!isOfHead && attention.join() === told.join()) return state
  const subject = { ...named, publicUrl, head: to, revision: state.revision }
  const change: Change = {
    from: from?.status ?? null,
    to: to?.status ?? null,
    ...instantOf(cycle, from, to, cause, nowMs),
    verdict: cause?.verdict ?? null,
    isOfHead,
  }
  return { ...state, forward: owe(forward, change, attention, (owed) => messageOf(subject, owed), nowMs) }
}

/**
 * The head without its gaps, because a missing event has changed nothing yet, and without who said what, and in which order.
 */
function shownOf(head: Head | null): string {
  if (!head) return ''
  const { status, since, fingerprint, facts } = head
  const said = Object.entries(facts).filter(([name]) => name !== SAID_BY)
  return JSON.stringify([status, since, fingerprint, said.sort(([a], [b]) => (a < b ? -1 : 1))])
}

/** When it changed: if the status moved, since when it has it; otherwise when the event happened. */
function instantOf(
  cycle: LifeCycle,
  from: Head | null,
  to: Head | null,
  cause: LogEntry | null,
  nowMs: number,
): Pick<Change, 'at' | 'clock'> {
  const moved = to && to.status !== from?.status ? to.since : null
  const clocked = cycle.clock === 'provider' ? (moved ?? (cause && clockOf(cause))) : null
  if (clocked !== null) return { at: clocked, clock: 'provider' }
  return { at: moved ?? cause?.receivedAt ?? new Date(nowMs).toISOString(), clock: 'arrival' }
}
