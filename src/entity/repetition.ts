/** Whether an event that is known already is the same once more, or says something new. Reads only. */
import { saysMore } from '../lifecycle/facts.ts'
import { SETTLED_AFTER_MS } from '../lifecycle/fold.ts'
import type { LifeCycle } from '../lifecycle/life-cycle.ts'
import type { Verdict } from '../lifecycle/verdict.ts'
import type { Event } from '../providers/event.ts'
import { type EntityState, findVerdict } from './log.ts'

export type Repetition =
  /** A duplicate of a stored event. */
  | { readonly kind: 'known'; readonly verdict: Exclude<Verdict, 'duplicate'>; readonly receivedAt: string }
  /** An event of its own, under this fingerprint. */
  | { readonly kind: 'new'; readonly fingerprint: string }

/**
 * The same event with more in it adds what it says. And where the body has no time of the change, the same body can come
 * from a status that was taken again: when it names another status than the head's, so long after it was stored that no
 * sender repeats it any more.
 * @param receivedAt UTC text
 */
export function repetitionOf(
  sql: SqlStorage,
  cycle: LifeCycle,
  state: EntityState | null,
  { fingerprint, bodyDigest, status, facts }: Event,
  receivedAt: string,
): Repetition {
  const known = findVerdict(sql, fingerprint)
  if (!known) return { kind: 'new', fingerprint }
  const head = state?.head
  if (head && cycle.clock === 'provider' && saysMore(head.facts, facts)) {
    return orKnown(sql, `${fingerprint}+${bodyDigest}`)
  }
  if (head && cycle.clock === 'arrival' && head.status !== status) {
    const { latest, times } = lastStored(sql, fingerprint)
    if (Date.parse(receivedAt) - Date.parse(latest) > SETTLED_AFTER_MS)
      return { kind: 'new', fingerprint: `${fingerprint}+${times}` }
  }
  return { kind: 'known', ...known }
}

function orKnown(sql: SqlStorage, fingerprint: string): Repetition {
  const known = findVerdict(sql, fingerprint)
  return known ? { kind: 'known', ...known } : { kind: 'new', fingerprint }
}

/** How often a body is stored, and when it last was. Asked only where it may be an event of its own. */
function lastStored(
  sql: SqlStorage,
  fingerprint: string,
): { readonly latest: string; readonly times: number } {
  const { latest, times } = sql
    .exec<{ latest: string; times: number }>(
      "SELECT max(received_at) AS latest, count(*) AS times FROM log WHERE fingerprint = ? OR fingerprint GLOB ? || '+*'",
      fingerprint,
      fingerprint,
    )
    .one()
  return { latest, times }
}
